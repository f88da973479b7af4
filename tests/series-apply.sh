#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# series-apply.sh - a series is tried as a whole before anything is built, what
# does not apply is named, and KERNEL= takes a file. TAP.
#
# check() calls the functions by name:
# shellcheck disable=SC2317
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/series/lib.sh
. "$(dirname "$0")/series/lib.sh"

build=$top/harness/kernel/build.sh
out=$O/kernels/6.1

# Others may run at the same time, with series of their own.
clean_up()
{
	local name
	lib__clean_up
	for name in test-fails test-mbox.v1 ${stdin:+"$stdin"}; do
		rm -rf "${out:?}/$name" "$O/series/6.1/$name" "$O/series/6.1/$name".* "$O/series/$name.mbox"
	done
}
trap clean_up EXIT

# commits NAME: those since the tag three as the normalised series NAME.
commits()
{
	mkdir -p "$tmp/in"
	git_as commit -q -a -m "$1" --allow-empty
	git_as format-patch -q --stdout "${2:-three}..HEAD" >"$tmp/in/$1.mbox"
	read_series "$1" "$tmp/in/$1.mbox"
}

# from REVISION: what follows begins there.
from()
{
	git_as checkout -q -f --detach "$1"
	git_as clean -q -f -d
}

# says PATTERN: on standard error; verdict PATTERN: as its last line.
says()
{
	grep -E "$1" "$tmp/err"
}

verdict()
{
	[ "$status" = 2 ] && [ "$(grep -c '^vcpuscale: ' "$tmp/err")" = 1 ] &&
		tail -n 1 "$tmp/err" | grep -qE "^vcpuscale: .*$1"
}

# Lines that the base does not have, in two of three patches, in hunks 1 and 2.
all_that_fail()
{
	from base
	edit include/linux/kvm_host.h 100 nowhere
	git_as commit -q -a -m other
	git_as tag other
	edit include/linux/kvm_host.h 100 first
	edit include/linux/kvm_host.h 900 second
	git_as commit -q -a -m one
	edit virt/kvm/irqchip.c 33 third
	git_as commit -q -a -m two
	edit include/linux/kvm_host.h 101 fourth
	commits fails other && ! apply_series fails --base=B --modules || return 1
	says '^note: .*fails.mbox, mail 1: "\[PATCH 1/3\] one": hunk 1 of include/linux/kvm_host.h does not apply$' &&
		says '^note: .*mail 3: .*hunk 1 of include/linux/kvm_host.h does not apply \(perhaps only because 0001-' &&
		! says 'mail 2' &&
		verdict 'mail 1: .*hunk 1 of include/linux/kvm_host.h does not apply, nor does 1 of the 2 other patches: rebase it onto B$' &&
		grep -q second "$tmp/stage/include/linux/kvm_host.h" && grep -q third "$tmp/stage/virt/kvm/irqchip.c"
}

other_base()
{
	local dir=$tmp/other
	mkdir -p "$dir"
	git_as archive other | tar -x -C "$dir"
	status=0
	rm -rf "$tmp/stage"
	mkdir "$tmp/stage"
	"$series" apply --modules --pristine="$source" --stage="$tmp/stage" "$tmp/out/fails" "9.9:$dir" "8.8:$source" \
		2>"$tmp/err" || status=$?
	cat "$tmp/err"
	verdict 'or use KERNEL_BASE=9\.9, where all of it applies' && says '^note: on 8\.8 2 of 3 patches do not apply'
}

# The base has the first of three already: the others go on top.
already_there()
{
	local pristine=$source

	mkdir -p "$tmp/has-one" "$tmp/has-all"
	git_as archive three~2 | tar -x -C "$tmp/has-one"
	git_as archive three | tar -x -C "$tmp/has-all"
	read_series three "$patches" || return 1
	source=$tmp/has-one
	apply_series three && says '^note: .*0001-.*: already in the base: left out$' && is_three || return 1
	source=$tmp/has-all
	! apply_series three --base=B && verdict 'already in B, .*nothing to measure' &&
		[ "$(grep -c 'already in the base' "$tmp/err")" = 3 ] || return 1
	source=$pristine
}

# Context that differs is accepted and said; what is in is not put in twice.
fuzz_and_offsets()
{
	local far=$tmp/far

	mkdir -p "$far"
	git_as archive base | tar -x -C "$far"
	sed -i '30s/$/ \/* else *\//' "$far/virt/kvm/irqchip.c"
	{ yes '/* far */' | head -n 150; cat "$far/virt/kvm/eventfd.c"; } >"$tmp/far.c"
	mv "$tmp/far.c" "$far/virt/kvm/eventfd.c"
	status=0
	source=$far apply_series three || return 1
	says '^note: .*0001-.*virt/kvm/irqchip.c #1 \(fuzz 1\)$' &&
		says '^note: .*0003-.*virt/kvm/eventfd.c #1 \(\+150 lines\)$' &&
		grep -q 'Möglich' "$tmp/stage/virt/kvm/irqchip.c" &&
		[ "$(grep -c three "$tmp/stage/virt/kvm/eventfd.c")" = 1 ]
}

# As diff -u names a file and its copy; the one that the tree has is meant.
names_of_copies()
{
	from base
	cp "$tmp/linux/virt/kvm/irqchip.c" "$tmp/linux/virt/kvm/irqchip.c.orig"
	edit virt/kvm/irqchip.c 33 copy
	(cd "$tmp/linux" && diff -u virt/kvm/irqchip.c.orig virt/kvm/irqchip.c >"$tmp/orig.diff"
		sed 's/^-\t.*/-\tnothing/' "$tmp/orig.diff" >"$tmp/fails.diff")
	from base
	read_series orig "$tmp/orig.diff" && apply_series orig --modules &&
		grep -q copy "$tmp/stage/virt/kvm/irqchip.c" &&
		read_series other "$tmp/fails.diff" && ! apply_series other --modules &&
		verdict 'hunk 1 of virt/kvm/irqchip.c does not apply'
}

# On a whole tree everything is applied, as git does it.
whole_tree()
{
	from three
	mkdir -p "$tmp/linux/Documentation" "$tmp/linux/tools"
	git_as mv virt/kvm/eventfd.c virt/kvm/renamed.c
	edit virt/kvm/renamed.c 100 renamed
	chmod +x "$tmp/linux/virt/kvm/irqchip.c"
	head -c 3000 /dev/urandom >"$tmp/linux/Documentation/picture.png"
	: >"$tmp/linux/tools/empty"
	git_as add -A
	rm "$tmp/linux/include/linux/kvm_host.h"
	git_as add -A
	git_as config diff.renames copies
	git_as commit -q -m whole
	git_as format-patch -q --binary --stdout -1 >"$tmp/whole.mbox"
	git_as archive three | { rm -rf "$tmp/whole"; mkdir "$tmp/whole"; tar -x -C "$tmp/whole"; }
	grep -q '^rename to' "$tmp/whole.mbox" && read_series whole "$tmp/whole.mbox" || return 1
	"$series" apply --stage="$tmp/whole" "$tmp/out/whole" || return 1
	git_as archive HEAD | { mkdir "$tmp/want"; tar -x -C "$tmp/want"; }
	diff -r "$tmp/want" "$tmp/whole" && [ -x "$tmp/whole/virt/kvm/irqchip.c" ]
}

# On a packaged base: KVM's part of it, with a note on the rest.
modules_only()
{
	from three
	mkdir -p "$tmp/linux"/{Documentation/virt,tools/testing/selftests/kvm,arch/arm64/kvm}
	echo text >"$tmp/linux/Documentation/virt/x.rst"
	echo text >"$tmp/linux/tools/testing/selftests/kvm/x.c"
	echo text >"$tmp/linux/arch/arm64/kvm/x.c"
	echo text >"$tmp/linux/arch/x86/kvm/x.h"
	edit virt/kvm/kvm_main.c 100 kept
	commits some && apply_series some --modules &&
		says '^note: .*skipped, not part of the modules: .*Documentation/virt/x.rst.*tools/testing' &&
		says 'arch/arm64/kvm/x.c' && [ -s "$tmp/stage/arch/x86/kvm/x.h" ] &&
		grep -q kept "$tmp/stage/virt/kvm/kvm_main.c" && [ ! -e "$tmp/stage/Documentation" ]
}

nothing_for_modules()
{
	from three
	mkdir -p "$tmp/linux/Documentation/virt"
	echo text >"$tmp/linux/Documentation/virt/y.rst"
	edit Documentation/virt/y.rst 1 docs
	commits docs && ! apply_series docs --modules &&
		verdict 'nothing of the series is part of .*there is nothing to measure' &&
		apply_series docs --modules --empty
}

kernel_image()
{
	from three
	mkdir -p "$tmp/linux"/{mm,kernel/sched}
	echo text >"$tmp/linux/mm/x.c"
	echo text >"$tmp/linux/kernel/sched/x.c"
	edit mm/x.c 1 image
	commits image && ! apply_series image --modules &&
		verdict 'touches kernel/sched/x.c mm/x.c: only KVM.*KERNEL_BASE=tree$'
}

# make_kernel OPTION...
make_kernel()
{
	run front "$build" --build-dir="$O" "$@"
	show front
}

check_before_build()
{
	cp "$tmp/in/fails.mbox" "$tmp/test-fails.mbox"
	run front make bench O="$O" RESULTS="$tmp/results" KERNEL="$tmp/test-fails.mbox"
	show front
	[ "$status" = 2 ] && says_once front 'does not apply, nor does 1 of the 2 other.*rejects are in .*test-fails.tried' &&
		! grep -q build "$tmp/front.out" && [ ! -e "$out/test-fails" ] &&
		[ -s "$O/series/6.1/test-fails.tried/include/linux/kvm_host.h.rej" ]
}

builds_mbox()
{
	mbox "$tmp/test-mbox.v1.mbox"
	make_kernel --kernel="$tmp/test-mbox.v1.mbox"
	[ "$status" = 0 ] && [ "$(cat "$tmp/front.out")" = "$O/kernels/6.1/test-mbox.v1/" ] &&
		[ -s "$out/test-mbox.v1/kvm.ko" ] &&
		grep -q '^kernel: test-mbox.v1$' "$out/test-mbox.v1/info" &&
		grep -q two "$out/test-mbox.v1/.build/src/arch/x86/kvm/irq_comm.c" || return 1
	make_kernel --kernel="$tmp/test-mbox.v1.mbox"
	[ "$status" = 0 ] && [ ! -s "$tmp/front.err" ]
}

builds_stdin()
{
	run front make -s kernel O="$O" KERNEL=- KERNEL_BASE=6.1 </dev/null
	says_once front 'standard input is empty' || return 1
	stdin=stdin-$(sha256sum <"$tmp/test-mbox.v1.mbox" | cut -c 1-8)
	make -s kernel O="$O" KERNEL=- <"$tmp/test-mbox.v1.mbox" >"$tmp/front.out" 2>"$tmp/front.err" || return 1
	grep -q "/kernels/6[.]1/$stdin/\$" "$tmp/front.out" &&
		cmp "$out/test-mbox.v1/kvm.ko" "$(cat "$tmp/front.out")kvm.ko"
}

name_is_taken()
{
	cp "$tmp/test-mbox.v1.mbox" "$tmp/unpatched.mbox"
	make_kernel --kernel="$tmp/unpatched.mbox"
	[ "$status" = 2 ] && says_once front 'would be called unpatched, a name that is taken'
}

main()
{
	echo 1..13
	"$build" --build-dir="$O" --kernel=unpatched >/dev/null 2>"$tmp/err" || { cat "$tmp/err"; exit 2; }
	make_series || { echo "Bail out! no sources in $O/source"; exit 2; }
	check "each patch that does not apply is named, the others are tried" all_that_fail
	check "a base at hand to which all applies is named" other_base
	check "what the base has already is left out, or is nothing to measure" already_there
	check "fuzz and large offsets are said" fuzz_and_offsets
	check "a file and its copy" names_of_copies
	check "renames, modes, binary and empty files, on a whole tree" whole_tree
	check "documentation, tests, other architectures, on a packaged base" modules_only
	check "a series of documentation is nothing to measure" nothing_for_modules
	check "a patch of the kernel image is refused, with what helps" kernel_image
	check "make bench says so before anything is built" check_before_build
	check "an mbox is built, once" builds_mbox
	check "standard input is built" builds_stdin
	check "a file of a name that is taken is refused" name_is_taken
	exit "$failed"
}
main
