#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# bench.sh - the main job: build what is missing, measure, compare, plot. Takes
# its input from the environment; see "make help".
set -eu
shopt -s inherit_errexit

die() {
	echo "vcpuscale: $*" >&2
	exit 2
}

# shellcheck source=harness/jobs/rounds.sh
. harness/jobs/rounds.sh
# shellcheck source=harness/jobs/testbed.sh
. harness/jobs/testbed.sh

# The host's modules are exchanged, not only measured as they are.
exchanges() {
	[ "$TESTBED" = host ] && [ "$KERNEL" != host ]
}

check_perf() {
	# shellcheck disable=SC2153 # PERF is make's
	case $PERF in
	'') return ;;
	stat | record) ;;
	*) die "PERF=$PERF: give PERF=stat or PERF=record" ;;
	esac
	command -v perf > /dev/null ||
		die "PERF=$PERF: no perf here: run make deps," \
			"or install your distribution's perf for the running kernel"
}

# Before minutes of building: is what was asked for there at all?
check_input() {
	[ -n "$KERNEL" ] ||
		die "no KERNEL: give KERNEL=name, an mbox, a directory of patches or a revision"
	local rounds
	rounds=$(rounds__check)
	"$O/vcpuscale-run" --check --vcpus="$VCPUS" --rounds="$rounds" \
		${BENCH:+--bench="$BENCH"}
	testbed__check
	if exchanges; then
		"$O/vcpuscale-host" --check
	fi
	if [ "$TESTBED" != host ] && [ "$KERNEL" = host ]; then
		die "KERNEL=host: it runs on this machine only: use TESTBED=host"
	fi
}

# Of a tree: the branch's merge base, or what the series was made for.
choose_base() {
	[ -n "$BASE" ] ||
		BASE=$(harness/kernel/build.sh --base --build-dir="$O" --line="$KERNEL_BASE" \
			--tree="$KERNEL_TREE" --kernel="$KERNEL")
}

check_kernels() {
	local kernel running=
	! exchanges || running=--running
	choose_base
	# shellcheck disable=SC2153 # BASE is make's
	for kernel in "$BASE" "$KERNEL"; do
		[ "$TESTBED:$kernel" = host:host ] ||
			harness/kernel/build.sh --check --build-dir="$O" --line="$KERNEL_BASE" \
				${running:+"$running"} --tree="$KERNEL_TREE" --onto="$BASE" \
				--kernel="$kernel"
	done
}

check_results() {
	if ! mkdir -p "$RESULTS" 2> /dev/null || [ ! -w "$RESULTS" ]; then
		die "$RESULTS: nothing can be stored there: choose another directory with RESULTS="
	fi
}

build_kernels() {
	local verbose=
	[ "${V:-}" != 1 ] || verbose=--verbose
	# shellcheck disable=SC2086,SC2153 # empty is no option
	harness/kernel/build-many.sh --build-dir="$O" --line="$KERNEL_BASE" --tree="$KERNEL_TREE" \
		--onto="$BASE" $verbose "$@" --kernel="$BASE" --kernel="$KERNEL"
}

# Boots alike measure alike, to the instruction: later ones get other chances.
run_machines() { # DIR ROUNDS TURN
	local seed=
	[ "$3" -eq 1 ] || seed=$((1000 * $3))
	"$O/vcpuscale-testbed" --build="$O" --line="$O/lines/$KERNEL_BASE" \
		--testbed="$TESTBED" ${PERF:+--perf="$PERF"} ${seed:+--seed="$seed"} \
		--results="$1" --vcpus="$VCPUS" --bench="$BENCH" --rounds="$2" "$base" "$head"
}

bench_machine() {
	local built base head paths rounds vendors
	rounds=$(testbed__ask rounds)
	vendors=$(testbed__ask vendors)
	harness/kernel/image.sh --build-dir="$O" --line="$KERNEL_BASE"
	built=$(build_kernels --vendor="$vendors")
	{ read -r base && read -r head; } <<< "$built"
	paths=$(rounds__measure "$rounds" 4 run_machines)
	{ read -r base && read -r head; } <<< "$paths"
	BASE=$base HEAD=$head harness/jobs/judge.sh plots
	BASE=$base HEAD=$head harness/jobs/judge.sh compare
}

# One side of an exchange: its modules for the kernel that runs here, or its own.
host_side() {
	local verbose=
	[ "${V:-}" != 1 ] || verbose=--verbose
	if [ "$1" = host ]; then
		echo "$O/host-saved"
	else
		harness/kernel/build.sh --build-dir="$O" --running --vendor="$2" \
			--tree="$KERNEL_TREE" $verbose --kernel="$1"
	fi
}

run_exchange() { # DIR ROUNDS TURN
	"$O/vcpuscale-host" --saved="$O/host-saved" --results="$1" --rounds="$2" \
		--run="$O/vcpuscale-run" --run-option=--stream \
		--run-option=--vcpus="$VCPUS" ${BENCH:+--run-option=--bench="$BENCH"} \
		${CPUS:+--run-option=--cpus="$CPUS"} ${PERF:+--perf="$PERF"} "$base" "$head"
}

exchange_host() {
	local vendor base head paths
	vendor=$("$O/vcpuscale-host" --vendor)
	base=$(host_side "$BASE" "$vendor")
	head=$(host_side "$KERNEL" "$vendor")
	harness/testbed/host/saved.sh "$(uname -r)" "$vendor" "$O/host-saved"
	paths=$(rounds__measure "$(testbed__ask rounds)" 4 run_exchange)
	{ read -r base && read -r head; } <<< "$paths"
	BASE=$base HEAD=$head harness/jobs/judge.sh plots
	BASE=$base HEAD=$head harness/jobs/judge.sh compare
}

bench_host() {
	if exchanges; then
		exchange_host
	else
		measure_host
	fi
}

run_host() { # DIR ROUNDS TURN
	local dir=$1/host/host/host run perf
	perf=$dir/.new.$$.perf
	mkdir -p "$dir"
	[ "$PERF" != record ] || mkdir "$perf"
	"$O/vcpuscale-run" --vcpus="$VCPUS" ${BENCH:+--bench="$BENCH"} \
		${CPUS:+--cpus="$CPUS"} ${PERF:+--perf="$PERF" --perf-dir="$perf"} \
		--rounds="$2" --output="$dir/.new.$$" || { rm -rf "$perf"; exit 2; }
	run=$(sed -n 's/^run: //p;T;q' "$dir/.new.$$")
	mv "$dir/.new.$$" "$dir/$run.txt"
	if [ "$PERF" = record ]; then
		mv "$perf" "$dir/$run.perf"
		echo "vcpuscale: perf's data and reports are in $dir/$run.perf" >&2
	fi
	echo "$dir/$run.txt"
}

measure_host() {
	local earlier run
	earlier=$("$O/vcpuscale" find --results="$RESULTS" --testbed=host host 2> /dev/null | cut -f 1)
	run=$(rounds__measure "$(testbed__ask rounds)" 4 run_host)
	echo "vcpuscale: stored $run" >&2
	if [ -n "$earlier" ]; then
		BASE=$earlier HEAD=$run harness/jobs/judge.sh plots
		BASE=$earlier HEAD=$run harness/jobs/judge.sh compare
	fi
}

check_perf
check_input
check_results
[ "$KERNEL" = host ] || check_kernels
"bench_$(testbed__ask kind)"
