#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# publish.sh - a comparison as a folder to put on a web server: one page that
# needs nothing else, and beside it plots, raw results, cover letter, tables.
# BASE, HEAD, OUT and the rest come from the environment; see "make help".
set -eu

# shellcheck source=harness/kernel/common.sh
. harness/kernel/common.sh

judge() {
	"$O/vcpuscale" "$@" --results="$RESULTS" --testbed="$TESTBED" \
		${ASKED_BASE:+--base="$ASKED_BASE"} "$BASE" "$HEAD" || exit 2
}

traps__set
work=$(mktemp -d)
TRASH+=("$work")
judge tables --output="$work/tables"
plots/draw.sh "$work/tables" "$work/plots" || exit 2
judge page --plots="$work/plots" --output="$OUT"
echo "vcpuscale: published in $OUT: open $OUT/index.html" >&2
