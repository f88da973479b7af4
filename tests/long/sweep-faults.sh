#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A sweep on a Slurm cluster of two nodes, and at 20 random moments a fault: a node loses
# its power, a job is killed, the controller ends and starts again, a node's disk is full.
# All cells are there in the end, none twice, nothing is left running. SEED=N repeats the
# order of faults; MOMENTS=N and SIZES=N for fewer, SERIAL=DIR takes the serial run's
# results from there. A sweep that ends before the last moment is followed by another. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/slurm/cluster.sh
. "$top/tests/slurm/cluster.sh"

TESTS=4
MOMENTS=${MOMENTS:-20}
SEED=${SEED:-$(od -An -N2 -tu2 /dev/urandom | tr -d ' ')}
SIZES=${SIZES:-24}	# of VMs; as many jobs
BENCHES='AllCpusRequest/state=quiet VcpuOnSpin/state=quiet'
SWEEP=(make -s sweep O="$O" BENCH="$BENCHES" VCPUS="$(seq -s ' ' "$SIZES")" ROUNDS=1)
ROOM=64		# MiB of a node's temporary directory

samples() {
	grep -hv '^run: ' "$tmp/$1"/6.1/unpatched/emulated/*.txt
}

serial() {
	if [ -n "${SERIAL:-}" ]; then
		cp -r "$SERIAL" "$tmp/serial"
	else
		"${SWEEP[@]}" RESULTS="$tmp/serial" JOBS=1 JOB_CELLS=2
	fi
}

cluster() {
	local node
	mkdir "$tmp/cluster"
	cluster__start "$tmp/cluster" || return
	for node in a b; do
		mount -t tmpfs -o "size=${ROOM}m" none "$tmp/cluster/tmp.$node" || return
	done
}

# sweeps NAME: until it says that all is there: a job that is killed in its last turn is
# one for the next make sweep.
sweeps() {
	local i
	for i in 1 2 3 4 5 6; do
		"${SWEEP[@]}" RESULTS="$tmp/$1" ENGINE=slurm JOB_CELLS=2 && return
		echo "make sweep again: $i"
	done
	return 1
}

# What happens at each moment is drawn before: a subshell draws other numbers.
draw() {
	local i
	RANDOM=$SEED
	for ((i = 1; i <= MOMENTS; i++)); do
		WAIT[i]=$((RANDOM % 4)).$((RANDOM % 10))
		KIND[i]=$((RANDOM % 4))
		NODE[i]=$((RANDOM % 2 ? 1 : 2))
		LASTS[i]=$((RANDOM % 10))
		WHICH[i]=$RANDOM
	done
}

fault__node() { # NODE SECONDS
	echo "node $1 loses its power, for $2 s"
	cluster__kill_node "$1"
	sleep "$2"
	cluster__node "$1"
}

fault__job() { # NUMBER
	local pids pid
	mapfile -t pids < <(pgrep -f "job.sh $tmp/slurm")
	[ ${#pids[@]} -gt 0 ] || { echo "no job to kill"; return; }
	pid=${pids[$1 % ${#pids[@]}]}
	echo "job process $pid is killed"
	kill -KILL "$pid" 2>/dev/null
}

fault__controller() { # SECONDS
	echo "the controller ends, for $1 s"
	cluster__end "$cluster__dir/slurmctld.pid"
	sleep "$1"
	cluster__controller
}

fault__disk() { # NODE SECONDS
	echo "node $1 has no room, for $2 s"
	head -c "${ROOM}M" /dev/zero >"$cluster__dir/tmp.$1/full" 2>/dev/null
	sleep "$2"
	rm -f "$cluster__dir/tmp.$1/full"
}

fault() { # MOMENT
	local node
	node=$(tr 12 ab <<<"${NODE[$1]}")
	printf '# moment %s, %s s later: ' "$1" "${WAIT[$1]}"
	case ${KIND[$1]} in
	# Longer than SlurmdTimeout: of a shorter one Slurm knows a minute later.
	0) fault__node "$node" $((12 + LASTS[$1])) ;;
	1) fault__job "${WHICH[$1]}" ;;
	2) fault__controller $((LASTS[$1] / 3)) ;;
	3) fault__disk "$node" "${LASTS[$1]}" ;;
	esac
}

faults() {
	local pid i=1 round=0
	while [ "$i" -le "$MOMENTS" ]; do
		round=$((round + 1))
		sweeps "slurm$round" >"$tmp/sweeps" 2>&1 &
		pid=$!
		wait_for pgrep -f "job.sh $tmp/slurm$round/" || return 1
		while [ "$i" -le "$MOMENTS" ] && sleep "${WAIT[i]}" && kill -0 "$pid" 2>/dev/null; do
			fault "$i" >>"$tmp/moments"
			i=$((i + 1))
		done
		wait "$pid" || { cat "$tmp/sweeps"; return 1; }
		all_once "slurm$round" || return 1
	done
	echo "# $((i - 1)) moments in $round sweeps" >>"$tmp/moments"
}

# Every job has one results file, every cell one place, and it is that of the serial run.
all_once() {
	local file
	[ "$(find "$tmp/$1"/sweeps/*/jobs -name '*.txt' | wc -l)" = "$(cat "$tmp/$1"/sweeps/*/plan | wc -l)" ] || return 1
	file=$(echo "$tmp/$1"/6.1/unpatched/emulated/*.txt)
	[ -f "$file" ] && every_cell "$file" "$(seq -s ' ' "$SIZES")" "$BENCHES" && diff <(samples serial) <(samples "$1")
}

nothing_runs() {
	[ -z "$(squeue -h)" ] || { squeue; return 1; }
	gone -f "job.sh $tmp/slurm" && gone -f "$tmp/slurm[0-9]"
}

echo "1..$TESTS"
need_qemu $TESTS
if [ "$(id -u)" != 0 ] || [ -z "$(command -v slurmctld munged)" ]; then
	skip_all $TESTS "no Slurm of one's own: as root, after make deps-test"
fi
trap 'cluster__stop; lib__clean_up' EXIT
echo "# SEED=$SEED"
WAIT=() KIND=() NODE=() LASTS=() WHICH=()
draw
check "all cells, one job after the other" serial
check "a cluster of two nodes, each with $ROOM MiB for what is temporary" cluster
check "$MOMENTS faults: all cells are there, none twice, the serial run's to the byte" faults
cat "$tmp/moments"
check "nothing is left running" nothing_runs
exit $failed
