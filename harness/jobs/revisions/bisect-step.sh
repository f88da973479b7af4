#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# bisect-step.sh - for git bisect run: is BISECT_HEAD good (0), bad (1), or can
# it not tell (125)? 255 ends the bisection: the fault is not the revision's.
# bisect.sh sets the environment.

set -eu -o pipefail
export LC_ALL=C

# 3 is the user's terminal; what git itself says goes to a log.
! { true >&3; } 2>/dev/null || exec 2>&3

ABORT=255
COMMIT=$(git rev-parse BISECT_HEAD)
# git's own variables would send build.sh to the wrong repository.
# shellcheck disable=SC2046 # names, one word each
unset $(git rev-parse --local-env-vars)
cd "$TOP"
# shellcheck source=harness/jobs/revisions/measure.sh
. harness/jobs/revisions/measure.sh
TREE=$BISECT_TREE
CELL=(--bench="$CELL_BENCH" --vcpus="$CELL_VCPUS" --unit="$BISECT_UNIT" --midway="$BISECT_BAD_RATIO")

# answer CODE VALUE WORDS
answer() {
	printf '%s\t%s\t%s\t%s\n' "$COMMIT" "$1" "$2" "${ID:-?}" >>"$STATE/tried"
	step "${COMMIT:0:12} $3: $(tree__subject "$COMMIT")"
	exit "$1"
}

abort() {
	echo "$COMMIT" >"$STATE/failed"
	exit $ABORT
}

# judge RUN GOOD_RUN: answers, or returns where the interval is too wide.
judge() {
	CELL_SIDE=
	cell__compare "$2" "$1" "${CELL[@]}" || answer $CANNOT_TELL - "cannot tell, it has no number"
	[ "$CELL_VERDICT" != invalid ] ||
		answer $CANNOT_TELL - "cannot tell, ${CELL_REASON:-its number is invalid}"
	case $CELL_SIDE in
	base) answer 0 "$CELL_HEAD" "good, $CELL_HEAD $CELL_UNIT" ;;
	head) answer 1 "$CELL_HEAD" "bad, $CELL_HEAD $CELL_UNIT" ;;
	esac
}

# The same KVM as one that was tried, or as one that is stored, where a count
# is the same every time.
judge__known() {
	local code value run
	read -r code value < <(awk -F '\t' -v id="$ID" '$4 == id { print $2, $3; exit }' "$STATE/tried") &&
		answer "$code" "$value" "$(words "$code"), the same KVM as one before"
	[ "$BISECT_EXACT" = yes ] || return 0
	while read -r run; do
		"$O/vcpuscale" cell "${CELL[@]}" "$GOOD_RUN" "$run" >/dev/null 2>&1 || continue
		step "${COMMIT:0:12} is measured already"
		judge "$run" "$GOOD_RUN"
	done < <(runs__of "$ID" --bench="$CELL_BENCH" --vcpus="$CELL_VCPUS")
}

words() {
	case $1 in 0) echo good ;; 1) echo bad ;; *) echo "cannot tell" ;; esac
}

# First as briefly as can be, then once more where that was not enough.
judge__measured() {
	local dir=$1 rounds paths base head
	for rounds in $(rounds__few); do
		paths=$(measure__pair "$CELL_BENCH" "$CELL_VCPUS" "$rounds" "$GOOD_DIR" "$dir") || abort
		{ read -r base && read -r head; } <<<"$paths"
		judge "$head" "$base"
	done
	answer $CANNOT_TELL "$CELL_HEAD" "cannot tell, $CELL_HEAD $CELL_UNIT is between GOOD and BAD"
}

rounds__few() {
	[ "$BISECT_EXACT" = yes ] && echo 1 4 || echo 6 "${ROUNDS:-20}"
}

main() {
	local dir status=0
	ID=$(revision__id "$COMMIT") || status=$?
	[ "$status" != $CANNOT_TELL ] || answer $CANNOT_TELL - "cannot tell, is not of this line"
	[ "$status" = 0 ] || abort
	judge__known
	dir=$(revision__build "$COMMIT") || status=$?
	[ "$status" != $CANNOT_TELL ] || answer $CANNOT_TELL - "cannot tell, does not build"
	[ "$status" = 0 ] || abort
	judge__measured "$dir"
}

main
