#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Bad input and bad options: exit code 2, nothing on standard output, and one
# line on standard error that says what is wrong, in which file and line.

# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

program=$(realpath -- "${VCPUSCALE:-build/vcpuscale}") || exit 2
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
if [ ! -x "$program" ]; then
	echo "Bail out! no program $program: build it or set VCPUSCALE"
	exit 2
fi
good=$top/tests/golden/unpatched.txt

is_refused() { # PART ARGUMENT...
	local part=$1
	shift
	run report "$program" "$@"
	show report
	[ "$status" -eq 2 ] && [ ! -s "$tmp/report.out" ] &&
		[ "$(wc -l <"$tmp/report.err")" -eq 1 ] &&
		grep -q '^vcpuscale: .*: ' "$tmp/report.err" &&
		grep -qF -- "$part" "$tmp/report.err"
}

refused() { # WHAT PART ARGUMENT...: PART is in the message
	local what=$1
	shift
	check "$what" is_refused "$@"
}

bad() { # WHAT PART SED_SCRIPT: the good file, edited, is refused on either side
	sed "$3" "$good" >"$tmp/bad.txt"
	refused "$1, as head" "bad.txt$2" compare "$good" "$tmp/bad.txt"
	refused "$1, as base" "bad.txt$2" compare "$tmp/bad.txt" "$good"
}

is_forced() { # FILE
	run report "$program" compare --force "$good" "$1"
	show report
	[ "$status" -eq 3 ] && [ ! -s "$tmp/report.err" ] &&
		grep -q '^warning: ' "$tmp/report.out"
}

differs() { # WHAT PART SED_SCRIPT: not comparable, but --force compares
	sed "$3" "$good" >"$tmp/other.txt"
	refused "$1" "$2" compare "$good" "$tmp/other.txt"
	check "$1, by force" is_forced "$tmp/other.txt"
}

no_prefix_passes() {
	local size cut taken=0

	size=$(wc -c <"$good")
	for ((cut = 1; cut < size; cut += 41)); do
		head -c "$cut" "$good" >"$tmp/cut.txt"
		run cut "$program" compare "$good" "$tmp/cut.txt"
		[ "$status" -eq 2 ] || { echo "$cut bytes: exit $status"; taken=1; }
	done
	return "$taken"
}

notices_full_disk() {
	status=0
	"$program" compare "$good" "$good" >/dev/full 2>"$tmp/err" || status=$?
	echo "exit $status"
	cat "$tmp/err"
	[ "$status" -eq 2 ] && [ "$(wc -l <"$tmp/err")" -eq 1 ]
}

survives_lost_reader() {
	{ "$program" compare "$good" "$good"; echo $? >"$tmp/code"; } | true
	sleep 0.1
	[ "$(cat "$tmp/code")" -eq 2 ] || [ "$(cat "$tmp/code")" -eq 3 ]
}

echo "1..63"

# Line 15 is the first sample: IrqDelivery/state=quiet/vcpus=1 300 1280 insns/op.
bad "an empty file" ":1: file is empty" 'd'
bad "a file without its end" ":99: cut short, no end line" '/^end:/d'
bad "a file with a line too few" ":99: cut short, end line promises" '15d'
bad "another schema" ":1: schema is 'vcpuscale/2'" '1s/1$/2/'
bad "no schema" ":1: first key is 'run'" '1d'
bad "no kernel" ": no line 'kernel: ...'" '/^kernel:/d'
bad "NaN" ":15: 'NaN' is not a finite number" '15s/1280/NaN/'
bad "infinity" ":15: '-inf' is not a finite number" '15s/1280/-inf/'
bad "text for a number" ":15: 'many' is not a finite number" '15s/1280/many/'
bad "a missing value" ":15: sample without a value" '15s/1280.*//'
bad "a missing unit" ":15: value 1280 has no unit" '15s/insns.*//'
bad "negative iterations" ":15: '-300' is not a number of iterations" '15s/ 300/ -300/'
bad "no vCPUs" ":15: 'IrqDelivery/state=quiet' has no /vcpus=N" '15s,/vcpus=1,,'
bad "no number of vCPUs" ":15: 'vcpus=x' is not a number of vCPUs" '15s/vcpus=1/vcpus=x/'
bad "two kernels in a file" ":15: kernel changes" '15s/.*/kernel: other/'
bad "an incomplete run" ": run is marked incomplete" 's/^end:.*/incomplete: yes/'

differs "mixed machines" "machine differs" 's/^machine:.*/machine: other/'
differs "mixed testbeds" "testbed differs" 's/^testbed:.*/testbed: nested/'
differs "an incomplete run" "incomplete" 's/^end:.*/incomplete: yes/'
differs "a run cut short" "cut short" '/^end:/d'
differs "mixed units" "declared otherwise" 's/ assume=exact//'
sed 's/^Benchmark/BenchmarkOther/' "$good" >"$tmp/none.txt"
refused "nothing in common" "no cell in common" compare "$good" "$tmp/none.txt"

mkdir -p "$tmp/store/unpatched/emulated"
cp "$good" "$tmp/store/unpatched/emulated/1.txt"
refused "a name that is not stored" "unpatched/emulated" \
	compare --results="$tmp/store" unpatched nonesuch
refused "a testbed that is not stored" "'nested'" \
	compare --results="$tmp/store" --testbed=nested unpatched unpatched
refused "a base that is not stored" "kernel-base 6.12" \
	compare --results="$tmp/store" --kernel-base=6.12 unpatched unpatched
refused "a file that does not exist" "nonesuch.txt" compare "$good" nonesuch.txt
refused "a folder for a file" "$tmp/store/: is a folder: name a file in it" compare "$good" "$tmp/store/"
refused "no folder of results" "nonesuch" list --results="$tmp/nonesuch"

refused "a threshold that is no number" "--threshold=abc" \
	compare --threshold=abc "$good" "$good"
refused "a negative threshold" "--threshold=-1" \
	compare --threshold=-1 "$good" "$good"
refused "an unknown format" "--format=xml" compare --format=xml "$good" "$good"
refused "an unknown option" "--bogus" compare --bogus "$good" "$good"
refused "a missing operand" "HEAD missing" compare "$good"
refused "an operand too many" "too many" compare "$good" "$good" x
refused "an unknown command" "name one of attribute, cell, compare," bogus
refused "no command" "name one of attribute, cell, compare,"
refused "tables without a folder" "--output" tables "$good" "$good"
refused "tables to where nothing can be" "nonesuch" \
	tables --output="$tmp/nonesuch/x" "$good" "$good"

# What a journal may leave behind a file's end, after power was lost.
{ cat "$good"; printf '\0\0\0'; } >"$tmp/nul.txt"
refused "NUL bytes behind the end" "nul.txt:101: holds a NUL byte" compare "$good" "$tmp/nul.txt"

# A file that a signal handler or a full disk has left: no prefix of a file of
# results is ever taken for a whole one.
check "no prefix of a file passes for a whole one" no_prefix_passes

if [ -w /dev/full ]; then
	check "a full disk is noticed" notices_full_disk
else
	skip "a full disk is noticed" "no /dev/full here"
fi
check "a reader that goes away kills nobody" survives_lost_reader

exit "$failed"
