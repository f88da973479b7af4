#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# bisect.sh - which revision between GOOD and BAD changed what a cell costs.
# Takes its input from the environment; see "make help" and docs/history.md.
# Exits with 0 (found), 2 (error, or nothing to find), 3 (cannot be told).

set -eu -o pipefail
export LC_ALL=C

# shellcheck source=harness/jobs/revisions/guard.sh
. harness/jobs/revisions/guard.sh
# shellcheck source=harness/jobs/revisions/measure.sh
. harness/jobs/revisions/measure.sh
# shellcheck source=harness/jobs/revisions/simplify.sh
. harness/jobs/revisions/simplify.sh

GOOD_COMMIT='' BAD_COMMIT=''	# as the user named them
GOOD_RUN='' BAD_RUN=''		# results files of the two ends
PRIVATE=			# the repository that is bisected

cannot_tell() {
	printf 'vcpuscale: %s\n' "$*" >&2
	exit 3
}

input__check() {
	tree__open "${KERNEL_TREE:-}"
	tree__commit GOOD_COMMIT GOOD "${GOOD:-}"
	tree__commit BAD_COMMIT BAD "${BAD:-}"
	tree__ordered GOOD "$GOOD_COMMIT" BAD "$BAD_COMMIT"
	[ -n "${BENCH:-}" ] || die "no BENCH: give BENCH=, the benchmark that became slower: see $O/vcpuscale-run --list"
	measure__check
}

# end__build GOOD|BAD COMMIT ID: prints the directory of its modules.
end__build() {
	local dir status=0
	if dir=$(kernel__built "$3"); then
		step "$1 is built already, in $dir"
		echo "$dir"
		return
	fi
	dir=$(revision__build "$2") || status=$?
	[ "$status" = 0 ] || {
		[ "$status" = $CANNOT_TELL ] || exit 2
		die "$1 ${2:0:12}: does not build, see above: give another revision as $1"
	}
	echo "$dir"
}

# Of the cells of BENCH and VCPUS the one that changed most, if any did. Stored
# runs may have others.
ends__judge() {
	local ends="see $O/vcpuscale compare $GOOD_RUN $BAD_RUN"
	cell__compare "$GOOD_RUN" "$BAD_RUN" --bench="$BENCH" --vcpus="$VCPUS" \
		${THRESHOLD:+--threshold="$THRESHOLD"} || exit 2
	case $CELL_VERDICT in
	same) die "GOOD ${GOOD_COMMIT:0:12} and BAD ${BAD_COMMIT:0:12} cost the same: nothing to bisect: $ends" ;;
	inconclusive) cannot_tell "GOOD and BAD cannot be told apart in $END_ROUNDS rounds: give more ROUNDS, or a benchmark and a size that differ more" ;;
	invalid) die "GOOD or BAD has no valid number, $ends: give revisions that run" ;;
	esac
	step "$CELL_BENCH, $CELL_VCPUS vCPUs: GOOD $CELL_BASE, BAD $CELL_HEAD $CELL_UNIT ($CELL_CHANGE)"
	[ "$CELL_VERDICT" = regressed ] ||
		note "BAD is better than GOOD: looking for what made it so"
}

# Counts are the same every time: stored ones are as good as new ones.
ends__stored() {
	local good bad cells=(--bench="$BENCH" --vcpus="$VCPUS")
	[[ $BENCH != *[*?[]* ]] || return 1
	while read -r good; do
		while read -r bad; do
			cell__compare "$good" "$bad" "${cells[@]}" 2>/dev/null || continue
			GOOD_RUN=$good BAD_RUN=$bad
			return 0
		done < <(runs__of "$2" "${cells[@]}")
	done < <(runs__of "$1" "${cells[@]}" --exact)
	return 1
}

ends__measure() {
	local good bad paths good_id bad_id
	good_id=$(revision__id "$GOOD_COMMIT") || exit 2
	bad_id=$(revision__id "$BAD_END") || exit 2
	[ "$good_id" != "$bad_id" ] ||
		die "GOOD ${GOOD_COMMIT:0:12} and BAD ${BAD_COMMIT:0:12} are built of the same code, $good_id: nothing to bisect"
	END_ROUNDS=${ROUNDS:-$(testbed__rounds 2)}
	step "GOOD ${GOOD_COMMIT:0:12} $(tree__subject "$GOOD_COMMIT")"
	step "BAD  ${BAD_COMMIT:0:12} $(tree__subject "$BAD_COMMIT")"
	good=$(end__build GOOD "$GOOD_COMMIT" "$good_id")
	if ends__stored "$good_id" "$bad_id"; then
		step "both ends are measured already"
	else
		bad=$(end__build BAD "$BAD_END" "$bad_id")
		paths=$(measure__pair "$BENCH" "$VCPUS" "$END_ROUNDS" "$good" "$bad") || exit 2
		{ read -r GOOD_RUN && read -r BAD_RUN; } <<<"$paths"
	fi
	GOOD_DIR=$good
	ends__judge
}

# What bisect-step.sh has to know.
search__export() {
	export TOP=$PWD BISECT_TREE=$TREE STATE GOOD_RUN GOOD_DIR CELL_BENCH CELL_VCPUS
	export BISECT_UNIT=$CELL_UNIT BISECT_EXACT=$CELL_EXACT BISECT_BAD_RATIO=$CELL_RATIO
	export O RESULTS KERNEL_BASE TESTBED ROUNDS V
}

# 0: refs/bisect/bad is it. 3: only revisions that cannot tell are left.
search() {
	local status=0
	search__export
	git -C "$PRIVATE" update-ref --no-deref HEAD "$BAD_END"
	git -C "$PRIVATE" bisect start --no-checkout "$BAD_END" "$GOOD_COMMIT" >"$STATE/git" 2>&1 ||
		die "git bisect start failed: $(tail -n 1 "$STATE/git")"
	git -C "$PRIVATE" bisect run "$PWD/harness/jobs/revisions/bisect-step.sh" 3>&2 >>"$STATE/git" 2>&1 || status=$?
	[ "$status" != 0 ] || return 0
	! grep -q "only 'skip'ped commits left" "$STATE/git" || return 3
	[ -s "$STATE/failed" ] ||
		die "git bisect run failed: $(tail -n 1 "$STATE/git")"
	note "the bisection stopped there; what is measured is kept: the same command goes on"
	exit 2
}

value_of() {
	awk -F '\t' -v c="$1" '$1 == c { v = $3 } END { print v == "" ? "?" : v }' "$STATE/tried"
}

candidates() {
	git -C "$PRIVATE" rev-list refs/bisect/bad --not --glob='refs/bisect/good-*'
}

effort() {
	local failed tried
	tried=$(grep -c . "$STATE/tried" || :)
	failed=$(awk -F '\t' '$2 == 125' "$STATE/tried" | wc -l)
	echo "$REVISIONS revisions, $CHANGING of them change $CODE: $(grep -c . "$STATE/builds" || :) builds with both ends, $tried tried between them, of which $failed cannot tell"
}

report__culprit() {
	local culprit before value where
	culprit=$(git -C "$PRIVATE" rev-parse refs/bisect/bad)
	before=$(git -C "$PRIVATE" rev-parse "$culprit^")
	value=$CELL_HEAD
	[ "$culprit" = "$BAD_END" ] || value=$(value_of "$culprit")
	case $before in
	"$GOOD_COMMIT") before=$CELL_BASE ;;
	*) before=$(value_of "$before") ;;
	esac
	echo "culprit: $culprit"
	tree__git log -1 --no-show-signature --date=short \
		--format='subject: %s%nauthor:  %an <%ae>%ndate:    %ad' "$culprit"
	echo "cell:    $CELL_BENCH/vcpus=$CELL_VCPUS, $CELL_UNIT"
	echo "before:  $before"
	echo "after:   $value ($(awk -v a="$before" -v b="$value" 'BEGIN { if (a > 0) printf "%+.2f %%", 100 * (b / a - 1) }'))"
	echo "ends:    GOOD $CELL_BASE, BAD $CELL_HEAD"
	echo "effort:  $(effort)"
	where=$(culprit__where "$culprit")
	[ -z "$where" ] || echo "where:   ${where#*: }"
}

# profiled DIR: a stored run of the kernel in DIR that has a profile of the cell.
profiled() {
	local run
	while read -r run; do
		[ ! -s "${run%.txt}.profile/functions.tsv" ] || { echo "$run"; return; }
	done < <(runs__of "$(sed -n 's/^kernel-id: //p' "$1/info")" --bench="$CELL_BENCH" --vcpus="$CELL_VCPUS")
}

# culprit__where COMMIT: the function it is in, by exact profiles of it and of its
# parent. Nothing where there are none.
culprit__where() {
	local paths before after old new
	[ "$(testbed__ask unit)" = insns ] || return 0
	old=$(revision__build "$1^") && new=$(revision__build "$1") || return 0
	before=$(profiled "$old") after=$(profiled "$new")
	if [ -z "$before" ] || [ -z "$after" ]; then
		paths=$(measure__pair "$CELL_BENCH" "$(printf '%s\n' 1 "$CELL_VCPUS" | sort -nu)" 1 \
			--profile "$old" "$new") || return 0
		{ read -r before && read -r after; } <<<"$paths"
		profile__attribute "$old" "$before"
		profile__attribute "$new" "$after" "$old"
	fi
	"$O/vcpuscale" compare --format=where "$before" "$after" 2>/dev/null || :
}

report__candidates() {
	local commit
	echo "cannot be told: the culprit is one of these, and those between do not build or give no valid number:"
	candidates | while read -r commit; do
		echo "  ${commit:0:12} $(tree__subject "$commit")"
	done
	echo "cell:    $CELL_BENCH/vcpus=$CELL_VCPUS, $CELL_UNIT: GOOD $CELL_BASE, BAD $CELL_HEAD"
	echo "effort:  $(effort)"
}

main() {
	local status=0
	[ -n "${GUARDED:-}" ] || guard "$0"
	input__check
	traps__set
	state__make
	PRIVATE=$STATE/tree.git
	tree__borrow "$PRIVATE"
	simplify "$PRIVATE" "$GOOD_COMMIT" "$BAD_COMMIT"
	[ "$CHANGING" -gt 0 ] ||
		die "none of the $REVISIONS revisions from GOOD to BAD changes $CODE: nothing to bisect"
	step "$REVISIONS revisions from GOOD to BAD, $CHANGING of them change $CODE"
	harness/kernel/image.sh --build-dir="$O" --line="$KERNEL_BASE"
	ends__measure
	search || status=$?
	[ "$status" = 0 ] || { report__candidates; exit "$status"; }
	report__culprit
}

main "$@"
exit
