#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# check.sh - can this machine run VMs in VMs? Says why not and exits with 4,
# which means "skipped" among the kernel's own tests too. SYSFS and CPUINFO
# take another machine's files, for the tests.
set -eu

SYSFS=${SYSFS:-/sys}
CPUINFO=${CPUINFO:-/proc/cpuinfo}
KVM=${KVM:-/dev/kvm}

skip() {
	echo "vcpuscale: TESTBED=nested is skipped: $*, or use TESTBED=emulated" >&2
	exit 4
}

main() {
	local module value
	if grep -qwm1 'vmx' "$CPUINFO"; then
		module=kvm_intel
	elif grep -qwm1 'svm' "$CPUINFO"; then
		module=kvm_amd
	else
		skip "this CPU shows neither VMX nor SVM: use a machine that has one of them"
	fi
	[ -e "$KVM" ] || skip "no $KVM: load $module"
	{ [ -r "$KVM" ] && [ -w "$KVM" ]; } ||
		skip "$KVM may not be used: become a member of the group kvm, or root"
	value=$(cat "$SYSFS/module/$module/parameters/nested" 2>/dev/null) || value=
	case $value in
	Y | y | 1) ;;
	*) skip "$module has nested=${value:-nothing}: load it with nested=1" ;;
	esac
	echo "${module#kvm_}"
}

main
