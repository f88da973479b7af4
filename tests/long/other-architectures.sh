#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Does KVM of other architectures compile with the patches below kernels/patched, on each
# base that has them, without a warning that it does not have without them? KVM's own
# objects alone, with PROVE_RCU, by Debian's cross compilers: make deps-cross. Or on the
# bases of BASES, for those of ARCHITECTURES; DIR is where sources and objects go (up to
# 1.2 GiB for one base at a time). One base takes 15 minutes of two CPUs. TAP; the plan
# comes last.
#
# check() calls the functions by name, and lib.sh counts in subshells when it tests
# itself, which nobody does here. The harness' files set what is read here:
# shellcheck disable=SC2031,SC2317,SC2153,SC2154

BASES_ASKED=${BASES:-}		# lib.sh takes it away
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/long/cross/lib.sh
. tests/long/cross/lib.sh

declare -A config=([powerpc]=ppc64le_defconfig [mips]=loongson3_defconfig)

configure()
{
	mkdir -p "$dir/$1"
	cross__make "$1" "${config[$1]:-defconfig}" &&
		"$dir/src/scripts/config" --file "$dir/$1/.config" -e VIRTUALIZATION -e KVM \
			-e KVM_BOOK3S_64 -e KVM_BOOK3S_64_HV -e PROVE_LOCKING -d WERROR &&
		cross__make "$1" olddefconfig && grep -q '^CONFIG_KVM=' "$dir/$1/.config" &&
		grep -q '^CONFIG_PROVE_RCU=y' "$dir/$1/.config" && cross__make "$1" modules_prepare
}

# compiles ARCHITECTURE WHAT: leaves its warnings, which name no lines, in $dir/WHAT.ARCHITECTURE.
compiles()
{
	cross__make "$1" "arch/$1/kvm/" >"$dir/log" 2>&1 || { cat "$dir/log"; return 1; }
	sed -nE 's/^([^ :]+):[0-9:]+ (warning: .*)/\1: \2/p' "$dir/log" | sort >"$dir/$2.$1"
	[ -s "$dir/$1/virt/kvm/kvm_main.o" ]
}

# The objects of common code are made anew, and warn as before or not at all.
compiles_patched()
{
	compiles "$1" patched && [ "$dir/$1/virt/kvm/kvm_main.o" -nt "$dir/applied" ] &&
		! comm -13 "$dir/base.$1" "$dir/patched.$1" | grep .
}

# test_base BASE ARCHITECTURE...
test_base()
{
	local base=$1 arch ready=()

	if ! cross__sources "$base" >"$tmp/missing" 2>&1; then
		skip "$base" "$(tail -n 1 "$tmp/missing")"
		return
	fi
	for arch in "${@:2}"; do
		rm -rf "${dir:?}/$arch"
		if ! have "${cross__compiler[$arch]}-gcc"; then
			skip "$base, $arch" "no ${cross__compiler[$arch]}-gcc here: make deps-cross installs what Debian has"
		elif ! [ -d "$dir/src/arch/$arch/kvm" ]; then
			skip "$base, $arch" "there is no KVM for it"
		elif configure "$arch" >"$dir/log" 2>&1 && compiles "$arch" base >/dev/null; then
			ready+=("$arch")
		else
			skip "$base, $arch" "does not compile without patches: $(tail -n 1 "$dir/log")"
		fi
	done
	check "$base: the patches apply" applies "$base"
	for arch in "${ready[@]}"; do
		check "$base, $arch: compiles with no new warning" compiles_patched "$arch"
	done
}

for base in ${BASES_ASKED:-$(cd kernels/patched && echo [0-9]*)}; do
	# shellcheck disable=SC2086 # one word an architecture
	test_base "$base" ${ARCHITECTURES:-arm64 riscv s390 powerpc mips loongarch}
done
echo "1..$count"
exit "$failed"
