# SPDX-License-Identifier: GPL-2.0-only
# help-bench.awk - from vcpuscale-run --list --bench='all *' to help: sets, the
# questions that they answer, the benchmarks that answer each.
BEGIN {
	FS = "\t"
	says["default"] = "the default set, without BENCH="
	says["request"] = "in no set, by name or glob alone: BENCH='Name/*'"
}

!($5 in says) { says[$5] = "BENCH=" $5 }
!($5 in members) { sets[++nr_sets] = $5 }
{ members[$5]++ }
!(($5, $6) in answers) { questions[$5] = questions[$5] "\n" $6 }
{ answers[$5, $6] = answers[$5, $6] sprintf("    %-40s %s\n", $1, $2) }

function show(set,    n, i, question)
{
	print says[set] ":"
	n = split(substr(questions[set], 2), question, "\n")
	for (i = 1; i <= n; i++)
		printf "  %s\n%s", question[i], answers[set, question[i]]
}

END {
	if ("default" in members)
		show("default")
	for (i = 1; i <= nr_sets; i++)
		if (sets[i] != "default" && sets[i] != "request")
			show(sets[i])
	if ("request" in members)
		show("request")
	print "BENCH=exact: what repeats to the instruction, of all sets."
	print "BENCH=all: all sets. BENCH='exits Ipi/*': a set and some others."
	print "Who does this, how often: build/vcpuscale-run --list, the last column."
}
