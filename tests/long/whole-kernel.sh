#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Whole kernels of real sources, 7.3's: built, booted, measured. Two builds from
# nothing take ten minutes of CPU time each, so this is for "make test-long". TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
TESTS=14
results=$tmp/results
kernels=$O/kernels/7.3

# build KERNEL [OPTION...]
build()
{
	local kernel=$1
	shift
	run build harness/kernel/build.sh --build-dir="$O" --line=7.3 --kernel="$kernel" "$@"
	show build
	[ "$status" = 0 ]
}

# measure NAME: against unpatched; $tmp/NAME.csv has the comparison.
measure()
{
	run "$1" "$O/vcpuscale-testbed" --build="$O" --results="$results" --vcpus=1,2,8,64 \
		--rounds=2 "$kernels/unpatched" "$kernels/$1"
	show "$1"
	[ "$status" = 0 ] || return 1
	{ read -r base && read -r head; } <"$tmp/$1.out"
	"$O/vcpuscale" compare --format=csv "$base" "$head" >"$tmp/$1.csv" || :
	cat "$tmp/$1.csv"
}

# more NAME KIND BENCH VCPUS: by how much head is above base, rounded.
more()
{
	awk -F, -v k="$2" -v b="$3" -v n="$4" \
		'$1 == k && $2 == b && $3 == n { printf "%.0f\n", $8 - $5 }' "$tmp/$1.csv"
}

# samples DIR: every sample of a boot, in order.
samples()
{
	local file

	file=$("$O/vcpuscale-testbed" --build="$O" --results="$results" --vcpus=1,2,8,64 --rounds=1 "$1") &&
		grep ^Benchmark "$file"
}

same_samples()
{
	samples "$kernels/unpatched" >"$tmp/samples" && samples "$kernels/unpatched" >"$tmp/again" &&
		[ "$(wc -l <"$tmp/samples")" -gt 200 ] && cmp "$tmp/samples" "$tmp/again"
}

# same_kernel DIR: it is unpatched, to the byte.
same_kernel()
{
	local file

	for file in vmlinuz irqbypass.ko kvm.ko kvm-amd.ko release image info; do
		cmp "$kernels/unpatched/$file" "$1/$file" || return 1
	done
}

# Nothing is shared with the first build: neither its place nor ccache's objects.
same_elsewhere()
{
	local other=$O/other

	mkdir -p "$other/source/whole" || return 1
	cp -r "$O/source/whole/git" "$O/source/whole/7.3" "$other/source/whole/"
	rm -f "$other/source/whole/git/index"
	run other harness/kernel/build.sh --build-dir="$other" --line=7.3 --kernel=unpatched
	show other
	[ "$status" = 0 ] && same_kernel "$other/kernels/7.3/unpatched" &&
		samples "$other/kernels/7.3/unpatched" >"$tmp/again" && cmp "$tmp/samples" "$tmp/again" &&
		rm -rf "$other"
}

same_bytes()
{
	cp -r "$kernels/unpatched" "$tmp/first" || return 1
	rm -rf "$O/whole" "$kernels/unpatched"
	build unpatched && same_kernel "$tmp/first"
}

# A repository of the same sources.
make_tree()
{
	git init -q "$tmp/linux" && echo "$O/source/whole/git/objects" >"$tmp/linux/.git/objects/info/alternates"
	commit "Linux 7.3" "$(cut -d ' ' -f 1 "$O/source/whole/7.3")"
	git -C "$tmp/linux" update-ref refs/heads/test "$commit"
}

# commit SUBJECT TREE [OPTION...]: sets $commit.
commit()
{
	commit=$(git -C "$tmp/linux" -c user.name=a -c user.email=a@example.org \
		commit-tree -m "$1" "${@:3}" "$2")
}

build_tree()
{
	run tree harness/kernel/build.sh --build-dir="$O" --line=tree --tree="$tmp/linux" "$@"
	show tree
}

# The same sources and configuration by another way are the same kernel.
same_of_tree()
{
	build_tree --kernel=test
	[ "$status" = 0 ] && grep -qx "$(grep ^kernel-id "$kernels/unpatched/info")" "$(cat "$tmp/tree.out")/info" &&
		cmp "$kernels/unpatched/image" "$(cat "$tmp/tree.out")/image"
}

swaps_modules()
{
	cmp "$kernels/unpatched/image" "$kernels/array/image" && measure array &&
		! grep -q '^alternates' "$head" && ! grep ' invalid ' "$base" "$head" &&
		[ "$(more array cell VcpuOnSpin/state=quiet 64)" -lt -5000 ]
}

boots_alternate()
{
	! cmp -s "$kernels/unpatched/image" "$kernels/four-places/image" && measure four-places &&
		grep -qx 'alternates: boots' "$base" && grep -qx 'alternates: boots' "$head"
}

effects_found()
{
	[ "$(more four-places slope IrqDelivery/state=quiet '')" = 1 ] &&
		[ "$(more four-places slope AllCpusRequest/state=quiet '')" = 2 ] &&
		[ "$(more four-places slope VcpuOnSpin/state=quiet '')" = 0 ] &&
		[ "$(more four-places cell IrqDelivery/state=wake 64)" -gt 6400 ] &&
		[ "$(more four-places cell VcpuOnSpin/state=busy 8)" -ge 20 ]
}

base_does_not_build()
{
	local index=$tmp/index file

	file=$({ git -C "$tmp/linux" show test:virt/kvm/kvm_main.c; echo 'int x = unknown;'; } |
		git -C "$tmp/linux" hash-object -w --stdin) &&
		GIT_INDEX_FILE=$index git -C "$tmp/linux" read-tree test &&
		GIT_INDEX_FILE=$index git -C "$tmp/linux" update-index --cacheinfo "100644,$file,virt/kvm/kvm_main.c" &&
		commit broken "$(GIT_INDEX_FILE=$index git -C "$tmp/linux" write-tree)" -p test &&
		git -C "$tmp/linux" update-ref refs/heads/broken "$commit" || return 1
	build_tree --kernel=broken --onto=broken
	[ "$status" = 2 ] && says_once tree 'the base does not compile: .*virt/kvm/kvm_main.c:[0-9]*:.*unknown'
}

# What the kernel's own scripts ask of a compiler is its version.
compiler_too_old()
{
	# It compiles the kernel's own tools as well.
	cat >"$tmp/gcc-4" <<-'END'
	#!/bin/sh
	case " $* " in *" -P "*) set -- -U__GNUC__ -D__GNUC__=4 "$@" ;; esac
	exec gcc "$@"
	END
	chmod +x "$tmp/gcc-4"
	CC=$tmp/gcc-4 build_tree --kernel=test
	[ "$status" = 2 ] && says_once tree 'the compiler is too old for Linux 7.3: Your .*4.*Minimum .* version: '
}

# 7.3's KVM selects it.
undone_option()
{
	echo '# CONFIG_XARRAY_MULTI is not set' >"$tmp/mine"
	build_tree --kernel=test --kconfig="$tmp/mine"
	[ "$status" = 2 ] && says_once tree 'olddefconfig undoes CONFIG_XARRAY_MULTI=n: '
}

does_not_boot()
{
	build tests/series/does-not-boot && ! measure does-not-boot && [ "$status" = 2 ] &&
		grep -q '^vcpuscale: the console: .*this kernel never boots' "$tmp/does-not-boot.err" &&
		grep -q '^vcpuscale: kernel does-not-boot does not boot: ' "$tmp/does-not-boot.err"
}

need_qemu $TESTS
run deps make deps KERNEL_BASE=7.3
[ "$status" = 0 ] || skip_all $TESTS "$(tail -n 1 "$tmp/deps.err")"
make all >/dev/null || exit 2
echo 1..$TESTS
check "7.3 is built" build unpatched
check "and array" build array
check "one image: modules are swapped within a boot" swaps_modules
check "a series of four places is built" build tests/series/four-places
check "two images: boots alternate" boots_alternate
check "each of four effects is found" effects_found
check "a kernel that does not boot is named with its console" does_not_boot
check "two boots give the same samples" same_samples
check "a second build from nothing gives the same bytes" same_bytes
check "and so does one elsewhere, whose samples are the same" same_elsewhere
make_tree
check "an option that 7.3 undoes is named" undone_option
check "and so is a compiler that is too old for it" compiler_too_old
check "and a base that does not build" base_does_not_build
check "the same sources from a repository are the same kernel" same_of_tree
exit $failed
