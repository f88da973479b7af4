#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# draw-history.sh TABLES_DIR OUTPUT_DIR
#
# Draws what 'vcpuscale history --output' wrote to TABLES_DIR: for every series
# of its index.tsv SLUG.svg, SLUG.png and SLUG.txt, and releases.svg and releases.png
# where it is across releases. All is drawn in a directory
# of its own and moved to OUTPUT_DIR when complete; plots of an earlier history
# go. Exits 0, or 2 with one line that says why.

set -eu
export LC_ALL=C

PLOTS=$(cd "$(dirname "$0")" && pwd)
# shellcheck disable=SC2034 # lib.sh reads it
AGAIN="draw the history again"
# shellcheck source=plots/lib.sh
. "$PLOTS/lib.sh"

if [ $# -ne 2 ] || [ -z "$1" ] || [ -z "$2" ]; then
	die "draw-history.sh takes two directories" "draw-history.sh TABLES_DIR OUTPUT_DIR"
fi
out=$2
command -v gnuplot >/dev/null || die "gnuplot is not installed" "make deps"
[ -s "$1/index.tsv" ] || die "no $1/index.tsv" "run 'vcpuscale history --output' first"
# gnuplot takes a name like '<...' for a command; an absolute one is none.
tables=$(cd "$1" && pwd)

work__make "$out"

while IFS='	' read -r slug title unit line changes noisy; do
	[ -s "$tables/$slug.dat" ] || die "no $tables/$slug.dat" "run 'vcpuscale history --output' again"
	run_gnuplot history.gp "$tables/$slug.dat" "$work/$slug" "$title" "$unit" "$line" "$noisy"
	run_gnuplot history-text.gp "$tables/$slug.dat" "$work/raw" "$title" "$unit" "$changes"
	plain_text "$work/raw" "$work/$slug.txt"
done <"$tables/index.tsv"

# All releases on one page.
if [ -s "$tables/releases.tsv" ]; then
	run_gnuplot releases.gp "$tables/releases.tsv" "$work/releases" \
		"$(sed -n '1s/^# //p' "$tables/releases.tsv")"
fi

rm -f "$out"/releases.svg "$out"/releases.png "$out"/history-*.svg "$out"/history-*.png "$out"/history-*.txt
mv -f "$work"/*.svg "$work"/*.png "$work"/*.txt "$out"
