# SPDX-License-Identifier: GPL-2.0-only
#
# gnuplot -c bench.gp TABLES N STEM
# Draws the index's Nth benchmark as STEM.svg and STEM.png.

tables = ARG1
n = int(ARG2)
stem = ARG3

load "style.gp"
load "index.gp"

base_name = shorten(side(base[n], head[n], "base"), 50) . "   "
head_name = shorten(side(head[n], base[n], "head"), 50) . "   "
shared_legend = 0
gap = 0.05

do for [type in "svg png"] {
	eval page(type, 900, 560)
	set output stem . "." . type
	load "panel.gp"
}
set output
