# SPDX-License-Identifier: GPL-2.0-only
# relevance.awk - from vcpuscale-run --list and what vcpuscale-guest has counted to a table
# of markdown: for each function under test, calls in the boot of each guest, and in what
# its programs do afterwards.

FNR == NR {
	split($0, column, "\t")
	benches[column[2]] = benches[column[2]] (benches[column[2]] ? ", " : "") "`" name(column[1]) "`"
	next
}

# "Ipi/dest=self/mode=xapic/state=quiet": Ipi is enough, once.
function name(bench)
{
	sub("/.*", "", bench)
	return bench
}

function once(list,    n, i, part, seen, result)
{
	n = split(list, part, ", ")
	for (i = 1; i <= n; i++)
		if (!(part[i] in seen)) {
			seen[part[i]]
			result = result (result ? ", " : "") part[i]
		}
	return result ? result : "-"
}

$1 == "guest" { guests[++nr] = $2 }
$1 == "absent" { absent[$2] }
$1 == "renamed" { renamed[$2] }
$1 == "ended" && $0 != "ended as it should" { short[guests[nr]] = substr($0, 7) }
$1 == "hits" {
	if ($2 == "boot") boot[$3, nr] = $4
	all[$3, nr] = $4
	if (!($3 in known)) { known[$3]; functions[++count] = $3 }
}

END {
	line = "| function | benchmark |"; rule = "|---|---|"
	for (g = 1; g <= nr; g++) {
		line = line " " guests[g] " |"
		rule = rule "---:|"
	}
	print line "\n" rule
	for (f = 1; f <= count; f++) {
		line = "| `" functions[f] "` | " once(benches[functions[f]]) " |"
		for (g = 1; g <= nr; g++)
			line = line " " boot[functions[f], g] + 0 " + " all[functions[f], g] - boot[functions[f], g] " |"
		print line
	}
	if (length(absent) || length(renamed) || length(short))
		print ""
	for (f in absent)
		print "not counted, for the compiler has inlined it, or this kernel has no such function: " f
	for (f in renamed)
		print "counted under the name that this kernel has for it: __" f
	for (g in short)
		print "the guest of " g " vCPUs ended " short[g]
}
