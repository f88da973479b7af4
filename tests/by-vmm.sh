#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Operations of the VMM's own: which clock repeats, what is set up before, which
# vCPUs run meanwhile, and whether they do what the benchmark says. On this
# machine's KVM, and a kernel against itself in the emulated machine. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

TESTS=11
program=$O/tests/vcpuscale-run-faulty
kernel=$O/kernels/6.1/unpatched
line=$O/lines/6.1
RIGHT="Vmm/* VmmSetup/* VmmState/own=[hs]* VmmWakes/right=[ye]* VmmExits/*"

# on_kvm NAME SECONDS GLOBS: by this machine's KVM, into $tmp/NAME.out.
on_kvm()
{
	run "$1" "$program" --vcpus=1,3 --deadline="$2" --bench="$3"
	show "$1"
	[ "$status" = 0 ] && valid_format "$tmp/$1.out" ns/op && counts_end "$tmp/$1.out"
}

# measured FILE BENCH VCPUS: with all samples, of each round 5.
measured()
{
	local rounds
	rounds=$(grep -c '^round: ' "$1")
	sample_counts "$1" | grep -qx "$2/vcpus=$3 $((5 * rounds))" || { grep "^Benchmark$2/vcpus=$3 " "$1"; return 1; }
}

# invalid FILE BENCH VCPUS REASON: in all rounds, and there are no samples.
invalid()
{
	grep "^Benchmark$2/vcpus=$3 " "$1" >"$tmp/cell" && ! grep -vE "^[^ ]* invalid $4" "$tmp/cell"
}

# The LAPICs that are enabled before take the interrupts, others do not.
is_set_up()
{
	local size

	for size in 1 3; do
		measured "$1" VmmSetup/lapics=on "$size" &&
			invalid "$1" VmmSetup/lapics=off "$size" 'operation 1 of 64: Input/output error$' &&
			invalid "$1" VmmSetup/fails=yes "$size" 'vmm_setup: Inappropriate ioctl for device$' ||
			return 1
	done
}

has_states()
{
	local own others size

	for size in 1 3; do
		for own in halted spinning; do
			for others in halted spinning; do
				measured "$1" "VmmState/own=$own/others=$others" "$size" || return 1
			done
		done
	done
}

# Each of the four cells takes the seconds, which a busy machine needs for what is right.
lacks_states()
{
	on_kvm wrong 5 "VmmState/own=wrong/* VmmWakes/right=no" &&
		invalid "$tmp/wrong.out" VmmState/own=wrong/others=halted 1 'vCPU 0 is not blocked after 5000 ms$' &&
		invalid "$tmp/wrong.out" VmmState/own=wrong/others=halted 3 'vCPU 0 is not blocked after 5000 ms$'
}

has_interrupts()
{
	measured "$1" VmmWakes/right=yes 1 && measured "$1" VmmWakes/right=yes 3 &&
		invalid "$1" VmmWakes/right=exits 3 'VM exits of the other vCPUs: [1-9][0-9]* seen, 0 expected$'
}

lacks_interrupts()
{
	local taken='interrupts taken by the vCPUs in a batch'

	invalid "$tmp/wrong.out" VmmWakes/right=no 1 "$taken: 0 seen, 1 expected\$" &&
		invalid "$tmp/wrong.out" VmmWakes/right=no 3 "$taken: 0 seen, 3 expected\$"
}

# The program runs in the emulated machine in place of the real one.
emulated()
{
	mkdir "$tmp/build"
	cp "$program" "$tmp/build/vcpuscale-run"
	cp "$O/testbed-init" "$tmp/build/"
	run emulated "$O/vcpuscale-testbed" --build="$tmp/build" --line="$line" \
		--results="$tmp/results" --vcpus="1 3" --rounds=4 --bench="$RIGHT" "$kernel" "$kernel"
	show emulated
	[ "$status" = 0 ] || return 1
	{ read -r base && read -r head; } <"$tmp/emulated.out"
	valid_format "$base" insns/op && counts_end "$base" && is_set_up "$base" &&
		has_states "$base" && has_interrupts "$base"
}

# What repeats is the same to the instruction, in all rounds; what does not is judged
# as times are, and has not regressed.
no_difference()
{
	run compare "$O/vcpuscale" compare --format=csv "$base" "$head"
	show compare
	awk -F, "$columns"'
		$1 == "cell" && /op=cheap,|=on,|VmmState.*=(halted|spinning),/ { exact++
			bad = bad || $at["unit"] != "insns/op" || $at["base"] != $at["head"] ||
				$at["base"] != $at["base_low"] || $at["base"] != $at["base_high"] }
		$1 == "cell" && /clock=tasks,/ { noisy++
			bad = bad || $at["unit"] != "task-insns/op" || $at["p"] == "" }
		$at["verdict"] == "regressed" { bad = 1 }
		END { exit bad || exact != 12 || noisy != 4 }' "$tmp/compare.out"
}

sleep_is_found()
{
	local size

	for size in 1 3; do
		invalid "$base" Vmm/op=sleeps "$size" 'the operation sleeps or waits for other tasks' &&
			! grep "^BenchmarkVmm/op=sleeps/clock=tasks/vcpus=$size invalid" "$base" ||
			return 1
	done
}

# A KVM without hardware support has no exits to count.
exits_are_found()
{
	invalid "$base" VmmExits/right=no 1 'VM exits of vCPU 0: 0 seen, 384 expected$' &&
		invalid "$base" VmmExits/right=no 3 'VM exits of vCPU 0: 0 seen, 384 expected$'
}

echo 1..$TESTS
check "a vcpuscale-run with operations of the VMM's is built" make -s "$program"
if [[ -r /dev/kvm && -w /dev/kvm ]]; then
	check "it goes through all its cells" on_kvm right 120 "$RIGHT"
	check "the VM is set up before" is_set_up "$tmp/right.out"
	check "vCPUs run, or are halted" has_states "$tmp/right.out"
	check "vCPUs that are in another state" lacks_states
	check "vCPUs take interrupts" has_interrupts "$tmp/right.out"
	check "vCPUs that get none" lacks_interrupts
else
	for name in "it goes through all its cells" "the VM is set up before" "vCPUs run, or are halted" \
		"vCPUs that are in another state" "vCPUs take interrupts" "vCPUs that get none"; do
		skip "$name" "no /dev/kvm here that may be used"
	done
fi
if [ -s "$kernel/info" ] && [ -s "$line/vmlinuz" ] && [ -n "$(command -v qemu-system-x86_64)" ]; then
	check "all of it in the emulated machine" emulated
	check "a kernel against itself: no difference" no_difference
	check "an operation that sleeps is not timed by the TSC" sleep_is_found
	check "exits that did not happen" exits_are_found
else
	for name in "all of it in the emulated machine" "a kernel against itself: no difference" \
		"an operation that sleeps is not timed by the TSC" "exits that did not happen"; do
		skip "$name" "no unpatched kernel is built: make kernel KERNEL=unpatched"
	done
fi
exit $failed
