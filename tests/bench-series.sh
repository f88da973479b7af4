#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# make bench-series: of a series of four patches on 6.1 one costs an instruction a
# vCPU, one does not build, one repairs that and costs an instruction elsewhere, and
# one changes comments. What the table says of it, and what is refused. TAP. The
# mail that a CI sends of it is written in the same run. The
# table itself, with made-up numbers, is in golden.sh.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/series/planted.sh
. tests/series/planted.sh

TESTS=12
echo "1..$TESTS"
need_qemu $TESTS
results=$tmp/results

clean_up()
{
	lib__clean_up
	rm -rf "$O"/kernels/6.1/test-series*
}
trap clean_up EXIT

# series VARIABLE=VALUE...
series()
{
	run series make -s O="$O" RESULTS="$results" bench-series "$@"
	show series
}

# refused PATTERN VARIABLE=VALUE...: in one line, nothing is stored.
refused()
{
	local pattern=$1
	shift
	series "$@"
	[ "$status" = 2 ] && says_once series "$pattern" && ! find "$results" -type f 2>/dev/null | grep .
}

measures()
{
	plant "$tmp/test-series.mbox" slow-irq-delivery does-not-compile
	plant_repair "$tmp/test-series.mbox" does-not-compile slow-all-cpus-request || return 1
	plant "$tmp/test-series.mbox" comment-only
	plant_thread "$tmp/test-series.mbox"
	# As a CI does, which measures by make bench-series.
	run series harness/jobs/ci-reply.sh O="$O" RESULTS="$results" OUT="$tmp/reply" FROM='A CI <ci@example.org>' \
		KERNEL="$tmp/test-series.mbox" VCPUS='1 2 8' ROUNDS=1
	show series
	list=$(echo "$results"/series/6.1/test-series/*.series/runs.tsv)
	[ "$status" = 1 ] && [ -s "$list" ]
}

exits_with_2()
{
	run table "$O/vcpuscale" series-table "$list"
	show table
	[ "$status" = 2 ] && says_once table '1 of 4 patches do not build, or are invalid'
}

unbuilt_is_named()
{
	cat "${list%/*}/table.txt"
	tr -s ' \n' ' ' <"${list%/*}/table.txt" | grep -qE \
		"BROKEN: 2/4 KVM: Use a variable that does not exist: does not build: virt/kvm/kvm_main.c:[0-9]+:[0-9]+: 'vcpuscale_undeclared' undeclared.* Its effect is in that of patch 3, measured on top of it\."
}

# Three kernels: the base, the first patch, the third.
only_three_are_measured()
{
	find "$results/series" -name '*.txt' -path '*/emulated/*' | tee "$tmp/measured"
	[ "$(wc -l <"$tmp/measured")" = 3 ] &&
		! "$O/vcpuscale" list --results="$results" | grep test-series
}

# To the patch that does not build, with the compiler's lines.
mail_is_on_the_patch()
{
	cat "$tmp/reply"
	grep -q '^In-Reply-To: <2@example.org>$' "$tmp/reply" && grep -q '^\[build test ERROR on Linux 6.1\]$' "$tmp/reply" &&
		grep -q "^>> virt/kvm/kvm_main.c:[0-9]*:[0-9]*: error: 'vcpuscale_undeclared' undeclared" "$tmp/reply" &&
		grep -q "^| Reported-by: A CI <ci@example.org>" "$tmp/reply" &&
		grep -qx '> serves to check that a kernel that does not compile is reported as such,' "$tmp/reply"
}

mail_holds_the_table()
{
	cat "$tmp/reply"
	grep -qF -f <(grep '^One more vCPU' -A 8 "${list%/*}/table.txt") "$tmp/reply" &&
		grep -q '^  make deps bench-series KERNEL=test-series.mbox VCPUS="1 2 8"' "$tmp/reply" &&
		! grep -vE '^.{0,998}$' "$tmp/reply"
}

is_narrow()
{
	cat "${list%/*}/table.txt"
	! grep -vE '^[ -~]{0,72}$' "${list%/*}/table.txt"
}

json_has_the_numbers()
{
	python3 - "${list%/*}/table.json" <<-'END'
	import json, sys

	def change(row, bench):
	    b = next(b for b in row["benchmarks"] if b["bench"] == bench + "/state=quiet")
	    return [b["against"], b["slope"]["by_itself"], b["slope"]["cumulative"],
	            [c["by_itself"] for c in b["cells"]]]

	j = json.load(open(sys.argv[1]))
	rows = j["rows"]
	assert j["schema"] == "vcpuscale-series/1" and j["kernel"] == "test-series", j
	assert [r["state"] for r in rows] == ["measured", "measured", "unbuilt", "measured", "same"], rows
	assert change(rows[1], "IrqDelivery") == [0, 1, 1, [1, 2, 8]], rows[1]
	assert change(rows[1], "AllCpusRequest") == [0, 0, 0, [0, 0, 0]], rows[1]
	assert change(rows[3], "IrqDelivery") == [1, 0, 1, [0, 0, 0]], rows[3]
	assert change(rows[3], "AllCpusRequest") == [1, 1, 1, [1, 2, 8]], rows[3]
	assert j["verdict"] == "invalid", j["verdict"]
	END
}

check "no KERNEL is refused" refused 'no KERNEL: give KERNEL='
check "a kernel without patches is refused" refused 'KERNEL=unpatched: .*git format-patch' KERNEL=unpatched
check "another base than the sources is refused" refused 'BASE=array: .*leave BASE out' KERNEL=patched BASE=array
check "a testbed of times is refused" refused 'TESTBED=host: .*counts instructions' KERNEL=patched TESTBED=host
check "a series of four is measured" measures
check "a patch that does not build makes the exit code 2" exits_with_2
check "it is named with the first error, and where its effect is" unbuilt_is_named
check "one instruction more on each vCPU is in the row of its patch alone" json_has_the_numbers
check "the same code is not measured again, and bench-series' runs are a store of their own" only_three_are_measured
check "a CI's mail answers the patch that does not build, in the compiler's words" mail_is_on_the_patch
check "it holds the table, and the command that others can repeat" mail_holds_the_table
check "all of it fits into 72 columns" is_narrow

exit "$failed"
