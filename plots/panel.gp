# SPDX-License-Identifier: GPL-2.0-only
#
# One benchmark: cost against vCPUs for both kernels, on the current page.
# In: tables, n (its line in the index), type (svg or png), gap (see axes.gp),
# base_name and head_name (what the legend puts before the slopes),
# shared_legend (another legend tells what the bars are).

table = tables . "/" . slug[n] . ".dat"
load "axes.gp"

# Title and legend lie above the axes, where they hide no point.
set key tmargin left vertical maxcols 1 maxrows auto Left reverse \
	samplen 5 spacing 1.2 width 0 \
	title bench[n] left font title_font(type)
set xlabel "vCPUs"
set ylabel unit[n]

# Where no line fits, thin lines join the measured points instead.
base_line = fits[n] ? BASE_FIT : BASE
head_line = fits[n] ? HEAD_FIT : HEAD
look = fits[n] ? 0 : 10

# The NaN keeps a table without any value from being an error.
plot NaN notitle, \
	for [i = 1:has_interval[n]] table \
		using VCPUS:BASE:BASE_LOW:BASE_HIGH with yerrorbars ls 21 pt -1 notitle, \
	table using VCPUS:base_line with lines ls 1 + look notitle, \
	table using VCPUS:BASE with points ls 1 notitle, \
	for [i = 1:has_interval[n]] table \
		using VCPUS:HEAD:HEAD_LOW:HEAD_HIGH with yerrorbars ls 22 pt -1 notitle, \
	table using VCPUS:head_line with lines ls 2 + look notitle, \
	table using VCPUS:HEAD with points ls 2 notitle, \
	keyentry with linespoints ls 1 + look \
		title base_name . slope_text(base_slope[n]), \
	keyentry with linespoints ls 2 + look \
		title head_name . slope_text(head_slope[n]), \
	for [i = 1:has_interval[n] && !shared_legend] \
		keyentry with yerrorbars ls 23 pt -1 title bars_mean
