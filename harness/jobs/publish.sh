#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# publish.sh - a comparison as a folder to put on a web server: one page that
# needs nothing else, and beside it plots, raw results, cover letter, tables.
# BASE, HEAD, OUT and the rest come from the environment; see "make help".
set -eu

work='' aside=''

die() {
	echo "vcpuscale: $*" >&2
	exit 2
}

# What was there before comes back if the new one could not take its place.
publish__clean_up() {
	if [ -n "$aside" ] && [ -d "$aside" ] && [ ! -e "$OUT" ]; then
		mv -T "$aside" "$OUT"
	fi
	[ -z "$work" ] || rm -rf "$work"
}

# Only what this has made may be replaced.
publish__may_replace() {
	[ -e "$OUT" ] || [ -L "$OUT" ] || return 0
	if [ -L "$OUT" ] || [ ! -d "$OUT" ]; then
		die "$OUT: is no directory: choose another with OUT="
	fi
	[ -n "$(ls -A "$OUT")" ] || return 0
	grep -qs '<meta name="generator" content="vcpuscale ' "$OUT/index.html" ||
		die "$OUT: holds something else than a published page: choose another with OUT="
}

publish__fill() {
	"$O/vcpuscale" page --results="$RESULTS" --testbed="$TESTBED" \
		--output="$work/page" "$BASE" "$HEAD" || exit 2
	plots/draw.sh "$work/page/tables" "$work/page/plots" || exit 2
	[ -z "$(find "$work/page" -type f -size 0)" ] ||
		die "$OUT: could not be written whole: is there room left?"
}

publish__put() {
	if [ -e "$OUT" ]; then
		aside=$work/old
		mv -T "$OUT" "$aside"
	fi
	mv -T "$work/page" "$OUT"
}

main() {
	local parent

	publish__may_replace
	parent=$(dirname "$OUT")
	mkdir -p "$parent" 2>/dev/null || die "$parent: cannot be made: choose another with OUT="
	trap publish__clean_up EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM HUP
	work=$(mktemp -d "$parent/.publish.XXXXXX" 2>/dev/null) ||
		die "$parent: nothing can be written there: choose another with OUT="
	publish__fill
	publish__put
	echo "vcpuscale: published in $OUT: open $OUT/index.html" >&2
}
main
