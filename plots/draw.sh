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

work=
made=

die()
{
	echo "vcpuscale: $1: $2" >&2
	exit 2
}

# The output directory goes too if it was not there before and holds nothing.
cleanup()
{
	[ -z "$work" ] || rm -rf "$work"
	[ -z "$made" ] || rmdir "$made" 2>/dev/null || :
}

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

# gnuplot warns about every column without a value, which is no mistake here:
# only its exit code counts, and its last words when that is not 0.
run_gnuplot()
{
	script=$1
	shift
	GNUPLOT_LIB=$plots gnuplot -d -c "$plots/$script" "$@" \
		>"$work/log" 2>&1 </dev/null ||
		die "gnuplot failed in $script: $(grep . "$work/log" | tail -n 1)" \
		    "run 'vcpuscale tables' again, or check 'gnuplot --version' (5.4 works)"
}

# The text terminal begins a page with a form feed and pads lines and page with
# blanks; mail wants neither, and nothing but ASCII.
plain_text()
{
	tr -d '\f' <"$1" | sed -e 's/[^ -~]/?/g' -e 's/ *$//' |
		sed -e :a -e '/^\n*$/{$d;N;ba' -e '}' >"$2"
}

if [ $# -ne 2 ] || [ -z "$1" ] || [ -z "$2" ]; then
	die "draw.sh takes two directories" "draw.sh TABLES_DIR OUTPUT_DIR"
fi
tables=$1
out=$2
plots=$(cd "$(dirname "$0")" && pwd)
index=$tables/index.tsv

command -v gnuplot >/dev/null || die "gnuplot is not installed" "make deps"
[ -d "$tables" ] || die "$tables is no directory" "run 'vcpuscale tables' first"
[ -r "$index" ] || die "cannot read $index" "run 'vcpuscale tables' first"
wrong=$(check_index "$index")
[ -z "$wrong" ] || die "$index $wrong" "run 'vcpuscale tables' again"
slugs=$(cut -f 1 "$index")
for slug in $slugs; do
	table=$tables/$slug.dat
	[ -r "$table" ] || die "cannot read $table" "run 'vcpuscale tables' again"
	wrong=$(check_table "$table")
	[ -z "$wrong" ] || die "$table $wrong" "run 'vcpuscale tables' again"
done

# gnuplot takes a name like '<...' for a command; an absolute one is none.
tables=$(cd "$tables" && pwd)

trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
[ -d "$out" ] || made=$out
mkdir -p "$out" 2>/dev/null || die "cannot make $out" "name another directory"
work=$(mktemp -d "$out/.draw.XXXXXX" 2>/dev/null) ||
	die "cannot write to $out" "name another directory"

n=0
for slug in $slugs; do
	n=$((n + 1))
	run_gnuplot bench.gp "$tables" $n "$work/$slug"
	run_gnuplot text.gp "$tables" $n "$work/raw"
	plain_text "$work/raw" "$work/$slug.txt"
done

# All benchmarks on one page, each in its main unit: those are the tables that
# are named after the benchmark alone.
mkdir "$work/main"
cp "$tables"/*.dat "$work/main/"
awk -F'\t' '{ name = $2; gsub(/[^A-Za-z0-9_.]/, "-", name) } $1 == name' "$index" \
	>"$work/main/index.tsv"
[ -s "$work/main/index.tsv" ] || cp "$index" "$work/main/"
run_gnuplot overview.gp "$work/main" "$work/overview"
rm -rf "$work/main"

mv -f "$work"/*.svg "$work"/*.png "$work"/*.txt "$out"
