#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# readme.sh - the tables of README.md, docs/patched.md and docs/releases.md, and the cover letter and
# the functions of docs/results.md, are what the tool prints for the runs under
# results/reference.
# UPDATE=1 tests/readme.sh writes them there; read the difference before committing it.
# UPDATE=measure does so after it has measured the runs under results/reference/where,
# shares and relevance again, UPDATE=measure-shares or measure-relevance after one alone.
#
# check() calls the functions by name:
# shellcheck disable=SC2317
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

reference=results/reference

kernels="unpatched array xas patched"

# newest BASE KERNEL: the run that the pages quote.
newest()
{
	find "$reference/$1/$2/emulated" -name '*.txt' 2>/dev/null | sort | tail -n 1
}

letter()
{
	echo '```'
	"$O/vcpuscale" cover-letter "$(newest 6.1 unpatched)" "$(newest 6.1 patched)"
	echo '```'
}

# of_functions BENCH: what the report says of its functions, in a fence.
of_functions()
{
	echo '```'
	"$O/vcpuscale" compare "$(newest where/6.1 unpatched)" "$(newest where/6.1 patched)" |
		awk -v bench="$1" '/^Where: / { inside = $2 ~ bench } /^(warning|skipped)|^$/ { inside = 0 } inside'
	echo '```'
}

where() { of_functions '^IrqDelivery/state=quiet,'; }

others() { of_functions '^(AllCpusRequest|VcpuOnSpin)/state=quiet,'; }

# What the walks execute and miss, of each kernel that has a profile there.
functions()
{
	local kernel files=()

	"$O/vcpuscale-run" --list --bench='*/state=quiet' | cut -f 1,2 >"$tmp/paths"
	for kernel in $kernels; do
		[ -n "$(newest where/6.1 "$kernel")" ] || continue
		files+=("KERNEL=$kernel" "$(newest where/6.1 "$kernel" | sed 's/[.]txt$/.profile/')/functions.tsv")
	done
	awk -f tests/readme/functions.awk "$tmp/paths" "${files[@]}"
}

# measure HEAD: of a pair, the samples and the tables of functions are kept.
measure()
{
	local dir=$O/kernels/6.1 kept=$reference/where/6.1 file kernel

	harness/kernel/build-many.sh --build-dir="$O" --line=6.1 --tree= --onto=unpatched --kernel=unpatched --kernel="$1" &&
	"$O/vcpuscale-testbed" --build="$O" --line="$O/lines/6.1" --results="$tmp/where-$1" --vcpus=1,255 \
		--profile "$dir/unpatched" "$dir/$1" >"$tmp/runs" || exit 2
	while read -r file; do
		kernel=$(sed -n 's/^kernel: //p;T;q' "$file")
		"$O/vcpuscale" attribute --modules="$dir/$kernel" --program="$O/vcpuscale-run" --guests="$O/obj/bench" "$file" || exit 2
		rm -rf "${kept:?}/$kernel/emulated"
		mkdir -p "$kept/$kernel/emulated/$(basename "$file" .txt).profile"
		cp "$file" "$kept/$kernel/emulated/"
		cp "${file%.txt}.profile/functions.tsv" "$kept/$kernel/emulated/$(basename "$file" .txt).profile/"
	done <"$tmp/runs"
}

# numbers BASE KERNEL: "kind bench value" of its quiet cells at 255 vCPUs, and of
# their slopes.
numbers()
{
	local run

	run=$(newest "$1" "$2")
	[ -n "$run" ] || return 0
	"$O/vcpuscale" compare --format=csv "$run" "$run" | awk -F, "$columns"'
	$at["bench"] ~ /quiet$/ && ($at["kind"] == "slope" || $at["vcpus"] == 255) {
		printf "%s %s %.*f\n", $at["kind"], $at["bench"], $at["kind"] == "slope" && $at["base"] % 1 ? 1 : 0, $at["base"] }'
}

table()
{
	local kernel

	echo "| | \`${kernels// /\` | \`}\` |"
	echo '|---|---:|---:|---:|---:|'
	for kernel in $kernels; do
		numbers 6.1 "$kernel"
	done | awk '
	!(($1, $2) in row) { order[++n] = $1 SUBSEP $2 }
	{ row[$1, $2] = row[$1, $2] " | " $3 }
	END {
		for (i = 1; i <= n; i++) {
			split(order[i], key, SUBSEP)
			if (key[1] == "cell") {
				print "| " key[2] row[order[i]] " |"
				print "| one more vCPU" row["slope", key[2]] " |"
			}
		}
	}'
}

# on_each_base HEAD FORMAT: a row for each benchmark and base, with what FORMAT, an
# expression of awk with the cost at 255 vCPUs and the slope, makes of each kernel.
on_each_base()
{
	local base kernel

	echo "| $1 | | \`${kernels// /\` | \`}\` |"
	echo '|---|---|---:|---:|---:|---:|'
	for base in 6.1 6.12 7.3; do
		for kernel in $kernels; do
			numbers "$base" "$kernel" | sed "s/^/$base $kernel /"
		done
	done | awk -v kernels="$kernels" '
	!($4 in seen) { seen[$4]; order[++n] = $4 }
	!($1 in base) { base[$1]; bases[++m] = $1 }
	{ at[$3, $4, $1, $2] = $5 }
	END {
		count = split(kernels, name, " ")
		for (i = 1; i <= n; i++)
			for (j = 1; j <= m; j++) {
				printf "| %s | %s |", j == 1 ? order[i] : "", bases[j]
				for (k = 1; k <= count; k++) {
					cost = at["cell", order[i], bases[j], name[k]]
					slope = at["slope", order[i], bases[j], name[k]]
					printf " %s |", cost == "" ? "" : '"$2"'
				}
				print ""
			}
	}'
}

# The slopes of all bases, and the costs with them.
bases() { on_each_base "one more vCPU" slope; }

costs() { on_each_base "255 vCPUs, and one more" 'cost ", " slope'; }

# Which share of what a guest does the walk is.
shares()
{
	local kernel run

	for kernel in unpatched patched; do
		run=$(newest shares/6.1 "$kernel")
		[ -n "$run" ] || return 1
		"$O/vcpuscale" compare --format=csv "$run" "$run" | awk -F, -v kernel="$kernel" "$columns"'
			$at["kind"] == "cell" { printf "%s\t%s\t%s\t%s\n", kernel, $at["bench"], $at["vcpus"], $at["base"] }'
	done >"$tmp/cells"
	awk -F '\t' -f tests/readme/shares.awk tests/readme/shares.tsv "$tmp/cells"
}

# Of both kernels, in turns.
measure_shares()
{
	local dir=$O/kernels/6.1 kept=$reference/shares/6.1 file kernel

	harness/kernel/build-many.sh --build-dir="$O" --line=6.1 --tree= --onto=unpatched --kernel=unpatched --kernel=patched &&
	"$O/vcpuscale-testbed" --build="$O" --line="$O/lines/6.1" --results="$tmp/shares-measured" --vcpus=1,8,64,255 --rounds=2 \
		--bench="$(cut -f 2,3 tests/readme/shares.tsv | tr '\t' '\n' | grep -v '^-$' | sort -u | paste -sd ' ')" \
		"$dir/unpatched" "$dir/patched" >"$tmp/runs" || exit 2
	while read -r file; do
		kernel=$(sed -n 's/^kernel: //p;T;q' "$file")
		rm -rf "${kept:?}/$kernel/emulated"
		mkdir -p "$kept/$kernel/emulated"
		cp "$file" "$kept/$kernel/emulated/"
	done <"$tmp/runs"
}

# How often a Linux guest takes the paths, as it was counted once: in real time, which does
# not repeat.
relevance()
{
	"$O/vcpuscale-run" --list --bench='all *' |
		awk -f harness/jobs/relevance.awk - "$reference/relevance/6.1" | sed '/^$/,$d'
}

measure_relevance()
{
	make --no-print-directory relevance KERNEL=unpatched O="$O" >&2 || exit 2
	mkdir -p "$reference/relevance"
	cp "$O/logs/relevance" "$reference/relevance/6.1"
}

# releases_table DIR [GLOB]: a benchmark a row, a release a column: what an operation costs,
# and how much more than in the release before where a step was found.
releases_table()
{
	rm -rf "$tmp/across"
	"$O/vcpuscale" history --across=unpatched --results="$1" ${2:+--bench="$2"} --output="$tmp/across" || return
	awk -F '\t' '
	/^#/ { next }
	$2 == 1 { head = head " " $6 " |"; rule = rule "---:|" }
	!($2 in bench) { bench[$2] = $7; n++ }
	{ row[$2] = row[$2] " " ($3 == "-" ? "" : $3) ($5 == "-" ? "" : ", " $5) " |" }
	END {
		print "| |" head
		print "|---|" rule
		for (i = 1; i <= n; i++)
			print "| " bench[i] " |" row[i]
	}' "$tmp"/across/*/releases.tsv
}

# Of the three walks, and not of the IPIs, which are quiet, too.
walks() { releases_table "$reference/releases" '[AIV][lrc]*/state=quiet'; }

releases() { releases_table "$reference/releases"; }

# shown NAME FILE: the block after the mark, up to the next empty line outside
# of a fence.
shown()
{
	awk -v mark="<!-- $1: UPDATE=1 tests/readme.sh -->" '
	$0 == mark	{ inside = 1; next }
	inside && $0 == "```" { fence = !fence }
	inside && $0 == "" && !fence { exit }
	inside' "$2"
}

# update NAME FILE
update()
{
	"$1" >"$tmp/$1" &&
	awk -v mark="<!-- $1: UPDATE=1 tests/readme.sh -->" -v block="$tmp/$1" '
	skip && $0 == "```" { fence = !fence }
	skip && $0 == "" && !fence { skip = 0 }
	!skip
	$0 == mark	{
		while ((getline line < block) > 0)
			print line
		skip = 1
	}' "$2" >"$tmp/page" && cat "$tmp/page" >"$2"
}

as_printed()
{
	"$1" >"$tmp/$1" && shown "$1" "$2" >"$tmp/shown" &&
	[ "$(wc -l <"$tmp/$1")" -gt 4 ] && diff -u "$tmp/shown" "$tmp/$1"
}

main()
{
	echo 1..11
	if [ "${UPDATE:-}" = measure ]; then
		measure array
		measure xas
		measure patched
		measure_shares
		measure_relevance
	fi
	[ "${UPDATE:-}" != measure-shares ] || measure_shares
	[ "${UPDATE:-}" != measure-relevance ] || measure_relevance
	if [ -n "${UPDATE:-}" ]; then
		update table README.md
		update bases README.md
		update letter docs/results.md
		update shares README.md
		update where README.md
		update functions README.md
		update others docs/results.md
		update costs docs/patched.md
		update relevance docs/who-does-this.md
		update walks README.md
		update releases docs/releases.md
	fi
	check "README.md shows the table of the reference runs" as_printed table README.md
	check "and that of all bases" as_printed bases README.md
	check "docs/results.md shows the cover letter of the reference runs" as_printed letter docs/results.md
	check "README.md shows which share of an operation the walk is" as_printed shares README.md
	check "README.md shows the functions of a benchmark" as_printed where README.md
	check "and those of all kernels" as_printed functions README.md
	check "docs/results.md shows those of the others" as_printed others docs/results.md
	check "docs/patched.md shows the kernels side by side" as_printed costs docs/patched.md
	check "docs/who-does-this.md shows how often a guest takes the paths" as_printed relevance docs/who-does-this.md
	check "README.md shows what each release did to the walks" as_printed walks README.md
	check "docs/releases.md what it did to all benchmarks" as_printed releases docs/releases.md
	exit $failed
}
main
