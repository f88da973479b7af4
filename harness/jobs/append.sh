#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# append.sh FILE MORE - make the rounds of the results file MORE the last ones of
# FILE, which is replaced at once. Both are whole, and of one kernel.
set -eu

main() {
	local key
	for key in kernel-id testbed machine cpu; do
		[ "$(grep -m 1 "^$key: " "$1")" = "$(grep -m 1 "^$key: " "$2")" ] || {
			echo "vcpuscale: $2: its $key is not that of $1: measure again" >&2
			exit 2
		}
	done
	awk '
	/^end: /	{ samples += $2; ended++; next }
	/^round: /	{ round = $2 + (FNR != NR ? before : 0)
			  if (FNR == NR && $2 > before) before = $2
			  print "round: " round; body = 1; next }
	FNR == 1 && NR > 1	{ body = 0 }
	FNR == NR || body	{ print }
	END		{ if (ended != 2) exit 1; print "end: " samples }' "$1" "$2" > "$1.more" || {
		rm -f "$1.more"
		echo "vcpuscale: $1 and $2: not both are whole: measure again" >&2
		exit 2
	}
	mv "$1.more" "$1"
}

main "$@"
