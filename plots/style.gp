# SPDX-License-Identifier: GPL-2.0-only
#
# The shared look: colours, markers, number formats. Every other script loads
# this one first. Kernels differ in colour, in lightness, in marker and in
# dash, so that they stay apart in greyscale and for colour-blind readers.

set encoding utf8

# For eval: the terminal for a page of w by h pixels, type "svg" or "png".
# Names hold '_', '=' and '/', so no text is ever taken for markup.
page(type, w, h) = sprintf("set terminal %s size %d,%d noenhanced background 'white' ", \
	type eq "png" ? "pngcairo" : type, w, h) . (type eq "png" ? \
	"font 'DejaVu Sans,11' pointscale 1.4" : "font 'sans-serif,15'")
# Size sets a title apart; "sans-serif:Bold" would be no font that SVG knows.
title_font(type) = type eq "png" ? "DejaVu Sans,13" : "sans-serif,18"

# 1: base, light orange, open circles, solid.  2: head, dark blue, filled
# triangles, dashed. The head is drawn last; a circle around a triangle and a
# dashed line on a solid one show both where the values are equal.
set style line 1 lc rgb "#e58600" lw 3 dt 1 pt 6 ps 1.1
set style line 2 lc rgb "#004488" lw 2 dt (10,5) pt 9 ps 0.9
# 11, 12: the same kernels where no line fits: thin, measured point to point.
set style line 11 lc rgb "#e58600" lw 1.5 dt 1 pt 6 ps 1.1
set style line 12 lc rgb "#004488" lw 1 dt (4,3) pt 9 ps 0.9
# 21, 22: intervals. The base's is the wide bar, the head's the thin line in it.
set style line 21 lc rgb "#e58600" lw 5 dt 1
set style line 22 lc rgb "#004488" lw 1.5 dt 1
set style line 23 lc rgb "#606060" lw 1.5 dt 1
bars_mean = "bars: interval"

set style line 90 lc rgb "#606060" lw 1
set style line 91 lc rgb "#d8d8d8" lw 1
set border 3 ls 90
set tics nomirror out textcolor rgb "black"
set grid ytics ls 91
set errorbars 0.8

# At most n characters, cut in the middle: both ends of a name tell something.
shorten(s, n) = strlen(s) <= n ? s : \
	s[1:(n - 2) / 2] . ".." . s[strlen(s) - (n - 3) / 2:*]

# "insns/op" measured over vCPUs has the slope "insns/vCPU".
slope_unit(u) = (strlen(u) > 3 && u[strlen(u) - 2:*] eq "/op" ? \
	u[1:strlen(u) - 3] : u) . "/vCPU"

# Three digits that mean something, and no exponent where it can be helped.
digits(v) = abs(v) >= 1e6 ? digits(v / 1e6) . " M" : \
	sprintf(abs(v) >= 100 ? "%.0f" : abs(v) >= 10 ? "%.1f" : \
		abs(v) >= 1 ? "%.2f" : "%.3g", v)

# What the legend says of benchmark n's slope s (a string; "?": none), once
# axes.gp has read the sizes. One size alone has no slope to speak of.
slope_text(s) = words(sizes) < 2 ? "" : !fits[n] ? "no single line fits" : \
	strlen(s) && s ne "?" ? digits(real(s)) . " " . slope_unit(unit[n]) : ""

# Two runs of one kernel (A/A) need telling apart.
side(name, other, what) = name eq other ? name . " (" . what . ")" : name

# Ticks: steps of 1, 2 or 5 times a power of ten, and one SI prefix for a whole
# axis, chosen by its largest value.
magnitude(v) = 10.0 ** floor(log10(v))
round_step(v) = v / magnitude(v) < 1.5 ? magnitude(v) : \
	v / magnitude(v) < 3.5 ? 2 * magnitude(v) : \
	v / magnitude(v) < 7.5 ? 5 * magnitude(v) : 10 * magnitude(v)
prefix_value(v) = v >= 1e9 ? 1e9 : v >= 1e6 ? 1e6 : v >= 1e4 ? 1e3 : 1
prefix_name(v) = v >= 1e9 ? " G" : v >= 1e6 ? " M" : v >= 1e4 ? " k" : ""
