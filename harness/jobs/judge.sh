#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# judge.sh compare|plots|cover-letter|publish - what make does with stored
# results. BASE and HEAD are kernels' names or results files; see "make help".
# ASKED_BASE is the KERNEL_BASE that the user gave, if any.
set -eu -o pipefail

# Without HEAD: what was measured last of another kernel than BASE.
newest_head() {
	"$O/vcpuscale" find --results="$RESULTS" --testbed="$TESTBED" \
		${ASKED_BASE:+--base="$ASKED_BASE"} --not="$BASE" | cut -f 1
}

judge() {
	local command=$1
	shift
	"$O/vcpuscale" "$command" --results="$RESULTS" --testbed="$TESTBED" \
		${ASKED_BASE:+--base="$ASKED_BASE"} "$@" "$BASE" "$HEAD"
}

name_of() {
	case $1 in
	*/* | *.txt) sed -n 's/^kernel: //p;T;q' "$1" ;;
	*) echo "$1" ;;
	esac
}

plots() {
	local tables=$O/tables out
	out=$RESULTS/plots/$TESTBED/$(name_of "$BASE")-$(name_of "$HEAD")
	rm -rf "$tables"
	mkdir -p "$O" "$out"
	judge tables --output="$tables"
	plots/draw.sh "$tables" "$out"
	echo "vcpuscale: plots are in $out" >&2
}

publish() {
	OUT=${OUT:-$RESULTS/published/$TESTBED/$(name_of "$BASE")-$(name_of "$HEAD")}
	export BASE HEAD OUT
	exec harness/jobs/publish.sh
}

HEAD=${HEAD:-${KERNEL:-}}
[ -n "$HEAD" ] || HEAD=$(newest_head)
case $1 in
plots | publish) "$1" ;;
*) judge "$1" ;;
esac
