#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# scripts.sh - what the jobs ask vcpuscale for: the cell that changed most, and
# which stored runs have all of some cells. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

store=$tmp/results

# put NAME NUMBER LINE...: a run, $tmp/NAME.txt and in the store.
put() {
	local file=$store/6.1/k/emulated/20260101T00000$2Z-0000.txt
	mkdir -p "${file%/*}"
	{
		printf '%s\n' "schema: vcpuscale/1" "run: 20260101T00000$2Z-0000" "kernel: k" \
			"kernel-id: 5d0c" "kernel-base: 6.1" "testbed: emulated" "machine: m" \
			"Unit insns/op better=lower assume=exact" "Unit ns/op better=lower" "${@:3}"
		echo "end: $(printf '%s\n' "${@:3}" | grep -cE '^Benchmark[^ ]+ [0-9]')"
	} >"$file"
	cp "$file" "$tmp/$1.txt"
}

# cell OPTION...: of base and head.
cell() {
	run cell "$O/vcpuscale" cell "$@" "$tmp/base.txt" "$tmp/head.txt"
	show cell
}

says() {
	local line
	for line in "$@"; do
		grep -qxF -e "$line" "$tmp/cell.out" || return 1
	done
}

# A is better by half, B worse by 2 %, C the same, D has no number.
regression_comes_first() {
	cell
	[ "$status" = 0 ] && says bench=B vcpus=8 unit=insns/op exact=yes base=1000 head=1020 \
		ratio=1.02 low=1.02 high=1.02 verdict=regressed "change=+2.00 %"
}

choice_is_narrowed() {
	cell --bench=A
	says bench=A verdict=improved && cell --bench='[CD]' && says bench=D verdict=invalid \
		"reason=lost an interrupt" && cell --vcpus=4 && says bench=C verdict=same || return 1
	cell --bench=Nope
	[ "$status" = 2 ] && [ ! -s "$tmp/cell.out" ] && says_once cell 'no cell in common.*--bench'
}

side_is_told() {
	cell --bench=B --midway=1.05
	says side=base && cell --bench=B --midway=1.03 && says side=head &&
		cell --bench=A --midway=0.6 && says side=head && cell --bench=D --midway=2 && says side=both || return 1
	cell --midway=0
	[ "$status" = 2 ] && says_once cell 'not a ratio'
}

# found OPTION...: the last digit of the runs' names, the newest first.
found() {
	"$O/vcpuscale" find --results="$store" --kernel-id=5d0c "$@" | sed -E 's/.*T00000([0-9])Z.*/\1/' | tr '\n' ' '
}

runs_have_cells() {
	put noisy 3 "round: 1" "BenchmarkB/vcpus=8 1 10 ns/op"
	put none 4 "round: 1" "BenchmarkB/vcpus=8 invalid lost an interrupt"
	found
	[ "$(found)" = "4 3 2 1 " ] && [ "$(found --bench=B --vcpus=8)" = "4 3 2 1 " ] &&
		[ "$(found --bench="A B" --vcpus=8)" = "2 1 " ] && [ "$(found --bench=B --vcpus=4,8)" = "" ] &&
		[ "$(found --bench=B --vcpus=8 --exact)" = "2 1 " ] && [ "$(found --valid)" = "3 2 1 " ]
}

put base 1 "round: 1" "BenchmarkA/vcpus=8 1 100 insns/op" "BenchmarkB/vcpus=8 1 1000 insns/op" \
	"BenchmarkC/vcpus=4 1 7 insns/op" "BenchmarkD/vcpus=8 1 7 insns/op"
put head 2 "round: 1" "BenchmarkA/vcpus=8 1 50 insns/op" "BenchmarkB/vcpus=8 1 1020 insns/op" \
	"BenchmarkC/vcpus=4 1 7 insns/op" "BenchmarkD/vcpus=8 invalid lost an interrupt"
echo "1..4"
check "a regression is chosen before a larger improvement" regression_comes_first
check "the choice is among the cells that are asked for" choice_is_narrowed
check "a ratio's interval lies on a side of two ends, or on both" side_is_told
check "runs are found that have all of some cells" runs_have_cells
exit "$failed"
