#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The memory that a VM takes, of 6.1 with its xarray and with an array: structures of
# vCPUs are the same, an array needs no nodes and makes struct kvm larger. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

TESTS=7
SIZES="1 64 255"
kernels=$O/kernels/6.1
need_qemu $TESTS
need_kernels $TESTS unpatched array

measured()
{
	pair "$SIZES" 2 "Bytes/*" "$kernels/unpatched" "$kernels/array" &&
		every_cell "$head" "$SIZES" 'Bytes/*' && ! grep -E ' (invalid|skip) ' "$base" "$head"
}

# bytes FILE OF VCPUS: each value that was counted, once.
bytes()
{
	awk -v cell="BenchmarkBytes/of=$2/vcpus=$3" '$1 == cell { print $3 }' "$1" | sort -nu
}

# A VM's sum may be a page or two apart.
repeats()
{
	local of vcpus n most
	for of in empty-vm vcpu-structs xarray-nodes vm; do
		most=0
		[ "$of" != vm ] || most=8192
		for vcpus in $SIZES; do
			n=$(bytes "$base" "$of" "$vcpus")
			echo "$of $vcpus: $n"
			awk -v most="$most" 'NR == 1 { first = $1 } END { exit !NR || $1 - first > most }' <<<"$n" || return 1
		done
	done
}

structs_are_proportional()
{
	local one many file
	for file in "$base" "$head"; do
		one=$(bytes "$file" vcpu-structs 1)
		many=$(bytes "$file" vcpu-structs 255)
		echo "$one $many"
		[ "$one" -gt 1000 ] && [ "$many" = $((255 * one)) ] || return 1
	done
	[ "$(bytes "$base" vcpu-structs 1)" = "$(bytes "$head" vcpu-structs 1)" ]
}

# 64 slots a node: 4 nodes and one above, of the same size each.
nodes_of_the_xarray()
{
	local one
	one=$(bytes "$base" xarray-nodes 64)
	[ "$one" -gt 500 ] && [ "$(bytes "$base" xarray-nodes 255)" = $((5 * one)) ] &&
		[ "$(bytes "$head" xarray-nodes 255)" = 0 ]
}

# 1,024 pointers, in whole pages.
array_in_struct_kvm()
{
	local by
	by=$(($(bytes "$head" empty-vm 64) - $(bytes "$base" empty-vm 64)))
	echo "$by"
	[ "$by" -ge 8192 ] && [ "$by" -le 12288 ]
}

# said FILE KEY: in its head.
said()
{
	sed -n "s/^$2: //p" "$1"
}

# By the compiler, without a VM: pointers for 1,024 vCPUs and no xarray; AMD's structure of
# a vCPU begins with the common one.
compiler_agrees()
{
	local by
	by=$(($(said "$head" sizeof-kvm) - $(said "$base" sizeof-kvm)))
	echo "$by, $(said "$base" sizeof-kvm-vcpu) $(said "$head" sizeof-kvm-vcpu)"
	[ "$by" -gt 8100 ] && [ "$by" -le 8192 ] &&
		[ "$(said "$base" sizeof-kvm-vcpu)" = "$(said "$head" sizeof-kvm-vcpu)" ] &&
		[ "$(said "$base" sizeof-kvm-vcpu)" -lt "$(bytes "$base" vcpu-structs 1)" ] &&
		[ "$(said "$base" sizeof-kvm)" -lt "$(bytes "$base" empty-vm 1)" ] &&
		"$O/vcpuscale" compare "$base" "$head" | grep "^bytes  *struct kvm .* (+$by); struct kvm_vcpu"
}

vm_holds_them()
{
	[ "$(bytes "$base" vm 255 | head -n 1)" -gt \
		$(($(bytes "$base" vcpu-structs 255) + $(bytes "$base" empty-vm 255) + 255 * 4 * 4096)) ]
}

echo 1..$TESTS
check "the memory of VMs is counted" measured
check "a count is the same in both rounds" repeats
check "structures of vCPUs are in proportion, and the same in both kernels" structs_are_proportional
check "nodes of the xarray are counted, an array has none" nodes_of_the_xarray
check "an array is counted in the VM's own structure" array_in_struct_kvm
check "the compiler knows these structures' sizes, and the report says them" compiler_agrees
check "a VM takes all of that, and pages of each vCPU" vm_holds_them
exit $failed
