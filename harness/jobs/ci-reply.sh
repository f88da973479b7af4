#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# ci-reply.sh [NAME=VALUE...] - for the CI of a kernel tree: tests a series as "make
# bench-series" does, and writes the mail that answers it to OUT, whole or not at all.
# docs/ci.md. Exits with 0 (nothing is worse), 1 (something is, or the series does not
# apply or build), 2 (an error here, no mail), 3 (it cannot tell).
set -eu -o pipefail
export LC_ALL=C

KERNEL_FAULT=125
DIR=			# what bench-series has left
REPORT=			# what the mail has in it

# Where a file or directory is that the user named, who may be elsewhere.
absolute() { # NAME=VALUE
	local value=${1#*=}
	case $1 in
	OUT=* | RESULTS=* | O=* | KERNEL_TREE=* | KCONFIG=*) value=$(realpath -m -- "$value") ;;
	KERNEL=*) [ ! -e "$value" ] || value=$(realpath -- "$value") ;;
	esac
	printf '%s\n' "${1%%=*}=$value"
}

# make knows all variables, but has only one exit code that is not 0.
by_make() {
	local said status=0
	local -a given=()
	for said in "$@"; do
		given+=("$(absolute "$said")")
	done
	cd "$(dirname -- "$0")/../.."
	# shellcheck source=harness/kernel/common.sh
	. harness/kernel/common.sh
	traps__set
	said=$(mktemp)
	TRASH+=("$said")
	# What is left of one that is killed would measure for nobody.
	CI_STATUS=$said setsid setpriv --pdeathsig TERM make -s --no-print-directory ci-reply "${given[@]}" &
	CHILD=$!
	wait "$CHILD" || :
	CHILD=
	status=$(<"$said")
	exit "${status:-2}"
}

# make gives its variables in the environment, and no argument. Where another make is
# above a CI, its environment is there too.
if [ $# != 0 ] || [ -z "${VERSION:-}" ]; then
	by_make "$@"
fi

# shellcheck source=harness/jobs/lib.sh
. harness/jobs/lib.sh

finish() { # CODE
	[ -z "${CI_STATUS:-}" ] || echo "$1" >"$CI_STATUS"
	exit "$1"
}

input__check() {
	[ -n "$KERNEL" ] || die "no KERNEL: give KERNEL=, the series as the list has it: an mbox"
	[ -n "$OUT" ] || die "no OUT: give OUT=, the file that the mail is written to"
	# The mail of another run must not be sent as this one's.
	if ! rm -f -- "$OUT" 2>/dev/null || [ ! -w "$(dirname -- "$OUT")" ]; then
		die "OUT=$OUT: cannot be written: give a file in a directory that is there"
	fi
	"$O/vcpuscale-series" reply ${FROM:+--from="$FROM"} -- "$KERNEL" || exit 2
}

# reply VERDICT [OPTION...]
reply() {
	"$O/vcpuscale-series" reply --verdict="$1" --base="$(base__words)" --report="$REPORT" \
		${FROM:+--from="$FROM"} --output="$OUT" "${@:2}" -- "$KERNEL" || exit 2
	step "vcpuscale: the mail is $OUT ($1)"
}

base__words() {
	case $KERNEL_BASE in
	tree) echo "the tree${BASE:+ at $BASE}" ;;
	*) echo "Linux $KERNEL_BASE" ;;
	esac
}

# Which patch does not apply, and to what the series would.
apply__try() {
	local status=0
	kernel__build --check ${BASE:+--onto="$BASE"} --kernel="$KERNEL" --fault-code=$KERNEL_FAULT \
		2>"$STATE/said" || status=$?
	[ "$status" != 0 ] || return 0
	[ "$status" = $KERNEL_FAULT ] || { cat "$STATE/said" >&2; exit 2; }
	sed -nE "s|$(dirname -- "$KERNEL")/||g; s/, rejects are in .*//; s/^(vcpuscale|note): //p" \
		"$STATE/said" | fold -s -w 76 | sed 's/ *$//' >"$REPORT"
	reply unapplied
	finish 1
}

series__measure() {
	# What others can repeat, who have the mails and not this file. Whether the table is
	# there says more than the exit code.
	: >"$STATE/said"
	KERNEL_SHOWN=$(basename -- "$KERNEL") setsid harness/jobs/bench-series.sh >"$STATE/table" 2>"$STATE/said" &
	CHILD=$!
	tail -n +1 -f --pid="$CHILD" "$STATE/said" >&2 &
	wait "$CHILD" || :
	CHILD=
	wait
	DIR=$(sed -n 's|^vcpuscale: the table is \(.*\)/table.txt, .*|\1|p' "$STATE/said")
	[ -s "$DIR/table.json" ] || finish 2
}

verdict() {
	if cut -f 1 "$DIR/runs.tsv" | grep -x unbuilt >/dev/null; then
		echo unbuilt
	else
		sed -nE 's/^ "verdict": "([a-z-]+)",?$/\1/p' "$DIR/table.json"
	fi
}

# The only patch that the mail is on, if it is one.
patch__named() { # VERDICT
	local lead numbers
	case $1 in
	unbuilt) lead=BROKEN ;;
	invalid) lead='BROKEN|INVALID' ;;
	regressed) lead=Worse ;;
	esac
	numbers=$(sed -nE "s/^(${lead:-.}): +([0-9]+-)?([0-9]+)\/.*/\3/p" "$DIR/table.txt" | sort -un)
	[ "$(wc -l <"$DIR/runs.tsv")" != 2 ] || numbers=1
	[ -z "$numbers" ] || [ "$(wc -l <<<"$numbers")" != 1 ] || echo "--patch=$numbers"
}

# The compiler's first complaint on each, with the lines that it shows.
errors__print() {
	local log name
	name=$(basename -- "$(dirname -- "$DIR")")
	echo "All errors (the first of each patch, prefixed by >>):"
	while read -r log; do
		echo
		grep -m1 -B1 -A4 -E ': (fatal )?error: ' "$log" | grep -v '^make' |
			sed -E 's,^[^ ]*/((arch/x86|virt|include)/),\1,; s/^.*: (fatal )?error: />> &/'
	done < <(find "$O/kernels/$KERNEL_BASE/$name" "$O/kernels/$KERNEL_BASE/$name".[0-9]* \
		-maxdepth 1 -name build.log -newer "$STATE/begun" -exec grep -lE ': (fatal )?error: ' {} + 2>/dev/null | sort)
	echo
}

main() {
	local of only
	traps__set
	STATE=$(mktemp -d)
	TRASH+=("$STATE")
	REPORT=$STATE/report
	touch "$STATE/begun"
	input__check
	apply__try
	series__measure
	of=$(verdict)
	if [ "$of" = same ] && [ "${SUCCESS:-}" != yes ]; then
		step "vcpuscale: no change, no mail"
		finish 0
	fi
	{
		[ "$of" != unbuilt ] || errors__print
		cat "$DIR/table.txt"
	} >"$REPORT"
	only=$(patch__named "$of")
	reply "$of" ${only:+"$only"}
	case $of in
	same | improved) finish 0 ;;
	inconclusive | not-covered) finish 3 ;;
	*) finish 1 ;;
	esac
}

main
