#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Kernels that are built whole, from a repository, a directory and a package. The
# sources are a few files that call themselves Linux and build in a second: what
# is tested is what leads to the kernel's make and what follows. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2016,SC2317 # nor are make's variables expanded

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
out=$tmp/build
tree=$tmp/linux
export CCACHE_DIR=$tmp/ccache
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=a \
	GIT_COMMITTER_EMAIL=a@example.org

# write FILE TEXT: in the sources.
write()
{
	mkdir -p "$tree/$(dirname "$1")"
	printf '%s\n' "$2" >"$tree/$1"
}

commit()
{
	git -C "$tree" add -A && git -C "$tree" commit -q -m "$1"
}

# What the kernel's make does, in small: a configuration from which "undone"
# drops options, an image, and modules, out of tree.
make_linux()
{
	mkdir -p "$tree"
	cat >"$tree/Makefile" <<-'END'
	VERSION = 7
	PATCHLEVEL = 9
	SUBLEVEL = 1
	.RECIPEPREFIX = >
	obj = $(CC) -Iinclude -c -o $@ $<
	MODULES = $(O)/virt/lib/irqbypass.ko $(O)/arch/x86/kvm/kvm.ko $(O)/arch/x86/kvm/kvm-amd.ko
	tinyconfig:
	>mkdir -p $(O)/include/config $(O)/include/generated $(O)/virt/lib $(O)/arch/x86/kvm
	>echo CONFIG_TINY=y >$(O)/.config
	>echo 7.9.1 >$(O)/include/config/kernel.release
	>echo offsets >$(O)/include/generated/asm-offsets.h
	olddefconfig:
	>grep -v '=n$$' $(O)/.config | grep -vxFf undone >$(O)/.config.new
	>mv $(O)/.config.new $(O)/.config
	vmlinux: $(O)/vmlinux
	modules: $(MODULES)
	$(O)/vmlinux: kernel/core.c include/linux/kvm_host.h
	>@echo "  CC      $<"
	>$(obj)
	$(O)/virt/lib/%.ko: virt/lib/%.c
	>@echo "  CC      $<"
	>$(obj)
	$(O)/arch/x86/kvm/kvm.ko: virt/kvm/kvm_main.c include/linux/kvm_host.h
	>@echo "  CC      $<"
	>$(obj)
	$(O)/arch/x86/kvm/kvm-amd.ko: arch/x86/kvm/svm.c
	>@echo "  CC      $<"
	>$(obj)
	END
	write undone 'CONFIG_NOTHING=y'
	write Kconfig 'config KVM'
	write kernel/core.c 'int schedule(void) { return 1; }'
	write virt/lib/irqbypass.c 'int bypass;'
	write virt/kvm/kvm_main.c '#include <linux/kvm_host.h>
int kvm(struct vcpu *v) { return v->run; }'
	write arch/x86/kvm/svm.c 'int svm;'
	write include/linux/kvm_host.h 'struct vcpu { int run; };'
	write old.c 'int old;'
	git -C "$tree" init -q -b master
	commit "Linux 7.9.1"
	git -C "$tree" tag v7.9.1
}

# build KERNEL [OPTION...]
build()
{
	local kernel=$1
	shift
	run build "$top/harness/kernel/build.sh" --build-dir="$out" --line=tree --tree="$tree" \
		--kernel="$kernel" "$@"
	show build
	[ "$status" = 0 ]
}

# refused PATTERN KERNEL [OPTION...]: exit 2, one message, nothing on stdout.
refused()
{
	local pattern=$1
	shift
	! build "$@" && [ "$status" = 2 ] && [ ! -s "$tmp/build.out" ] && says_once build "$pattern"
}

# of NAME KEY: a line of what is said of the kernel.
of()
{
	sed -n "s/^$2: //p" "$out/kernels/tree/$1/info"
}

# series NAME: what differs in the sources now, as a patch, which are put back.
series()
{
	mkdir -p "$tmp/$1"
	git -C "$tree" add -A
	git -C "$tree" diff --cached --binary -M >"$tmp/$1/0001-test.patch"
	git -C "$tree" reset -q --hard
}

compiled()
{
	grep '^  CC ' "$out/kernels/tree/$1/build.log" | awk '{ print $2 }' | sort | paste -sd ' '
}

unknown_base()
{
	run build "$top/harness/kernel/build.sh" --build-dir="$out" --line=5.9 --kernel=unpatched
	show build
	[ "$status" = 2 ] && says_once build 'KERNEL_BASE=5.9: .*there are 6.1 6.12 7.2 7.3 tree '
}

builds_revision()
{
	local name

	build master || return 1
	name=$(git -C "$tree" rev-parse --short=12 HEAD)
	[ "$(of "$name" kernel-base)" = tree ] && [ "$(of "$name" kernel-release)" = 7.9.1 ] &&
		[ "$(of "$name" commit)" = "$(git -C "$tree" rev-parse HEAD)" ] &&
		[[ $(of "$name" kernel-config) =~ ^[0-9a-f]{12}$ ]] &&
		[ -s "$out/kernels/tree/$name/vmlinuz" ] && [ -s "$out/kernels/tree/$name/kvm-amd.ko" ]
}

# What is modified or built there is no matter, and stays as it is.
never_written()
{
	local before

	echo 'int other;' >"$tree/virt/kvm/kvm_main.c"
	touch "$tree/.config" "$tree/virt/kvm/kvm_main.o"
	before=$(cd "$tree" && find . -type f -printf '%p %T@ %s\n' | sort | sha256sum)
	build unpatched || return 1
	[ "$before" = "$(cd "$tree" && find . -type f -printf '%p %T@ %s\n' | sort | sha256sum)" ] || return 1
	[ "$(of unpatched kernel-id)" = "$(of "$(git -C "$tree" rev-parse --short=12 HEAD)" kernel-id)" ]
	status=$?
	rm -f "$tree/.config" "$tree/virt/kvm/kvm_main.o"
	git -C "$tree" checkout -q -- .
	return "$status"
}

# same_kernel DIR: unpatched of it is unpatched of the tree.
same_kernel()
{
	local id

	id=$(of unpatched kernel-id)
	rm -rf "$out/kernels"
	tree=$1 build unpatched && [ "$(of unpatched kernel-id)" = "$id" ]
}

other_forms()
{
	git clone -q --bare "$tree" "$tmp/bare.git" && same_kernel "$tmp/bare.git" || return 1
	git clone -q --depth=1 "file://$tree" "$tmp/shallow" && same_kernel "$tmp/shallow" || return 1
	cp -r "$tree" "$tmp/plain" && rm -rf "$tmp/plain/.git" && same_kernel "$tmp/plain"
}

# A directory is taken as it is at each time.
directory_again()
{
	local tree=$tmp/plain

	build unpatched && cp "$out/kernels/tree/unpatched/kvm.ko" "$tmp/before" || return 1
	echo 'int more;' >>"$tree/virt/kvm/kvm_main.c"
	rm "$tree/old.c"
	build unpatched && ! cmp -s "$tmp/before" "$out/kernels/tree/unpatched/kvm.ko" &&
		[ "$(compiled unpatched)" = virt/kvm/kvm_main.c ] && [ ! -e "$out/source/whole/src/old.c" ]
}

same_bytes()
{
	build unpatched && cp "$out/kernels/tree/unpatched/vmlinuz" "$tmp/before" || return 1
	rm -rf "$out/whole" "$out/kernels" "$out/ccache"
	build unpatched && cmp "$tmp/before" "$out/kernels/tree/unpatched/vmlinuz"
}

unchanged_is_silent()
{
	build unpatched && [ ! -s "$tmp/build.err" ] && [ -s "$tmp/build.out" ]
}

modules_only()
{
	echo 'int more;' >>"$tree/virt/kvm/kvm_main.c"
	series modules
	build "$tmp/modules" && [ "$(compiled modules)" = virt/kvm/kvm_main.c ] &&
		cmp "$out/kernels/tree/modules/image" "$out/kernels/tree/unpatched/image"
}

image_too()
{
	sed -i 's/1/2/' "$tree/kernel/core.c"
	series image
	build "$tmp/image" && ! cmp -s "$out/kernels/tree/image/image" "$out/kernels/tree/unpatched/image"
}

# A member moves, a file is renamed, another is new, a third's mode changes.
anything_applies()
{
	local src=$out/source/whole/src

	sed -i 's/int run/long first; &/' "$tree/include/linux/kvm_host.h"
	git -C "$tree" mv old.c new.c
	write Documentation/virt/text.rst words
	write kernel/more.c 'int more;'
	chmod +x "$tree/undone"
	head -c 300 /dev/urandom >"$tree/binary"
	series anything
	build "$tmp/anything" && [ -f "$src/new.c" ] && [ ! -e "$src/old.c" ] && [ -x "$src/undone" ] &&
		[ -f "$src/kernel/more.c" ] && [ -f "$src/binary" ] || return 1
	rm -rf "$out/kernels/tree/modules"
	build "$tmp/modules" && [ ! -e "$src/new.c" ] && [ -f "$src/old.c" ]
}

does_not_apply()
{
	sed -i 's/v->run/0/' "$tree/virt/kvm/kvm_main.c"
	sed -i 's/1/2/' "$tree/kernel/core.c"
	series misfit
	sed -i -e 's/v->run/v->other/' -e 's/schedule/other/' "$tmp/misfit/0001-test.patch"
	refused 'hunk 1 of kernel/core.c and hunk 1 of virt/kvm/kvm_main.c do not apply: rebase it onto tree [0-9a-f]{40}, ' "$tmp/misfit" --check
}

# With lines of context that differ, as patch(1) does it; and what is not built.
loosely()
{
	echo 'int loose;' >>"$tree/virt/kvm/kvm_main.c"
	write drivers/gpu/new.c 'int gpu;'
	series loose
	sed -i 's/kvm_host/other/' "$tmp/loose/0001-test.patch"
	build "$tmp/loose" --check && [ ! -s "$tmp/build.err" ] && build "$tmp/loose" &&
		grep -q '^note: .*with fuzz.*virt/kvm/kvm_main.c #1 (fuzz' "$tmp/build.err" &&
		grep -q '^note: .*skipped, no kernel here is built of it: drivers/gpu/new.c$' "$tmp/build.err" &&
		[ "$(compiled loose)" = virt/kvm/kvm_main.c ]
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

compiler_too_old()
{
	sed -i 's/^tinyconfig:/&\n>@echo "*** Compiler is too old."; echo "***   Your GCC version:    4.9.0"; echo "***   Minimum GCC version: 8.1.0"; exit 1/' \
		"$tree/Makefile"
	series compiler
	refused 'the compiler is too old for Linux 7.9: Your GCC version: 4.9.0 Minimum GCC version: 8.1.0' \
		"$tmp/compiler"
}

own_options()
{
	local config

	config=$(of unpatched kernel-config)
	printf '# my own\nCONFIG_MINE=y\n# CONFIG_OTHER is not set\n' >"$tmp/mine"
	build unpatched --kconfig="$tmp/mine" && grep -qx CONFIG_MINE=y "$out/whole/.config" &&
		[ "$(of unpatched kernel-config)" != "$config" ]
}

undone_options()
{
	echo CONFIG_NOTHING=y >>"$tmp/mine"
	refused 'olddefconfig undoes CONFIG_NOTHING=y: .*KCONFIG' unpatched --kconfig="$tmp/mine" || return 1
	echo CONFIG_KVM=m >"$tree/undone"
	series undone
	refused 'olddefconfig undoes CONFIG_KVM=m: ' "$tmp/undone"
}

merge_base()
{
	local at

	at=$(git -C "$tree" rev-parse master)
	git -C "$tree" checkout -q -b topic
	write kernel/more.c 'int more;'
	commit topic
	git -C "$tree" checkout -q master
	write kernel/less.c 'int less;'
	commit later
	build topic --base && [ "$(cat "$tmp/build.out")" = "$at" ]
}

# The series was made for the commit before the last one.
base_commit()
{
	echo 'int more;' >>"$tree/virt/kvm/kvm_main.c"
	series based
	git -C "$tree" rev-parse HEAD~1 | sed 's/^/base-commit: /' >>"$tmp/based/0001-test.patch"
	build "$tmp/based" --base || return 1
	[ "$(cat "$tmp/build.out")" = "$(git -C "$tree" rev-parse HEAD~1)" ] || return 1
	build "$tmp/based" --onto="$(cat "$tmp/build.out")" &&
		[ "$(of based kernel-source)" = "$(git -C "$tree" rev-parse HEAD~1)" ]
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

# An apt that knows an archive but no suite in it.
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

echo 1..26
make_linux >"$tmp/said" 2>&1
check "an unknown base is refused with those there are" unknown_base
check "a revision is built" builds_revision
check "a modified tree is read as committed, and never written" never_written
check "bare, shallow and plain trees give the same kernel" other_forms
check "a directory's changes are built" directory_again
check "a second build from nothing gives the same bytes" same_bytes
check "with nothing changed it is silent" unchanged_is_silent
check "a series of KVM's own compiles that, and keeps the image" modules_only
check "a series of the scheduler's changes the image" image_too
check "headers, renames, modes and binary files apply, and go again" anything_applies
check "all files that do not apply are named" does_not_apply
check "a series that applies loosely is built, and said to" loosely
check "a series that does not build is named with the error" does_not_build
check "a base that does not build is called the base" base_does_not_build
check "a full disk is called that" disk_is_full
check "a compiler that is too old is called that" compiler_too_old
check "KCONFIG adds options and is another configuration" own_options
check "options that olddefconfig undoes are named" undone_options
check "a branch is compared with its merge base" merge_base
check "a series is compared with its base-commit" base_commit
check "no such revision is refused" refused 'kernel nonesuch: no such name, file, directory or revision' nonesuch
check "what is not Linux is refused" not_linux
check "Linux before 5.16 is refused with what it lacks" too_old
check "an archive without the suites is named" no_suite
check "a missing package names make deps" refused 'linux-source-7.3 is missing: run make deps KERNEL_BASE=7.3' \
	unpatched --line=7.3
check "a debug kernel of such a base is refused" refused 'a debug kernel needs a base of packaged headers: there are 6.1 6.12' \
	unpatched --debug
exit $failed
