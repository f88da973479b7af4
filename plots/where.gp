# SPDX-License-Identifier: GPL-2.0-only
#
# gnuplot -c where.gp TABLE STEM BENCH VCPUS BASE HEAD
# Draws a benchmark's functions as bars, base above head, each with its number and its
# first-level misses, as STEM.svg and STEM.png.

table = ARG1
stem = ARG2
bench = ARG3
vcpus = ARG4
base_name = ARG5
head_name = ARG6

load "style.gp"

set datafile separator "\t"
stats table using 2 nooutput name "BASE"
stats table using 3 nooutput name "HEAD"
rows = BASE_records
most = BASE_max > HEAD_max ? BASE_max : HEAD_max
most = most > 0 ? most : 1

# The number of a bar, and its misses where it has any.
said(n, d1) = sprintf(n == int(n) ? "%.0f" : "%.2f", n) . \
	(d1 >= 0.5 ? sprintf("   D1 %.0f", d1) : "")

set yrange [rows - 0.3 : -0.7]
# Room for the numbers behind the longest bar.
set xrange [0 : most * 1.4]
set ytics scale 0
# Thousands or millions: where there are few, steps are halves.
many = most / 1000 ** floor(log10(most) / 3)
set format x (many < 5 ? "%.1s %c" : "%.0s %c")
set xlabel "insns/op, and first-level misses (D1)"
unset grid
set grid xtics ls 91
set border 1 ls 90
set lmargin 30
set style fill solid

do for [type in "svg png"] {
	eval page(type, 900, 150 + 46 * rows)
	set key tmargin left vertical maxcols 1 maxrows auto Left reverse samplen 2 \
		spacing 1.2 width 0 title bench . ", " . vcpus . " vCPUs, by function" \
		left font title_font(type)
	set output stem . "." . type
	plot table using ($2 / 2):($0 - 0.2):($2 / 2):(0.17):ytic(shorten(strcol(1), 28)) \
			with boxxyerror lc rgb "#e58600" title shorten(base_name, 50), \
		table using ($3 / 2):($0 + 0.2):($3 / 2):(0.17) \
			with boxxyerror lc rgb "#004488" title shorten(head_name, 50), \
		table using 2:($0 - 0.2):(said($2, $4)) with labels left offset 0.5,0 notitle, \
		table using 3:($0 + 0.2):(said($3, $5)) with labels left offset 0.5,0 notitle
}
set output
