#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Bad input and bad options: exit code 2, nothing on standard output, and one
# line on standard error that says what is wrong, in which file and line.

set -u
program=${VCPUSCALE:-build/vcpuscale}
good=$(cd "$(dirname "$0")/golden" && pwd)/unpatched.txt || exit 2
if [ ! -x "$program" ]; then
	echo "Bail out! no program $program: build it or set VCPUSCALE"
	exit 2
fi
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
unset RESULTS
n=0
failed=0

result() { # STATUS WHAT
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		sed 's/^/# stderr: /' "$tmp/err"
		failed=1
	fi
}

refused() { # WHAT PART ARGUMENT...: PART is in the message
	what=$1
	part=$2
	shift 2
	"$program" "$@" >"$tmp/out" 2>"$tmp/err"
	[ $? -eq 2 ] && [ ! -s "$tmp/out" ] &&
		[ "$(wc -l <"$tmp/err")" -eq 1 ] &&
		grep -q '^vcpuscale: .*: ' "$tmp/err" &&
		grep -qF -- "$part" "$tmp/err"
	result $? "$what"
}

bad() { # WHAT PART SED_SCRIPT: the good file, edited, is refused on either side
	sed "$3" "$good" >"$tmp/bad.txt"
	refused "$1, as head" "bad.txt$2" compare "$good" "$tmp/bad.txt"
	refused "$1, as base" "bad.txt$2" compare "$tmp/bad.txt" "$good"
}

differs() { # WHAT PART SED_SCRIPT: not comparable, but --force compares
	sed "$3" "$good" >"$tmp/other.txt"
	refused "$1" "$2" compare "$good" "$tmp/other.txt"
	"$program" compare --force "$good" "$tmp/other.txt" >"$tmp/out" 2>"$tmp/err"
	[ $? -eq 3 ] && [ ! -s "$tmp/err" ] && grep -q '^warning: ' "$tmp/out"
	result $? "$1, by force"
}

unwritable() { # WHAT: the comparison to /dev/full
	if [ ! -w /dev/full ]; then
		n=$((n + 1))
		echo "ok $n - $1 # SKIP no /dev/full here"
		return
	fi
	"$program" compare "$good" "$good" >/dev/full 2>"$tmp/err"
	[ $? -eq 2 ] && [ "$(wc -l <"$tmp/err")" -eq 1 ]
	result $? "$1"
}

echo "1..62"

# Line 13 is the first sample: IrqDelivery/state=quiet/vcpus=1 300 1280 insns/op.
bad "an empty file" ":1: file is empty" 'd'
bad "a file without its end" ":97: cut short, no end line" '/^end:/d'
bad "a file with a line too few" ":97: cut short, end line promises" '13d'
bad "another schema" ":1: schema is 'vcpuscale/2'" '1s/1$/2/'
bad "no schema" ":1: first key is 'run'" '1d'
bad "no kernel" ": no line 'kernel: ...'" '/^kernel:/d'
bad "NaN" ":13: 'NaN' is not a finite number" '13s/1280/NaN/'
bad "infinity" ":13: '-inf' is not a finite number" '13s/1280/-inf/'
bad "text for a number" ":13: 'many' is not a finite number" '13s/1280/many/'
bad "a missing value" ":13: sample without a value" '13s/1280.*//'
bad "a missing unit" ":13: value 1280 has no unit" '13s/insns.*//'
bad "negative iterations" ":13: '-300' is not a number of iterations" '13s/ 300/ -300/'
bad "no vCPUs" ":13: 'IrqDelivery/state=quiet' has no /vcpus=N" '13s,/vcpus=1,,'
bad "no number of vCPUs" ":13: 'vcpus=x' is not a number of vCPUs" '13s/vcpus=1/vcpus=x/'
bad "two kernels in a file" ":13: kernel changes" '13s/.*/kernel: other/'
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
refused "a source line that is not stored" "kernel-base 6.12" \
	compare --results="$tmp/store" --kernel-base=6.12 unpatched unpatched
refused "a file that does not exist" "nonesuch.txt" compare "$good" nonesuch.txt
refused "a folder for a file" "$tmp/store" compare "$good" "$tmp/store/"
refused "no folder of results" "nonesuch" list --results="$tmp/nonesuch"

refused "a threshold that is no number" "--threshold=abc" \
	compare --threshold=abc "$good" "$good"
refused "a negative threshold" "--threshold=-1" \
	compare --threshold=-1 "$good" "$good"
refused "an unknown format" "--format=xml" compare --format=xml "$good" "$good"
refused "an unknown option" "--bogus" compare --bogus "$good" "$good"
refused "a missing operand" "HEAD missing" compare "$good"
refused "an operand too many" "too many" compare "$good" "$good" x
refused "an unknown command" "name one of compare, history, noise," bogus
refused "no command" "name one of compare, history, noise,"
refused "tables without a folder" "--output" tables "$good" "$good"
refused "tables to where nothing can be" "nonesuch" \
	tables --output="$tmp/nonesuch/x" "$good" "$good"

# A file that a signal handler or a full disk has left: no prefix of a file of
# results is ever taken for a whole one.
size=$(wc -c <"$good")
taken=0
cut=1
while [ "$cut" -lt "$size" ]; do
	head -c "$cut" "$good" >"$tmp/cut.txt"
	"$program" compare "$good" "$tmp/cut.txt" >"$tmp/out" 2>"$tmp/err"
	[ $? -eq 2 ] || taken=$((taken + 1))
	cut=$((cut + 41))
done
[ $taken -eq 0 ]
result $? "no prefix of a file passes for a whole one"

unwritable "a full disk is noticed"
{ "$program" compare "$good" "$good" 2>"$tmp/err"; echo $? >"$tmp/code"; } | true
sleep 0.1
[ "$(cat "$tmp/code")" -eq 2 ] || [ "$(cat "$tmp/code")" -eq 3 ]
result $? "a reader that goes away kills nobody"

exit $failed
