#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Bisection and ranges: revisions are built and measured, of a git tree of real KVM
# sources in which one instruction a vCPU is planted. TAP. make test-bisect does the
# same with 64 revisions.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/history/tree.sh
. tests/history/tree.sh

TESTS=15
BENCH=VcpuOnSpin/state=quiet
tree=$tmp/linux
results=$tmp/results

# program NAME VARIABLE=VALUE...: as make runs it, for its own exit code.
program()
{
	local name=$1
	shift
	run "$name" env O="$O" RESULTS="$results" KERNEL_BASE=6.1 TESTBED=emulated VCPUS=8 \
		KERNEL_TREE="$tree" "$@" "harness/jobs/revisions/$name.sh"
	show "$name"
}

# refused NAME PATTERN VARIABLE=VALUE...
refused()
{
	local name=$1 pattern=$2
	shift 2
	program "$name" "$@"
	[ "$status" = 2 ] && says_once "$name" "$pattern" && no_file "$results"
}

# A dirty tree, in the middle of a rebase that stopped.
make_tree()
{
	local i=0 kind

	history__init "$tree"
	for kind in comment broken repair documentation slow code; do
		i=$((i + 1))
		history__add "$tree" "$kind" "$i"
		[ "$kind" != slow ] || culprit=$(git -C "$tree" rev-parse HEAD)
	done
	# Dates are fixed, and so are the names: a test that was killed has left some built.
	remove_kernels
	git -C "$tree" tag first HEAD~6
	git -C "$tree" tag last
	git -C "$tree" checkout -q -b fork HEAD~4
	history__add "$tree" code 99
	git -C "$tree" -c user.name=t -c user.email=t@example.org rebase -q --exec false HEAD~1 2>/dev/null
	echo "/* not committed */" >>"$tree/virt/kvm/vfio.c"
	history__fingerprint "$tree" >"$tmp/before"
	git clone -q --depth 2 --branch last "file://$tree" "$tmp/shallow" 2>/dev/null
	mkdir "$tmp/plain"
	git init -q "$tmp/empty"
	git init -q "$tmp/other"
	git -C "$tmp/other" -c user.name=t -c user.email=t@example.org commit -q --allow-empty -m other
	GIT_OPTIONAL_LOCKS=0 git -C "$tree" status | grep 'rebas'
}

untouched()
{
	history__fingerprint "$tree" | diff "$tmp/before" -
}

bad_trees()
{
	refused bisect 'no KERNEL_TREE: give' KERNEL_TREE= &&
		refused bisect 'no such directory' KERNEL_TREE="$tmp/nowhere" &&
		refused bisect 'not usable as a git repository' KERNEL_TREE="$tmp/plain" &&
		refused bisect 'has no commit' KERNEL_TREE="$tmp/empty" &&
		refused bisect 'is no Linux there' KERNEL_TREE="$tmp/other" GOOD=HEAD BAD=HEAD
}

bad_revisions()
{
	refused bisect 'no GOOD: give' BAD=last &&
		refused bisect 'GOOD=v9: no such revision' GOOD=v9 BAD=last &&
		refused bisect 'are the same revision' GOOD=last BAD=last BENCH="$BENCH" &&
		refused bisect 'newer than BAD .*exchange' GOOD=last BAD=first BENCH="$BENCH" &&
		refused bisect 'not an ancestor of BAD .*forked at' GOOD=fork BAD=last BENCH="$BENCH" &&
		refused bisect "none of the 1 revisions .* changes KVM's code" \
			GOOD=last~3 BAD=last~2 BENCH="$BENCH"
}

shallow_is_told()
{
	refused bisect 'shallow clone: .*--unshallow' KERNEL_TREE="$tmp/shallow" \
		GOOD="$(git -C "$tree" rev-parse first)" BAD=last BENCH="$BENCH"
}

bad_questions()
{
	refused bisect 'no BENCH: give' GOOD=first BAD=last &&
		refused bisect 'TESTBED=host: ' GOOD=first BAD=last BENCH="$BENCH" TESTBED=host
}

bad_ranges()
{
	refused range 'no RANGE: give' &&
		refused range 'is no range' RANGE=last &&
		refused range 'has three dots' RANGE=first...last &&
		refused range 'no such revision' RANGE=first..v9 &&
		refused range 'are the same revision' RANGE=last..last &&
		refused show 'is not measured yet: run make bench-range' RANGE=first..last
}

# Killed while it builds: nobody is left, and the tree is as it was.
killed()
{
	local pid

	env O="$O" RESULTS="$tmp/killed" KERNEL_BASE=6.1 TESTBED=emulated VCPUS=8 KERNEL_TREE="$tree" \
		GOOD=first BAD=last BENCH="$BENCH" harness/jobs/revisions/bisect.sh >"$tmp/kill.out" 2>"$tmp/kill.err" &
	pid=$!
	wait_for grep -q 'build kvm.ko' "$tmp/kill.err"
	kill -9 "$pid"
	wait "$pid" 2>/dev/null
	gone -f "$tree" && history__fingerprint "$tree" | diff "$tmp/before" -
}


bisects()
{
	program bisect GOOD=first BAD=last BENCH="$BENCH"
	[ "$status" = 0 ] && grep -qx "culprit: $culprit" "$tmp/bisect.out" &&
		grep -q '^subject: KVM: Look at vcpu_id' "$tmp/bisect.out"
}

# One instruction for each of the 8 vCPUs.
value_is_right()
{
	awk '$1 == "before:" { a = $2 } $1 == "after:" { b = $2 } END { exit !(a > 0 && b - a == 8) }' \
		"$tmp/bisect.out"
}

bisects_again()
{
	program bisect GOOD=first BAD=last BENCH="$BENCH"
	[ "$status" = 0 ] && grep -q ' 0 builds ' "$tmp/bisect.out" && grep -qx "culprit: $culprit" "$tmp/bisect.out"
}

# add_cells FILE PER-VCPU: two cells that BENCH and VCPUS do not name.
add_cells()
{
	local samples
	samples=$(sed -n 's/^end: //p' "$1")
	sed -i '/^end: /d' "$1"
	printf 'Benchmark%s 8 %d insns/op\n' "$BENCH/vcpus=16" $((16 * $2)) \
		IrqDelivery/state=quiet/vcpus=8 $((8 * $2)) >>"$1"
	echo "end: $((samples + 2))" >>"$1"
}

# The ends are stored with cells that differ more than the one that is asked for.
bisects_what_is_asked()
{
	local file cost results=$tmp/more

	cp -r "$tmp/results" "$results"
	# unpatched is GOOD: its modules were built before.
	while read -r file; do
		cost=2000
		[[ $file != */unpatched/* ]] || cost=1000
		add_cells "$file" "$cost"
	done < <(find "$results" -path '*/emulated/*.txt')
	program bisect GOOD=first BAD=last BENCH="$BENCH" VCPUS="8"
	[ "$status" = 0 ] && grep -qx "cell:    $BENCH/vcpus=8, insns/op" "$tmp/bisect.out" &&
		grep -q ' 0 builds ' "$tmp/bisect.out" && grep -qx "culprit: $culprit" "$tmp/bisect.out"
}

measures_range()
{
	program range RANGE=first..last BENCH="$BENCH"
	[ "$status" = 0 ] && grep -q 'does not build: KVM: Break the build' "$tmp/range.err" &&
		grep -q 'does not build against the headers of 6.1.*undeclared' "$tmp/range.err"
}

# What did not build is tried again, nothing else.
range_goes_on()
{
	program range RANGE=first..last BENCH="$BENCH"
	[ "$status" = 0 ] && [ "$(grep -c 'is measured already' "$tmp/range.err")" = 5 ] &&
		grep -q 'builds made now: 1$' "$tmp/range.err"
}

range_has_history()
{
	program show RANGE=first..last
	[ "$status" = 1 ] && grep -q "first:  ${culprit:0:12} KVM: Look at vcpu_id" "$tmp/show.out" &&
		[ "$(grep -c 'first: ' "$tmp/show.out")" = 1 ]
}

remove_kernels()
{
	local commit
	for commit in $(git -C "$tree" rev-list --all --abbrev=12 --abbrev-commit 2>/dev/null); do
		rm -rf "$O/kernels/6.1/$commit"
	done
}
trap 'remove_kernels; lib__clean_up' EXIT

exec 3>&1
echo 1..$TESTS
harness/kernel/build.sh --build-dir="$O" --kernel=unpatched >"$tmp/said" 2>&1 ||
	skip_all $TESTS "$(sed -n 's/^vcpuscale: //p' "$tmp/said")"
need_qemu $TESTS
SOURCE=$(kvm_sources)
check "a tree of real KVM sources is made" make_tree
check "what is no usable tree is refused" bad_trees
check "revisions that cannot be bisected are refused" bad_revisions
check "a shallow clone is told what it lacks" shallow_is_told
check "questions without a cell are refused" bad_questions
check "bad ranges are refused" bad_ranges
check "a killed bisection leaves nobody and nothing" killed
check "the planted revision is found" bisects
check "and its count is exact" value_is_right
check "what is measured is not measured again" bisects_again
check "cells that are not asked for are not bisected" bisects_what_is_asked
check "a range is measured around one that does not build" measures_range
check "and goes on where it was" range_goes_on
check "its history has the planted revision alone" range_has_history
check "the tree is as it was" untouched
exit $failed
