#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# releases.sh - one kernel over all bases as one row: its order, its steps, what is not
# of it, and its plots. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

# put BASE SOURCE KERNEL VALUE CONFIG: a run of one cell, newer than those before.
runs=0
put() {
	local run file
	runs=$((runs + 1))
	run=20260101T00000${runs}Z-0000
	file=$tmp/results/$1/$3/emulated/$run.txt
	mkdir -p "${file%/*}"
	printf '%s\n' "schema: vcpuscale/1" "run: $run" "kernel: $3" "kernel-id: 5d0$runs" "kernel-base: $1" \
		"kernel-config: $5" "kernel-source: $2" "testbed: emulated" "machine: m" \
		"Unit insns/op better=lower assume=exact" "round: 1" \
		"BenchmarkA/vcpus=8 9 $4 insns/op" "end: 1" >"$file"
}

releases() { # NAME OPTION...
	run "$1" "$O/vcpuscale" history --results="$tmp/results" --across=unpatched "${@:2}"
	show "$1"
}

# 6.12 comes after 6.1, whatever was measured first.
order_is_of_versions() {
	releases all
	[ "$status" = 1 ] && grep -q '^unpatched, release by release: 4 runs' "$tmp/all.out" &&
		grep -qE '^A +8 insns/op +3 +1000 +3000 ' "$tmp/all.out" &&
		[ "$(grep -E '^  (first|before):' "$tmp/all.out")" = "\
  first:  6.12.3-1 Linux 6.12
  before: 6.1.9-1 Linux 6.1
  first:  7.3.4-1 Linux 7.3
  before: 6.12.3-1 Linux 6.12" ]
}

configurations_are_told() {
	grep -q 'kernels of different configurations' "$tmp/all.out" && releases two --vcpus=8 --base=6.1
	! grep -q 'different configurations' "$tmp/two.out" "$tmp/two.err"
}

nobody_else() {
	! grep -q 9999 "$tmp/all.out" || return 1
	run none "$O/vcpuscale" history --results="$tmp/results" --across=nobody
	[ "$status" = 2 ] && says_once none .
}

drawn() {
	run make make -s history O="$O" RESULTS="$tmp/results" ACROSS=unpatched
	show make
	[ "$(find "$tmp/results/plots/releases/emulated/unpatched" -name '*.svg' | wc -l)" = 1 ] &&
		xmllint --noout "$tmp"/results/plots/releases/emulated/unpatched/*.svg
}

put 6.12 6.12.3-1 unpatched 2000 packaged
put 6.1 6.1.9-1 unpatched 1 packaged
put 7.3 7.3.4-1 unpatched 3000 1b2c
put 6.1 6.1.9-1 patched 9999 packaged
put 6.1 6.1.9-1 unpatched 1000 packaged
check "releases in the order of their versions, the newest run of each" order_is_of_versions
check "different configurations are told" configurations_are_told
check "other kernels are not in the row" nobody_else
check "plots of releases" drawn
exit $failed
