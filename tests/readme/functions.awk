# SPDX-License-Identifier: GPL-2.0-only
#
# awk -f functions.awk PATHS KERNEL=NAME FUNCTIONS.TSV ...: what each path executes and misses
# an operation at 255 vCPUs, as a table with three columns a kernel. PATHS is the list of
# vcpuscale-run: benchmark and function under test.

BEGIN {
	FS = "\t"
	parts = split("all xarray rcu loop rest cold", part, " ")
	label["xarray"] = "the xarray: `xa_…()`, `xas_…()`"
	label["rcu"] = "`__rcu_read_lock()`, `…unlock()`"
	label["rest"] = "all else"
	label["cold"] = "the misses from empty caches"
}

FILENAME == ARGV[1] { loop[$1] = $2; bench[++benches] = $1; next }

FNR == 1 { kernels[++nr] = KERNEL }

/^cell: / { cell = substr($0, 7); inside = sub("/vcpus=255$", "", cell) && cell in loop }

function add(what, insns, d1, ll)
{
	sum[cell, what, KERNEL, 1] += insns
	sum[cell, what, KERNEL, 2] += d1
	sum[cell, what, KERNEL, 3] += ll
}

# The events: insns loads stores atomics d1 l2 ll i1 branches mispredicted cold-d1 cold-l2 cold-ll
inside && $1 == "f" {
	split($7, n, " ")
	what = "rest"
	if ($4 ~ /^xas?_/) what = "xarray"
	if ($4 ~ /^__rcu_read_/) what = "rcu"
	if ($4 == loop[cell]) what = "loop"
	add(what, n[1], n[5], n[7])
	add("all", n[1], n[5], n[7])
	add("cold", 0, n[11], n[13])
}

END {
	line = "| |"; rule = "|---|"
	for (k = 1; k <= nr; k++) {
		line = line " `" kernels[k] "` | D1 | LL |"
		rule = rule "---:|---:|---:|"
	}
	print line "\n" rule
	for (b = 1; b <= benches; b++) {
		label["all"] = bench[b]
		label["loop"] = "`" loop[bench[b]] "()`"
		for (p = 1; p <= parts; p++) {
			line = "| " label[part[p]] " |"
			for (k = 1; k <= nr; k++)
				for (i = 1; i <= 3; i++)
					line = line (part[p] == "cold" && i == 1 ? " |" : sprintf(" %.0f |", sum[bench[b], part[p], kernels[k], i]))
			print line
		}
	}
}
