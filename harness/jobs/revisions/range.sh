#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# range.sh - measure each revision of RANGE=FIRST..LAST that changes KVM,
# alternating with BASE (FIRST by default), then show the history. What is
# stored already is not measured again, so an interrupted run goes on where it
# was. Takes its input from the environment; see "make help", docs/history.md.

set -eu -o pipefail
export LC_ALL=C

# shellcheck source=harness/jobs/revisions/guard.sh
. harness/jobs/revisions/guard.sh
# shellcheck source=harness/jobs/revisions/measure.sh
. harness/jobs/revisions/measure.sh
# shellcheck source=harness/jobs/revisions/order.sh
. harness/jobs/revisions/order.sh

COMMITS=()		# of the range, in order, those that touch KVM
STATES=() IDS=()	# of each
BASE_DIR='' BASE_ID=''

input__check() {
	tree__open "${KERNEL_TREE:-}"
	range__read "${RANGE:-}"
	measure__check
}

commits__list() {
	local i
	mapfile -t COMMITS < <(range__commits)
	for i in "${!COMMITS[@]}"; do
		STATES[i]="not measured yet"
		IDS[i]=-
	done
	step "$(tree__git rev-list --count "$RANGE_FIRST..$RANGE_LAST") revisions, $((${#COMMITS[@]} - 1)) of them touch $CODE"
}

# A name under kernels/ is built as such, anything else as a revision.
base__build() {
	local base=${RANGE_BASE:-$RANGE_FIRST}
	BASE_DIR=$(kernel__build --tree="$TREE" --vendor="$(testbed__ask vendors)" --kernel="$base") ||
		exit 2
	BASE_ID=$(sed -n 's/^kernel-id: //p' "$BASE_DIR/info")
}

# revision__state I: measures it if need be, and says what became of it.
revision__measure() {
	local i=$1 commit=${COMMITS[$1]} id dir status=0
	id=$(revision__id "$commit") || status=$?
	[ "$status" = 0 ] || { failed "$status" "not of this base"; return; }
	IDS[i]=$id
	if is_stored "$id"; then
		STATES[i]=measured
		step "$(place "$i") is measured already: $(tree__subject "$commit")"
		return
	fi
	dir=$(revision__build "$commit") || status=$?
	[ "$status" = 0 ] || { failed "$status" "does not build"; return; }
	if [ "$id" = "$BASE_ID" ]; then
		dir=$BASE_DIR
	fi
	measure__pair "${BENCH:-*}" "$VCPUS" "${ROUNDS:-$(testbed__rounds 1)}" "$BASE_DIR" "$dir" >/dev/null || exit 2
	is_stored "$id" || { failed $CANNOT_TELL "has no valid number"; return; }
	STATES[i]=measured
	step "$(place "$i") measured: $(tree__subject "$commit")"
}

# failed STATUS WORDS: of revision i; what is not the revision's fault ends all.
failed() {
	[ "$1" = $CANNOT_TELL ] || exit 2
	STATES[i]=$2
	step "$(place "$i") $2: $(tree__subject "${COMMITS[i]}")"
}

place() {
	printf '%d of %d, %.12s' $(($1 + 1)) ${#COMMITS[@]} "${COMMITS[$1]}"
}

# With all that is asked for, and a sample at all.
is_stored() {
	[ -n "$(runs__of "$1" --bench="$BENCHES" --vcpus="$VCPUS" --valid)" ]
}

main() {
	local i measured=0
	[ -n "${GUARDED:-}" ] || guard "$0"
	input__check
	traps__set
	state__make
	BENCHES=$("$O/vcpuscale-run" --list --bench="${BENCH:-*}" | cut -f 1)
	commits__list
	harness/kernel/image.sh --build-dir="$O" --line="$KERNEL_BASE"
	base__build
	for i in "${!COMMITS[@]}"; do
		revision__measure "$i"
		order__write
		[ "${STATES[i]}" != measured ] || measured=$((measured + 1))
	done
	step "$measured of ${#COMMITS[@]} revisions have numbers, builds made now: $(grep -c . "$STATE/builds" || :)"
	[ "$measured" -gt 1 ] || die "RANGE=$RANGE: fewer than two revisions have numbers: see above"
}

main "$@"
exit
