#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# vcpuscale import: what Go's benchmarks print, of every kind that people have, and what is
# refused. TAP.
#
# check() calls the functions by name:
# shellcheck disable=SC2317
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/exchange/files.sh
. tests/exchange/files.sh

imports_go()
{
	rm -f "$tmp/imported.txt"
	"$vcpuscale" import --output="$tmp/imported.txt" "${given[@]}" "$go" &&
	diff - "$tmp/imported.txt" <<-'EOT'
	schema: vcpuscale/1
	run: 20261122T070000Z-0001
	kernel: mine
	kernel-id: 1a2b
	testbed: host
	machine: laptop
	goos: linux
	goarch: amd64
	pkg: example.org/walk
	cpu: AMD EPYC 7763 64-Core Processor
	Unit ns/op better=lower
	Unit B/op better=lower
	round: 1
	BenchmarkWalk/kind=list/gomaxprocs=8/vcpus=1 1000000 1042 ns/op 16 B/op
	BenchmarkWalk/kind=list/gomaxprocs=8/vcpus=64 20000 60313.5 ns/op 16 B/op
	round: 2
	BenchmarkWalk/kind=list/gomaxprocs=8/vcpus=1 1000000 1040 ns/op 16 B/op
	BenchmarkWalk/kind=list/gomaxprocs=8/vcpus=64 20000 60299 ns/op 16 B/op
	end: 4
	EOT
}

counts_by_key()
{
	rm -f "$tmp/procs.txt"
	sed 's,/vcpus=[0-9]*,,' "$go" >"$tmp/procs.go"
	"$vcpuscale" import --output="$tmp/procs.txt" --vcpus-key=gomaxprocs "${given[@]}" "$tmp/procs.go" &&
	grep -q '^BenchmarkWalk/kind=list/vcpus=8 ' "$tmp/procs.txt"
}

# A results file, and what is left of it without anything that Go lacks, say
# the same as the file itself.
round_trip()
{
	local side file

	for side in base head; do
		file=${!side}
		rm -f "$tmp/$side.whole" "$tmp/$side.bare" "$tmp/$side.go"
		"$vcpuscale" import --output="$tmp/$side.whole" "$file" || return 1
		grep -E '^(Benchmark|Unit|round)' "$file" >"$tmp/$side.go"
		"$vcpuscale" import --output="$tmp/$side.bare" --set=cpu="$(sed -n 's/^cpu: //p' "$file")" \
			--set=kernel="$side" --set=kernel-id=1a --set=testbed=emulated --set=machine=m \
			--set=run="$(sed -n 's/^run: //p' "$file")" "$tmp/$side.go" || return 1
		"$vcpuscale" export --format=csv "$file" >"$tmp/$side.1"
		"$vcpuscale" export --format=csv "$tmp/$side.whole" | cmp - "$tmp/$side.1" || return 1
	done
	"$vcpuscale" compare --format=csv "$base" "$head" >"$tmp/direct.csv"
	"$vcpuscale" compare --format=csv "$tmp/base.whole" "$tmp/head.whole" | cmp - "$tmp/direct.csv" &&
	"$vcpuscale" compare --format=csv "$tmp/base.bare" "$tmp/head.bare" | cmp - "$tmp/direct.csv"
}

# imports NAME EXPECTED-LINES-ON-STDIN: the samples of what go test printed
imports()
{
	rm -f "$tmp/kind.txt"
	"$vcpuscale" import --output="$tmp/kind.txt" "${given[@]}" "${@:2}" "$tmp/$1.go" &&
	grep '^Benchmark\|^Unit' "$tmp/kind.txt" | diff -u - "$tmp/$1.want"
}

# Two packages with a benchmark of one name, the second without a CPU.
kind_packages()
{
	cat >"$tmp/packages.go" <<-'EOT'
	goos: linux
	pkg: example.org/a
	cpu: Some CPU
	BenchmarkX-8	100	5 ns/op
	PASS
	ok  	example.org/a	1.0s
	goos: linux
	pkg: example.org/b
	BenchmarkX-8	100	7 ns/op
	PASS
	EOT
	cat >"$tmp/packages.want" <<-'EOT'
	Unit ns/op better=lower
	BenchmarkX/pkg=example.org.a/vcpus=8 100 5 ns/op
	BenchmarkX/pkg=example.org.b/vcpus=8 100 7 ns/op
	EOT
	imports packages --vcpus-key=gomaxprocs
}

# A key that is there for some samples only, one that is taken back, one that does not matter.
kind_keys()
{
	printf '%s\n' 'date: 1' 'BenchmarkX 1 5 ns/op' 'toolchain: a b/c' 'date: 2' \
		'BenchmarkX 1 6 ns/op' 'toolchain:' 'BenchmarkX 1 7 ns/op' >"$tmp/keys.go"
	cat >"$tmp/keys.want" <<-'EOT'
	Unit ns/op better=lower
	BenchmarkX/vcpus=1 1 5 ns/op
	BenchmarkX/toolchain=a_b.c/vcpus=1 1 6 ns/op
	BenchmarkX/vcpus=1 1 7 ns/op
	EOT
	imports keys --ignore=date
}

# Names in lower case and very long ones, lines that only look like others, large values.
kind_lines()
{
	local long

	printf -v long %0500d 0
	printf '%s\n' 'FAILURES: none' 'FAILED 0 of 3' 'Benchmarking 3 kernels' 'Benchmarking 3 kernels / hour' \
		'BenchmarkX-8' 'BenchmarkX-8 some log' "Benchmarkx$long 1 2e30 bytes/op" >"$tmp/lines.go"
	printf '%s\n' "Benchmarkx$long/vcpus=1 1 2e30 bytes/op" >"$tmp/lines.want"
	imports lines
}

# What is not ASCII stays apart, and a microsecond is one in both of its letters.
kind_letters()
{
	printf '%s\n' 'Benchmarkgröße 1 2 κs/op' 'Benchmarkgräße 1 3 µs/op' 'Benchmarkgräße 1 3 μs/op' >"$tmp/letters.go"
	printf 'Benchmarkx\xff 1 4 \xfes/op\n' >>"$tmp/letters.go"
	cat >"$tmp/letters.want" <<-'EOT'
	Unit us/op better=lower
	Benchmarkgr\u00f6\u00dfe/vcpus=1 1 2 \u03bas/op
	Benchmarkgr\u00e4\u00dfe/vcpus=1 1 3 us/op
	Benchmarkx\xff/vcpus=1 1 4 \xfes/op
	Benchmarkgr\u00e4\u00dfe/vcpus=1 1 3 us/op
	EOT
	imports letters
}

# Go allows a line a property, in any order.
kind_units()
{
	local order

	for order in 'better=higher assume=exact' 'assume=exact better=higher'; do
		tr ' ' '\n' <<<"$order" | sed 's,^,Unit hits/op ,' >"$tmp/units.go"
		echo 'BenchmarkX 1 2 hits/op' >>"$tmp/units.go"
		rm -f "$tmp/kind.txt"
		"$vcpuscale" import --output="$tmp/kind.txt" "${given[@]}" "$tmp/units.go" &&
			! "$vcpuscale" compare "$tmp/kind.txt" "$tmp/kind.txt" | grep 'no direction\|p: corrected' || return 1
	done
}

no_nul()
{
	printf 'BenchmarkX 1 5 ns/op\0\0\n' >"$tmp/nul.go"
	refuses "NUL byte" import --output="$tmp/kind-nul.txt" "${given[@]}" "$tmp/nul.go"
}

# 0 before and 100 after, in each of four rounds.
from_nothing()
{
	local side

	for side in 0 100; do
		rm -f "$tmp/allocs-$side.txt"
		for _ in 1 2 3 4; do echo "BenchmarkX 1 $side allocs/op"; done >"$tmp/allocs.go"
		"$vcpuscale" import --output="$tmp/allocs-$side.txt" "${given[@]}" "$tmp/allocs.go" || return 1
	done
	"$vcpuscale" compare "$tmp/allocs-0.txt" "$tmp/allocs-100.txt" >"$tmp/compared"
	[ $? = 1 ] && ! "$vcpuscale" compare "$tmp/allocs-100.txt" "$tmp/allocs-0.txt" | grep -i 'regressed:\|inconclusive:'
}

bad_imports()
{
	local import=(import --output="$tmp/new.txt")

	check "import: what Go does not tell" refuses "does not tell run, kernel, kernel-id, testbed, machine" "${import[@]}" "$go"
	check "import: not where to" refuses "output missing" import "$go"
	check "import: no file" refuses "no file" "${import[@]}"
	check "import: two files" refuses "too many files" "${import[@]}" "$go" "$go"
	check "import: a file that is not there" refuses "No such file" "${import[@]}" "$tmp/nowhere"
	check "import: a folder" refuses "is a folder" "${import[@]}" "$tmp"
	check "import: an empty file" refuses "no benchmark in it" "${import[@]}" "${given[@]}" "$tmp/empty.txt"
	check "import: binary junk" refuses "NUL byte|no benchmark" "${import[@]}" "${given[@]}" "$tmp/junk.txt"
	check "import: another schema" refuses "schema is" "${import[@]}" "${given[@]}" "$tmp/schema.txt"
	check "import: a results file that is cut short" refuses "cut short" "${import[@]}" "$tmp/cut.txt"
	check "import: a setting that is none" refuses "set=Kernel=x" "${import[@]}" --set=Kernel=x "$go"
	check "import: a setting against the file" refuses "cpu is .* and" "${import[@]}" "${given[@]}" --set=cpu=other "$go"
	check "import: no part that counts vCPUs" refuses "no name has a part /size=N" "${import[@]}" "${given[@]}" --vcpus-key=size "$go"
	check "import: words for a number" refuses "is not a number of vCPUs" "${import[@]}" "${given[@]}" --vcpus-key=kind "$go"
	check "import: NaN" refuses ":5: 'NaN' is not a finite number" "${import[@]}" "${given[@]}" "$tmp/nan.go"
	check "import: a line that is cut" refuses ":8: 60299 has no unit" "${import[@]}" "${given[@]}" "$tmp/cut.go"
	check "import: two machines" refuses "machine changes" "${import[@]}" --set=run=r "$tmp/two.go"
	check "import: a test that failed" refuses "failed" "${import[@]}" "${given[@]}" "$tmp/failed.go"
	check "import: over a file" refuses "exists" import --output="$golden/unpatched.txt" "${given[@]}" "$go"
	check "import: into a folder that is not there" refuses "No such file" import --output="$tmp/no/new.txt" "${given[@]}" "$go"
}

main()
{
	echo 1..30
	write_go
	check "import: several packages" kind_packages
	check "import: keys that change on the way" kind_keys
	check "import: long names, lower-case names, lines that are none" kind_lines
	check "import: what is not ASCII stays apart" kind_letters
	check "import: two Unit lines for one unit" kind_units
	check "import: NUL bytes at the end of a line" no_nul
	check "from 0 to 100 in every round is a change" from_nothing
	check "import: Go benchmark text" imports_go
	check "import: the suffix counts vCPUs" counts_by_key
	check "import: there and back is the same" round_trip
	make_bad
	bad_imports
	exit $failed
}
main
