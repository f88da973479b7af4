# SPDX-License-Identifier: GPL-2.0-only
#
# gnuplot -c history-text.gp TABLE FILE TITLE UNIT CHANGES
# The same as text that a mail can carry: at most 72 columns and 20 lines.

table = ARG1
title = ARG3
unit = ARG4

load "style.gp"

set encoding default
set datafile separator whitespace
set datafile commentschars "#"
set terminal dumb size 72,20 noenhanced mono
set output ARG2

stats table using 1:3 nooutput prefix "LOW"
stats table using 1:4 nooutput prefix "HIGH"
low = LOW_min_y
high = HIGH_max_y
room = high > low ? high - low : (high > 0 ? 0.02 * high : 1)
set yrange [low - 0.15 * room : high + 0.15 * room]
set xrange [0.4 : LOW_records + 0.6]
set format y "%.6g"
unset key
unset grid
set border 3 linetype -1
set tmargin 2
set rmargin 3
set label 1 at character 0,19 shorten(title . ", " . unit, 44) . " against runs, A"
set label 2 at character 0,18 int(ARG5) ? "dots: where a change begins" : "no change point"
plot table using 1:2 with points pointtype 1, \
	table using (strcol(6) ne "-" ? $1 - 0.5 : NaN):(high + 0.15 * room) with impulses lt 0
