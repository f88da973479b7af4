#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# sweep.sh - many kernels as jobs: the same results by each engine, faults of a kernel
# and of a node, going on after an end. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/slurm/cluster.sh
. "$top/tests/slurm/cluster.sh"

TESTS=15
JOBS=4		# of the plan below: two benchmarks at two sizes

sweep() { # NAME VARIABLE...
	run "$1" make -s sweep O="$O" RESULTS="$tmp/$1" BENCH='AllCpusRequest/state=quiet VcpuOnSpin/state=quiet' \
		VCPUS='1 2' JOB_CELLS=1 ROUNDS=2 "${@:2}"
	show "$1"
}

# What differs between two runs of one kernel: ids, and nothing else.
samples() {
	grep -hv '^run: ' "$tmp/$1"/6.1/unpatched/emulated/*.txt
}

sweep_dir() {
	echo "$tmp/$1"/sweeps/*
}

jobs_done() {
	find "$tmp/$1"/sweeps/*/jobs -name '*.txt' 2>/dev/null | wc -l
}

serial() {
	sweep serial JOBS=1
	[ "$status" = 0 ] && [ "$(jobs_done serial)" = "$JOBS" ] && valid_format "$tmp/serial"/6.1/unpatched/emulated/*.txt insns/op &&
		[ "$(samples serial | grep -o '^Benchmark[^ ]*' | sort -u | wc -l)" = "$JOBS" ]
}

# Called again there is nothing left to do, and nothing is stored twice.
again() {
	sweep serial JOBS=1
	[ "$status" = 0 ] && ! grep -q 'jobs to local' "$tmp/serial.err" &&
		[ "$(find "$tmp/serial/6.1" -name '*.txt' | wc -l)" = 1 ]
}

# held N: a PATH whose QEMU starts N machines, and others when $tmp/go is there.
held() {
	rm -rf "${tmp:?}/held" "$tmp/go"
	mkdir "$tmp/held"
	cat >"$tmp/held/qemu-system-x86_64" <<-END
	#!/bin/bash
	is_one_of_them() {
		for i in {1..$1}; do
			! mkdir "$tmp/held/\$i" 2>/dev/null || return 0
		done
		return 1
	}
	[[ " \$* " != *" -kernel "* ]] || is_one_of_them || until [ -e "$tmp/go" ]; do sleep 0.1; done
	exec "$(command -v qemu-system-x86_64)" "\$@"
	END
	chmod +x "$tmp/held/qemu-system-x86_64"
	echo "$tmp/held:$PATH"
}

# Jobs outlive a make that is killed; the next make waits for them.
goes_on() {
	PATH=$(held 2) make -s sweep O="$O" RESULTS="$tmp/killed" BENCH='AllCpusRequest/state=quiet VcpuOnSpin/state=quiet' \
		VCPUS='1 2' JOB_CELLS=1 ROUNDS=2 JOBS=1 >"$tmp/first.out" 2>&1 &
	local pid=$!
	until [ "$(jobs_done killed)" -ge 1 ]; do
		kill -0 "$pid" 2>/dev/null || return 1
		sleep 0.2
	done
	pkill -KILL -P "$pid"
	kill -KILL "$pid" 2>/dev/null
	wait "$pid" 2>/dev/null
	{ wait_for grep -q 'attached to' "$tmp/killed.err"; touch "$tmp/go"; } &
	pid=$!
	sweep killed JOBS=1
	wait "$pid"
	[ "$status" = 0 ] && grep -q 'attached to' "$tmp/killed.err" && diff <(samples serial) <(samples killed)
}

# A process that does not wait for its children: sleep, which bash becomes. The child
# ends after that only, because bash would take it.
zombies_do_nothing() {
	mkdir "$tmp/dead"
	# shellcheck disable=SC2016 # it is for that bash
	bash -c 'setsid bash -c "until grep -qx sleep /proc/\$PPID/comm; do :; done" & echo $! >"$1/group"
		exec sleep 60' _ "$tmp/dead" &
	local pid=$! status=0
	until grep -q ') Z ' "/proc/$(cat "$tmp/dead/group" 2>/dev/null)/stat" 2>/dev/null; do
		kill -0 "$pid" 2>/dev/null || return 1
		sleep 0.05
	done
	kill -0 -- "-$(<"$tmp/dead/group")" || status=1
	! harness/engine/local/engine.sh running "$tmp/dead" || status=1
	kill "$pid"
	wait "$pid"
	return "$status"
}

cancelled() {
	PATH=$(held 2) make -s sweep O="$O" RESULTS="$tmp/cancelled" BENCH='AllCpusRequest/state=quiet' VCPUS='1 2 3 4 5 6 7 8' \
		JOB_CELLS=1 ROUNDS=2 >"$tmp/first.out" 2>&1 &
	local pid=$! dir
	until [ "$(jobs_done cancelled)" -ge 1 ]; do
		kill -0 "$pid" 2>/dev/null || return 1
		sleep 0.2
	done
	sweep cancelled CANCEL=yes BENCH='AllCpusRequest/state=quiet' VCPUS='1 2 3 4 5 6 7 8'
	says_once cancelled 'another make sweep of this plan' || return 1
	pkill -TERM -P "$pid"
	wait "$pid"
	dir=$(sweep_dir cancelled)
	grep -q 'cancelled' "$tmp/first.out" && gone -f "$dir" && gone -r R,S,D,T -g "$(<"$dir/group")"
}

kernel_that_does_not_build() {
	mkdir -p "$tmp/broken"
	cat >"$tmp/broken/a.patch" <<-'END'
	--- a/virt/kvm/kvm_main.c
	+++ b/virt/kvm/kvm_main.c
	@@ -1 +1,2 @@
	 // SPDX-License-Identifier: GPL-2.0-only
	+#error no kernel
	END
	sweep bad KERNELS="unpatched $tmp/broken" BENCH='AllCpusRequest/state=quiet' VCPUS=1
	[ "$(find "$tmp/bad/6.1" -name '*.txt' | wc -l)" = 1 ] && grep -q 'broken does not build' "$tmp/bad.err" &&
		grep -q 'no kernel' "$tmp/bad.err"
}

bad_input() {
	sweep input ENGINE=cloud
	says_once input 'ENGINE=cloud: there are local, slurm' || return 1
	sweep input JOB_CELLS=none
	says_once input 'JOB_CELLS=none' || return 1
	sweep input TESTBED=host
	says_once input 'TESTBED=host: a sweep needs machines' || return 1
	sweep input KERNELS='unpatched nonsense'
	says_once input 'kernel nonsense: no such name, file, directory or revision: ' || return 1
	git init -q "$tmp/tree" && git -C "$tmp/tree" -c user.name=a -c user.email=a@example.org commit -q --allow-empty -m none
	sweep input RANGE=v1..v2 KERNEL_TREE="$tmp/tree" KERNEL_BASE=tree
	says_once input 'RANGE=v1..v2: first revision=v1: no such revision' || return 1
	SLURM_CONF=$tmp/nowhere sweep input ENGINE=slurm
	grep -q 'ENGINE=slurm: ' "$tmp/input.err" && no_file "$tmp/input"
}

# without PROGRAM...: a PATH that has all others.
without() {
	rm -rf "${tmp:?}/bin"
	mkdir "$tmp/bin"
	ln -s /usr/bin/* "$tmp/bin"
	(cd "$tmp/bin" && rm -f "$@")
	echo "$tmp/bin"
}

no_slurm() {
	PATH=$(without sbatch) sweep input ENGINE=slurm
	says_once input 'ENGINE=slurm: no sbatch here: install slurm-client, or use ENGINE=local'
}

node_without_packages() {
	PATH=$(without qemu-system-x86_64) sweep bare VCPUS=1
	[ "$status" = 2 ] && grep -q '^vcpuscale: node .*: no qemu-system-x86_64: run make deps there$' "$tmp/bare.err" &&
		[ "$(jobs_done bare)" = 0 ] && [ "$(sort -u "$tmp"/bare/sweeps/*/nodes)" = "$(uname -n)" ]
}

# The suite was built anew, or is another version on one of the nodes.
other_suite() {
	local dir
	dir=$(sweep_dir serial)
	cp -r "$dir" "$tmp/other"
	rm "$tmp/other/jobs/2.txt"
	sed -i 's/^SUITE=.*/SUITE=0123456789ab/' "$tmp/other/environment"
	run job harness/jobs/sweep/job.sh "$tmp/other" 2
	show job
	[ "$status" = 75 ] && [ ! -e "$tmp/other/jobs/2.txt" ] && [ ! -e "$tmp/other/jobs/2.failed" ] &&
		grep -q 'has another build of the suite than the plan: ' "$tmp/other/log/2"
}

by_slurm() {
	sweep slurm ENGINE=slurm
	[ "$status" = 0 ] && diff <(samples serial) <(samples slurm)
}

no_such_feature() {
	sweep feature ENGINE=slurm FEATURE=vax
	grep -q 'ENGINE=slurm: sbatch: .*' "$tmp/feature.err"
}

no_munge() {
	cluster__end "$cluster__dir/munge.pid"
	sweep munge ENGINE=slurm
	cluster__munge || return 1
	[ "$status" = 2 ] && says_once munge 'ENGINE=slurm: .*: is slurmctld running, and munge on both sides\?' &&
		no_file "$tmp/munge"
}

# runs_or_is_over PID: a job, or else the sweep is.
runs_or_is_over() {
	pgrep -f "job.sh $tmp/faults" || ! kill -0 "$1"
}

# One node is killed with its jobs, the controller restarts, a job is killed.
faults() {
	local dir=$cluster__dir pid
	make -s sweep O="$O" RESULTS="$tmp/faults" BENCH='AllCpusRequest/state=quiet VcpuOnSpin/state=quiet' VCPUS='1 2' \
		JOB_CELLS=1 ROUNDS=2 ENGINE=slurm >"$tmp/faults.err" 2>&1 &
	pid=$!
	wait_for pgrep -f "job.sh $tmp/faults" || return 1
	pkill -KILL -f "job.sh $tmp/faults"
	cluster__end "$dir/slurmctld.pid"
	cluster__controller
	cluster__wait sinfo -h
	wait_for runs_or_is_over "$pid"
	kill -KILL "$(<"$dir/slurmd.b.pid")"
	sleep 1
	cluster__node b
	wait "$pid"; cat "$tmp/faults.err"
	[ "$(jobs_done faults)" = "$JOBS" ] && diff <(samples serial) <(samples faults) &&
		[ -z "$(squeue -h)" ]
}

need_qemu $TESTS
check "a plan's jobs one after the other" serial
check "a sweep that is done has nothing to do" again
check "a killed make leaves the jobs, the next one waits for them" goes_on
check "jobs of which only zombies are left are not waited for" zombies_do_nothing
check "what is cancelled leaves nothing running" cancelled
check "a kernel that does not build is named, the others are measured" kernel_that_does_not_build
check "bad input" bad_input
check "no Slurm" no_slurm
check "a node without the packages is named" node_without_packages
check "a job of another build of the suite measures nothing" other_suite
if why=$(cluster__lacks); then
	skip_all $TESTS "$why"
fi
trap 'cluster__stop; lib__clean_up' EXIT
mkdir "$tmp/cluster"
check "a cluster of two nodes on this machine" cluster__start "$tmp/cluster"
check "the same results by Slurm, to the byte" by_slurm
check "munge does not run" no_munge
check "a feature that no node has" no_such_feature
check "a node, a job and the controller end in the middle" faults
exit $failed
