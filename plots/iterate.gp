# SPDX-License-Identifier: GPL-2.0-only
#
# gnuplot -c iterate.gp COUNTS MODULE STEM
# Draws what iterating costs as STEM.svg and STEM.png: of the tables in MODULE
# the kernel's instructions, of those in COUNTS the simulated caches' misses,
# each a visit, with the loop body of kvm_vcpu_on_spin(). Both were written by
# 'vcpuscale tables --per-vcpu'.

counts = ARG1
module = ARG2
stem = ARG3

load "style.gp"
set datafile missing "?"

# Three kinds apart in colour, lightness, marker and dash.
set style line 31 lc rgb "#e58600" lw 3 dt 1 pt 6 ps 1.1
set style line 32 lc rgb "#000000" lw 1.5 dt (2,3) pt 4 ps 1.0
set style line 33 lc rgb "#004488" lw 2 dt (10,5) pt 9 ps 0.9
array kind[3] = [ "xarray", "array", "rcu-list" ]
array label[3] = [ "xarray (Linux since 5.17)", "array, read barrier", "RCU list" ]

table(dir, k, cache, unit) = dir . "/Iterate-kind-" . k . \
	"-loop-spin-order-created-cache-" . cache . "-writer-no" . unit . ".dat"

set logscale x 2
set xrange [0.8:5200]
set xlabel "objects visited"
set lmargin 8
set rmargin 2

do for [type in "svg png"] {
	eval page(type, 1400, 480)
	set output stem . "." . type
	set multiplot

	set size 1, 0.1
	set origin 0, 0.9
	set key left center horizontal maxcols auto maxrows 1 Left reverse samplen 5 width 3 title ''
	unset border
	unset tics
	unset xlabel
	unset ylabel
	unset title
	unset logscale
	plot [0:1] [0:1] NaN notitle, for [i = 1:3] keyentry with linespoints ls 30 + i title label[i]

	set border 3 ls 90
	set tics nomirror out textcolor rgb "black"
	set xtics nomirror ("1" 1, "4" 4, "16" 16, "64" 64, "255" 255, "1024" 1024, "4096" 4096)
	set ytics autofreq nomirror
	set xlabel "objects visited"
	set logscale x 2
	unset key
	set size 0.333, 0.9
	set origin 0, 0
	set title "Instructions a visit (kernel, emulated, exact)" font title_font(type)
	set logscale y 2
	set yrange [4:512]
	plot for [i = 1:3] table(module, kind[i], "warm", "") using 1:2 with linespoints ls 30 + i
	unset logscale y
	set yrange [-0.05:4.5]
	set origin 0.333, 0
	set title "D1 misses a visit, warm (simulated)" font title_font(type)
	plot for [i = 1:3] table(counts, kind[i], "warm", "-D1-misses-op") using 1:2 with linespoints ls 30 + i
	set origin 0.667, 0
	set yrange [-0.05:7.5]
	set title "LL misses a visit, evicted (simulated)" font title_font(type)
	plot for [i = 1:3] table(counts, kind[i], "cold", "-LL-misses-op") using 1:2 with linespoints ls 30 + i
	unset multiplot
}
set output
