# SPDX-License-Identifier: GPL-2.0-only
#
# Ranges and ticks for one table. Both axes are linear and start at 0: a cost
# that grows with the vCPUs is a line, and twice the height is twice the cost.
# In: table, and gap, how much of the x axis a tick's label needs to itself.

# The table's columns.
VCPUS = 1
BASE = 2; BASE_LOW = 3; BASE_HIGH = 4
HEAD = 5; HEAD_LOW = 6; HEAD_HIGH = 7
BASE_FIT = 8; HEAD_FIT = 9

taller(v, c) = valid(c) && column(c) > v ? column(c) : v
sizes = ""
top = 0.0
right = 0.0
set table $unused
plot table using (sizes = sizes . " " . strcol(VCPUS), \
	right = taller(right, VCPUS), \
	top = taller(top, BASE), top = taller(top, BASE_HIGH), \
	top = taller(top, HEAD), top = taller(top, HEAD_HIGH), \
	top = taller(top, BASE_FIT), top = taller(top, HEAD_FIT), \
	0):(0) with table
unset table
if (right <= 0) { right = 1.0 }
if (top <= 0) { top = 1.0 }

# One size alone stands in the middle.
set xrange [0:(words(sizes) > 1 ? 1.03 : 2) * right]
set yrange [0:1.06 * top]

# Every measured size has a tick. Powers of two crowd at the left, so only
# the largest, the smallest and what fits between them have a number too.
set xtics () nomirror out textcolor rgb "black"
last = 2.0 * right + gap * right
first = words(sizes) ? real(word(sizes, 1)) : 0
do for [i = words(sizes):1:-1] {
	size = real(word(sizes, i))
	if (i == 1 || (last - size >= gap * right && \
		       size - first >= gap * right)) {
		set xtics add (word(sizes, i) size)
		last = size
	} else {
		set xtics add ("" size 1)
	}
}

step = round_step(top / 5)
set ytics ("0" 0) nomirror out textcolor rgb "black"
do for [i = 1:int(1.06 * top / step)] {
	set ytics add (sprintf("%g%s", i * step / prefix_value(top), \
		prefix_name(top)) i * step)
}
