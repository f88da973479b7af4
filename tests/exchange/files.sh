# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# files.sh - what the tests of exports and imports share: good files and bad ones, and
# what a refusal is. To be sourced after tests/lib.sh.
#
# The includers' variables and functions are not seen from here:
# shellcheck disable=SC2034,SC2154,SC2317

golden=tests/golden
vcpuscale=$O/vcpuscale
base=tests/golden/reference-unpatched.txt
head=tests/golden/reference-array.txt
python=/usr/bin/python3		# the distribution's, which sees its modules
go=$tmp/go.txt			# what go test -bench prints
given=(--set=kernel=mine --set=kernel-id=1a2b --set=testbed=host --set=machine=laptop
	--set=run=20261122T070000Z-0001)

export_to() { "$vcpuscale" export --format="$1" "${@:3}" >"$2"; }

# py FILE SCRIPT: the file is open as f. All assertions must hold.
py()
{
	"$python" -c "import csv, json, math, statistics, sys
f = open(sys.argv[1], newline='')
$2" "$1"
}

need_python()
{
	[ -x "$python" ] && return 0
	skip "$1" "no $python here: make deps-test"
	return 1
}

# But for what the test itself writes.
made()
{
	find "$tmp" -mindepth 1 ! -name 'refused.*' ! -name said | sort
}

# refuses PATTERN ARGUMENT...: exit 2, one line, nothing on standard output, no
# file made.
refuses()
{
	local before pattern=$1

	shift
	before=$(made)
	run refused "$vcpuscale" "$@"
	if [ "$status" != 2 ] || [ -s "$tmp/refused.out" ] || [ "$(wc -l <"$tmp/refused.err")" != 1 ] ||
		! grep -qE "^vcpuscale: .*$pattern.*: " "$tmp/refused.err"; then
		show refused
		return 1
	fi
	[ "$(made)" = "$before" ]
}

write_go()
{
	cat >"$go" <<-'EOT'
	goos: linux
	goarch: amd64
	pkg: example.org/walk
	cpu: AMD EPYC 7763 64-Core Processor
	BenchmarkWalk/kind=list/vcpus=1-8     	 1000000	      1042 ns/op	      16 B/op
	BenchmarkWalk/kind=list/vcpus=1-8     	 1000000	      1040 ns/op	      16 B/op
	BenchmarkWalk/kind=list/vcpus=64-8    	   20000	     60313.5 ns/op	      16 B/op
	BenchmarkWalk/kind=list/vcpus=64-8    	   20000	     60299 ns/op	      16 B/op
	PASS
	ok  	example.org/walk	2.345s
	EOT
}

make_bad()
{
	: >"$tmp/empty.txt"
	head -c 5000 "$O/vcpuscale" >"$tmp/junk.txt"
	sed '$d' "$golden/unpatched.txt" >"$tmp/cut.txt"
	sed 's/^end:.*/incomplete: yes/' "$golden/unpatched.txt" >"$tmp/incomplete.txt"
	sed '1s/1$/2/' "$golden/unpatched.txt" >"$tmp/schema.txt"
	sed 's/^run: .*/run: first/' "$golden/unpatched.txt" >"$tmp/undated.txt"
	sed 's/1042 ns/NaN ns/' "$go" >"$tmp/nan.go"
	sed -n '1,7p; 8s/60299 .*/60299/p' "$go" >"$tmp/cut.go"
	{ echo "machine: a"; cat "$go"; echo "machine: b"; } >"$tmp/two.go"
	sed 's/^PASS/--- FAIL: TestX/' "$go" >"$tmp/failed.go"
	sed 's/ 16 B\/op//' "$go" >"$tmp/ns.go"
	"$vcpuscale" import --output="$tmp/imported-ns.txt" "${given[@]}" "$tmp/ns.go"
}
