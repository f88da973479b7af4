#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Does KVM of arm64 still work with the patches below kernels/patched? The kernel's own KVM
# selftests for arm64, in an emulated machine with EL2, under PROVE_RCU, lockdep and KASAN:
# with the patches each has the outcome that it has without them, and the kernel complains
# of nothing new. BASES names the bases; DIR is where sources and objects go (2.5 GiB);
# ONLY takes globs of tests' names. It needs make deps-cross. Half an hour of the 50 minutes
# that it takes is for eight tests that do not end in 120 s here, once on each side. TAP;
# the plan comes last.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

BASES_ASKED=${BASES:-6.12} ONLY_ASKED=${ONLY:-*}		# lib.sh takes them away
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/long/cross/lib.sh
. tests/long/cross/lib.sh

SECONDS_A_TEST=120
# dir: where all lies: tests/long/cross/lib.sh.
# shellcheck disable=SC2154
selftests=$dir/src/tools/testing/selftests/kvm

configure()
{
	mkdir -p "$dir/arm64"
	cp tests/long/cross/arm64.config "$dir/arm64.config"
	cross__make arm64 KCONFIG_ALLCONFIG="$dir/arm64.config" allnoconfig &&
		grep -q '^CONFIG_PROVE_RCU=y' "$dir/arm64/.config" &&
		grep -q '^CONFIG_KVM=y' "$dir/arm64/.config"
}

# image SIDE
image()
{
	cross__make arm64 Image >"$dir/log" 2>&1 || { tail "$dir/log"; return 1; }
	cp "$dir/arm64/arch/arm64/boot/Image" "$dir/$1.image"
}

built()
{
	image base && initramfs
}

image_patched()
{
	cross__apply "$base" && image patched
}

# wanted NAME
wanted()
{
	local glob
	set -f
	for glob in $ONLY_ASKED; do
		# shellcheck disable=SC2053 # a glob it is
		[[ $1 != $glob ]] || { set +f; return 0; }
	done
	set +f
	return 1
}

# The programs of the base, for both sides: a difference is the kernel's.
initramfs()
{
	local root=$dir/root program name
	# Those that do not build are not run, on either side.
	{
		cross__make arm64 headers
		CFLAGS='-include linux/stddef.h' LDFLAGS=-static make -s -k -j"$(nproc)" \
			-C "$selftests" ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu- \
			KHDR_INCLUDES="-isystem $dir/arm64/usr/include"
	} >"$dir/log" 2>&1
	rm -rf "$root"
	mkdir -p "$root/tests" "$root/dev"
	while read -r program; do
		name=${program##*/}
		! wanted "$name" || aarch64-linux-gnu-strip -o "$root/tests/$name" "$program"
	done < <(find "$selftests" -type f -perm -1 ! -name '*.*')
	[ -n "$(ls "$root/tests")" ] || return 1
	aarch64-linux-gnu-gcc -O2 -static -Wall -DSECONDS="$SECONDS_A_TEST" -Iharness -o "$root/init" \
		tests/long/cross/init.c harness/lib/kmsg.c &&
		mknod "$root/dev/console" c 5 1 &&
		(cd "$root" && find . | cpio -o -H newc --quiet) >"$dir/initramfs"
}

# boots SIDE: all tests have an outcome, and KVM is there: else they skip.
boots()
{
	local tests
	tests=$(find "$dir/root/tests" -type f | wc -l)
	timeout $((SECONDS_A_TEST * (tests + 5))) qemu-system-aarch64 -M virt,virtualization=on,gic-version=3 \
		-cpu max,pauth-impdef=on -accel tcg,thread=multi -smp 2 -m 3072 -nodefaults -display none -no-reboot \
		-kernel "$dir/$1.image" -initrd "$dir/initramfs" -append "console=ttyAMA0 loglevel=5 panic=-1" \
		-serial "file:$dir/$1.console" </dev/null
	tr -d '\r' <"$dir/$1.console" | sed -n 's/^@outcome //p' | sort >"$dir/$1.outcomes"
	cut -d ' ' -f 2- "$dir/$1.outcomes" | sort | uniq -c
	{ [ "$(wc -l <"$dir/$1.outcomes")" = "$tests" ] && grep -q ' pass$' "$dir/$1.outcomes"; } || { tail -n 5 "$dir/$1.console"; return 1; }
}

# Which tests end another way, or what the kernel says only with the patches: nothing.
none_differs()
{
	! diff "$dir/base.outcomes" "$dir/patched.outcomes"
}

complaints()
{
	tr -d '\r' <"$dir/$1.console" | sed -n 's/^@complaint //p' | sort -u
}

no_new_complaint()
{
	! comm -13 <(complaints base) <(complaints patched) | grep .
}

test_base()
{
	if ! cross__sources "$base" >"$tmp/missing" 2>&1; then
		skip "$base" "$(tail -n 1 "$tmp/missing")"
		return
	fi
	# base__read has set it.
	# shellcheck disable=SC2154
	if [ "$BASE_BUILT" = whole ]; then
		skip "$base" "the sources of bases that are built whole are those that x86 needs"
		return
	fi
	check "$base: a configuration" configure
	check "$base: a kernel without the patches, and the selftests" built
	check "$base: it boots and runs them" boots base
	check "$base: a kernel with the patches" image_patched
	check "$base: it boots and runs them" boots patched
	check "$base: no test ends another way" none_differs
	check "$base: the kernel complains of nothing new" no_new_complaint
}

have qemu-system-aarch64 || skip_all 1 "no qemu-system-aarch64 here: make deps-cross"
have aarch64-linux-gnu-gcc || skip_all 1 "no aarch64-linux-gnu-gcc here: make deps-cross"
for base in $BASES_ASKED; do
	test_base
done
echo "1..$count"
exit "$failed"
