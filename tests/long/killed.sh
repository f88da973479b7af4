#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A process with 1,000 vCPUs is killed: with patched all is gone in at most 1.1 times
# what it takes unpatched. The emulated machine's time, which goes by instructions and
# not by how busy this one is. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

TESTS=4

# time_of BASE KERNEL: the microseconds, into $tmp/BASE-KERNEL. ONLY takes globs, with
# blanks in between.
time_of()
{
	KERNEL=$2 KERNEL_BASE=$1 ONLY='*killed?with?1?000?vCPUs*' tests/functional/run.sh \
		>"$tmp/run.out" 2>"$tmp/run.err"
	cat "$tmp/run.out" "$tmp/run.err"
	sed -n 's/^# gone after \([0-9]*\) us,.*/\1/p' "$tmp/run.out" >"$tmp/$1-$2"
	[ -s "$tmp/$1-$2" ] && ! grep -q '^not ok' "$tmp/run.out"
}

both_are_timed()
{
	time_of "$1" unpatched && time_of "$1" patched
}

no_longer()
{
	local before after

	[ -s "$tmp/$1-unpatched" ] && [ -s "$tmp/$1-patched" ] || return 1
	before=$(cat "$tmp/$1-unpatched") after=$(cat "$tmp/$1-patched")
	echo "unpatched $before us, patched $after us"
	[ $((10 * after)) -le $((11 * before)) ]
}

main()
{
	local base

	echo "1..$TESTS"
	need_qemu $TESTS
	make -s "$O/vcpu-functional" "$O/vcpuscale-series" "$O/vcpuscale-boot" "$O/testbed-init" >/dev/null || exit 2
	for base in 6.1 6.12; do
		check "$base: a process with 1,000 vCPUs is killed, unpatched and patched" both_are_timed $base
		check "$base: patched takes at most 1.1 times as long" no_longer $base
	done
	exit "$failed"
}

main
