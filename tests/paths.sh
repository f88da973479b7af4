#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Each benchmark measures the function that its descriptor names. One instruction is
# planted at the start of all these functions, and each benchmark has to find one more
# for each call in its own: in the cell, to the instruction, and by name in the profile.
# It may find others that were planted only where it calls them, and nothing else.
# Benchmarks whose counts do not repeat, or are bytes: tests/paths-varying.sh. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/paths/plant.sh
. tests/paths/plant.sh

TESTS=7
SIZES="1 16"
kernels=$O/kernels/6.1
series=$tmp/planted-paths
need_qemu $TESTS
need_kernels $TESTS unpatched

# repeating COLUMN: of the benchmarks that repeat, in all sets.
repeating()
{
	"$O/vcpuscale-run" --list --bench=all | awk -F '\t' -v column="$1" '$4 == "repeats" && !/^Bytes\// { print $column }'
}

# A patch for all functions.
make_series()
{
	repeating 2 | sort -u >"$tmp/functions"
	sed 's/$/ int planted __maybe_unused = ({ asm volatile("nop"); 0; });/' "$tmp/functions" |
		plant_series "$series" "KVM: Spend one instruction more in what benchmarks name"
}

# Twice, so that what is not to the instruction is seen.
measured()
{
	local side file
	run machine "$O/vcpuscale-testbed" --build="$O" --line="$O/lines/6.1" --results="$tmp/results" \
		--silence=900 --vcpus="$SIZES" --rounds=3 --profile --bench="$(repeating 1 | paste -sd ' ')" \
		"$kernels/unpatched" "$kernels/planted-paths"
	show machine
	[ "$status" = 0 ] || return 1
	for side in 1 2; do
		file=$(sed -n "${side}p" "$tmp/machine.out")
		"$O/vcpuscale" attribute "$file" && cp "${file%.txt}.profile/functions.tsv" "$tmp/$side.tsv" || return 1
		cp "$file" "$tmp/$side.txt"
	done
}

# None is invalid; what is skipped says why.
all_are_valid()
{
	! grep -E ' invalid ' "$tmp/1.txt" "$tmp/2.txt" && every_cell "$tmp/1.txt" "$SIZES" "$(repeating 1 | paste -sd " ")"
}

# Of every round of two boots, the least batch is the same.
all_repeat()
{
	awk '/^round:/ { round = $2 }
		/^Benchmark/ && $2 ~ /^[0-9]+$/ {
			key = FILENAME " " $1
			if (!((key, round) in least) || $3 < least[key, round]) least[key, round] = $3
			keys[key]; rounds[round] }
		END {
			for (key in keys) {
				first = ""
				for (round in rounds) {
					if (!((key, round) in least)) continue
					if (first == "") first = least[key, round]
					if (least[key, round] != first) { print key, first, least[key, round]; bad = 1 }
				}
				cells++
			}
			exit bad || !cells
		}' "$tmp/1.txt" "$tmp/2.txt"
}

# by_function FILE: "cell function insns"; parts that the compiler made are of the whole.
by_function()
{
	awk -F '\t' '/^cell: / { cell = substr($0, 7) }
		$1 == "f" && $2 == "k" { split($7, n, " "); sub(/[.].*/, "", $4); sum[cell " " $4] += n[1] }
		END { for (i in sum) print i, sum[i] }' "$1" | sort
}

# Whatever differs is in functions that were planted, and by whole calls.
only_planted_differs()
{
	join -a 1 -a 2 -e 0 -o 0,1.2,2.2 <(by_function "$tmp/1.tsv" | sed 's/ /:/' | sort) \
		<(by_function "$tmp/2.tsv" | sed 's/ /:/' | sort) | tr : ' ' >"$tmp/joined"
	awk 'NR == FNR { planted[$1]; next }
		$3 != $4 { n++; if (!($2 in planted) || $4 < $3) { bad = 1; print } }
		END { exit bad || !n }' "$tmp/functions" "$tmp/joined"
}

# Each benchmark finds what was planted in its own path, and its cell grew by all that it found.
each_is_found()
{
	local bench function size cell
	while IFS=$'\t' read -r bench function; do
		for size in $SIZES; do
			cell=$bench/vcpus=$size
			! grep -q "^Benchmark$cell skip " "$tmp/1.txt" || continue
			awk -v cell="$cell" -v path="$function" '
				NR == FNR { if ($1 == cell) { by += $4 - $3; if ($2 == path) own = $4 - $3 }; next }
				FNR == 1 { side++ }
				$1 == "Benchmark" cell && (!(side in least) || $3 < least[side]) { least[side] = $3 }
				END {
					printf "%s, planted in %s: %d + %d, %d of it there\n", cell, path, least[1], least[2] - least[1], own >"/dev/stderr"
					if (own < 1 || least[2] - least[1] != by) {
						print cell, path, "own", own, "all", by, "cell", least[1], least[2]
						exit 1
					}
				}' "$tmp/joined" "$tmp/1.txt" "$tmp/2.txt" 2>>"$tmp/found" || echo "$cell" >>"$tmp/unfound"
		done
	done < <(paste <(repeating 1) <(repeating 2))
	[ ! -s "$tmp/unfound" ]
}

echo 1..$TESTS
check "the functions that benchmarks name are in the sources" make_series
check "a kernel with an instruction more in each is built" kernel_builds "$series"
check "all benchmarks that repeat are measured" measured
check "none is invalid" all_are_valid
check "rounds and boots are the same, to the instruction" all_repeat
check "nothing differs but what was planted" only_planted_differs
check "each benchmark finds what was planted in its path" each_is_found
sed 's/^/# /' "$tmp/found"
exit $failed
