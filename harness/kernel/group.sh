# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only

# group__lives GROUP: does any of its processes still do something? A zombie, which
# kill(2) takes for one, does not: it may stay for as long as its parent, where that does
# not wait for its children, as process 1 of a container may not.
group__lives() {
	# State, parent and group follow the name, which may have any character in it.
	awk -v group="$1" '{ sub(/.*\) /, "") } $3 == group && $1 !~ /^[ZX]/ { lives = 1 }
		END { exit !lives }' < <(cat /proc/[0-9]*/stat 2>/dev/null)
}
