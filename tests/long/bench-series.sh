#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# make bench-series with ten patches on 6.1: six of kernels/patched, one that costs an
# instruction a vCPU, one that does not build, one that undoes it, one of comments. It
# is to take ten minutes on two idle cores, 1,200 s of CPU time. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/series/planted.sh
. "$top/tests/series/planted.sh"

TESTS=4
echo "1..$TESTS"
need_qemu $TESTS
results=$tmp/results

clean_up()
{
	lib__clean_up
	rm -rf "$O"/kernels/6.1/test-ten*
}
trap clean_up EXIT

measures()
{
	local mbox=$tmp/test-ten.mbox
	plant "$mbox" kernels/patched/6.1/000[1-6]* slow-all-cpus-request does-not-compile
	plant_reverse "$mbox" does-not-compile
	plant "$mbox" comment-only
	make -s O="$O" kernel KERNEL=unpatched || return 1
	run series bash -c 'TIMEFORMAT="%U+%S s of CPU time, %R s"; time "$@"' - \
		make -s O="$O" RESULTS="$results" bench-series KERNEL="$mbox"
	show series
	[ "$status" = 2 ] && [ -s "$(echo "$results"/series/6.1/test-ten/*.series/table.json)" ]
}

# asks EXPRESSION: what Python says of rows, a list, and slope(row, benchmark).
asks()
{
	python3 - "$1" "$results"/series/6.1/test-ten/*.series/table.json <<-'END'
	import json, sys
	rows = json.load(open(sys.argv[2]))["rows"]

	def slope(row, bench):
	    b = next(b for b in rows[row]["benchmarks"] if b["bench"] == bench + "/state=quiet")
	    return b["slope"]["by_itself"]

	assert eval(sys.argv[1]), [(r["patch"], r["state"]) for r in rows]
	END
}

check "ten patches are measured" measures
check "one does not build, two change no code" asks \
	'[r["patch"] for r in rows if r["state"] == "unbuilt"] == [8] and [r["patch"] for r in rows if r["state"] == "same"] == [9, 10]'
check "the list makes each vCPU cheaper" asks \
	'all(slope(5, b) < -150 for b in ("AllCpusRequest", "IrqDelivery", "VcpuOnSpin"))'
check "an instruction more is found in the row of its patch alone" asks \
	'slope(7, "AllCpusRequest") == 1 and slope(7, "IrqDelivery") == 0 and slope(7, "VcpuOnSpin") == 0'
tail -n 1 "$tmp/series.err" | sed 's/^/# /'
exit "$failed"
