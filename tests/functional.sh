#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The functional tests of the KVM of unpatched and of patched, each in a machine
# of its own, test by test; of 6.1, or of the lines that LINES_WANTED names. TAP;
# the tests are the machine's, and the plan comes last.
#
# lib.sh counts in subshells when it tests itself, nobody does here:
# shellcheck disable=SC2031

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

LINES_WANTED=${LINES_WANTED:-6.1}

# relay PREFIX: number the machine's lines on, and say which kernel it was.
relay()
{
	local line name

	while read -r line; do
		case $line in
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

test_kernel()
{
	local line=$1 kernel=$2 status=0

	KERNEL=$kernel KERNEL_BASE=$line tests/functional/run.sh \
		>"$tmp/said.out" 2>"$tmp/said.err" || status=$?
	relay "$line/$kernel" <"$tmp/said.out"
	[ "$status" != 2 ] && return
	count=$((count + 1))
	if grep -qE 'is missing: run make deps|no series for' "$tmp/said.err"; then
		echo "ok $count - $line/$kernel # SKIP $(sed -n 's/^vcpuscale: //p' "$tmp/said.err" | head -n 1)"
	else
		echo "not ok $count - $line/$kernel: the machine runs"
		failed=1
		sed 's/^/# /' "$tmp/said.err" | tail -n 20
	fi
}

main()
{
	local line

	need_qemu 1
	for line in $LINES_WANTED; do
		test_kernel "$line" unpatched
		test_kernel "$line" patched
	done
	echo "1..$count"
	exit $failed
}

main
