#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# PERF=stat and PERF=record, in the emulated machine and on this one; the
# refusals of TESTBED=nested; make bench-tool. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

TESTS=15
kernels=$O/kernels/6.1

# measure NAME OPTION...: unpatched beside itself, one round; leaves the files'
# paths in $tmp/NAME.out.
measure()
{
	local name=$1
	shift
	run "$name" "$O/vcpuscale-testbed" --build="$O" --line="$O/lines/6.1" \
		--silence=900 --results="$tmp/$name" --bench=IrqDelivery/state=quiet --rounds=1 "$@" \
		"$kernels/unpatched" "$kernels/array"
	show "$name"
	[ "$status" = 0 ] && [ "$(grep -c '\.txt$' "$tmp/$name.out")" = 2 ]
}

both_measured()
{
	measure without --vcpus=8 && measure stat --vcpus=8 --perf=stat
}

# of NAME SIDE: the path of a results file.
of()
{
	sed -n "$2p" "$tmp/$1.out"
}

# What perf does comes after the samples: the cells are what they were.
counts_unchanged()
{
	local side

	for side in 1 2; do
		run same "$O/vcpuscale" compare --format=csv "$(of without "$side")" \
			"$(of stat "$side")"
		show same
		awk -F, '$1 == "cell" { n++; if ($4 != "insns/op" || $5 != $8) bad = 1 }
			END { exit bad || n != 1 }' "$tmp/same.out" || return 1
	done
}

# A VM exit an operation, one more a batch of 8, and a few of timer ticks: 1.125
# and little more. And every other vCPU drops one interrupt.
events_counted()
{
	awk '$1 ~ /vcpus=8$/ && / kvm_exit\/op/ {
		for (i = 3; i < NF; i += 2) value[$(i + 1)] = $i
		found = 1 }
	END { exit !(found && value["kvm_exit/op"] >= 1.125 && value["kvm_exit/op"] < 1.3 &&
		value["kvm_apic_accept_irq/op"] == 7 && value["task-clock-ns/op"] > 0) }' "$(of stat 1)"
}

missing_told_once()
{
	[ "$(grep -c '^# perf: this machine has no cycles, instructions, ' "$(of stat 1)")" = 1 ]
}

units_no_verdict()
{
	grep '^Unit ' "$(of stat 1)"
	[ "$(grep -c '^Unit .*/op better=lower verdict=no$' "$(of stat 1)")" -ge 5 ] || return 1
	run judged "$O/vcpuscale" compare "$(of stat 1)" "$(of stat 2)"
	show judged
	[ "$status" = 0 ] && grep -q '^verdict: improved' "$tmp/judged.out" &&
		grep -q 'kvm_exit/op' "$tmp/judged.out"
}

# Only what comes after "@file" may tell: perf.data is whole, or perf says so.
recorded()
{
	local dir

	measure record --vcpus="1 64" --perf=record || return 1
	for dir in "$tmp"/record/6.1/{unpatched,array}/emulated/*.perf; do
		ls -l "$dir"
		[ "$(find "$dir" -type f | wc -l)" = 2 ] &&
			grep -q 'kvm_irq_delivery_to_apic$' "$dir/IrqDelivery-state-quiet-64.txt" &&
			perf report -i "$dir/IrqDelivery-state-quiet-64.perf.data" --header-only >/dev/null || return 1
	done
	! ls -d "$tmp"/record/*/*/emulated/.*.perf 2>/dev/null
}

# At 64 vCPUs the walk is most of what is done; at one size only.
share_told()
{
	local share

	grep '^# perf: Irq' "$(of record 1)"
	[ "$(grep -c '^# perf: IrqDelivery' "$(of record 1)")" = 1 ] || return 1
	share=$(sed -nE 's|^# perf: IrqDelivery/state=quiet/vcpus=64: ([0-9]+)\.[0-9] % of [0-9]+[KM]? samples in kvm_irq_delivery_to_apic and what it calls$|\1|p' "$(of record 1)")
	[ "${share:-0}" -ge 50 ] && [ "$share" -le 100 ]
}

host_stat()
{
	run host "$O/vcpuscale-run" --perf=stat --vcpus="1 4" --bench=IrqDelivery/state=quiet
	show host
	[ "$status" = 0 ] && counts_end "$tmp/host.out" &&
		[ "$(grep -cE '^Benchmark.* [0-9.e+-]+ [a-zA-Z-]+/op [0-9.e+-]+ [a-zA-Z-]+/op' "$tmp/host.out")" = 2 ]
}

bad_perf_refused()
{
	run front make bench KERNEL=array PERF=everything O="$O" RESULTS="$tmp/none"
	show front
	[ "$status" = 2 ] && says_once front 'PERF=everything: give PERF=stat or PERF=record' &&
		no_file "$tmp/none"
}

no_perf_refused()
{
	run run env PATH=/nowhere "$O/vcpuscale-run" --perf=stat --vcpus=1
	show run
	[ "$status" = 2 ] && says_once run 'no perf here: run make deps'
}

# nested WHAT: nested.sh of a machine with these CPU flags and this parameter.
nested()
{
	local flags=$1 value=$2 module=kvm_amd
	[[ $flags != *vmx* ]] || module=kvm_intel
	mkdir -p "$tmp/sys/module/$module/parameters"
	echo "flags		: fpu $flags sse" >"$tmp/cpuinfo"
	echo "$value" >"$tmp/sys/module/$module/parameters/nested"
	run nested env SYSFS="$tmp/sys" CPUINFO="$tmp/cpuinfo" KVM="${3:-/dev/null}" \
		harness/testbed/nested/check.sh
	show nested
}

nested_skips()
{
	nested pae 1
	[ "$status" = 4 ] && says_once nested 'skipped: this CPU shows neither VMX nor SVM' || return 1
	nested vmx N
	[ "$status" = 4 ] && says_once nested 'skipped: kvm_intel has nested=N: load it with nested=1' || return 1
	nested svm 0
	[ "$status" = 4 ] && says_once nested 'skipped: kvm_amd has nested=0' || return 1
	nested svm 1 "$tmp/no-kvm"
	[ "$status" = 4 ] && says_once nested 'skipped: no .*no-kvm: load kvm_amd'
}

nested_allowed()
{
	nested vmx Y
	[ "$status" = 0 ] && [ "$(cat "$tmp/nested.out")" = intel ] || return 1
	nested svm 1
	[ "$status" = 0 ] && [ "$(cat "$tmp/nested.out")" = amd ]
}

nested_by_make()
{
	run front make bench KERNEL=array TESTBED=nested O="$O" RESULTS="$tmp/none"
	show front
	[ "$status" = 2 ] && says_once front 'TESTBED=nested is skipped: ' && no_file "$tmp/none"
}

tool_refused()
{
	run tool make bench-tool RUNS=1 O="$O" RESULTS="$tmp/none"
	show tool
	[ "$status" = 2 ] && says_once tool '(RUNS=1: give a number of 2|no hyperfine here)' &&
		no_file "$tmp/none"
}

echo 1..$TESTS
check "TESTBED=nested is skipped with the reason" nested_skips
check "TESTBED=nested is allowed where the module allows it" nested_allowed
if harness/testbed/nested/check.sh >/dev/null 2>&1; then
	skip "make bench skips it" "nested virtualization works here"
else
	check "make bench skips it" nested_by_make
fi
check "a PERF that is none is refused" bad_perf_refused
check "make bench-tool refuses one run" tool_refused
if [ -r /dev/kvm ] && [ -w /dev/kvm ]; then
	check "no perf" no_perf_refused
else
	skip "no perf" "no /dev/kvm here"
fi
command -v perf >/dev/null || skip_all $TESTS "no perf here: make deps installs it"
if [ -r /dev/kvm ] && [ -w /dev/kvm ]; then
	check "perf stat around this machine's cells" host_stat
else
	skip "perf stat around this machine's cells" "no /dev/kvm here"
fi
need_qemu $TESTS
check "the kernels are built" run kernels harness/kernel/build-many.sh --build-dir="$O" \
	--kernel=unpatched --kernel=array
check "cells are measured with perf stat and without" both_measured
check "their exact counts are the same" counts_unchanged
check "events are counted for an operation" events_counted
check "events that are missing are told once" missing_told_once
check "what perf counts is compared, and is no part of the verdict" units_no_verdict
check "perf record: data and a report by symbol, of the largest size" recorded
check "the share of the function under test is told" share_told
exit $failed
