# SPDX-License-Identifier: GPL-2.0-only
#
# Reads tables/index.tsv: one line a benchmark, its fields separated by tabs.
# In: tables. Out: benches (how many) and the arrays below, one entry each.

set datafile separator tab
set datafile commentschars ""
set table $unused
benches = 0
plot tables . "/index.tsv" using (benches = benches + 1):(0) with table

array slug[benches]
array bench[benches]
array unit[benches]
array base[benches]
array head[benches]
array base_slope[benches]
array head_slope[benches]
array has_interval[benches]
array fits[benches]
row = 0
plot tables . "/index.tsv" using (row = row + 1, \
	slug[row] = strcol(1), bench[row] = strcol(2), unit[row] = strcol(3), \
	base[row] = strcol(4), head[row] = strcol(5), \
	base_slope[row] = strcol(6), head_slope[row] = strcol(7), \
	has_interval[row] = int(strcol(8)), fits[row] = int(strcol(9)), \
	row):(0) with table
unset table

# What the tables themselves look like.
set datafile separator whitespace
set datafile commentschars "#"
set datafile missing "?"
