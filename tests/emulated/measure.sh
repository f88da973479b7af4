# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# measure.sh - build kernels, measure them against unpatched in a few sizes, compare. To be
# sourced behind tests/lib.sh.
#
# The callers' variables:
# shellcheck disable=SC2154,SC2034

SIZES="1 8 32"
results=$tmp/results
kernels=$O/kernels/6.1
QUIET="AllCpusRequest/state=quiet IrqDelivery/state=quiet VcpuOnSpin/state=quiet"

# build KERNEL: of the modules for the kernel line that the tests are made for.
build()
{
	run build harness/kernel/build.sh --build-dir="$O" --kernel="$1"
	show build
	[ "$status" = 0 ]
}

# measure HEAD [OPTION...]: HEAD against unpatched, $tmp/HEAD.{out,err}.
measure()
{
	local head=$1
	shift
	run "$head" "$O/vcpuscale-testbed" --build="$O" --line="$O/lines/6.1" \
		--results="$results" --vcpus="$SIZES" --rounds=2 "$@" \
		"$kernels/unpatched" "$kernels/$head"
	show "$head"
	[ "$status" = 0 ] && [ "$(grep -c '\.txt$' "$tmp/$head.out")" = 2 ]
}

# compare NAME BASE HEAD: its table in $tmp/NAME.out, its exit code in $status.
compare()
{
	run "$1" "$O/vcpuscale" compare --results="$results" --format=csv "$2" "$3"
	show "$1"
}
