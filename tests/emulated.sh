#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The main job from end to end, on a reduced matrix: real kernels are built,
# measured in emulated machines and compared. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/emulated/measure.sh
. tests/emulated/measure.sh

TESTS=18

# field NAME KIND BENCH VCPUS FIELD: one number of a comparison; VCPUS is empty
# for a slope. 5 is base, 8 is head.
field()
{
	awk -F, -v k="$2" -v b="$3" -v n="$4" -v f="$5" \
		'$1 == k && $2 == b && $3 == n && $4 ~ /insns/ { print $f }' "$tmp/$1.out"
}

# holds EXPRESSION: of numbers, by awk, for the shell has integers only. What
# is missing is a syntax error, and that is no success either.
holds()
{
	echo "$1"
	awk "BEGIN { exit !($1) }"
}

main_job()
{
	run bench make bench KERNEL=array VCPUS="$SIZES" ROUNDS=2 RESULTS="$results"
	show bench
	# Two rounds of what varies tell nothing: make's own 2, for compare's 3.
	[ "$status" = 2 ] && grep -q '^verdict: inconclusive' "$tmp/bench.out" &&
		awk '/, insns\/op$/ { table = 1; varies = /wake|busy/ }
			!NF { table = 0 }
			table && /^ *[0-9]+ / { cells++
				bad = bad || $NF != (varies ? "inconclusive" : "improved") }
			END { exit bad || cells != 15 }' "$tmp/bench.out"
}

stored_once()
{
	local kernel file

	find "$results" -type f
	for kernel in unpatched array; do
		file=$(find "$results/6.1/$kernel" -type f ! -path '*.profile/*')
		[ "$file" = "$results/6.1/$kernel/emulated/$(sed -n 's/^run: //p' "$file").txt" ] || return 1
		grep -qx "kernel: $kernel" "$file" || return 1
	done
}

format_right()
{
	local file

	for file in "$results"/*/*/emulated/*.txt; do
		valid_format "$file" insns/op && counts_end "$file" || return 1
	done
}

# All that is not skipped, for the one reason that there may be.
samples_complete()
{
	local file

	for file in "$results"/*/*/emulated/*.txt; do
		every_cell "$file" "$SIZES" && all_batches "$file" 2 || return 1
		! grep ' skip ' "$file" | grep -v 'this kernel keeps a closed vCPU' || return 1
		! grep ' invalid ' "$file" || return 1
	done
}

skipped_with_reason()
{
	grep -h Lifecycle "$results"/*/*/emulated/*.txt
	[ "$(grep -hc '^BenchmarkVcpuLifecycle/vcpus=[0-9]* skip this kernel keeps a closed vCPU' \
		"$results"/6.1/unpatched/emulated/*.txt)" = 6 ] &&
		grep -q '^skipped: VcpuLifecycle' "$tmp/bench.out"
}

plots_drawn()
{
	local dir=$results/plots/6.1/emulated/unpatched-array kind file

	ls -l "$dir"
	for kind in svg png txt; do
		[ "$(find "$dir" -name "*.$kind" -size +0 | wc -l)" -ge 5 ] || return 1
	done
	for file in "$dir"/*.txt; do
		awk 'length > 72 { exit 1 }' "$file" || return 1
	done
	grep -qF "$dir" "$tmp/bench.err"
}

array_is_flatter()
{
	local bench

	compare array.cmp unpatched array
	for bench in $QUIET; do
		holds "$(field array.cmp slope "$bench" "" 5) > $(field array.cmp slope "$bench" "" 8)" ||
			return 1
	done
}

patched_is_as_flat()
{
	local bench

	compare patched.cmp array patched
	for bench in $QUIET; do
		holds "$(field patched.cmp slope "$bench" "" 8) <= 1.05 * $(field patched.cmp slope "$bench" "" 5)" ||
			return 1
	done
}

# least FILE CELL: the least of its samples.
least()
{
	awk -v cell="Benchmark$2" '$1 == cell && $2 + 0 && (!n++ || $3 < min) { min = $3 }
		END { print min }' "$1"
}

# What is measured on request: lifecycles, and VMs whose vCPUs came and went.
measure_requested()
{
	results=$tmp/results-requested SIZES="1 255" measure patched --rounds=1 \
		--bench='*/state=gone,VcpuLifecycle*'
}

# cost KERNEL CELL: of what was measured on request, "" if it was not.
cost()
{
	awk -v cell="Benchmark$2" '$1 == cell && $2 + 0 && (!n++ || $3 < min) { min = $3 }
		END { print min }' "$tmp/results-requested/6.1/$1"/emulated/*.txt
}

# patched creates and destroys a vCPU of a VM, unpatched whole VMs only.
lifecycles()
{
	local n

	[ -z "$(cost unpatched VcpuLifecycle/vcpus=1)" ] || return 1
	for n in 1 255; do
		holds "$(cost patched "VcpuLifecycle/vcpus=$n") > 10000" &&
			holds "$(cost patched "VcpuLifecycle/state=vm/vcpus=$n") > 10000 * ($n + 1)" &&
			holds "$(cost unpatched "VcpuLifecycle/state=vm/vcpus=$n") > 10000 * ($n + 1)" ||
			return 1
	done
}

# A VM of which 254 vCPUs came and went, against one that only ever had one.
gone_leave_nothing()
{
	local bench one

	for bench in AllCpusRequest IrqDelivery VcpuOnSpin; do
		one=$(cost patched "$bench/state=gone/vcpus=1")
		holds "$(cost patched "$bench/state=gone/vcpus=255") <= 1.02 * $one" || return 1
	done
}

# A directed yield ends the scan: it does not grow with the vCPUs.
busy_is_flat()
{
	local at_1 at_8 at_32

	at_1=$(field array.cmp cell VcpuOnSpin/state=busy 1 5)
	at_8=$(field array.cmp cell VcpuOnSpin/state=busy 8 5)
	at_32=$(field array.cmp cell VcpuOnSpin/state=busy 32 5)
	holds "$at_8 < 2 * $at_1 && $at_1 < 2 * $at_8 && $at_32 < 2 * $at_8 && $at_8 < 2 * $at_32"
}

# A wake-up, a switch, an entry and an exit for each vCPU: thousands. With one
# vCPU nobody is woken, so that no line fits three sizes.
wake_is_steep()
{
	local at_8 at_32

	at_8=$(field array.cmp cell IrqDelivery/state=wake 8 5)
	at_32=$(field array.cmp cell IrqDelivery/state=wake 32 5)
	holds "$at_32 - $at_8 > 24 * 5000"
}

# The unpatched of two runs, of different boots beside different kernels. Who
# is woken when depends on what the kernel did before: wake may differ a little.
same_instructions()
{
	local first second

	{ read -r first && read -r second; } < <(find "$results/6.1/unpatched" -name '*.txt' | sort)
	compare again "$first" "$second"
	awk -F, -v quiet="$QUIET" "$columns"'
		BEGIN { split(quiet, names, " "); for (i in names) wanted[names[i]] = 1 }
		$1 == "cell" && $2 in wanted && $4 ~ /insns/ { n++; if ($5 != $8) bad = 1 }
		$at["verdict"] == "regressed" || $at["verdict"] == "invalid" { bad = 1 }
		END { exit bad || n != 9 }' "$tmp/again.out"
}

# Beside the same kernel, wake does not differ either: samples are the same text.
same_samples()
{
	local kernel try

	build tests/series/comment-only || return 1
	for try in 1 2; do
		results=$tmp/twice$try measure comment-only --vcpus="8 32" --bench="IrqDelivery/*" ||
			return 1
	done
	for kernel in unpatched comment-only; do
		grep -vE '^(run|beside): ' "$tmp/twice1/6.1/$kernel"/emulated/*.txt >"$tmp/first"
		grep -vE '^(run|beside): ' "$tmp/twice2/6.1/$kernel"/emulated/*.txt >"$tmp/second"
		[ -s "$tmp/first" ] && diff "$tmp/first" "$tmp/second" || return 1
	done
}

need_qemu $TESTS
echo 1..$TESTS
build unpatched >"$tmp/said"
! grep -q 'is missing: run make deps' "$tmp/said" ||
	skip_all $TESTS "$(sed -n 's/^vcpuscale: //p' "$tmp/said")"
check "unpatched is built" build unpatched
check "make bench measures array and finds it improved" main_job
check "each kernel's run is stored once, under its name" stored_once
check "every line is of the results format" format_right
check "every cell has the samples of all its batches" samples_complete
check "what cannot be measured is skipped with the reason" skipped_with_reason
check "plots of all benchmarks are drawn" plots_drawn
check "array's walks cost less a vCPU than unpatched's" array_is_flatter
check "a directed yield costs the same at any size" busy_is_flat
check "waking vCPUs costs thousands of instructions each" wake_is_steep
check "patched is built" build patched
check "patched is measured" measure patched
check "patched's walks cost no more a vCPU than array's" patched_is_as_flat
check "what is measured on request is measured" measure_requested
check "lifecycles of vCPUs and of VMs are counted" lifecycles
check "vCPUs that are gone leave nothing in the walks" gone_leave_nothing
check "two runs of one kernel execute the same instructions" same_instructions
check "the same measurement again gives the same samples" same_samples
exit $failed
