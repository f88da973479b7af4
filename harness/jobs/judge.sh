#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# judge.sh compare|plots|cover-letter|publish - what make does with stored
# results. BASE and HEAD are kernels' names or results files; see "make help".
# With ACROSS, publish shows what each release did to that kernel.
# ASKED_BASE is the KERNEL_BASE that the user gave, if any.
set -eu -o pipefail

# shellcheck source=harness/kernel/common.sh
. harness/kernel/common.sh

# The stored runs that names stand for: lines of path, base and kernel.
stored() {
	"$O/vcpuscale" find --results="$RESULTS" --testbed="$TESTBED" \
		${ASKED_BASE:+--base="$ASKED_BASE"} "$@"
}

judge() {
	local command=$1
	shift
	"$O/vcpuscale" "$command" --results="$RESULTS" --testbed="$TESTBED" \
		${ASKED_BASE:+--base="$ASKED_BASE"} "$@" "$BASE" "$HEAD"
}

# Where plots and pages of a comparison go. Those of two bases are kept apart.
folder() {
	local found of_base line of_head
	found=$(stored "$BASE" "$HEAD")
	{ IFS=$'\t' read -r _ _ of_base && IFS=$'\t' read -r _ line of_head; } <<< "$found"
	echo "$line/$TESTBED/$of_base-$of_head"
}

plots() {
	local tables out
	out=$RESULTS/plots/$(folder)
	mkdir -p "$O" "$out"
	# Of one's own: two comparisons may be drawn at a time.
	tables=$(mktemp -d "$O/tables.XXXXXX")
	# shellcheck disable=SC2064 # as it is called now
	trap "rm -rf '$tables'" EXIT
	judge tables --output="$tables"
	plots/draw.sh "$tables" "$out"
	echo "vcpuscale: plots are in $out" >&2
}

# What each release did, by the runs of ACROSS on all bases.
publish_releases() {
	local work options=(--results="$RESULTS" --testbed="$TESTBED" --across="$ACROSS")
	[ -z "${BENCH:-}" ] || options+=(--bench="$BENCH")
	[ -z "${ASKED_BASE:-}" ] || options+=(--base="$ASKED_BASE")
	OUT=${OUT:-$RESULTS/published/releases/$TESTBED/$ACROSS}
	traps__set
	work=$(mktemp -d)
	TRASH+=("$work")
	"$O/vcpuscale" history "${options[@]}" --output="$work/tables"
	plots/draw-history.sh "$work"/tables/*/ "$work/plots" || exit 2
	"$O/vcpuscale" releases "${options[@]}" --plots="$work/plots" --output="$OUT"
	echo "vcpuscale: published in $OUT: open $OUT/index.html" >&2
}

# A folder to put on a web server: one page that needs nothing else, and beside it
# plots, raw results, cover letter, tables.
publish() {
	local work
	OUT=${OUT:-$RESULTS/published/$(folder)}
	traps__set
	work=$(mktemp -d)
	TRASH+=("$work")
	judge tables --output="$work/tables"
	plots/draw.sh "$work/tables" "$work/plots" || exit 2
	judge page --plots="$work/plots" --output="$OUT"
	echo "vcpuscale: published in $OUT: open $OUT/index.html" >&2
}

if [ "$1" = publish ] && [ -n "${ACROSS:-}" ]; then
	publish_releases
	exit
fi

# Without HEAD: what was measured last of another kernel than BASE.
HEAD=${HEAD:-${KERNEL:-}}
[ -n "$HEAD" ] || HEAD=$(stored --not="$BASE" | cut -f 1)
case $1 in
plots | publish) "$1" ;;
*) judge "$1" ;;
esac
