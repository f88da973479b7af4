# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# checks.sh - what holds of every profile of a pair of kernels: samples are what they are
# without, and what was counted adds up to them. To be sourced behind tests/lib.sh, by
# tests/profile.sh and tests/long/profile.sh.
#
# The callers' variables, and functions that check() calls by name:
# shellcheck disable=SC2034,SC2154,SC2317

# profiles__of LINE HEAD: what is measured from now on, unpatched and HEAD of a base.
profiles__of()
{
	dirs=("$O/kernels/$1/unpatched" "$O/kernels/$1/$2")
	# Where all batches are preempted, as on 6.12, each switch of tasks is drawn elsewhere
	# by some instructions more or fewer.
	busy_percent=0
	[ "$1" = 6.1 ] || busy_percent=10
	# A whole kernel has its image beside its modules.
	image=()
	[ ! -d "$O/lines/$1" ] || image=("--line=$O/lines/$1")
}

profiles__built()
{
	[[ -s ${dirs[0]}/info && -s ${dirs[1]}/info ]]
}

busy_percent=0		# that state=busy may differ by: see profiles__of
rounds=(--rounds=1)	# empty: the testbed's, fewer of cells that repeat

# measure NAME OPTION...: files' paths in $tmp/NAME.out.
measure()
{
	local name=$1
	shift
	run "$name" "$O/vcpuscale-testbed" --build="$O" "${image[@]}" --silence=900 \
		--results="$tmp/$name" "${rounds[@]}" "$@" "${dirs[@]}"
	show "$name"
	[ "$status" = 0 ] && [ "$(grep -c '\.txt$' "$tmp/$name.out")" = 2 ]
}

# sides NAME: 1, and 2 where there is a head.
sides()
{
	seq "$(grep -c '\.txt$' "$tmp/$1.out")"
}

# profile NAME SIDE: its directory
profile()
{
	local file
	file=$(sed -n "$2p" "$tmp/$1.out")
	echo "${file%.txt}.profile"
}

# same_samples NAME NAME: to the byte, all but the head's lines that name the run.
same_samples()
{
	local side

	for side in 1 2; do
		sed -E '/^(run|beside): /d' "$(sed -n "${side}p" "$tmp/$1.out")" >"$tmp/a"
		sed -E '/^(run|beside): /d' "$(sed -n "${side}p" "$tmp/$2.out")" >"$tmp/b"
		[ "$(grep -c ^Benchmark "$tmp/a")" -ge 50 ] && diff "$tmp/a" "$tmp/b" || return 1
		echo "$(grep -c ^Benchmark "$tmp/a") samples"
	done
}

# all_profiled NAME: each cell that has a number that repeats has a profile, which is whole.
all_profiled()
{
	local side file

	for side in $(sides "$1"); do
		file=$(sed -n "${side}p" "$tmp/$1.out")
		sed -n 's/^Benchmark\([^ ]*\) [0-9].* insns.op$/\1/p' "$file" | sort -u | tr / , >"$tmp/cells"
		find "$(profile "$1" "$side")" -name '*.raw.gz' -printf '%f\n' | sed 's/\.raw[.]gz$//' | sort >"$tmp/raws"
		[ "$(wc -l <"$tmp/cells")" -ge 5 ] && diff "$tmp/cells" "$tmp/raws" || return 1
		for file in "$(profile "$1" "$side")"/*.raw.gz; do
			[ "$(zcat "$file" | tail -n 1)" = end ] || return 1
		done
	done
}

# shellcheck disable=SC2016 # awk's
# Of a raw file: "cell windows cost insns empty-windows empty-cost insns ops round"
profiles__sums='
	$1 == "cell:" { cell = $2 }
	$1 == "round:" { round = $2 }
	$1 == "ops:" { ops = $2 }
	$1 == "windows:" { windows = $2 }
	$1 == "cost:" { cost = $2 }
	$1 == "empty-windows:" { empties = $2 }
	$1 == "empty-cost:" { empty = $2 }
	$1 == "a" { a += $4 }
	$1 == "e" { e += $4 }
	END { printf "%s %d %d %.0f %d %d %.0f %d %d\n", cell, windows, cost, a, empties, empty, e, ops, round }'

# least RESULTS ROUND CELL: of its samples, ten digits.
least()
{
	awk -v round="$2" -v cell="Benchmark$3" '$1 == "round:" { now = $2 }
		now == round && $1 == cell && $4 == "insns/op" && (!n++ || $3 < least) { least = $3 }
		END { print least }' "$1"
}

# windows_add_up NAME: a window has as many instructions as the TSC counts, and the sum over
# all addresses is the cell's number: to the instruction. The scheduler, whose clock
# state=busy has, draws the line between tasks elsewhere than the plugin: its windows differ,
# as much in an empty batch as in the others.
windows_add_up()
{
	local side file results cell windows cost a empties empty e ops round cells=0

	for side in $(sides "$1"); do
		results=$(sed -n "${side}p" "$tmp/$1.out")
		for file in "$(profile "$1" "$side")"/*.raw.gz; do
			zcat "$file" | awk "$profiles__sums" >"$tmp/sums"
			cat "$tmp/sums"
			read -r cell windows cost a empties empty e ops round <"$tmp/sums"
			awk -v counted="$((a * empties - e * windows))" -v cost="$(((cost - empty) * windows * empties))" \
				-v percent="$([[ $cell != */state=busy/* ]] || echo "$busy_percent")" \
				'BEGIN { d = counted - cost; exit !(cost > 0 && (d < 0 ? -d : d) <= cost * percent / 100) }' ||
				return 1
			[[ $cell = */state=busy/* || ( $a = $((windows * cost)) && $e = $((empties * empty)) ) ]] ||
				return 1
			awk -v x="$((cost - empty))" -v ops="$ops" -v least="$(least "$results" "$round" "$cell")" \
				'BEGIN { print x / ops, least; d = x - ops * least; exit d < -0.01 || d > 0.01 }' ||
				return 1
			cells=$((cells + 1))
		done
	done
	[ $cells -ge 10 ]
}

# functions_add_up NAME: those of a cell are its number as well.
functions_add_up()
{
	local side results cell sum round cells=0

	for side in $(sides "$1"); do
		results=$(sed -n "${side}p" "$tmp/$1.out")
		"$O/vcpuscale" attribute --modules="${dirs[side - 1]}" --program="$O/vcpuscale-run" \
			--guests="$O/obj/bench" "$results" || return 1
		awk -F '\t' '/^cell: / { if (cell) printf "%s %.10g %d\n", cell, sum, round
				cell = substr($0, 7); sum = 0 }
			/^round: / { round = substr($0, 8) }
			$1 == "f" { sum += $7 }
			END { printf "%s %.10g %d\n", cell, sum, round }' \
			"$(profile "$1" "$side")/functions.tsv" >"$tmp/functions"
		while read -r cell sum round; do
			echo "$cell $sum"
			awk -v a="$sum" -v b="$(least "$results" "$round" "$cell")" \
				-v percent="$([[ $cell != */state=busy/* ]] || echo "$busy_percent")" \
				'BEGIN { d = a - b; exit !b || (d < 0 ? -d : d) > 1e-6 + 1e-9 * b + percent * b / 100 }' || return 1
			cells=$((cells + 1))
		done <"$tmp/functions"
	done
	[ $cells -ge 10 ]
}

# profiles_fit NAME: 45 cells have at most 5 MiB, with all that is made of them.
profiles_fit()
{
	local cells bytes
	cells=$(find "$(profile "$1" 1)" -name '*.raw.gz' | wc -l)
	bytes=$(du -b --apparent-size "$(profile "$1" 1)" | cut -f 1)
	echo "$cells cells, $bytes bytes"
	[ $((bytes * 45 / cells)) -le $((5 << 20)) ]
}

# same_profiles NAME NAME: of the quiet benchmarks, in two runs: to the byte.
same_profiles()
{
	local side file files=0

	for side in 1 2; do
		for file in "$(profile "$1" "$side")"/*state=quiet*.raw.gz "$(profile "$1" "$side")/symbols"; do
			cmp "$file" "$(profile "$2" "$side")/${file##*/}" || return 1
			files=$((files + 1))
		done
	done
	[ $files -ge 8 ]
}
