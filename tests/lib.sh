#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# lib.sh - what the end-to-end tests share: TAP, a make of one's own, looks at
# results files and processes. To be sourced; by itself it tests itself.
#
# The callers' variables and functions are not seen from here:
# shellcheck disable=SC2016,SC2034,SC2317

set -u
export LC_ALL=C
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$top" || exit 2
O=$(realpath -m -- "${O:-build}")
export O
tmp=$(mktemp -d) || exit 2
count=0
failed=0

# Before an awk program that reads compare's CSV: $at["verdict"] is that field.
columns='NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i } '

# What "make test" was given, or lies in the environment, is not meant for the runs that
# tests start: neither what the Makefile exports nor another repository of git's.
# shellcheck disable=SC2046 # names
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES ASKED_BASE RANGE_BASE KERNEL_USER \
	$(sed -n '/^OPTIONAL/,/[^\\]$/p; /^export VERSION /p' Makefile | grep -oE '[A-Z_]{2,}|\<V\>') \
	$(git rev-parse --local-env-vars 2>/dev/null | grep -v '^GIT_CONFIG')

lib__clean_up()
{
	[ ! -d "$tmp/disk" ] || umount "$tmp/disk" 2>/dev/null
	rm -rf "$tmp"
}
trap lib__clean_up EXIT
trap 'exit 130' INT TERM HUP

# check NAME COMMAND...: what it says is shown if it fails.
check()
{
	local name=$1
	shift
	count=$((count + 1))
	if "$@" >"$tmp/said" 2>&1; then
		echo "ok $count - $name"
	else
		echo "not ok $count - $name"
		sed 's/^/# /' "$tmp/said" | tail -n 40
		failed=1
	fi
}

# skip NAME REASON
skip()
{
	count=$((count + 1))
	echo "ok $count - $1 # SKIP $2"
}

# skip_all N REASON: instead of all N tests, and the end of the program.
skip_all()
{
	while [ "$count" -lt "$1" ]; do
		skip "$(basename "$0" .sh)" "$2"
	done
	exit 0
}

# need_qemu N: skips all N tests where nothing emulates a machine.
need_qemu()
{
	[ -n "$(command -v qemu-system-x86_64)" ] ||
		skip_all "$1" "no qemu-system-x86_64 here: make deps installs it"
}

# need_kernels COUNT KERNEL...: of 6.1, as the scripts before this one leave them.
need_kernels()
{
	local kernel
	for kernel in "${@:2}"; do
		[ -s "$O/kernels/6.1/$kernel/info" ] ||
			skip_all "$1" "no kernel $kernel is built: make kernel KERNEL=$kernel"
	done
}

# kvm_sources: the directory of 6.1's, of the newest version where an older build has left
# another; not one that is being unpacked.
kvm_sources()
{
	find "$O/source" -mindepth 1 -maxdepth 1 -type d -name '6.1-*' ! -name '*.unpacking.*' 2>/dev/null |
		sort -V | tail -n 1
}

# kernel_builds KERNEL: onto 6.1.
kernel_builds()
{
	run build harness/kernel/build.sh --build-dir="$O" --kernel="$1"
	show build
	[ "$status" = 0 ]
}

# pair SIZES ROUNDS BENCH KERNEL-DIR...: two kernels in a machine, in turns; leaves their
# results files in $base and $head.
pair()
{
	run machine "$O/vcpuscale-testbed" --build="$O" --line="$O/lines/6.1" --results="$tmp/results" \
		--silence=900 --vcpus="$1" --rounds="$2" --bench="$3" "${@:4}"
	show machine
	[ "$status" = 0 ] || return 1
	{ read -r base && read -r head; } <"$tmp/machine.out"
	valid_format "$base" insns/op && counts_end "$base"
}

# run NAME COMMAND...: leaves $tmp/NAME.out, $tmp/NAME.err and its exit code in
# $status.
run()
{
	local name=$1
	shift
	status=0
	"$@" >"$tmp/$name.out" 2>"$tmp/$name.err" </dev/null || status=$?
}

# show NAME: what run has left, for the one who reads a failure.
show()
{
	echo "exit $status"
	tail -n 15 "$tmp/$1.out" "$tmp/$1.err"
}

# says_once NAME PATTERN: of the program's own lines on standard error exactly
# one is a message, and it fits. Progress is none, nor are make's lines.
says_once()
{
	local said
	said=$(grep '^vcpuscale: ' "$tmp/$1.err" | grep -v '^vcpuscale: measuring round ')
	[ "$(grep -c . <<<"$said")" = 1 ] && grep -qE "$2" <<<"$said"
}

# no_file DIR: no file below it, hidden ones included.
no_file()
{
	! find "$1" -type f 2>/dev/null | grep .
}

# gone PGREP-ARGUMENT...: no process fits, after ten minutes at most: one that was told
# to end may take a moment, and on a busy machine a long one.
gone()
{
	local i
	for ((i = 0; i < 6000; i++)); do
		pgrep "$@" >/dev/null || return 0
		sleep 0.1
	done
	pgrep -a "$@"
	return 1
}

# wait_for COMMAND...: until it succeeds, for ten minutes at most: a busy machine may
# be slow.
wait_for()
{
	local i
	for ((i = 0; i < 6000; i++)); do
		! "$@" >/dev/null 2>&1 || return 0
		sleep 0.1
	done
	echo "gave up on: $*"
	return 1
}

# valid_format FILE UNIT: every line is one of the results format's. Names are of
# Go's convention, with any keys. Where instructions are counted there are also
# those of all tasks, which do not repeat,
# and bytes.
valid_format()
{
	local unit=$2 tasks=
	[ "$2" != insns/op ] ||
		{ unit="(((task-)?insns|virtual-ns)/op|bytes|skew-permille)"
		tasks='^Unit ((task-insns/op|virtual-ns/op|skew-permille) better=lower|bytes better=lower assume=exact)$'; }
	local name="Benchmark[A-Z][A-Za-z0-9]*(/[a-z][A-Za-z0-9_-]*=[A-Za-z0-9_.+-]+)*/vcpus=[1-9][0-9]*"
	local bad
	bad=$(grep -vnE -e '^(schema: vcpuscale/1|run: [0-9]{8}T[0-9]{6}Z-[0-9a-f]{4})$' \
		-e '^(kernel|kernel-release|kernel-base|kernel-source|kernel-series|machine|cpu|compiler): [^ ].*$' \
		-e '^kernel-config: (packaged|[0-9a-f]{12})$' \
		-e '^alternates: boots$' -e '^varies: [A-Z].*$' -e '^beside: [0-9]{8}T[0-9]{6}Z-[0-9a-f]{4}$' -e '^commit: [0-9a-f]{40}$' \
		-e '^commit-(date: [0-9TZ:-]+|subject: [^ ].*)$' \
		-e '^(governor|turbo|smt|mitigations|isolated-cpus|load|pinned): [^ ].*$' \
		-e '^(testbed: (emulated|nested|host)|kernel-id: [0-9a-f]{12})$' \
		-e '^(round|end|sizeof-kvm|sizeof-kvm-vcpu): [0-9]+$' \
		-e "^Unit $2 better=lower( assume=exact)?\$" ${tasks:+-e "$tasks"} \
		-e '^# [^ ].*$' \
		-e "^$name [1-9][0-9]* [0-9]+(\.[0-9]+)? $unit\$" \
		-e "^$name (skip|invalid) [^ ].*\$" "$1")
	[ -s "$1" ] && [ -z "$bad" ] && return 0
	echo "$1: $bad"
	return 1
}

# sample_counts FILE: "cell samples" a line.
sample_counts()
{
	awk '/^Benchmark/ && $2 ~ /^[0-9]+$/ { n[substr($1, 10)]++ }
		END { for (cell in n) print cell, n[cell] }' "$1" | sort
}

# listed [GLOB]: the benchmarks that there are, by default those that are measured
# without being asked for.
listed()
{
	"$O/vcpuscale-run" --list ${1:+--bench="$1"} | cut -f 1
}

# batches BENCH: samples of a cell in a round, as its descriptor says.
batches()
{
	"$O/vcpuscale-run" --list --bench="$1" | cut -f 3
}

# every_cell FILE "SIZE..." [GLOB]: these, and no others, have samples or the
# reason why there are none.
every_cell()
{
	diff <(for size in $2; do listed ${3:+"$3"} | sed "s,\$,/vcpus=$size,"; done | sort) \
		<(awk '/^Benchmark/ { print substr($1, 10) }' "$1" | sort -u)
}

# all_batches FILE ROUNDS: every cell that has samples has all of them.
all_batches()
{
	local cell n wrong=0

	while read -r cell n; do
		[ "$n" = "$(($2 * $(batches "${cell%/vcpus=*}")))" ] ||
			{ echo "$cell: $n samples"; wrong=1; }
	done < <(sample_counts "$1")
	return $wrong
}

# counts_end FILE: "end:" is the last line and tells how many samples there are.
counts_end()
{
	[ "$(tail -n 1 "$1")" = "end: $(sample_counts "$1" | awk '{ n += $2 } END { print n + 0 }')" ]
}

self_test()
{
	echo 1..7
	[ "$(count=0; check yes true)" = "ok 1 - yes" ]
	check "what succeeds is ok" test $? = 0
	[ "$(count=0; check no false)" = "not ok 1 - no" ]
	check "what fails is not ok" test $? = 0
	[ "$(count=0; skip this "no time")" = "ok 1 - this # SKIP no time" ]
	check "what is skipped says why" test $? = 0
	printf 'schema: vcpuscale/1\nBenchmarkX/vcpus=1 8 1e3 ns/op\n' >"$tmp/bad.txt"
	! valid_format "$tmp/bad.txt" ns/op >/dev/null
	check "a line that is not of the format is found" test $? = 0
	printf 'schema: vcpuscale/1\nBenchmarkX2/kind=a/mode=0x1.5-b/vcpus=1 8 1 ns/op\n' >"$tmp/good.txt"
	check "names may have any keys" valid_format "$tmp/good.txt" ns/op
	printf 'schema: vcpuscale/1\nBenchmarkX2/kind/vcpus=1 8 1 ns/op\n' >"$tmp/bad.txt"
	! valid_format "$tmp/bad.txt" ns/op >/dev/null
	check "but no parts without one" test $? = 0
	env DEBUG=1 JOBS=3 V=1 GIT_DIR=/nowhere bash -c '. tests/lib.sh; test -z "${DEBUG-}${JOBS-}${V-}${GIT_DIR-}" -a -n "$O"'
	check "what is in the environment is not for what tests start" test $? = 0
	exit $failed
}
[ "${BASH_SOURCE[0]}" != "$0" ] || self_test
