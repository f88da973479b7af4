#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Benchmarks whose counts do not repeat, or are bytes: each finds what is planted in the
# function that its descriptor names, and not what is planted in functions that only others
# name. What a count of all tasks or a time finds is not one instruction: loops are
# planted, memory that is not given back, and where a grace period is waited for more than
# a timer tick. For those that repeat see tests/paths.sh. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/paths/plant.sh
. tests/paths/plant.sh

TESTS=6
SIZE=8
LOOP=100000		# turns, of two instructions each
TICKS=3000000		# likewise: the wait for a grace period ends with a tick, each 4 ms
LEAK=8192		# bytes of a VM, and of each vCPU
kernels=$O/kernels/6.1
need_qemu $TESTS
need_kernels $TESTS unpatched

# The skew of yields is no cost: tests/fair.sh. A step after a load of the modules is that
# step, and unpatched cannot create a vCPU again. Structures and nodes are no costs either:
# tests/bytes.sh.
varying()
{
	"$O/vcpuscale-run" --list --bench='all VcpuLifecycle/state=vm' | awk -F '\t' -v column="$1" \
		'($4 == "varies" || /^Bytes/) && !/state=fair|after=load|^VcpuLifecycle\t/ { print $column }'
}

# declaration FUNCTION
declaration()
{
	local turns=$LOOP
	local leak=''
	case $1 in
	kvm_create_vm) turns=$TICKS leak=" kzalloc($LEAK, GFP_KERNEL);" ;;
	kvm_vm_ioctl_create_vcpu) leak=" kzalloc($LEAK, GFP_KERNEL);" ;;
	kvm_destroy_vm) turns=$TICKS ;;
	esac
	echo "$1 int planted __maybe_unused = ({ int n = $turns; do asm volatile(\"\" : \"+r\"(n)); while (--n);$leak 0; });"
}

own_series()
{
	varying 2 | sort -u | while read -r function; do
		declaration "$function"
	done | plant_series "$tmp/planted-own" "KVM: Spend time in what benchmarks that vary name"
}

# Functions of other benchmarks, which no operation of these calls.
elsewhere_series()
{
	local function
	for function in irqfd_wakeup kvm_send_userspace_msi kvm_pv_send_ipi kvm_emulate_cpuid \
		kvm_emulate_rdmsr ioapic_mmio_write; do
		declaration "$function"
	done | plant_series "$tmp/planted-elsewhere" "KVM: Spend time in what other benchmarks name"
}

# medians FILE: "bench median", of the samples of all rounds.
medians()
{
	awk '/^Benchmark/ && $2 ~ /^[0-9]+$/ { sub("/vcpus=.*", "", $1); print substr($1, 10), $3 }' "$1" |
		sort -k 1,1 -k 2n | awk '$1 != last { if (n) print last, value[int((n + 1) / 2)]; n = 0; last = $1 }
			{ value[++n] = $2 } END { print last, value[int((n + 1) / 2)] }' | sort
}

elsewhere_is_built()
{
	elsewhere_series && kernel_builds "$tmp/planted-elsewhere"
}

# measured HEAD: leaves "bench base head" in $tmp/HEAD.
measured()
{
	pair "$SIZE" 1 "$(varying 1 | paste -sd ' ')" "$kernels/unpatched" "$kernels/$1" &&
		! grep -E ' (invalid|skip) ' "$base" "$head" &&
		join <(medians "$base") <(medians "$head") >"$tmp/$1.both" &&
		[ "$(wc -l <"$tmp/$1.both")" = "$(varying 1 | wc -l)" ]
}

# Half of what was planted, once an operation at least; of bytes all, and not in what is no
# part of struct kvm.
each_finds_its_own()
{
	paste <(varying 1) <(varying 2) | sort | join - "$tmp/planted-own.both" |
		awk -v loop="$LOOP" -v ticks="$TICKS" -v leak="$LEAK" -v size="$SIZE" '
		{ by = $4 - $3; least = $2 ~ /^kvm_(create|destroy)_vm$/ ? ticks : loop }
		/^Bytes/ { least = /=vm / ? leak * (1 + size) : /=empty-vm / ? leak : 0 }
		/^Bytes/ ? by < least || by > least + 8192 * (least > 0) : by < least { bad = 1; printf "not found: " }
		{ printf "%s, planted in %s: %d + %d\n", $1, $2, $3, by }
		END { exit bad || !NR }' | tee "$tmp/found"
	return "${PIPESTATUS[3]}"
}

# What the scheduler does differs by itself, by less than a quarter of what was planted.
nothing_elsewhere()
{
	measured planted-elsewhere || return 1
	awk -v loop="$LOOP" '{ by = $3 - $2; far = by < 0 ? -by : by; printf "%s: %d + %d\n", $1, $2, by }
		far > (/^Bytes/ ? 8192 : loop / 2) { bad = 1; print "  found" }
		END { exit bad || !NR }' "$tmp/planted-elsewhere.both"
}

echo 1..$TESTS
check "what benchmarks that vary name is in the sources" own_series
check "a kernel is built that spends time there" kernel_builds "$tmp/planted-own"
check "they are measured on it" measured planted-own
check "each finds what was planted in its path" each_finds_its_own
sed 's/^/# /' "$tmp/found"
check "a kernel is built that spends time elsewhere" elsewhere_is_built
check "none finds what was planted elsewhere" nothing_elsewhere
exit $failed
