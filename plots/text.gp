# SPDX-License-Identifier: GPL-2.0-only
#
# gnuplot -c text.gp TABLES N FILE
# Draws the index's Nth benchmark as text that a mail can carry: at most 72
# columns and 24 lines. draw.sh strips what the terminal puts around it.

tables = ARG1
n = int(ARG2)

load "style.gp"
load "index.gp"

# Bytes, not characters: what is not ASCII draw.sh replaces byte by byte.
set encoding default
set terminal dumb size 72,24 noenhanced mono
set output ARG3

table = tables . "/" . slug[n] . ".dat"
gap = 0.1
load "axes.gp"

base_name = shorten(side(base[n], head[n], "base"), 40)
head_name = shorten(side(head[n], base[n], "head"), 40)
width = strlen(base_name) > strlen(head_name) ? strlen(base_name) : strlen(head_name)
legend(mark, name, slope) = shorten( \
	sprintf(sprintf("  %%s  %%-%ds  %%s", width), mark, name, \
		slope_text(slope)), 72)

set label 1 at character 0,23 shorten(bench[n], 36) . ": " . \
	shorten(unit[n], 12) . " (up) against vCPUs (across)"
set label 2 at character 0,22 legend("A", base_name, base_slope[n])
set label 3 at character 0,21 legend("B", head_name, head_slope[n])
set label 4 at character 0,20 "     where both fall on one spot: B" . \
	(fits[n] && words(sizes) > 1 ? "   dots: the fitted lines" : "")

# Line styles would choose the characters; the default draws | and -.
unset xlabel
unset ylabel
unset key
unset grid
set border 3 linetype -1
set tmargin 5
set rmargin 3
plot NaN notitle, \
	for [i = 1:fits[n]] table using VCPUS:BASE_FIT with lines lt 0 notitle, \
	for [i = 1:fits[n]] table using VCPUS:HEAD_FIT with lines lt 0 notitle, \
	table using VCPUS:BASE with points pt "A" notitle, \
	table using VCPUS:HEAD with points pt "B" notitle
set output
