#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Exact profiles of all cells: nine sizes, on each base, whole kernels among them. Samples
# are what they are without, to the byte, and windows and functions add up to each cell's
# number, to the instruction. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

BASES_ASKED=${BASES:-}		# lib.sh takes it away
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/profile/checks.sh
. tests/profile/checks.sh

CHECKS=7
SIZES=${SIZES:-1,2,4,8,16,32,64,128,255}
BASES=${BASES_ASKED:-6.1 6.12 7.3}
rounds=()

# Not of VcpuLifecycle: what all tasks execute does not add up to the instruction.
measured()
{
	local what=(--vcpus="$SIZES" --bench='*/state=quiet */state=wake */state=busy')
	measure without "${what[@]}" && measure with "${what[@]}" --profile=all &&
		measure again "${what[@]}" --profile=all
}

# all_of BASE HEAD
all_of()
{
	local i
	profiles__of "$1" "$2"
	if ! profiles__built; then
		for ((i = 0; i < CHECKS; i++)); do
			skip "profiles of $1" "no unpatched of $1 is built: make kernel KERNEL=unpatched KERNEL_BASE=$1"
		done
		return
	fi
	check "$1, $2: measured with profiles and without" measured
	check "$1: samples are the same, to the byte" same_samples without with
	check "$1: each cell has a profile" all_profiled with
	check "$1: windows add up to the cells' numbers, to the instruction" windows_add_up with
	check "$1: and so do functions" functions_add_up with
	check "$1: two runs have the same profiles, to the byte" same_profiles with again
	check "$1: 45 cells have at most 5 MiB" profiles_fit with
	rm -rf "${tmp:?}"/{without,with,again}
}

main()
{
	local base head bases
	read -ra bases <<<"$BASES"
	need_qemu $((CHECKS * ${#bases[@]}))
	echo 1..$((CHECKS * ${#bases[@]}))
	for base in "${bases[@]}"; do
		for head in patched array unpatched; do
			[ ! -s "$O/kernels/$base/$head/info" ] || break
		done
		all_of "$base" "$head"
	done
	exit "$failed"
}
main
