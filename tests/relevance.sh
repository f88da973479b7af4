#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A Linux guest boots under vcpuscale-guest, does what its programs do, and the calls of
# KVM's functions are counted. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

TESTS=7
need_qemu $TESTS
need_kernels $TESTS unpatched

counted()
{
	run table make --no-print-directory relevance KERNEL=unpatched VCPUS=2 O="$O"
	show table
	[ "$status" = 0 ] && grep -q '^| function | benchmark | 2 | 2,plain |' "$tmp/table.out" && ! grep -q ' ended ' "$tmp/table.out"
}

# Each has a row, or is said to be inlined.
all_functions()
{
	local function

	for function in $("$O/vcpuscale-run" --list --bench='all *' | cut -f 2 | sort -u); do
		grep -qE "^[|] .$function. |no such function: $function$" "$tmp/table.out" || { echo "$function"; return 1; }
	done
}

# calls FUNCTION COLUMN: in the boot and afterwards.
calls()
{
	awk -F ' *[|] *' -v name="\`$1\`" -v column="$2" '$2 == name { print $column }' "$tmp/table.out"
}

# Two CPUs interrupt each other in the boot, in messages, barriers and unmaps; nobody asks
# for events by irqfd.
takes_what_it_must()
{
	local boot rest

	read -r boot _ rest <<<"$(calls kvm_irq_delivery_to_apic 4)"
	echo "$boot IPIs in the boot, $rest afterwards"
	[ "$boot" -gt 10 ] && [ "$rest" -gt 10 ] && [ "$(calls irqfd_wakeup 4)" = "0 + 0" ]
}

# What is not offered is not used: no hypercall, and an EOI is a write to the LAPIC, after
# which KVM looks at the map of all. Where hypercalls are offered, two CPUs may have no use
# for one.
plain_has_no_hypercalls()
{
	local plain offered
	plain=$(calls kvm_recalculate_apic_map 5) offered=$(calls kvm_recalculate_apic_map 4)
	echo "$(calls kvm_emulate_hypercall 5), $offered, $plain"
	[ "$(calls kvm_emulate_hypercall 5)" = "0 + 0" ] && [ "${plain%% *}" -gt "${offered%% *}" ]
}

# refused MESSAGE ARGUMENT...
refused()
{
	local message=$1
	shift
	run refused make --no-print-directory relevance O="$O" "$@"
	show refused
	[ "$status" = 2 ] && grep -q "$message" "$tmp/refused.err" && ! grep Killed "$tmp/refused.err"
}

none_left()
{
	[ -z "$(find "$O/testbed" -name '*-relevance.*' -newer "$tmp/begun")" ]
}

echo 1..$TESTS
: >"$tmp/begun"
check "a Linux guest boots, and ends its work" counted
check "each function under test has a count" all_functions
check "its CPUs interrupt each other" takes_what_it_must
check "without what is paravirtual it makes no hypercalls" plain_has_no_hypercalls
check "a number of CPUs that is none is refused" refused "CPUS=x: give the number" CPUS=x
check "a machine that takes more CPU time than it may is ended" refused "in 1 s of CPU time" KERNEL=unpatched VCPUS=1 LIMIT=1
check "nothing of it is left behind" none_left
exit $failed
