#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The suite's own sensitivity: one instruction more in one loop is found there and nowhere
# else, by function and by line, and a change that is none is not found at all. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/emulated/measure.sh
. tests/emulated/measure.sh

TESTS=6
# What the sensitivity is tested with: tests/series changes these paths.
SENSITIVE="$QUIET IrqDelivery/state=wake VcpuOnSpin/state=busy"

# measure_series NAME: and compare it with the unpatched of the same run.
measure_series()
{
	local base head

	build "tests/series/$1" && measure "$1" --profile --bench="$SENSITIVE" || return 1
	{ read -r base && read -r head; } <"$tmp/$1.out"
	"$O/vcpuscale" attribute --modules="$kernels/unpatched" "$base" &&
		"$O/vcpuscale" attribute --modules="$kernels/$1" "$head" || return 1
	compare "$1.cmp" "$base" "$head"
}

# What varies goes through the scheduler, and two rounds of it are inconclusive; the
# others are the same. Misses of simulated caches depend on where the machine's pages
# lie, and have no verdict.
nothing_found()
{
	measure_series comment-only || return 1
	{ [ "$status" = 0 ] || [ "$status" = 3 ]; } &&
		awk -F, "$columns"'($1 == "cell" || $1 == "slope") && $4 ~ /insns/ { n++
			if ($at["verdict"] != "same" &&
			    ($2 !~ /state=(wake|busy)/ || $at["verdict"] != "inconclusive")) {
				bad = 1
				print "wrong: " $0
			} } END { exit bad || n < 18 }' "$tmp/comment-only.cmp.out"
}

# only_regressed NAME FUNCTION: something of FUNCTION/ is, nothing else. Two rounds of what
# varies are inconclusive.
only_regressed()
{
	[ "$status" = 1 ] || return 1
	awk -F, -v want="$2/" "$columns"'$at["verdict"] == "regressed" { if (index($2, want) == 1) n++; else bad = 1 }
		$at["verdict"] == "inconclusive" && $2 !~ /state=(wake|busy)/ { bad = 1 }
		$at["verdict"] == "invalid" { bad = 1 }
		END { exit bad || !n }' "$tmp/$1.out"
}

# one_more NAME BENCH: N instructions more at N vCPUs there, and none in the
# other two, counted exactly.
one_more()
{
	awk -F, -v here="$2" '$1 == "cell" && $2 ~ /state=quiet/ && $4 ~ /insns/ {
		n++; if ($8 - $5 != ($2 == here ? $3 : 0)) { bad = 1; print "wrong: " $0 } }
		END { exit bad || !n }' "$tmp/$1.out"
}

# planted_at SERIES: "FILE:LINE" of the line that its patch adds.
planted_at()
{
	awk '/^\+\+\+ b\// { file = substr($2, 3) }
		/^@@/ { line = substr($3, 2) + 0; next }
		/^\+/ && line { print file ":" line; exit }
		line { line++ }' "$top/tests/series/$1"/*.patch
}

# names_the_line SERIES BENCH FUNCTION BASE HEAD: of the quiet benchmarks this one alone has
# functions that differ, and it has one: an instruction a vCPU, in the line that was added.
names_the_line()
{
	local where by size
	where=$("$O/vcpuscale" compare --results="$results" --format=where "$4" "$5" | grep state=quiet)
	size=${where#*vcpus=}
	size=${size%%:*}
	by="+$size instructions, +1.00 a vCPU, in $3, $(planted_at "$1") (+$size)"
	[ "$where" = "$2/state=quiet/vcpus=$size: $by" ] && return
	printf '%s\n' "$where" "not: $by"
	return 1
}

# found_where_it_is SERIES BENCH FUNCTION
found_where_it_is()
{
	local runs
	measure_series "$1" || return 1
	mapfile -t runs <"$tmp/$1.out"
	only_regressed "$1.cmp" "$2" && one_more "$1.cmp" "$2/state=quiet" &&
		names_the_line "$@" "${runs[@]}"
}

# Through the front door: a directory of patches, globs, and make's own code.
found_by_make()
{
	run make255 make bench KERNEL=tests/series/slow-on-spin VCPUS="1 255" ROUNDS=1 \
		BENCH="$QUIET" RESULTS="$tmp/results255"
	show make255
	[ "$status" = 2 ] && grep -q '^verdict: regressed' "$tmp/make255.out" || return 1
	results=$tmp/results255
	compare cmp255 unpatched slow-on-spin
	only_regressed cmp255 VcpuOnSpin && one_more cmp255 VcpuOnSpin/state=quiet &&
		names_the_line slow-on-spin VcpuOnSpin kvm_vcpu_on_spin unpatched slow-on-spin
}

need_qemu $TESTS
echo 1..$TESTS
build unpatched >"$tmp/said"
! grep -q 'is missing: run make deps' "$tmp/said" ||
	skip_all $TESTS "$(sed -n 's/^vcpuscale: //p' "$tmp/said")"
check "unpatched is built" build unpatched
check "a changed comment is no change" nothing_found
check "one instruction in IRQ delivery is found there alone" \
	found_where_it_is slow-irq-delivery IrqDelivery kvm_irq_delivery_to_apic
check "one instruction in requests to all is found there alone" \
	found_where_it_is slow-all-cpus-request AllCpusRequest kvm_make_all_cpus_request_except
check "one instruction in the spin loop scan is found there alone" \
	found_where_it_is slow-on-spin VcpuOnSpin kvm_vcpu_on_spin
check "and at 255 vCPUs, by make, which then fails" found_by_make
exit $failed
