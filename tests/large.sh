#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# VMs of more than 255 vCPUs: they are measured in x2APIC mode, a size that the kernel does
# not allow is skipped with what it allows, and so is a benchmark that is for xAPIC. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

TESTS=5
kernel=$O/kernels/6.1/unpatched
need_qemu $TESTS
need_kernels $TESTS unpatched

measured()
{
	run machine "$O/vcpuscale-testbed" --build="$O" --line="$O/lines/6.1" --results="$tmp/results" \
		--silence=900 --vcpus="255 256 300 5000" --rounds=1 --bench="*/state=quiet ApicMap/*" "$kernel"
	show machine
	[ "$status" = 0 ] || return 1
	read -r file <"$tmp/machine.out"
	valid_format "$file" insns/op && counts_end "$file" && ! grep ' invalid ' "$file"
}

# least CELL: its count.
least()
{
	awk -v cell="Benchmark$1" '$1 == cell && $2 ~ /^[0-9]+$/ && (!n++ || $3 < min) { min = $3 }
		END { print min }' "$file"
}

# The walk goes on: 44 vCPUs more cost what they cost below 255, or a little less.
walks_go_on()
{
	local bench by
	for bench in AllCpusRequest IrqDelivery VcpuOnSpin; do
		by=$(awk -v a="$(least "$bench/state=quiet/vcpus=256")" -v b="$(least "$bench/state=quiet/vcpus=300")" \
			'BEGIN { print (b - a) / 44 }')
		echo "$bench: $by instructions a vCPU"
		awk -v by="$by" 'BEGIN { exit !(by > 190 && by < 290) }' || return 1
	done
}

too_many_are_skipped()
{
	[ "$(grep -c '/vcpus=5000 skip a VM of this kernel has 1024 vCPUs at most (KVM_CAP_MAX_VCPUS)$' "$file")" = 5 ]
}

xapic_is_skipped()
{
	grep '^BenchmarkApicMap/change=ldr/vcpus=256 skip it is for at most 255 vCPUs' "$file" &&
		[ "$(least ApicMap/change=restore/vcpus=256)" -gt 100000 ]
}

says_its_maximum()
{
	[ "$(harness/testbed/machine/max-vcpus.sh "$O" "$kernel" "$O/lines/6.1")" = 1024 ]
}

echo 1..$TESTS
check "VMs of 256 and 300 vCPUs are measured" measured
check "one more vCPU costs as much above 255 as below" walks_go_on
check "more than the kernel allows are skipped, with what it allows" too_many_are_skipped
check "a benchmark for xAPIC is skipped above 255, one for x2APIC is not" xapic_is_skipped
check "a kernel says how many vCPUs it allows" says_its_maximum
exit $failed
