#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# History and bisection. Reading and judging many runs is tested with files made
# up here; building and measuring revisions with a git tree of real KVM sources,
# in which one instruction a vCPU is planted. TAP. make test-bisect does the
# same with 64 revisions.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/history/tree.sh
. tests/history/tree.sh

TESTS=34
BENCH=VcpuOnSpin/state=quiet
tree=$tmp/linux
results=$tmp/results

# id_of NUMBER: the id of a run that is made up.
id_of()
{
	printf '20260101T%06dZ-%04x' "${SECOND:-$1}" "$1"
}

# made_up DIR KERNEL NUMBER VALUE [LINE...]: one run of one cell, not measured; of several
# values, separated by blanks, each is a round's. SECOND
# is when it began, KERNEL_ID what was measured, if these are of interest.
made_up()
{
	local dir=$1/$2/emulated id value nr=0
	id=$(id_of "$3")

	mkdir -p "$dir"
	{
		printf '%s\n' "schema: vcpuscale/1" "run: $id" "kernel: $2" "kernel-id: ${KERNEL_ID:-${2:0:12}}" \
			"kernel-base: 6.1" "testbed: emulated" "${@:5}"
		grep -q '^machine: ' <<<"${*:5}" || echo "machine: m"
		grep -q '^Unit ' <<<"$(printf '%s\n' "${@:5}")" ||
			echo "Unit insns/op better=lower assume=exact"
		for value in $4; do
			printf '%s\n' "round: $((++nr))" "Benchmark$BENCH/vcpus=8 8 $value ${UNIT:-insns/op}"
		done
		echo "end: $nr"
	} >"$dir/$id.txt"
}

# history DIR [OPTION...]
history()
{
	run history "$O/vcpuscale" history --results="$1" "${@:2}"
	show history
}

step_is_found()
{
	local i

	for i in 1 2 3 4 5 6; do
		made_up "$tmp/step" unpatched "$i" $((i < 4 ? 1000 : 1010))
	done
	history "$tmp/step"
	[ "$status" = 1 ] && grep -q 'first:  20260101T000004Z-0004' "$tmp/history.out" &&
		grep -q '1000 -> 1010 insns/op, +1.0*%, worse' "$tmp/history.out"
}

# The run between does not say which it is, and hides nothing.
mixed_run_hides_nothing()
{
	local i=0 rounds

	for rounds in 1000 1000 '1000 1500 1500 1500' 1500 1500; do
		made_up "$tmp/mixed" unpatched $((++i)) "$rounds"
	done
	history "$tmp/mixed"
	[ "$status" = 1 ] && grep -q 'first:  20260101T000003Z-0003' "$tmp/history.out" &&
		grep -q '1000 -> 1500 insns/op, +50.0*%, worse$' "$tmp/history.out"
}

# Counts of which no round is like another are noise, whatever their unit says.
varying_counts_are_noise()
{
	local i

	for i in {1..40}; do
		made_up "$tmp/vary" unpatched "$i" \
			"$((100000 + i * 7919 % 401)) $((100000 + i * 6271 % 401)) $((100000 + i * 5003 % 401))"
	done
	history "$tmp/vary"
	[ "$status" = 0 ] && grep -q '^no change point' "$tmp/history.out" &&
		grep -q '1 series of counts that do not repeat' "$tmp/history.out" || return 1
	for i in {41..80}; do
		made_up "$tmp/vary" unpatched "$i" \
			"$((102000 + i * 7919 % 401)) $((102000 + i * 6271 % 401)) $((102000 + i * 5003 % 401))"
	done
	history "$tmp/vary"
	[ "$status" = 1 ] && grep -q 'first:  20260101T000041Z-0029' "$tmp/history.out" &&
		grep -q 'worse, p ' "$tmp/history.out"
}

json_has_it()
{
	command -v python3 >/dev/null || return 0
	run json "$O/vcpuscale" history --format=json --results="$tmp/mixed"
	python3 -c '
import json, sys
h = json.load(open(sys.argv[1]))
[s], [t] = h["series"], h["tracks"]
assert h["schema"] == "vcpuscale-history/1" and t["runs"] == 5 and t["kernel"] == "unpatched"
assert s["exact"] and not s["noisy"] and not s["short"] and len(s["points"]) == 5
[c] = s["changes"]
assert (c["at"], c["before"], c["after"], c["p"], c["verdict"]) == (2, 1000, 1500, None, "regressed")
assert [p["level"] for p in s["points"]] == [1000] * 2 + [1500] * 3' "$tmp/json.out"
}

threshold_counts()
{
	history "$tmp/step" --threshold=2
	[ "$status" = 0 ] && grep -q '^no change point' "$tmp/history.out"
}

revisions_by_date()
{
	local i hash

	for i in 1 2 3 4; do
		hash=$(printf '%040x' $((9 - i)))
		# Measured in the opposite order, and so are their hashes.
		made_up "$tmp/rev" "${hash: -12}" $((9 - i)) $((i < 3 ? 500 : 400)) "commit: $hash" \
			"commit-date: 2026-01-0${i}T00:00:00Z" "commit-subject: Change $i"
	done
	history "$tmp/rev"
	[ "$status" = 0 ] && grep -q 'first: .* Change 3' "$tmp/history.out" &&
		grep -q 'before: .* Change 2' "$tmp/history.out" && grep -q '500 -> 400 .* better' "$tmp/history.out"
}

machines_are_apart()
{
	cp -r "$tmp/step" "$tmp/mixed"
	made_up "$tmp/mixed" unpatched 7 5000 "machine: another"
	made_up "$tmp/mixed" unpatched 8 5000 "machine: another"
	history "$tmp/mixed"
	[ "$(grep -c '^unpatched (6.1): ' "$tmp/history.out")" = 2 ] &&
		grep -q 'more than one machine' "$tmp/history.out" && ! grep -q '5000.*worse' "$tmp/history.out"
}

# Another unit is another series; the same with other properties is refused.
units_are_apart()
{
	cp -r "$tmp/step" "$tmp/units"
	UNIT=ns/op made_up "$tmp/units" unpatched 7 5000 "Unit ns/op better=lower"
	history "$tmp/units"
	[ "$(grep -c "^$BENCH " "$tmp/history.out")" = 2 ] || return 1
	made_up "$tmp/units" unpatched 8 1010 "Unit insns/op better=higher"
	history "$tmp/units"
	[ "$status" = 2 ] && says_once history 'insns/op is exact or better in another way'
}

damaged_are_left_out()
{
	cp -r "$tmp/step" "$tmp/damaged"
	echo "schema: vcpuscale/9" >"$tmp/damaged/unpatched/emulated/20260102T000000Z-0000.txt"
	made_up "$tmp/damaged" unpatched 9 7 "incomplete: yes"
	history "$tmp/damaged"
	[ "$status" = 1 ] && [ "$(grep -c 'left out:' "$tmp/history.out")" = 2 ] &&
		tr '\n' ' ' <"$tmp/history.out" | grep -q "schema is 'vcpuscale/9'"
}

single_is_told()
{
	made_up "$tmp/single" unpatched 1 7
	history "$tmp/single"
	[ "$status" = 2 ] && says_once history 'a single run .*: a history takes two'
}

nothing_is_told()
{
	mkdir "$tmp/nothing"
	history "$tmp/nothing"
	[ "$status" = 2 ] && says_once history 'no usable run' || return 1
	history "$tmp/step" --bench=Nope
	[ "$status" = 2 ] && says_once history 'none of which has what was asked for'
}

few_noisy_are_told()
{
	local i

	for i in 1 2 3 4; do
		UNIT=ns/op made_up "$tmp/noisy" unpatched "$i" $((i * 1000)) "Unit ns/op better=lower"
	done
	history "$tmp/noisy"
	[ "$status" = 3 ] && grep -q 'noisy series of fewer than 11 runs' "$tmp/history.out"
}

# The machine's mood moves both sides alike; the head has a step of its own. Each
# head is another build. Which files name the other one: head, base, both, or none,
# and then both began in the same second.
drift_cancels()
{
	local i mood to_base to_head SECOND dir=$tmp/drift-$1

	for i in {1..16}; do
		mood=$((100000 + 30000 * ((i * 7) % 5)))
		to_base=() to_head=() SECOND=''
		[ "$1" != none ] || SECOND=$i
		[[ $1 != head && $1 != both ]] || to_base=("beside: $(id_of $((100 + i)))")
		[[ $1 != base && $1 != both ]] || to_head=("beside: $(id_of "$i")")
		UNIT=ns/op made_up "$dir" base "$((100 + i))" "$mood" "Unit ns/op better=lower" \
			"${to_head[@]}"
		KERNEL_ID=head-$i UNIT=ns/op made_up "$dir" head "$i" \
			$((mood * (i < 9 ? 100 : 105) / 100)) "Unit ns/op better=lower" "${to_base[@]}"
	done
	history "$dir"
	[ "$status" = 1 ] && [ "$(grep -c 'first: ' "$tmp/history.out")" = 1 ] &&
		grep -q 'first:  20260101T000009Z-0009' "$tmp/history.out" &&
		grep -q '+5.0*%, worse, p ' "$tmp/history.out"
}

# Where one names a third, they were not measured in turns.
third_is_none()
{
	cp -r "$tmp/drift-head" "$tmp/third"
	sed -i '2a beside: 20260101T000999Z-0999' "$tmp"/third/base/emulated/*.txt
	history "$tmp/third"
	[ "$status" = 0 ] && ! grep -q 'first: ' "$tmp/history.out"
}

plots_are_drawn()
{
	local dir=$tmp/step/plots/6.1/emulated/history kind

	run plots make history RESULTS="$tmp/step"
	show plots
	for kind in svg png txt; do
		[ "$(find "$dir" -name "*.$kind" -size +0 | wc -l)" = 1 ] || return 1
	done
	awk 'length > 72 { exit 1 }' "$dir"/*.txt &&
		{ ! command -v xmllint >/dev/null || xmllint --noout "$dir"/*.svg; }
}

# A thousand copies of a real run, under other ids. The time is for the reader:
# it decides nothing.
thousand_runs()
{
	local real i id
	real=$(find results/reference/6.1/unpatched/emulated -name '*.txt')

	mkdir -p "$tmp/many/unpatched/emulated"
	for ((i = 0; i < 1000; i++)); do
		id=$(printf '20260101T%06dZ-%04x' "$i" "$i")
		sed "s/^run: .*/run: $id/" "$real" >"$tmp/many/unpatched/emulated/$id.txt"
	done
	# Address space, of which libraries take most: more than memory in use.
	run many bash -c "ulimit -v 102400; TIMEFORMAT='%U s of CPU time'
		time '$O/vcpuscale' history --results='$tmp/many'"
	rm -rf "$tmp/many"
	echo "# 1000 runs of $(wc -l <"$real") lines: $(tail -n 1 "$tmp/many.err")" >&3
	show many
	[ "$status" = 0 ] && grep -q ': 1000 runs' "$tmp/many.out"
}

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
	git -C "$tree" tag first HEAD~6
	git -C "$tree" tag last
	git -C "$tree" checkout -q -b fork HEAD~4
	history__add "$tree" code 99
	git -C "$tree" -c user.name=t -c user.email=t@example.org rebase -q --exec false HEAD~1 2>/dev/null
	echo "/* not committed */" >>"$tree/virt/kvm/vfio.c"
	history__fingerprint "$tree" >"$tmp/before"
	git clone -q --depth 2 --branch last "file://$tree" "$tmp/shallow" 2>/dev/null
	git init -q "$tmp/empty"
	git init -q "$tmp/other"
	git -C "$tmp/other" -c user.name=t -c user.email=t@example.org commit -q --allow-empty -m other
	GIT_OPTIONAL_LOCKS=0 git -C "$tree" status | grep 'rebas'
}

untouched()
{
	history__fingerprint "$tree" | diff "$tmp/before" - && [ -z "$(ls "$O/bisect")" ]
}

bad_trees()
{
	refused bisect 'no KERNEL_TREE: give' KERNEL_TREE= &&
		refused bisect 'no such directory' KERNEL_TREE="$tmp/nowhere" &&
		refused bisect 'not usable as a git repository' KERNEL_TREE="$tmp/step" &&
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
	lib__clean_up
}
trap remove_kernels EXIT

exec 3>&1
echo 1..$TESTS
check "a step of an exact count is found at its run" step_is_found
check "a step below the threshold is none" threshold_counts
check "a step after a run whose rounds do not agree is found" mixed_run_hides_nothing
check "counts that do not repeat are noise" varying_counts_are_noise
check "JSON has points and changes" json_has_it
check "revisions are in the order of their dates" revisions_by_date
check "machines are never mixed" machines_are_apart
check "units are never mixed" units_are_apart
check "damaged and incomplete runs are left out and named" damaged_are_left_out
check "a single run is no history" single_is_told
check "nothing stored, nothing asked for" nothing_is_told
check "too few noisy runs are told" few_noisy_are_told
for side in both head base none; do
	check "a machine's drift is no change, names beside: $side" drift_cancels $side
done
check "a run that names a third was not measured in turns" third_is_none
check "plots are drawn" plots_are_drawn
check "a thousand runs are read" thousand_runs
harness/kernel/build.sh --build-dir="$O" --kernel=unpatched >"$tmp/said" 2>&1 ||
	skip_all $TESTS "$(sed -n 's/^vcpuscale: //p' "$tmp/said")"
need_qemu $TESTS
SOURCE=$(echo "$O"/source/6.1-*/)
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
