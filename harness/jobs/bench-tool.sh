#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# bench-tool.sh - how fast is the suite itself? hyperfine times whole commands;
# its JSON is kept as RESULTS/tool/DATE.json, so that the suite's speed has a
# history. Takes its input from the environment; see "make bench-tool".
set -eu

# shellcheck source=harness/jobs/lib.sh
. harness/jobs/lib.sh

RUNS=${RUNS:-5}
SIZES="1 32 255"
COMMANDS=()

# add NAME COMMAND...
add() {
	local name=$1 command
	shift
	printf -v command '%q ' "$@"
	COMMANDS+=(--command-name "$name" "${command% }")
}

# A VM from nothing to ready to gone, the whole process: needs this machine's KVM.
add_vms() {
	local size
	if [ ! -r /dev/kvm ] || [ ! -w /dev/kvm ]; then
		echo "vcpuscale: VMs are not timed: /dev/kvm cannot be used here" >&2
		return
	fi
	for size in $SIZES; do
		add "vm-$size" "$O/vcpuscale-run" --vm-life --vcpus="$size"
	done
}

# Two stored runs of all cells, the README's.
add_compare() {
	local found base head
	found=$("$O/vcpuscale" find --results=results/reference --base=6.1 unpatched patched) || exit 2
	{ IFS=$'\t' read -r base _ && IFS=$'\t' read -r head _; } <<< "$found"
	add compare "$O/vcpuscale" compare "$base" "$head"
}

# The main job, reduced to one cell, with kernels that are built.
add_bench() {
	if ! have qemu-system-x86_64; then
		echo "vcpuscale: make bench is not timed: no qemu-system-x86_64, run make deps" >&2
		return
	fi
	add make-bench make -s O="$O" bench KERNEL=array VCPUS=8 BENCH=IrqDelivery/state=quiet \
		ROUNDS=2 RESULTS="$scratch/results"
	make -s O="$O" kernel KERNEL=unpatched > /dev/null
	make -s O="$O" kernel KERNEL=array > /dev/null
}

# MAKEFLAGS would hand this run's variables to the one that is timed.
main() {
	local out
	unset MAKEFLAGS MFLAGS MAKELEVEL KERNEL BASE HEAD VCPUS BENCH ROUNDS TESTBED PERF PROFILE CACHE
	have hyperfine || die "no hyperfine here: run make deps"
	[[ $RUNS =~ ^([2-9]|[1-9][0-9]{1,3})$ ]] || die "RUNS=$RUNS: give a number of 2 to 9999"
	out=$RESULTS/tool/$(date -u +%Y%m%dT%H%M%SZ).json
	results__check "$RESULTS/tool"
	traps__set
	scratch=$(mktemp -d)
	TRASH+=("$scratch")
	add_vms
	add_compare
	add_bench
	hyperfine --style basic --shell=none --warmup 1 --runs "$RUNS" \
		--export-json "$scratch/json" "${COMMANDS[@]}" 2> "$scratch/said" ||
		die "hyperfine: $(tail -n 1 "$scratch/said")"
	mv "$scratch/json" "$out"
	echo "vcpuscale: stored $out" >&2
}

main
