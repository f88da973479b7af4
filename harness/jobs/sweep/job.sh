#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# job.sh DIR N - job N of the plan in DIR: build the kernel or take it from the build
# directory, measure its cells, and leave one results file, DIR/jobs/N.txt, whole or
# not at all; or N.failed, where the kernel is at fault and trying again is of no use.
# Exits with 0 (either is there), 75 (this node cannot), 2 (anything else).
set -eu -o pipefail
export LC_ALL=C
cd "$(dirname "$0")/../../.."

# shellcheck source=harness/jobs/lib.sh
. harness/jobs/lib.sh
# shellcheck source=harness/jobs/sweep/plan.sh
. harness/jobs/sweep/plan.sh

# Whoever submitted it may end before, and be on another machine.
KERNEL_USER=$$
NODE_FAULT=75
KERNEL_FAULT=125
DIR=$1 N=$2
NODE=${SLURMD_NODENAME:-$(uname -n)}

# The kernel's own fault, with the last that was said of it.
kernel__failed() { # WORDS
	{
		echo "$1"
		grep '^vcpuscale: ' "$DIR/log/$N" | tail -n 3 || :
	} >"$DIR/jobs/.$N.failed"
	mv "$DIR/jobs/.$N.failed" "$DIR/jobs/$N.failed"
	exit 0
}

node__check() {
	have qemu-system-x86_64 || node__cannot "no qemu-system-x86_64: run make deps there"
	LOCAL=$(mktemp -d 2>/dev/null) || node__cannot "nothing can be written to ${TMPDIR:-/tmp}: make room there"
	TRASH+=("$LOCAL")
	head -c 16M /dev/zero >"$LOCAL/room" 2>/dev/null ||
		node__cannot "${TMPDIR:-/tmp} is full: make room there"
	rm "$LOCAL/room"
}

# Another node may.
node__cannot() {
	echo "$NODE" >>"$DIR/nodes"
	DIE_CODE=$NODE_FAULT
	die "node $NODE: $1"
}

# Of this shell and all that it has waited for; "times" prints 0m0.042s, and in a
# subshell the subshell's.
cost__tell() {
	times >"$LOCAL/times"
	awk -v job="$N" -v wall="$SECONDS" '
		{ n = split($0, t, /[ms ]+/); for (i = 1; i < n; i += 2) cpu += 60 * t[i] + t[i + 1] }
		END { printf "job %s took %d s, %.2f s of CPU time\n", job, wall, cpu }' "$LOCAL/times"
}

measure() {
	local status=0 built run
	built=$(kernel__build --onto="$BASE" --vendor="$(testbed__ask vendors)" --kernel="$KERNEL" \
		--fault-code=$KERNEL_FAULT) || status=$?
	[ "$status" != $KERNEL_FAULT ] || kernel__failed "$KERNEL_BASE $KERNEL does not build"
	[ "$status" = 0 ] || exit 2
	run=$(machine__measure "$LOCAL" "${ROUNDS:-}" --machines=1 "$built") || exit 2
	cp "$run" "$DIR/jobs/.$N.$$"
	TRASH+=("$DIR/jobs/.$N.$$")
	mv "$DIR/jobs/.$N.$$" "$DIR/jobs/$N.txt"
	cost__tell
}

main() {
	local suite
	# shellcheck source=/dev/null
	. "$DIR/environment"
	traps__set
	exec >>"$DIR/log/$N" 2>&1 8>"$DIR/jobs/$N.lock"
	# One that a node lost may still be at it.
	flock 8
	[ ! -e "$DIR/jobs/$N.txt" ] || return 0
	echo "job $N on $NODE"
	suite=$(plan__suite)
	# shellcheck disable=SC2153 # the environment's
	[ "$suite" = "$SUITE" ] ||
		node__cannot "has another build of the suite than the plan: run make sweep again when it is built"
	IFS=$'\t' read -r KERNEL_BASE KERNEL TESTBED VCPUS BENCH < <(sed -n "${N}p" "$DIR/plan")
	node__check
	measure
}

main
exit
