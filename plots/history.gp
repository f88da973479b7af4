# SPDX-License-Identifier: GPL-2.0-only
#
# gnuplot -c history.gp TABLE STEM TITLE UNIT LINE NOISY
# One cell over the runs of a line: STEM.svg and STEM.png. Points are runs, the
# step line is the level of each segment, a vertical line a change point with
# the commit, or the run, that begins it.

table = ARG1
stem = ARG2
title = ARG3
unit = ARG4
line = ARG5
noisy = int(ARG6)

load "style.gp"

set datafile separator whitespace
set datafile commentschars "#"
NUMBER = 1; VALUE = 2; LOW = 3; HIGH = 4; LEVEL = 5; CHANGE = 6; LABEL = 7

# The range of the costs is what matters here, not their height above zero;
# changes are small, so the axis does not begin there and says so.
set table $unused
n = 0
low = 1e300
high = -1e300
changes = 0
plot table using (n = n + 1, \
	low = column(LOW) < low ? column(LOW) : low, \
	high = column(HIGH) > high ? column(HIGH) : high, \
	changes = changes + (strcol(CHANGE) ne "-"), 0):(0) with table
unset table
room = high > low ? high - low : (high > 0 ? 0.02 * high : 1)
set yrange [low - 0.15 * room : high + 0.35 * room]
set xrange [0.4 : n + 0.6]
set xtics out nomirror
set ytics out nomirror
set format y "%.6g"
set xlabel "run, in order"
set ylabel unit . " (axis does not begin at 0)"
set key tmargin left horizontal Left reverse samplen 3 \
	title title . "   " . shorten(line, 60) left

array at[changes + 1]
array label_of[changes + 1]
k = 0
set table $unused
plot table using (strcol(CHANGE) ne "-" ? (k = k + 1, at[k] = column(NUMBER), \
	label_of[k] = strcol(CHANGE) . " " . strcol(LABEL), 0) : 0):(0) with table
unset table
do for [i = 1:changes] {
	set arrow i from at[i] - 0.5, graph 0 to at[i] - 0.5, graph 1 nohead \
		lc rgb "#606060" lw 1.5 dt (3,3)
	# Staggered, and to the left of the line where there is no room right.
	if (at[i] < 0.7 * n) {
		set label i label_of[i] at at[i] - 0.5, graph 0.97 - 0.05 * ((i - 1) % 4) offset character 0.5, 0
	} else {
		set label i label_of[i] at at[i] - 0.5, graph 0.97 - 0.05 * ((i - 1) % 4) right offset character -0.5, 0
	}
}

do for [type in "svg png"] {
	eval page(type, 1000, 480)
	set output stem . "." . type
	plot NaN notitle, \
		for [i = 1:noisy] table using NUMBER:VALUE:LOW:HIGH with yerrorbars ls 23 pt -1 title "a run's interval", \
		table using NUMBER:LEVEL with steps ls 2 dt 1 title "level", \
		table using NUMBER:VALUE with points ls 1 title "run"
}
set output
