#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A history of 10,000 stored runs, of counts in all cells of the default set, and of times
# that vary: 300 MiB of memory are enough, and the one step is found. What CPU time that
# takes is told; 3 s is the aim on an idle machine. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

TESTS=2
RUNS=10000
MEMORY_KIB=307200

# runs TESTBED BODY: files of RUNS revisions, with the text that the awk function BODY
# prints of revision I.
runs() {
	local dir=$tmp/$1/6.1/many/$1
	mkdir -p "$dir"
	awk -v runs="$RUNS" -v dir="$dir" -v testbed="$1" -v golden=tests/golden/reference-unpatched.txt '
	function noise(    i, sum) {
		for (i = 0; i < 12; i++)
			sum += rand()
		return 1 + 0.02 * (sum - 6)
	}
	function times(i,    round, nr) {
		print "Unit ns/op better=lower" >file
		for (round = 1; round <= 5; round++) {
			print "round: " round >file
			for (nr in sizes)
				printf "BenchmarkIrqDelivery/state=quiet/vcpus=%d 8 %.1f ns/op\n", sizes[nr],
					sizes[nr] * (i > runs / 2 ? 1030 : 1000) * noise() >file
		}
		print "end: 15" >file
	}
	function counts(i,    text) {
		text = one
		if (i > runs / 2)
			gsub(/vcpus=64 8 13516 /, "vcpus=64 8 13580 ", text)
		printf "%send: %d\n", text, nr_one >file
	}
	BEGIN {
		srand(1)
		split("1 64 255", sizes)
		while ((getline line <golden) > 0) {
			if (line ~ /^round: 2/)
				break
			if (line ~ /^(Unit|round|Benchmark)/)
				one = one line "\n"
			nr_one += line ~ /^Benchmark.* [0-9]+ [0-9.]+ /
		}
		for (i = 1; i <= runs; i++) {
			date = strftime("%Y%m%dT%H%M%SZ", 1600000000 + 14400 * i, 1)
			run = sprintf("%s-%04x", date, i)
			file = dir "/" run ".txt"
			commit = sprintf("%040x", i * 7919)
			print "schema: vcpuscale/1\nrun: " run "\nkernel: " substr(commit, 29) "\nkernel-id: " substr(commit, 29) >file
			print "kernel-base: 6.1\ntestbed: " testbed "\nmachine: m\ncpu: c\ncommit: " commit >file
			print "commit-date: " strftime("%Y-%m-%dT%H:%M:%SZ", 1600000000 + 14400 * i, 1) "\ncommit-subject: KVM: Change " i >file
			if (testbed == "host")
				times(i)
			else
				counts(i)
			close(file)
		}
	}'
}

# history TESTBED PATTERN: what each change point is that the report names. Of times one
# cell may see a step a revision earlier than another.
history() {
	local status=0
	runs "$1" || return 1
	TIMEFORMAT='%U %S'
	{ time (ulimit -v "$MEMORY_KIB" && "$O/vcpuscale" history --results="$tmp/$1" --testbed="$1") \
		>"$tmp/out" 2>"$tmp/err" || status=$?; } 2>"$tmp/time"
	awk -v name="$1" '{ printf "# %s: %.2f s of CPU time\n", name, $1 + $2 }' "$tmp/time" >>"$tmp/times"
	cat "$tmp/err"
	tail -n 8 "$tmp/out"
	rm -rf "${tmp:?}/$1"
	[ "$status" = 1 ] && grep '^  first: ' "$tmp/out" >"$tmp/first" && ! grep -vE "$2" "$tmp/first"
}

echo "1..$TESTS"
check "counts of 10,000 runs: the step is found in 300 MiB" history emulated 'first: .* KVM: Change 5001$'
check "times of 10,000 runs: the step is found in 300 MiB" history host 'first: .* KVM: Change (499|500)[0-9]$'
cat "$tmp/times"
exit $failed
