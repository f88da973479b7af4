#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# show.sh - the history of stored runs, or of those of RANGE, as text, tables
# and plots. Takes its input from the environment; see "make help". Exits as
# vcpuscale history does.

set -eu -o pipefail
export LC_ALL=C

# shellcheck source=harness/jobs/revisions/tree.sh
. harness/jobs/revisions/tree.sh
# shellcheck source=harness/jobs/revisions/order.sh
. harness/jobs/revisions/order.sh

OPTIONS=()

options__make() {
	OPTIONS=(--results="$RESULTS" --testbed="$TESTBED")
	[ -z "${ASKED_BASE:-}" ] || OPTIONS+=(--base="$ASKED_BASE")
	[ -z "${BENCH:-}" ] || OPTIONS+=(--bench="$BENCH")
	[ -z "${VCPUS:-}" ] || OPTIONS+=(--vcpus="$VCPUS")
	[ -z "${THRESHOLD:-}" ] || OPTIONS+=(--threshold="$THRESHOLD")
	[ -z "${ACROSS:-}" ] || OPTIONS+=(--across="$ACROSS")
	[ -n "${RANGE:-}" ] || return 0
	tree__open "${KERNEL_TREE:-}" 2>/dev/null || tree__open "${KERNEL_TREE:-}"
	range__read "$RANGE"
	[ -s "$(order__path)" ] ||
		die "RANGE=$RANGE: is not measured yet: run make bench-range RANGE=$RANGE KERNEL_TREE=$KERNEL_TREE"
	OPTIONS+=(--order="$(order__path)")
}

# A folder of tables each base, and of plots. Several may draw at once.
plots__draw() {
	local dir out
	tables=$(mktemp -d "$O/history-tables.XXXXXX")
	trap 'rm -rf "$tables"' EXIT
	"$O/vcpuscale" history "${OPTIONS[@]}" --output="$tables"
	for dir in "$tables"/*/; do
		out=$RESULTS/plots/$(basename "$dir")/$TESTBED/history
		[ -z "${ACROSS:-}" ] || out=$RESULTS/plots/releases/$TESTBED/$ACROSS
		[ -z "${RANGE:-}" ] || out+=-${RANGE_FIRST:0:12}-${RANGE_LAST:0:12}
		mkdir -p "$out"
		plots/draw-history.sh "$dir" "$out"
		step "vcpuscale: plots are in $out"
	done
}

main() {
	local status=0
	options__make
	"$O/vcpuscale" history "${OPTIONS[@]}" || status=$?
	[ "$status" != 2 ] || exit 2
	plots__draw
	exit "$status"
}

main "$@"
