#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# noise.sh - measure a kernel against itself, say what it differs in and store
# that under $RESULTS/noise, where comparisons on this machine look for it. Takes
# its input from the environment; see "make help".
set -eu
shopt -s inherit_errexit

# shellcheck source=harness/jobs/lib.sh
. harness/jobs/lib.sh

# Each boot has chances of its own: two boots alike would differ in nothing.
measure_machine() {
	local dir
	dir=$(kernels__build "$KERNEL")
	machine__measure "$STORE" "$ROUNDS" --seed=$((RANDOM + 1)) "$dir" "$dir"
}

# Twice as many rounds are two sides, A B B A, as two kernels would be.
measure_host() {
	mkdir -p "${partial%/*}"
	"$O/vcpuscale-run" --vcpus="$VCPUS" ${BENCH:+--bench="$BENCH"} --rounds=$((2 * ROUNDS)) \
		--output="$partial"
	"$O/vcpuscale" split "$partial"
}

main() {
	local paths a b kind own=unpatched
	STORE=$RESULTS/noise
	partial=$STORE/host/host/host/.new.$$
	testbed__check "${KERNEL:-}"
	kind=$(testbed__ask kind)
	[ "$kind" != host ] || own=host
	KERNEL=${KERNEL:-$own}
	[ "$kind" != host ] || [ "$KERNEL" = host ] ||
		die "TESTBED=host KERNEL=$KERNEL: only this machine's own KVM is measured against itself: use KERNEL=host"
	ROUNDS=${ROUNDS:-$(testbed__rounds 6)}
	matrix__check "$ROUNDS"
	results__check "$STORE"
	trap 'rm -f "$partial"*' EXIT
	paths=$("measure_$kind")
	{ read -r a && read -r b; } <<<"$paths"
	"$O/vcpuscale" noise --results="$RESULTS" "$a" "$b"
	echo "vcpuscale: stored beside $b" >&2
}

main
