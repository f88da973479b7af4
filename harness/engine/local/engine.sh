#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# engine.sh check | submit DIR LIST | running DIR | cancel DIR - jobs on the CPUs of this
# machine. They outlive the make that started them: DIR/group is their process group.
set -eu

# shellcheck source=harness/kernel/group.sh
. harness/kernel/group.sh

MACHINE_MIB=1536	# of memory that a job's machine takes

# As many at a time as there are CPUs, and memory for.
jobs__most() {
	local free cpus
	free=$(awk '$1 == "MemAvailable:" { print int($2 / 1024) }' /proc/meminfo)
	cpus=$(nproc)
	free=$((free / MACHINE_MIB))
	echo $((free < 1 ? 1 : free < cpus ? free : cpus))
}

jobs__live() {
	[ -s "$1/group" ] && group__lives "$(<"$1/group")"
}

case $1 in
check) ;;
submit)
	# The lock of the sweep is not theirs.
	setsid xargs -a "$3" -P "${JOBS:-$(jobs__most)}" -n 1 harness/jobs/sweep/job.sh "$2" \
		</dev/null >/dev/null 2>&1 7>&- &
	# Its group is there once setsid has run, not before.
	while kill -0 $! 2>/dev/null && ! group__lives $!; do
		sleep 0.01
	done
	echo $! >"$2/group"
	;;
running)
	jobs__live "$2" || exit 1
	echo "on this machine's CPUs"
	;;
cancel)
	jobs__live "$2" || exit 0
	kill -TERM -- "-$(<"$2/group")"
	for _ in {1..100}; do
		jobs__live "$2" || exit 0
		sleep 0.1
	done
	kill -KILL -- "-$(<"$2/group")" 2>/dev/null || :
	;;
esac
