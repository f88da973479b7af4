#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# noise.sh - measure a kernel against itself, say what it differs in and store
# that under $RESULTS/noise, where comparisons on this machine look for it. Takes
# its input from the environment; see "make help".
set -eu
shopt -s inherit_errexit

die() {
	echo "vcpuscale: $*" >&2
	exit 2
}

check_input() {
	"$O/vcpuscale-run" --check --vcpus="$VCPUS" --rounds="$ROUNDS" ${BENCH:+--bench="$BENCH"}
	case $TESTBED:$KERNEL in
	emulated:host) die "KERNEL=host: it runs on this machine only: use TESTBED=host" ;;
	host:host | emulated:*) ;;
	host:*) die "TESTBED=host KERNEL=$KERNEL: only this machine's own KVM is measured" \
		"against itself: use KERNEL=host" ;;
	*) die "TESTBED=$TESTBED: there are emulated and host" ;;
	esac
	if ! mkdir -p "$STORE" 2> /dev/null || [ ! -w "$STORE" ]; then
		die "$STORE: nothing can be stored there: choose another directory with RESULTS="
	fi
}

# Each boot has chances of its own: two boots alike would differ in nothing.
measure_emulated() {
	local dir
	harness/kernel/image.sh --build-dir="$O" --line="$KERNEL_BASE"
	dir=$(harness/kernel/build-many.sh --build-dir="$O" --line="$KERNEL_BASE" \
		--tree="$KERNEL_TREE" --kernel="$KERNEL")
	"$O/vcpuscale-testbed" --build="$O" --line="$O/lines/$KERNEL_BASE" --results="$STORE" \
		--vcpus="$VCPUS" --bench="$BENCH" --rounds="$ROUNDS" --seed=$((RANDOM + 1)) \
		"$dir" "$dir"
}

# Twice as many rounds are two sides, A B B A, as two kernels would be.
measure_host() {
	mkdir -p "${partial%/*}"
	"$O/vcpuscale-run" --vcpus="$VCPUS" ${BENCH:+--bench="$BENCH"} --rounds=$((2 * ROUNDS)) \
		--output="$partial"
	"$O/vcpuscale" split "$partial"
}

main() {
	local paths a b
	STORE=$RESULTS/noise
	partial=$STORE/host/host/host/.new.$$
	[ "$TESTBED" != host ] || KERNEL=${KERNEL:-host}
	KERNEL=${KERNEL:-unpatched}
	case $TESTBED in
	host) ROUNDS=${ROUNDS:-10} ;;
	*) ROUNDS=${ROUNDS:-6} ;;
	esac
	check_input
	trap 'rm -f "$partial"*' EXIT
	paths=$("measure_$TESTBED")
	{ read -r a && read -r b; } <<< "$paths"
	"$O/vcpuscale" noise --results="$RESULTS" "$a" "$b"
	echo "vcpuscale: stored beside $b" >&2
}

main
