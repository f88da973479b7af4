#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The steps of making a VM, in the time that they take. A grace period is planted in the
# way of a VM's first vCPU: that step finds it, by its milliseconds, no other step does,
# and no benchmark that counts instructions. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

TESTS=6
SIZES="1 16"
kernels=$O/kernels/6.1
need_qemu $TESTS
need_kernels $TESTS unpatched

# Loading KVM again takes half a second each time: two of these steps are enough.
steps()
{
	listed 'Setup/*' | grep -vE 'step=(create-vm|irqchip|next-vcpu|memslot|ioeventfd|destroy)/after=load'
}

measured()
{
	pair "$SIZES" 2 "$(steps | paste -sd ' ') */state=quiet MasterClock" "$kernels/unpatched" "$kernels/grace-period" &&
		! grep ' invalid ' "$base" "$head"
}

# medians FILE: "cell unit median", of all samples.
medians()
{
	awk '/^Benchmark/ && $2 ~ /^[0-9]+$/ { print substr($1, 10), $4, $3 }' "$1" | sort -k 1,2 -k 3n |
		awk '{ key = $1 " " $2 }
			key != last && NR > 1 { print last, value[int((n + 1) / 2)]; n = 0 }
			{ last = key; value[++n] = $3 }
			END { print last, value[int((n + 1) / 2)] }'
}

# Each step takes time, and it is said in which unit.
steps_take_time()
{
	medians "$base" | grep '^Setup/'
	[ "$(medians "$base" | grep -c '^Setup/.* virtual-ns/op [1-9]')" = $(($(steps | wc -l) * 2)) ]
}

# Milliseconds in the one step, below a tenth of one in all others: but the end of a VM
# waits for the same SRCU, which has more to end then.
step_finds_it()
{
	join <(medians "$base" | sed 's/ /,/' | sort) <(medians "$head" | sed 's/ /,/' | sort) >"$tmp/both"
	cat "$tmp/both"
	awk '/^Setup/ && !/step=destroy/ { by = $3 - $2; first = $1 ~ /step=first-vcpu/; n++
			if (first ? by < 1e6 : by > 1e5) bad = 1 }
		END { exit bad || !n }' "$tmp/both"
}

# The first LAPIC since then turns a static key on, which is a change of KVM's code; adding
# an eventfd finds nothing new.
first_after_load()
{
	local vcpu loaded event again

	vcpu=$(medians "$base" | awk '$1 == "Setup/step=first-vcpu/vcpus=1" { print $3 }')
	loaded=$(medians "$base" | awk '$1 == "Setup/step=first-vcpu/after=load/vcpus=1" { print $3 }')
	event=$(medians "$base" | awk '$1 == "Setup/step=irqfd/vcpus=1" { print $3 }')
	again=$(medians "$base" | awk '$1 == "Setup/step=irqfd/after=load/vcpus=1" { print $3 }')
	echo "vCPU $vcpu, after a load $loaded; irqfd $event, after a load $again"
	[ "$loaded" -gt $((vcpu + 20000)) ] && [ "$again" -lt $((event + 1000)) ]
}

instructions_do_not()
{
	awk '/,insns.op / { n++; if ($2 != $3) { print; bad = 1 } } END { exit bad || n < 8 }' "$tmp/both"
}

echo 1..$TESTS
check "a kernel with a grace period before the first vCPU is built" kernel_builds tests/series/grace-period
check "it is measured beside one without" measured
check "the steps of making a VM take time" steps_take_time
check "the first vCPU since KVM was loaded takes longer than a later VM's" first_after_load
check "the first vCPU takes milliseconds more, no other step of making a VM does" step_finds_it
check "benchmarks that count instructions see nothing" instructions_do_not
exit $failed
