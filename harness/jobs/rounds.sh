# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# shellcheck disable=SC2153 # BUDGET is make's
#
# rounds.sh - ROUNDS, a number or "auto": how long bench.sh measures. To be sourced;
# needs lib.sh. Intervals are looked at, never verdicts: who measures until
# something is significant finds something (docs/statistics.md).

rounds__auto=$RESULTS/.auto.$$
trap 'rm -rf "$rounds__auto"' EXIT

# 90, 90s, 10m or 1h in seconds
rounds__seconds() {
	local number=${1%[smh]}
	case $number in
	"" | *[!0-9]* | 0* | ????????*) die "BUDGET=$1: give seconds, or e.g. 10m or 1h" ;;
	esac
	case $1 in
	*h) echo $((number * 3600)) ;;
	*m) echo $((number * 60)) ;;
	*) echo "$number" ;;
	esac
}

# A number that vcpuscale-run --check may look at.
rounds__check() {
	if [ "$ROUNDS" != auto ]; then
		echo "${ROUNDS:-1}"
		return
	fi
	rounds__seconds "$BUDGET" > /dev/null
	[[ $TIGHT =~ ^[0-9]{1,2}([.][0-9]+)?$ ]] || die "TIGHT=$TIGHT: give percent, e.g. 1 or 0.5"
	[ "$PERF" != record ] ||
		die "ROUNDS=auto PERF=record: perf's data of many parts are not one: give ROUNDS="
	echo 1
}

rounds__is_enough() { # BASE HEAD
	local status=0 widest
	widest=$("$O/vcpuscale" enough --threshold="$TIGHT" "$1" "$2") || status=$?
	[ "$status" -eq 0 ] || [ "$status" -eq 3 ] || exit 2
	echo "vcpuscale: $(grep -c '^round: ' "$2") rounds: $widest" >&2
	return "$status"
}

# Files that were measured apart come to where they would have been stored at once.
rounds__store() { # FILE...
	local file to
	for file in "$@"; do
		to=$RESULTS/${file#"$rounds__auto"/*/}
		mkdir -p "$(dirname "$to")"
		mv "$file" "$to"
		[ ! -d "${file%.txt}.profile" ] || mv "${file%.txt}.profile" "${to%.txt}.profile"
		echo "$to"
	done
}

# One run is made of all that COMMAND measures.
rounds__until_enough() { # FIRST NEXT COMMAND
	local start=$SECONDS begun=$SECONDS budget took turn=1 i paths
	local -a all more
	budget=$(rounds__seconds "$BUDGET")
	paths=$("$3" "$rounds__auto/1" "$1" 1)
	mapfile -t all <<< "$paths"
	until rounds__is_enough "${all[0]}" "${all[-1]}"; do
		took=$((SECONDS - begun))
		begun=$SECONDS
		if [ $((begun - start + took)) -gt "$budget" ]; then
			echo "vcpuscale: the budget of $budget s is spent: BUDGET= gives more" >&2
			break
		fi
		turn=$((turn + 1))
		paths=$("$3" "$rounds__auto/$turn" "$2" $turn)
		mapfile -t more <<< "$paths"
		for i in "${!all[@]}"; do
			"$O/vcpuscale" merge "${all[i]}" "${more[i]}"
		done
	done
	rounds__store "${all[@]}"
}

# rounds__measure DEFAULT NEXT COMMAND: COMMAND DIR N TURN stores a run of N rounds a
# side in DIR and prints its files. Prints where they are at last. Of "auto" DEFAULT
# rounds come first, then NEXT again and again. DEFAULT "" leaves it to COMMAND.
rounds__measure() {
	if [ "$ROUNDS" = auto ]; then
		rounds__until_enough "$@"
	else
		"$3" "$RESULTS" "${ROUNDS:-$1}" 1
	fi
}
