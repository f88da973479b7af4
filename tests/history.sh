#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# History: many runs read, put in order and judged. The runs are made up; bisect.sh
# measures real ones. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

TESTS=23
BENCH=VcpuOnSpin/state=quiet

# id_of NUMBER: the id of a run that is made up.
id_of()
{
	printf '20260101T%06dZ-%04x' "${SECOND:-$1}" "$1"
}

# made_up DIR KERNEL NUMBER VALUE [LINE...]: one run of one cell, not measured; of several
# values, separated by blanks, each is a round's. SECOND is when it began, KERNEL_ID what
# was measured, OF_BASE what that is built on, if these are of interest.
made_up()
{
	local dir=$1/$2/emulated id value nr=0
	id=$(id_of "$3")

	mkdir -p "$dir"
	{
		printf '%s\n' "schema: vcpuscale/1" "run: $id" "kernel: $2" "kernel-id: ${KERNEL_ID:-${2:0:12}}" \
			"kernel-base: ${OF_BASE:-6.1}" "testbed: emulated" "${@:5}"
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

# release BASE SOURCE KERNEL NUMBER VALUE CONFIG: the run of a kernel of one base.
release()
{
	OF_BASE=$1 made_up "$tmp/releases" "$3" "$4" "$5" "kernel-source: $2" "kernel-config: $6"
}

make_releases()
{
	release 6.12 6.12.3-1 unpatched 1 2000 packaged
	release 6.1 6.1.9-1 unpatched 2 1 packaged
	release 7.3 7.3.4-1 unpatched 3 3000 1b2c
	release 6.1 6.1.9-1 patched 4 9999 packaged
	release 6.1 6.1.9-1 unpatched 5 1000 packaged
}

# 6.12 comes after 6.1, whatever was measured first, and of each the newest run counts.
releases_are_in_order()
{
	make_releases
	history "$tmp/releases" --across=unpatched
	[ "$status" = 1 ] && grep -q '^unpatched, release by release: 4 runs' "$tmp/history.out" &&
		grep -qE "^$BENCH +8 insns/op +3 +1000 +3000 " "$tmp/history.out" &&
		[ "$(grep -E '^  (first|before):' "$tmp/history.out")" = "\
  first:  6.12.3-1 Linux 6.12
  before: 6.1.9-1 Linux 6.1
  first:  7.3.4-1 Linux 7.3
  before: 6.12.3-1 Linux 6.12" ] && ! grep -q 9999 "$tmp/history.out"
}

configurations_are_told()
{
	grep -q 'kernels of different configurations' "$tmp/history.out" || return 1
	history "$tmp/releases" --across=unpatched --base=6.1
	! grep -q 'different configurations' "$tmp/history.out" "$tmp/history.err"
}

nobody_has_no_releases()
{
	history "$tmp/releases" --across=nobody
	[ "$status" = 2 ] && says_once history .
}

releases_are_drawn()
{
	run make make -s history O="$O" RESULTS="$tmp/releases" ACROSS=unpatched
	show make
	[ "$(find "$tmp/releases/plots/releases/emulated/unpatched" -name 'history-*.svg' | wc -l)" = 1 ] &&
		[ -s "$tmp/releases/plots/releases/emulated/unpatched/releases.png" ] &&
		xmllint --noout "$tmp"/releases/plots/releases/emulated/unpatched/*.svg
}

exec 3>&1	# for what is said beside the tests
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
check "releases are in the order of their versions" releases_are_in_order
check "different configurations are told" configurations_are_told
check "a kernel that was never measured has no releases" nobody_has_no_releases
check "releases are drawn" releases_are_drawn
exit $failed
