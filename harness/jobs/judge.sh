#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# judge.sh compare|plots|cover-letter|publish - what make does with stored
# results. BASE and HEAD are kernels' names or results files; see "make help".
set -eu

die() {
	echo "vcpuscale: $*" >&2
	exit 2
}

# Without HEAD: whatever was measured last, other than BASE.
newest_head() {
	local file
	# <kernel>/<testbed>/<run>.txt and no deeper: some plots are text too.
	file=$(find "$RESULTS" -mindepth 3 -maxdepth 3 \
		-path "*/$TESTBED/[!.]*.txt" ! -path "$RESULTS/$BASE/*" \
		-printf '%T@ %p\n' 2> /dev/null | sort -n | tail -n 1)
	[ -n "$file" ] || die "no results of $TESTBED but of $BASE in $RESULTS:" \
		"measure with make bench KERNEL=..."
	echo "${file#* }"
}

judge() {
	local command=$1
	shift
	"$O/vcpuscale" "$command" --results="$RESULTS" --testbed="$TESTBED" "$@" "$BASE" "$HEAD"
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
