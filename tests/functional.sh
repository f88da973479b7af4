#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The functional tests of the KVM of unpatched and of patched, each in a machine
# of its own, test by test; or of the kernels that WANTED names. Of 6.12 it is
# patched alone, to save time; with the argument "rest" unpatched and 7.3. TAP; the
# tests are the machine's, and the plan comes last.
#
# check() calls the functions by name, and lib.sh counts in subshells when it
# tests itself, which nobody does here:
# shellcheck disable=SC2031,SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

[ "${1:-}" != rest ] || WANTED="6.12/unpatched 7.3/unpatched 7.3/patched"
WANTED=${WANTED:-6.1/unpatched 6.1/patched 6.12/patched}

# relay PREFIX: number the machine's lines on, and say which kernel it was. What
# is skipped is counted by skips_what_it_must.
relay()
{
	local line name

	while read -r line; do
		case $line in
		"ok "*" # SKIP "*) ;;
		"ok "* | "not ok "*)
			count=$((count + 1))
			name=${line#*ok * - }
			echo "${line%%ok *}ok $count - $1: $name"
			[ "${line%%ok *}" = "" ] || failed=1
			;;
		"# test "* | 1..* | "") ;;
		*) echo "$line" ;;
		esac
	done
}

# Does a closed vCPU go? A series says in kernels/K/offers what it offers.
vcpu_goes()
{
	grep -qsx KVM_CAP_VCPU_DESTROY_ON_CLOSE "kernels/$1/offers"
}

# skips_what_it_must LINE KERNEL: where a closed vCPU stays, the promises that need it
# gone, for this reason; where a CPU without posted interrupts has no IRQ bypass, since
# 6.12, those that need one; where a whole kernel is configured without userfaultfd and
# debugfs, those that need these; else nothing.
skips_what_it_must()
{
	local must=0 bypass=0 number of_gone

	# Where a test needs both, the vCPU that stays is the reason that is given.
	[ "$1" = 6.1 ] || bypass=$(grep '^TEST(.*NEEDS_PRODUCER' tests/functional/assign.c |
		grep -vc "$(vcpu_goes "$2" && echo '^$' || echo NEEDS_VCPU_GONE)")
	vcpu_goes "$2" || must=$(grep -c '^TEST(.*NEEDS_VCPU_GONE' tests/functional/*.c |
		awk -F : '{ n += $2 } END { print n }')
	number=$(grep -c ' # SKIP ' "$tmp/said.out")
	of_gone=$(grep -c ' # SKIP this kernel keeps a closed vCPU until its VM goes$' "$tmp/said.out")
	echo "$number skipped, $of_gone of them because a closed vCPU stays, not $must"
	number=$((number - $(grep -c ' # SKIP no bypass producer' "$tmp/said.out")))
	! grep -qx 'built: whole' "harness/kernel/lines/$1" ||
		number=$((number - $(grep -cE ' # SKIP this kernel has no (userfaultfd|debugfs)$' "$tmp/said.out")))
	[ "$(grep -c ' # SKIP no bypass producer' "$tmp/said.out")" = "$bypass" ] || return 1
	grep ' # SKIP ' "$tmp/said.out"
	[ "$number" = "$must" ] && [ "$of_gone" = "$must" ]
}

machine_runs()
{
	tail -n 20 "$tmp/said.err"
	[ "$status" = 0 ] || grep -q '^not ok ' "$tmp/said.out"
}

test_kernel()
{
	local line=$1 kernel=$2 status=0

	KERNEL=$kernel KERNEL_BASE=$line tests/functional/run.sh \
		>"$tmp/said.out" 2>"$tmp/said.err" || status=$?
	if grep -qE 'is missing: run make deps|no series for' "$tmp/said.err"; then
		skip "$line/$kernel" "$(sed -n 's/^vcpuscale: //p' "$tmp/said.err" | head -n 1)"
		return
	fi
	relay "$line/$kernel" <"$tmp/said.out"
	check "$line/$kernel: the machine runs" machine_runs
	[ "$status" = 2 ] ||
		check "$line/$kernel: only what needs a vCPU gone is skipped" skips_what_it_must "$line" "$kernel"
}

main()
{
	local kernel

	need_qemu 1
	for kernel in $WANTED; do
		test_kernel "${kernel%/*}" "${kernel#*/}"
	done
	echo "1..$count"
	exit $failed
}

main
