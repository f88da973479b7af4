#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# sweep.sh - many kernels as independent jobs of an engine (harness/engine/): makes the
# plan, submits it, shows progress, collects. Called again it goes on where the jobs
# are. Takes its input from the environment; see "make help", docs/sweeps.md.
# Exits with 0 (all measured), 1 (a kernel does not build), 2 (an error, cells missing).
set -eu -o pipefail
export LC_ALL=C

# shellcheck source=harness/jobs/lib.sh
. harness/jobs/lib.sh
# shellcheck source=harness/kernel/base.sh
. harness/kernel/base.sh
# shellcheck source=harness/jobs/revisions/tree.sh
. harness/jobs/revisions/tree.sh
# shellcheck source=harness/jobs/revisions/order.sh
. harness/jobs/revisions/order.sh
# shellcheck source=harness/jobs/sweep/plan.sh
. harness/jobs/sweep/plan.sh
# shellcheck source=harness/jobs/sweep/collect.sh
. harness/jobs/sweep/collect.sh

TOP=$PWD
ENGINE=${ENGINE:-local}
JOB_CELLS=${JOB_CELLS:-45}
DIR=

engine() { # VERB ARGUMENT...
	"harness/engine/$ENGINE/engine.sh" "$@"
}

# Is there such a kernel? Whether it applies and builds is for its job to say.
kernels__check() { # BASE
	local kernel
	for kernel in ${KERNELS:-${KERNEL:-unpatched}}; do
		[ -d "kernels/$kernel" ] || [ -e "$kernel" ] ||
			KERNEL_BASE=$1 kernel__build --check --kernel="$kernel" --fault-code=125 || [ $? = 125 ] || exit 2
	done
}

input__check() {
	local base names
	[ -x "harness/engine/$ENGINE/engine.sh" ] || {
		names=$(printf '%s\n' harness/engine/*/engine.sh | sed 's|.*/\(.*\)/engine.sh|\1|' | paste -s -d ,)
		die "ENGINE=$ENGINE: there are ${names//,/, }"
	}
	[[ $JOB_CELLS =~ ^[1-9][0-9]{0,5}$ ]] || die "JOB_CELLS=$JOB_CELLS: give how many cells a job may have"
	testbed__check ''
	[ "$(testbed__ask kind)" = machine ] || die "TESTBED=$TESTBED: a sweep needs machines that it can start"
	matrix__check "${ROUNDS:-1}"
	results__check "$RESULTS"
	for base in ${BASES:-$KERNEL_BASE}; do
		base__read "$base"
		[ -n "${RANGE:-}" ] || kernels__check "$base"
	done
	engine check
}

# The directory's name says what is swept and by which build of the suite.
sweep__open() {
	local plan suite name
	plan=$(plan__print) || exit 2
	suite=$(plan__suite)
	name=$(sha256sum <<<"$plan $suite ${ROUNDS:-}" | cut -c 1-12)
	DIR=$(realpath -m -- "$RESULTS/sweeps/$name")
	mkdir -p "$DIR/jobs" "$DIR/log"
	[ -s "$DIR/plan" ] || { echo "$plan" >"$DIR/.plan"; mv "$DIR/.plan" "$DIR/plan"; }
	[ -s "$DIR/environment" ] || printf '%s=%q\n' SUITE "$suite" O "$(realpath -- "$O")" ROUNDS "${ROUNDS:-}" \
		KERNEL_TREE "${KERNEL_TREE:-}" BASE "${BASE:-}" ENGINE "$ENGINE" >"$DIR/environment"
	exec 7>"$DIR/lock"
	# What a killed one has left behind, a sleep or two, still holds it.
	flock -w 5 7 || die "another make sweep of this plan is at it, in $DIR: wait for it, or end it first"
}

# What all jobs of a base need is made once.
bases__prepare() {
	local base bases
	bases=$(cut -f 1 "$DIR/plan" | sort -u)
	for base in $bases; do
		harness/kernel/image.sh --build-dir="$O" --line="$base" >&2
	done
}

# As progress__draw wants it; fails when the engine has nothing left.
sweep__count() {
	local state
	state=$(engine running "$DIR") || return 1
	echo "$(collect__count "$DIR") $(wc -l <"$DIR/plan") jobs, $state"
}

sweep__watch() {
	local line said=
	if [ -t 2 ]; then
		progress__draw sweep sweep__count &
		TICKER=$!
	fi
	while line=$(sweep__count); do
		if [ ! -t 2 ] && [ "${line%% *}" != "$said" ]; then
			step "sweep: ${line/ / of }"
		fi
		said=${line%% *}
		sleep 1
	done
	progress__stop
}

# sweep__state MISSING: it helps to try again when this has changed, be it only that one
# node less is used.
sweep__state() {
	echo "$1"
	sort -u "$DIR/nodes" 2>/dev/null || :
}

# What a node or a killed job lost is submitted again, as long as that helps.
sweep__run() {
	local missing state before=
	if engine running "$DIR" >/dev/null; then
		step "sweep: attached to $DIR"
		sweep__watch
	fi
	while missing=$(plan__missing "$DIR"); state=$(sweep__state "$missing")
		[ -n "$missing" ] && [ "$state" != "$before" ]; do
		before=$state
		step "sweep: $(wc -l <<<"$missing") jobs to $ENGINE, in $DIR"
		echo "$missing" >"$DIR/list"
		engine submit "$DIR" "$DIR/list"
		sweep__watch
	done
}

# shellcheck disable=SC2317 # a trap calls it
sweep__cancel() {
	trap '' INT TERM
	progress__stop
	engine cancel "$DIR"
	step "sweep: cancelled; make sweep again goes on from $(collect__count "$DIR") of $(wc -l <"$DIR/plan") jobs"
	exit 130
}

main() {
	input__check
	sweep__open
	if [ "${CANCEL:-}" = yes ]; then
		sweep__cancel
	fi
	trap sweep__cancel INT TERM
	bases__prepare
	sweep__run
	collect "$DIR"
}

main
exit
