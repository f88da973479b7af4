# SPDX-License-Identifier: GPL-2.0-only
#
# awk -F '\t' -f shares.awk SHARES.TSV CELLS: what share of an operation the walk over all vCPUs
# is. SHARES.TSV has an operation a line, the benchmark that measures it, and the benchmark
# of the walk. CELLS has lines "kernel, benchmark, vCPUs, cost". The walk at N is what its
# benchmark costs more there than at one vCPU. Where there is none, it is what the
# operation costs more than at the smallest size.

function cost(kernel, bench, n) { return costs[kernel, bench, n] }

function walk(kernel, row, n)
{
	if (by[row] == "-")
		return cost(kernel, bench[row], n) - cost(kernel, bench[row], first)
	return cost(kernel, by[row], n) - cost(kernel, by[row], 1)
}

function cell(kernel, row, n,    whole, share)
{
	whole = cost(kernel, bench[row], n)
	share = whole ? 100 * walk(kernel, row, n) / whole : 0
	if (share < 0.05)
		share = 0
	return sprintf(" %.0f, %.*f %% |", whole, share && share < 10 ? 1 : 0, share)
}

NR == FNR { says[++rows] = $1; bench[rows] = $2; by[rows] = $3; next }

!($1 in kernels) { kernels[$1]; name[++nr] = $1 }
$3 > 1 && !($3 in sizes) { sizes[$3]; size[++nr_sizes] = $3 }
{ costs[$1, $2, $3] = $4 }

END {
	first = size[1]
	line = "| |"; rule = "|---|"
	for (k = 1; k <= nr; k++)
		for (s = 1; s <= nr_sizes; s++) {
			line = line " `" name[k] "`, " size[s] " |"
			rule = rule "---:|"
		}
	print line "\n" rule
	for (row = 1; row <= rows; row++) {
		line = "| " says[row] " (`" bench[row] "`) |"
		for (k = 1; k <= nr; k++)
			for (s = 1; s <= nr_sizes; s++)
				line = line cell(name[k], row, size[s])
		print line
	}
}
