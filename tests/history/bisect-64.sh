#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A bisection over 64 revisions of real KVM sources, really built and measured:
# one of them makes kvm_vcpu_on_spin() slower by an instruction a vCPU, two do
# not build, and git halts at both of these. The right one has to be found in at
# most 8 builds, those that fail and both ends included, and the tree has to stay
# as it was. Some ten minutes, so it is no part of make test. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/history/tree.sh
. tests/history/tree.sh

MAX_BUILDS=8
tree=$tmp/linux

# 64 commits after the first.
make_tree()
{
	local i kind

	history__init "$tree"
	for i in {1..64}; do
		case $i in
		32 | 45) kind=broken ;;
		33 | 46) kind=repair ;;
		41) kind=slow ;;
		*) case $((i % 8)) in
		   0 | 1) kind=documentation ;;
		   2 | 3 | 4) kind=comment ;;
		   *) kind=code ;;
		   esac ;;
		esac
		history__add "$tree" "$kind" "$i"
		[ "$kind" != slow ] || culprit=$(git -C "$tree" rev-parse HEAD)
	done
	# A dirty tree in the middle of a bisection of its own.
	git -C "$tree" bisect start HEAD HEAD~20
	echo "/* not committed */" >>"$tree/virt/kvm/vfio.c"
	history__fingerprint "$tree" >"$tmp/before"
}

bisects()
{
	local branch
	branch=$(git -C "$tree" for-each-ref --format='%(refname:short)' refs/heads)

	run bisect make bisect GOOD="$branch~64" BAD="$branch" BENCH=VcpuOnSpin/state=quiet \
		KERNEL_TREE="$tree" RESULTS="$tmp/results"
	sed 's/^/# /' "$tmp/bisect.err" "$tmp/bisect.out" >&3
	[ "$status" = 0 ]
}

# Both revisions that do not build were halted at.
met_both()
{
	[ "$(grep -c 'cannot tell, does not build: KVM: Break the build' "$tmp/bisect.err")" = 2 ]
}

right_one()
{
	grep "^culprit: $culprit$" "$tmp/bisect.out" && grep -q '^after:   13580 ' "$tmp/bisect.out"
}

few_builds()
{
	local builds
	builds=$(sed -nE 's/^effort: .* ([0-9]+) builds .*/\1/p' "$tmp/bisect.out")
	echo "$builds builds"
	[ "$builds" -le "$MAX_BUILDS" ]
}

untouched()
{
	history__fingerprint "$tree" | diff "$tmp/before" -
}

remove_kernels()
{
	local commit
	for commit in $(git -C "$tree" rev-list --all --abbrev=12 --abbrev-commit); do
		rm -rf "$O/kernels/6.1/$commit"
	done
	lib__clean_up
}
trap remove_kernels EXIT

exec 3>&1
echo 1..6
# As "make bench" leaves it: GOOD is unpatched by another name.
harness/kernel/build.sh --build-dir="$O" --kernel=unpatched >"$tmp/said" 2>&1 ||
	skip_all 6 "$(sed -n 's/^vcpuscale: //p' "$tmp/said")"
SOURCE=$(kvm_sources)
check "a tree of 64 revisions is made" make_tree
check "the bisection ends" bisects
check "with the revision that was planted, and its count" right_one
check "git halted at both that do not build" met_both
check "in at most $MAX_BUILDS builds" few_builds
check "and the tree is as it was" untouched
exit $failed
