# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# A session of processes that ends with the one that started it, even when that
# is killed: nobody builds and measures on for a user who is gone. To be sourced
# after harness/kernel/common.sh.

# guard SCRIPT: runs SCRIPT with GUARDED set, in a session of its own, and exits
# as it does. A watcher in that session looks for us once a second.
guard() {
	local status=0
	export GUARDED=$$
	traps__set
	# shellcheck disable=SC2016 # expanded by the inner shell
	setsid bash -c '
		main=$$
		{
			trap "" TERM
			while kill -0 "$GUARDED" && kill -0 "$main"; do sleep 1; done
			! kill -0 "$main" || kill -TERM 0
		} </dev/null >/dev/null 2>&1 &
		exec "$0"' "$1" &
	CHILD=$!
	wait "$CHILD" || status=$?
	CHILD=
	exit "$status"
}
