# SPDX-License-Identifier: GPL-2.0-only
#
# gnuplot -c releases.gp TABLE STEM TITLE
# What each release did: a benchmark a row, a release a column, and in it the step
# that was found there, in percent. STEM.svg and STEM.png. Steps differ in sign and in
# text as well as in colour; where nothing changed there is nothing.

table = ARG1
stem = ARG2
title = ARG3

load "style.gp"

set datafile separator "\t"
set datafile commentschars "#"
COLUMN = 1; ROW = 2; COST = 3; STEP = 4; PERCENT = 5; VERSION = 6; BENCH = 7

set table $unused
columns = 0
rows = 0
longest = 0
plot table using (columns = column(COLUMN) > columns ? column(COLUMN) : columns, \
	rows = column(ROW) > rows ? column(ROW) : rows, \
	longest = strlen(strcol(BENCH)) > longest ? strlen(strcol(BENCH)) : longest, 0):(0) with table
unset table

# Four shades each: up to 3, 10, 50 %, and more.
shade(d) = d < 1.03 ? 1 : d < 1.1 ? 2 : d < 1.5 ? 3 : 4
worse(n) = n == 1 ? 0xfdeedb : n == 2 ? 0xfbd7a8 : n == 3 ? 0xf5b158 : 0xe58600
better(n) = n == 1 ? 0xe3edf7 : n == 2 ? 0xbdd5ec : n == 3 ? 0x86b2da : 0x3f80ba
colour(s) = s > 1 ? worse(shade(s)) : s < 1 ? better(shade(1 / s)) : 0xffffff

set xrange [0.5 : columns + 1.6]
set yrange [rows + 0.5 : 0.5]
set border 0
unset xtics
unset ytics
unset key
set grid noxtics noytics
set lmargin longest * 0.92 + 12
set rmargin 1
set tmargin 6.5
set bmargin 1
set label 1 title at graph 0, graph 1 left offset character -(longest * 0.92 + 10), character 5.2

# The first column's cost to the left of the table, the last one's to the right.
first(c) = column(COLUMN) == 1 ? c : NaN
last(c) = column(COLUMN) == columns ? c : NaN
top(c) = column(ROW) == 1 ? c : NaN

do for [type in "svg png"] {
	eval page(type, 380 + 92 * (columns + 1), 120 + 26 * rows)
	set output stem . "." . type
	set label 1 font title_font(type)
	plot table using COLUMN:ROW:(0.49):(0.46):(colour(column(STEP))) \
			with boxxyerror fillstyle solid noborder lc rgb variable, \
		table using COLUMN:ROW:(strcol(PERCENT) eq "-" ? "" : strcol(PERCENT)) with labels, \
		table using COLUMN:(column(STEP) == 1 && strcol(COST) ne "-" ? column(ROW) : NaN):("·") with labels tc rgb "#909090", \
		table using (first(0.5)):ROW:BENCH with labels right offset character -9, 0, \
		table using (first(0.5)):ROW:COST with labels right offset character -1, 0 tc rgb "#404040", \
		table using (last(columns + 1.5)):ROW:COST with labels right tc rgb "#404040", \
		table using COLUMN:(top(0.5)):VERSION with labels left rotate by 50 offset character -0.5, 0.6
}
set output
