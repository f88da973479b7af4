#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# not-covered.sh - a series whose code no benchmark executes is not called the same, on
# real kernels; one that changes no code is. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

TESTS=4

bench() { # SERIES BENCH
	run "$1" make -s bench O="$O" KERNEL="tests/series/$1" BENCH="$2" VCPUS='1 8' RESULTS="$tmp/results"
	show "$1"
}

compare() { # SERIES OPTION...
	run compare "$O/vcpuscale" compare --results="$tmp/results" "${@:2}" unpatched "$1"
	show compare
}

function_is_named() {
	bench not-executed VcpuOnSpin/state=quiet
	grep -qx 'verdict: not-covered: no benchmark executes what differs: pit_ioport_write' "$tmp/not-executed.out" &&
		compare not-executed && [ "$status" = 3 ]
}

json_names_it() {
	compare not-executed --format=json
	[ "$status" = 3 ] && python3 - "$tmp/compare.out" <<-'END'
	import json, sys
	d = json.load(open(sys.argv[1]))
	assert d["verdict"] == "not-covered", d["verdict"]
	assert [(c["name"], c["executed"]) for c in d["changed"]] == [("pit_ioport_write", False)], d["changed"]
	END
}

comment_is_the_same() {
	bench comment-only VcpuOnSpin/state=quiet
	compare comment-only
	[ "$status" = 0 ] && grep -q '^verdict: same: .*the code is identical$' "$tmp/compare.out"
}

# What is executed keeps its verdict.
executed_is_judged() {
	bench slow-on-spin VcpuOnSpin/state=quiet
	compare slow-on-spin
	[ "$status" = 1 ] && ! grep -q 'not-covered' "$tmp/compare.out"
}

need_qemu $TESTS
echo "1..$TESTS"
check "a function that nothing executes is named, and the verdict is not-covered" function_is_named
check "and so it is in JSON" json_names_it
check "a comment leaves the code identical" comment_is_the_same
check "what is executed is judged as ever" executed_is_judged
exit $failed
