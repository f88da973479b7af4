#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# 1,000 small cells by one job after the other, and on a Slurm cluster of two nodes on
# this machine: the same results to the byte, and what Slurm costs a cell. Ten jobs of
# 100 cells, for a machine's boot costs as much as many small cells. SIZES=N, JOB_CELLS=N
# for fewer. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

CELLS_ASKED=${JOB_CELLS:-}		# lib.sh takes it away
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/slurm/cluster.sh
. "$top/tests/slurm/cluster.sh"

TESTS=4
SIZES=${SIZES:-50}	# of VMs: 20 benchmarks at each
JOB_CELLS=${CELLS_ASKED:-100}
CELLS=$((20 * SIZES))
SWEEP=(make -s sweep O="$O" VCPUS="$(seq -s ' ' "$SIZES")" ROUNDS=1 JOB_CELLS="$JOB_CELLS"
	BENCH='*/state=quiet Ipi/*/state=quiet Exit/kind=[!h]* Exit/kind=hypercall Eoi/* ApicMap/* PvIpi/*')

measured() { # NAME COMMAND...
	run "$1" /usr/bin/python3 tests/slurm/cpu.py "$tmp/$1.cpu" "${@:2}"
	show "$1"
	cat "$tmp/$1.cpu"
	[ "$status" = 0 ]
}

samples() {
	grep -hv '^run: ' "$tmp/$1"/6.1/unpatched/emulated/*.txt
}

serial() {
	measured serial "${SWEEP[@]}" RESULTS="$tmp/serial" JOBS=1 &&
		[ "$(samples serial | grep -o '^Benchmark[^ ]* [0-9]' | sort -u | wc -l)" = "$CELLS" ]
}

# The cluster starts and ends in there, so that its own CPU time counts.
by_slurm() {
	local swept=0
	cluster__start "$tmp/cluster" || return
	"${SWEEP[@]}" RESULTS="$tmp/slurm" ENGINE=slurm || swept=$?
	cluster__stop
	return "$swept"
}

# jobs_cost NAME: the jobs' own wall and CPU time, which are no overhead.
jobs_cost() {
	cat "$tmp/$1"/sweeps/*/log/* |
		sed -n 's/^job [0-9]* took \([0-9]*\) s, \([0-9.]*\) s of CPU time$/\1 \2/p' |
		awk '{ wall += $1; cpu += $2 } END { print wall, cpu }'
}

# beyond NAME: CPU time that is not the jobs' own, with make, plan and polling; and theirs.
beyond() {
	local wall cpu own
	read -r wall cpu <"$tmp/$1.cpu"
	own=$(jobs_cost "$1")
	awk -v name="$1" -v wall="$wall" -v cpu="$cpu" -v own="$own" -v cells="$CELLS" -v file="$tmp/costs" '
		BEGIN { split(own, job)
			printf "# %s: %.0f s, %.2f s of CPU time; its jobs %.0f s, %.2f s; beyond these %.1f ms of CPU time a cell\n",
				name, wall, cpu, job[1], job[2], (cpu - job[2]) * 1000 / cells >>file
			print cpu - job[2], job[2]
			exit !(job[2] > 0) }'
}

# What Slurm costs more than no Slurm, its daemons' start and end included, is less than
# a tenth of the jobs. Wall time is told only: others may use the CPUs.
costs_little() {
	{ beyond serial && beyond slurm; } >"$tmp/beyond" || return 1
	awk -v cells="$CELLS" -v file="$tmp/costs" '
		{ extra[NR] = $1; jobs[NR] = $2 }
		END {
			more = extra[2] - extra[1]
			printf "# Slurm: %.1f ms of CPU time a cell, %.1f %% of the jobs\n", more * 1000 / cells, 100 * more / jobs[1] >>file
			exit !(more < jobs[1] / 10)
		}' "$tmp/beyond"
}

if [ "${1:-}" = cluster ]; then
	rm -rf "$tmp"
	tmp=$2
	trap cluster__stop EXIT
	by_slurm
	exit
fi
echo "1..$TESTS"
need_qemu $TESTS
if why=$(cluster__lacks); then
	skip_all $TESTS "$why"
fi
mkdir "$tmp/cluster"
check "$CELLS cells, one job after the other" serial
check "$CELLS cells by Slurm" measured slurm bash tests/long/sweep-1000.sh cluster "$tmp"
check "the same results, to the byte" diff <(samples serial) <(samples slurm)
check "scheduling costs less than a tenth" costs_little
cat "$tmp/costs"
exit $failed
