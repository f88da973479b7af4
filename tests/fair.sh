#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Whom do spinning vCPUs yield to? To each in its turn; a kernel that forgets whom it has
# boosted last is found, by the benchmark of the shares, and by no other. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

TESTS=5
SIZES="4 16"
kernels=$O/kernels/6.1
need_qemu $TESTS
need_kernels $TESTS unpatched

measured()
{
	pair "$SIZES" 4 "VcpuOnSpin/state=fair VcpuOnSpin/state=busy" \
		"$kernels/unpatched" "$kernels/unfair-yield" &&
		! grep -E ' (invalid|skip) ' "$base" "$head"
}

# shares FILE VCPUS: each value that was measured, once.
shares()
{
	awk -v cell="BenchmarkVcpuOnSpin/state=fair/vcpus=$2" '$1 == cell { print $3, $4 }' "$1" | sort -u
}

each_in_its_turn()
{
	local size
	for size in $SIZES; do
		[ "$(shares "$base" "$size")" = "1000 skew-permille" ] || { shares "$base" "$size"; return 1; }
	done
}

# One of 3 gets all, three times its share: 2 shares off; of 15, 14.
one_gets_all()
{
	shares "$head" 4
	shares "$head" 16
	[ "$(shares "$head" 4)" = "3000 skew-permille" ] && [ "$(shares "$head" 16)" = "15000 skew-permille" ]
}

only_fair_finds_it()
{
	run compare "$O/vcpuscale" compare --format=csv "$base" "$head"
	awk -F , "$columns"'
		NR == 1 || $at["kind"] != "cell" { next }
		{ print $at["bench"], $at["vcpus"], $at["verdict"]; fair = $at["bench"] ~ /fair$/; n += fair
			bad = bad || fair != ($at["verdict"] == "regressed") }
		END { exit bad || n != 2 }' "$tmp/compare.out"
}

echo 1..$TESTS
check "a kernel that boosts the same vCPU each time is built" kernel_builds tests/series/unfair-yield
check "it is measured beside one that does not" measured
check "a kernel yields to each of the others alike" each_in_its_turn
check "a kernel that forgets whom it has boosted yields to one alone" one_gets_all
check "the shares have regressed, what a yield costs has not" only_fair_finds_it
exit $failed
