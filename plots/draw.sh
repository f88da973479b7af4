#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# draw.sh TABLES_DIR OUTPUT_DIR
#
# Draws what 'vcpuscale tables' wrote to TABLES_DIR: for every benchmark of its
# index.tsv SLUG.svg, SLUG.png and SLUG.txt, for all together overview.svg and
# overview.png. All is drawn in a directory of its own and moved to OUTPUT_DIR
# only when complete, so a plot is there whole or not at all. Exits 0, or 2
# with one line that says why.

set -eu
export LC_ALL=C

PLOTS=$(cd "$(dirname "$0")" && pwd)
AGAIN="run 'vcpuscale tables' again"
# shellcheck source=plots/lib.sh
. "$PLOTS/lib.sh"

# check_index and check_table say what is wrong with a file, nothing if nothing
# is: gnuplot would draw an empty picture and be content.
#
# Slugs become file names: they must not leave the directory or hide in it.
check_index()
{
	awk -F '\t' '
	function bad(what) { print "line " NR " " what; exit }
	NF != 9			{ bad("has " NF " fields, not 9") }
	$1 !~ /^[A-Za-z0-9_][A-Za-z0-9_.=,+-]*$/ { bad("has no usable slug") }
	$1 == "overview"	{ bad("has the slug of the overview") }
	seen[$1]++		{ bad("repeats the slug " $1) }
	$8 !~ /^[01]$/ || $9 !~ /^[01]$/ { bad("has a flag that is neither 0 nor 1") }
	END { if (!NR) print "is empty" }' "$1"
}

check_where()
{
	awk -F '\t' '
	NF != 5 || $1 !~ /^[A-Za-z0-9_][A-Za-z0-9_.=,+-]*$/ { print "line " NR " is no benchmark"; exit }' "$1"
}

check_table()
{
	awk '
	function bad(what) { print "line " NR " " what; wrong = 1; exit }
	/^#/ { next }
	NF != 9			{ bad("has " NF " columns, not 9") }
	$1 !~ /^[0-9]+$/	{ bad("has no number of vCPUs") }
	rows++ && $1 <= last	{ bad("is not in ascending order of vCPUs") }
	{
		last = $1
		for (i = 2; i <= NF; i++)
			if ($i !~ /^[-+]?[0-9]*\.?[0-9]+([eE][-+]?[0-9]+)?$/ && $i != "?")
				bad("has " $i " for a number")
	}
	END { if (!rows && !wrong) print "has no row" }' "$1"
}

if [ $# -ne 2 ] || [ -z "$1" ] || [ -z "$2" ]; then
	die "draw.sh takes two directories" "draw.sh TABLES_DIR OUTPUT_DIR"
fi
tables=$1
out=$2
index=$tables/index.tsv

command -v gnuplot >/dev/null || die "gnuplot is not installed" "make deps"
[ -d "$tables" ] || die "$tables is no directory" "run 'vcpuscale tables' first"
[ -r "$index" ] || die "cannot read $index" "run 'vcpuscale tables' first"
wrong=$(check_index "$index")
[ -z "$wrong" ] || die "$index $wrong" "$AGAIN"
slugs=$(cut -f 1 "$index")
for slug in $slugs; do
	table=$tables/$slug.dat
	[ -r "$table" ] || die "cannot read $table" "$AGAIN"
	wrong=$(check_table "$table")
	[ -z "$wrong" ] || die "$table $wrong" "$AGAIN"
done

# gnuplot takes a name like '<...' for a command; an absolute one is none.
tables=$(cd "$tables" && pwd)

# It goes too if it was not there before and holds nothing.
[ -d "$out" ] || made=$out
work__make "$out"

n=0
for slug in $slugs; do
	n=$((n + 1))
	run_gnuplot bench.gp "$tables" $n "$work/$slug"
	run_gnuplot text.gp "$tables" $n "$work/raw"
	plain_text "$work/raw" "$work/$slug.txt"
done

# Functions as bars, where runs have profiles. The text is drawn already.
if [ -r "$tables/where.tsv" ]; then
	wrong=$(check_where "$tables/where.tsv")
	[ -z "$wrong" ] || die "$tables/where.tsv $wrong" "$AGAIN"
	while IFS="$(printf '\t')" read -r slug bench vcpus base head; do
		[ -r "$tables/$slug-where.dat" ] || die "cannot read $tables/$slug-where.dat" "$AGAIN"
		run_gnuplot where.gp "$tables/$slug-where.dat" "$work/$slug-where" "$bench" "$vcpus" "$base" "$head"
		cp "$tables/$slug-where.txt" "$work/$slug-where.txt"
	done <"$tables/where.tsv"
fi

# All benchmarks on one page, each in its main unit: those are the tables that
# are named after the benchmark alone.
mkdir "$work/main"
for slug in $slugs; do
	cp "$tables/$slug.dat" "$work/main/"
done
awk -F'\t' '{ name = $2; gsub(/[^A-Za-z0-9_.]/, "-", name) } $1 == name' "$index" \
	>"$work/main/index.tsv"
[ -s "$work/main/index.tsv" ] || cp "$index" "$work/main/"
run_gnuplot overview.gp "$work/main" "$work/overview"
rm -rf "$work/main"

mv -f "$work"/*.svg "$work"/*.png "$work"/*.txt "$out"
