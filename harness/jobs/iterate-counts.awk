# SPDX-License-Identifier: GPL-2.0-only
# iterate-counts.awk - samples from what callgrind has counted of
# vcpuscale-iterate: a part a cell, named by the client request that ended it.
# A group of cells begins with kind=none, the harness alone, which is
# subtracted from the others.

BEGIN {
	print "Unit insns/op better=lower assume=exact"
	print "Unit D1-misses/op better=lower assume=exact"
	print "Unit LL-misses/op better=lower assume=exact"
	print "round: 1"
}

/^desc: Trigger: Client Request: Iterate\// { name = $5 }

/^events:/ {
	delete column
	for (i = 2; i <= NF; i++)
		column[$i] = i
}

# Zeros at the end of a line are left out.
function count(event) { return $column[event] + 0 }

/^totals:/ && name != "" {
	insns = count("Ir")
	d1 = count("D1mr") + count("D1mw")
	ll = count("DLmr") + count("DLmw")
	if (name ~ /kind=none/) {
		none_insns = insns; none_d1 = d1; none_ll = ll
		printf "# empty walk: %d insns/op %d D1-misses/op %d LL-misses/op subtracted\n", insns, d1, ll
	} else {
		printf "Benchmark%s 1 %d insns/op %d D1-misses/op %d LL-misses/op\n", \
			name, insns - none_insns, d1 - none_d1, ll - none_ll
		samples++
	}
	name = ""
}

END {
	print "end: " samples + 0
	exit !samples
}
