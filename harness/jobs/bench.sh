#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# bench.sh - the main job: build what is missing, measure, compare, plot. Takes
# its input from the environment; see "make help".
set -eu
shopt -s inherit_errexit

# shellcheck source=harness/jobs/lib.sh
. harness/jobs/lib.sh
# shellcheck source=harness/jobs/rounds.sh
. harness/jobs/rounds.sh

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
	have perf ||
		die "PERF=$PERF: no perf here: run make deps, or install your distribution's perf for the running kernel"
}

# Of the machine that counts instructions, unless the user does not want it. Whether
# QEMU can is its own question: without it is measured as well.
profile_options() {
	local option=--profile
	# shellcheck disable=SC2153 # PROFILE and CACHE are make's
	case ${PROFILE:-yes} in
	yes) ;;
	all) option=--profile=all ;;
	no) return ;;
	*) die "PROFILE=$PROFILE: give PROFILE=yes, PROFILE=all or PROFILE=no" ;;
	esac
	if [ "$(testbed__ask unit)" = insns ]; then
		PROFILING=("$option" ${CACHE:+--cache="$CACHE"})
		"$O/vcpuscale-testbed" --check --testbed="$TESTBED" "${PROFILING[@]}" || exit 2
	elif [ -n "$PROFILE" ]; then
		die "PROFILE=$PROFILE: TESTBED=$TESTBED counts no instructions: use PERF=record there"
	fi
}

# Before minutes of building: is what was asked for there at all?
check_input() {
	[ -n "$KERNEL" ] ||
		die "no KERNEL: give KERNEL=name, an mbox, a directory of patches or a revision"
	local rounds
	rounds=$(rounds__check)
	matrix__check "$rounds"
	testbed__check "$KERNEL"
	! exchanges || "$O/vcpuscale-host" --check
}

check_kernels() {
	local kernel running=
	! exchanges || running=--running
	base__choose
	# shellcheck disable=SC2153 # BASE is make's
	for kernel in "$BASE" "$KERNEL"; do
		[ "$TESTBED:$kernel" = host:host ] ||
			kernel__build --check ${running:+"$running"} --onto="$BASE" --kernel="$kernel"
	done
}

# Boots alike measure alike, to the instruction: later ones get other chances.
run_machines() { # DIR ROUNDS TURN
	local seed="" profiling=("${PROFILING[@]}")
	[ "$3" -eq 1 ] || { seed=$((1000 * $3)); profiling=(); }
	machine__measure "$1" "$2" "${profiling[@]}" ${PERF:+--perf="$PERF"} ${seed:+--seed="$seed"} "$base" "$head"
}

bench_machine() {
	local built base head paths of_base of_head
	built=$(kernels__build "$BASE" "$KERNEL")
	{ read -r base && read -r head; } <<<"$built"
	sizes__choose "$base" "$head"
	paths=$(rounds__measure "" 4 run_machines)
	{ read -r of_base && read -r of_head; } <<<"$paths"
	profile__attribute "$base" "$of_base"
	profile__attribute "$head" "$of_head" "$base"
	tell_exact "$of_head"
	judge__show "$of_base" "$of_head"
}

# Where instructions are counted, samples of them are the worse profile.
tell_exact() { # RUN
	[ "$PERF" = record ] && [ "$(testbed__ask unit)" = insns ] || return 0
	if [ -d "${1%.txt}.profile" ]; then
		echo "vcpuscale: perf has samples; the exact profile, of every instruction, is ${1%.txt}.profile" >&2
	else
		echo "vcpuscale: perf has samples; without PROFILE=no there is an exact profile, of every instruction" >&2
	fi
}

# One side of an exchange: its modules for the kernel that runs here, or its own.
host_side() {
	if [ "$1" = host ]; then
		echo "$O/host-saved"
	else
		kernel__build --running --vendor="$2" --kernel="$1"
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
	sizes__choose host
	harness/testbed/host/saved.sh "$(uname -r)" "$vendor" "$O/host-saved"
	paths=$(rounds__measure "$(testbed__ask rounds)" 4 run_exchange)
	{ read -r base && read -r head; } <<<"$paths"
	judge__show "$base" "$head"
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
	sizes__choose host
	earlier=$("$O/vcpuscale" find --results="$RESULTS" --testbed=host host 2> /dev/null | cut -f 1)
	run=$(rounds__measure "$(testbed__ask rounds)" 4 run_host)
	echo "vcpuscale: stored $run" >&2
	[ -z "$earlier" ] || judge__show "$earlier" "$run"
}

PROFILING=()
check_perf
check_input
profile_options
results__check "$RESULTS"
[ "$KERNEL" = host ] || check_kernels
"bench_$(testbed__ask kind)"
