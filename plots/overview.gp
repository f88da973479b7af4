# SPDX-License-Identifier: GPL-2.0-only
#
# gnuplot -c overview.gp TABLES STEM
# Draws every benchmark of the index on one page: STEM.svg and STEM.png. The
# legend at the top names the kernels, each panel's own only the slopes.

tables = ARG1
stem = ARG2

load "style.gp"
load "index.gp"

columns = benches < 3 ? benches : benches == 4 ? 2 : 3
rows = (benches + columns - 1) / columns
legend = 50
height = legend + 400 * rows
share = 400.0 / height
gap = 0.085
shared_legend = 1
base_name = ""
head_name = ""
bars = 0
do for [n = 1:benches] { bars = bars || has_interval[n] }

do for [type in "svg png"] {
	eval page(type, 1400, height)
	set output stem . "." . type
	set multiplot

	set size 1, 1.0 * legend / height
	set origin 0, 1 - 1.0 * legend / height
	set key left center horizontal maxcols auto maxrows 1 Left reverse \
		samplen 5 width 3 title ''
	unset border
	unset tics
	unset xlabel
	unset ylabel
	plot [0:1] [0:1] NaN notitle, \
		keyentry with linespoints ls 1 \
			title shorten(side(base[1], head[1], "base"), 45), \
		keyentry with linespoints ls 2 \
			title shorten(side(head[1], base[1], "head"), 45), \
		for [i = 1:bars] keyentry with yerrorbars ls 23 pt -1 title bars_mean

	set border 3 ls 90
	set grid ytics ls 91
	set size 1.0 / columns, share
	do for [n = 1:benches] {
		set origin ((n - 1) % columns) * 1.0 / columns, \
			(rows - 1 - (n - 1) / columns) * share
		load "panel.gp"
	}
	unset multiplot
}
set output
