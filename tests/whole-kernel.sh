#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Kernels that are built whole, from repositories, directories and with series: what
# is built anew, what comes out, and what is left alone. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/whole/linux.sh
. "$top/tests/whole/linux.sh"

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
	cp -r "$tree" "$tmp/plain" && rm -rf "$tmp/plain/.git" "$tmp/shallow" &&
		same_kernel "$tmp/plain" && ! grep '^error:' "$tmp/build.err"
}

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

own_options()
{
	local config

	config=$(of unpatched kernel-config)
	printf '# my own\nCONFIG_MINE=y\n# CONFIG_OTHER is not set\n' >"$tmp/mine"
	build unpatched --kconfig="$tmp/mine" && grep -qx CONFIG_MINE=y "$out/whole/.config" &&
		[ "$(of unpatched kernel-config)" != "$config" ]
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

echo 1..13
make_linux >"$tmp/said" 2>&1
check "a revision is built" builds_revision
check "a modified tree is read as committed, and never written" never_written
check "bare, shallow and plain trees give the same kernel" other_forms
check "a directory's changes are built" directory_again
check "a second build from nothing gives the same bytes" same_bytes
check "with nothing changed it is silent" unchanged_is_silent
check "a series of KVM's own compiles that, and keeps the image" modules_only
check "a series of the scheduler's changes the image" image_too
check "headers, renames, modes and binary files apply, and go again" anything_applies
check "a series that applies loosely is built, and said to" loosely
check "KCONFIG adds options and is another configuration" own_options
check "a branch is compared with its merge base" merge_base
check "a series is compared with its base-commit" base_commit
exit $failed
