#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What cannot be built as a whole kernel, and what is said of it. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/whole/linux.sh
. "$top/tests/whole/linux.sh"

unknown_base()
{
	run build "$top/harness/kernel/build.sh" --build-dir="$out" --line=5.9 --kernel=unpatched
	show build
	[ "$status" = 2 ] && says_once build 'KERNEL_BASE=5.9: .*there are 5.10 6.1 6.12 7.2 7.3 tree '
}

# as_patch SUBJECT COMMAND...: a commit in a copy of the sources.
as_patch()
{
	(cd "$tmp/work" && eval "$2" && git add -A && git commit -q -m "$1")
}

# All of make bench-series but the numbers: such a kernel does not boot.
patch_by_patch()
{
	local program kernels=$out/kernels/tree

	cp -r "$tree" "$tmp/work" && mkdir -p "$out" || return 1
	for program in vcpuscale vcpuscale-series vcpuscale-run vcpuscale-testbed testbed-init; do
		ln -sf "$O/$program" "$out/$program"
	done
	as_patch "Documentation: Say it" 'mkdir Documentation && echo docs >Documentation/x.rst'
	as_patch "sched: Do more" 'echo "int two(void) { return 2; }" >>kernel/core.c'
	as_patch "sched: Break" 'echo "int x = unknown;" >>kernel/core.c'
	as_patch "sched: Repair" 'sed -i /unknown/d kernel/core.c'
	as_patch "KVM: Do more" 'echo "int more;" >>virt/kvm/kvm_main.c'
	git -C "$tmp/work" format-patch -q --stdout --base=v7.9.1 v7.9.1 >"$tmp/five.mbox"
	run five env O="$out" RESULTS="$tmp/results" TESTBED=emulated KERNEL_BASE=tree KERNEL_TREE="$tree" \
		KERNEL="$tmp/five.mbox" BASE='' BENCH='' VCPUS='' ROUNDS='' PERF='' V='' KCONFIG='' \
		harness/jobs/bench-series.sh
	show five
	[ "$status" = 2 ] && [ "$(grep -c 'the same code as before' "$tmp/five.err")" = 2 ] &&
		grep -A 1 '^patch 3/5: sched: Break' "$tmp/five.err" | grep -q 'does not build: kernel/core.c:3:.*unknown' &&
		grep -q '^measure 3 kernels$' "$tmp/five.err" || return 1
	# The last two have the second one's image.
	[ "$kernels/five.02/vmlinuz" -ef "$kernels/five/vmlinuz" ] && [ ! -e "$kernels/five.03/info" ] &&
		! [ "$kernels/five.01/vmlinuz" -ef "$kernels/five.02/vmlinuz" ]
}

does_not_apply()
{
	sed -i 's/v->run/0/' "$tree/virt/kvm/kvm_main.c"
	sed -i 's/1/2/' "$tree/kernel/core.c"
	series misfit
	sed -i -e 's/v->run/v->other/' -e 's/schedule/other/' "$tmp/misfit/0001-test.patch"
	refused 'hunk 1 of kernel/core.c and hunk 1 of virt/kvm/kvm_main.c do not apply: rebase it onto tree [0-9a-f]{40}, ' "$tmp/misfit" --check
}

does_not_build()
{
	echo 'int x = unknown;' >>"$tree/kernel/core.c"
	series broken
	refused 'kernel broken: does not compile: kernel/core.c:2:.*unknown.*build.log' "$tmp/broken" &&
		[ ! -e "$out/kernels/tree/broken/info" ]
}

base_does_not_build()
{
	git -C "$tree" checkout -q -b unbuilt
	echo 'int x = unknown;' >>"$tree/kernel/core.c"
	commit broken
	refused 'the base does not compile: .*kernel/core.c:2:.*unknown' unbuilt --onto=unbuilt
	status=$?
	git -C "$tree" checkout -q master
	return "$status"
}

disk_is_full()
{
	sed -i 's/^vmlinux: .*/vmlinux:\n>@echo "ld: final link failed: No space left on device" >\&2; exit 1/' \
		"$tree/Makefile"
	series full
	refused 'the disk is full: make room' "$tmp/full"
}

# A disk that fills up at any step after it was asked for its room, of a file's log
# too: from git's first files to the finished kernel, each KiB more gets further.
disk_fills_up()
{
	local out=$tmp/disk/build size

	mkdir -p "$tmp/disk" "$tmp/df"
	printf '#!/bin/sh\necho Filesystem\necho tmpfs 1 1 99999 1 /\n' >"$tmp/df/df"
	chmod +x "$tmp/df/df"
	for size in 8 48 80 104 128 144 160 176 184 188; do
		mount -t tmpfs -o "size=${size}k" tmpfs "$tmp/disk" || return 1
		run build env PATH="$tmp/df:$PATH" "$top/harness/kernel/build.sh" --build-dir="$out" \
			--line=tree --tree="$tree" --kernel=unpatched
		show build
		[ "$status" = 2 ] && [ ! -s "$tmp/build.out" ] && says_once build 'the disk is full: make room' &&
			[ ! -e "$out/kernels/tree/unpatched/info" ] || return 1
		umount "$tmp/disk"
	done
}

compiler_too_old()
{
	sed -i 's/^tinyconfig:/&\n>@echo "*** C compiler is too old."; echo "***   Your GCC version:    4.9.0"; echo "***   Minimum GCC version: 8.1.0"; exit 1/' \
		"$tree/Makefile"
	series compiler
	refused 'the compiler is too old for Linux 7.9: Your GCC version: 4.9.0 Minimum GCC version: 8.1.0' \
		"$tmp/compiler"
}

undone_options()
{
	echo CONFIG_NOTHING=y >>"$tmp/mine"
	refused 'olddefconfig undoes CONFIG_NOTHING=y: .*KCONFIG' unpatched --kconfig="$tmp/mine" || return 1
	echo CONFIG_KVM=m >"$tree/undone"
	series undone
	refused 'olddefconfig undoes CONFIG_KVM=m: ' "$tmp/undone"
}

# As CONFIG_BASE_SMALL is in versions before 6.10.
number_for_no()
{
	local config="\$(O)/.config"

	echo 'config BASE_SMALL' >>"$tree/Kconfig"
	sed -i "/^>mv/a >echo CONFIG_BASE_SMALL=0 >>$config" "$tree/Makefile"
	series zero
	build "$tmp/zero" || return 1
	echo 'config BASE_SMALL' >>"$tree/Kconfig"
	sed -i "/^>mv/a >echo CONFIG_BASE_SMALL=1 >>$config" "$tree/Makefile"
	series one
	refused 'olddefconfig undoes CONFIG_BASE_SMALL=n: ' "$tmp/one"
}

no_repository()
{
	cp -r "$tree" "$tmp/directory" && rm -rf "$tmp/directory/.git"
	tree=$tmp/directory refused 'kernel nonesuch: no such name, file or directory, .* is not a git repository$' nonesuch
}

not_linux()
{
	local tree=$tmp/none

	refused 'KERNEL_TREE=.*none: no such directory' unpatched || return 1
	mkdir "$tree"
	refused 'KERNEL_TREE=.*none: is not Linux' unpatched || return 1
	write readme text
	git -C "$tree" init -q && commit text && refused 'at HEAD: is not Linux' unpatched || return 1
	tree='' refused 'KERNEL_BASE=tree: no KERNEL_TREE' unpatched
}

too_old()
{
	git -C "$tree" checkout -q -b old
	sed -i -e 's/^VERSION.*/VERSION = 5/' -e 's/^PATCHLEVEL.*/PATCHLEVEL = 15/' "$tree/Makefile"
	commit old
	git -C "$tree" checkout -q master
	refused 'is Linux 5.15: before 5.16 KVM does not say' old
}

no_suite()
{
	mkdir -p "$tmp/bin"
	cat >"$tmp/bin/apt-get" <<-'END'
	#!/bin/sh
	case "$*" in
	indextargets*) echo "Debian http://archive.invalid/debian/" ;;
	*update*) echo "E: no Release file"; exit 100 ;;
	esac
	END
	chmod +x "$tmp/bin/apt-get"
	run deps env PATH="$tmp/bin:$PATH" "$top/harness/deps/deps.sh" --build-dir="$out" --line=7.3
	show deps
	[ "$status" = 2 ] && [ ! -e "$out/source/whole/7.3" ] && says_once deps \
		'linux-source-7.3 is in none of the suites trixie-backports, forky, sid of http://archive.invalid/debian/: no Release file'
}

echo 1..16
make_linux >"$tmp/said" 2>&1
check "an unknown base is refused with those there are" unknown_base
check "a series is built patch by patch" patch_by_patch
check "all files that do not apply are named" does_not_apply
check "a series that does not build is named with the error" does_not_build
check "a base that does not build is called the base" base_does_not_build
check "a full disk is called that" disk_is_full
if [ "$(id -u)" = 0 ]; then
	check "a disk that fills up is called that at each step" disk_fills_up
else
	skip "a disk that fills up is called that at each step" "mounting a small one takes root"
fi
check "a compiler that is too old is called that" compiler_too_old
check "options that olddefconfig undoes are named" undone_options
check "what is not set now was 0 where it was a number" number_for_no
check "no such revision is refused" refused 'kernel nonesuch: no such name, file, directory or revision' nonesuch
check "nor is there one in a directory" no_repository
check "what is not Linux is refused" not_linux
check "Linux before 5.16 is refused with what it lacks" too_old
check "an archive without the suites is named" no_suite
check "a missing package names make deps" refused 'linux-source-7.3 is missing: run make deps KERNEL_BASE=7.3' \
	unpatched --line=7.3
exit $failed
