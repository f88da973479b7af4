# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# cluster.sh - a Slurm cluster of two nodes on this machine, all of it below one
# directory: configuration, keys, sockets, logs. To be sourced. Needs root, and the
# packages slurm-wlm and munge; no systemd.

cluster__dir=
# A job that lost its node waits for so many seconds before it runs again, the life of
# a credential: Slurm's default is 120.
cluster__requeue_s=10

# Says why there can be no cluster, and fails if there can.
cluster__lacks() {
	if [ "$(id -u)" != 0 ] || [ -z "$(command -v slurmctld munged)" ]; then
		echo "no Slurm of one's own: as root, after make deps-test"
	elif ! grep -qs ' /sys/fs/cgroup' /proc/self/mounts; then
		echo "slurmd does not start where no cgroups are mounted, as in a bare chroot"
	else
		return 1
	fi
}

cluster__wait() { # COMMAND...: ten minutes, for a machine may be busy
	local i
	for ((i = 0; i < 6000; i++)); do
		"$@" >/dev/null 2>&1 && return
		sleep 0.1
	done
	echo "no answer: $*" >&2
	return 1
}

cluster__write() { # DIR PORT
	local dir=$1 port=$2 host
	host=$(uname -n)
	cat >"$dir/slurm.conf" <<-END
	ClusterName=vcpuscale
	SlurmctldHost=$host(127.0.0.1)
	SlurmctldPort=$port
	AuthType=auth/munge
	AuthInfo=socket=$dir/munge.socket,cred_expire=$cluster__requeue_s
	CryptoType=crypto/munge
	SlurmUser=root
	SlurmdUser=root
	StateSaveLocation=$dir/state
	SlurmdSpoolDir=$dir/spool.%n
	SlurmctldPidFile=$dir/slurmctld.pid
	SlurmdPidFile=$dir/slurmd.%n.pid
	SlurmctldLogFile=$dir/slurmctld.log
	SlurmdLogFile=$dir/slurmd.%n.log
	ProctrackType=proctrack/linuxproc
	TaskPlugin=task/none
	TaskProlog=$dir/prolog
	JobAcctGatherType=jobacct_gather/none
	JobCompType=jobcomp/none
	AccountingStorageType=accounting_storage/none
	SelectType=select/cons_tres
	SelectTypeParameters=CR_Core
	SchedulerParameters=batch_sched_delay=0,sched_min_interval=100000,sched_interval=2,bf_interval=5
	MailProg=/bin/true
	MpiDefault=none
	SwitchType=switch/none
	MaxArraySize=10001
	ReturnToService=2
	SlurmdTimeout=10
	KillWait=3
	BatchStartTimeout=3
	NodeName=a Port=$((port + 1)) NodeHostname=$host NodeAddr=127.0.0.1 CPUs=1 RealMemory=2000 Feature=amd
	NodeName=b Port=$((port + 2)) NodeHostname=$host NodeAddr=127.0.0.1 CPUs=1 RealMemory=2000 Feature=intel
	PartitionName=all Nodes=a,b Default=YES MaxTime=INFINITE State=UP
	END
	# Each node has its own place for what is temporary.
	# shellcheck disable=SC2016 # the prolog's own variable
	printf '#!/bin/sh\necho "export TMPDIR=%s/tmp.$SLURMD_NODENAME"\n' "$dir" >"$dir/prolog"
	chmod +x "$dir/prolog"
}

cluster__munge() {
	local dir=$cluster__dir
	head -c 1024 /dev/urandom >"$dir/munge.key"
	chmod 400 "$dir/munge.key"
	munged --force --key-file="$dir/munge.key" --socket="$dir/munge.socket" --pid-file="$dir/munge.pid" \
		--log-file="$dir/munge.log" --seed-file="$dir/munge.seed" >/dev/null 2>&1
}

cluster__controller() {
	slurmctld -f "$cluster__dir/slurm.conf" >/dev/null 2>&1
}

cluster__node() { # NAME
	slurmd -N "$1" -f "$cluster__dir/slurm.conf" >/dev/null 2>&1
}

# cluster__start DIR: DIR exists; SLURM_CONF names the cluster to Slurm's commands.
cluster__start() {
	cluster__dir=$1
	mkdir -p "$1"/{state,spool.a,spool.b,tmp.a,tmp.b}
	chmod 700 "$1"
	# Three ports: two clusters of neighbouring processes must not share one. They are below
	# those that the kernel gives to anybody, by default from 32768 on.
	cluster__write "$1" $((20000 + 3 * ($$ % 4000)))
	export SLURM_CONF=$1/slurm.conf
	if ! cluster__munge || ! cluster__controller || ! cluster__node a || ! cluster__node b; then
		tail -n 5 "$1"/*.log
		return 1
	fi
	cluster__wait cluster__is_up
}

# cluster__processes NODE: its daemon and the daemon's steps, which have its log open, and
# all that runs in jobs.
cluster__processes() {
	local pid
	find /proc/[0-9]*/fd -lname "$cluster__dir/slurmd.$1.log" 2>/dev/null | cut -d / -f 3
	for pid in /proc/[0-9]*; do
		! grep -qzsxF "TMPDIR=$cluster__dir/tmp.$1" "$pid/environ" || echo "${pid#/proc/}"
	done
}

# A node that loses its power: nothing of it is left, and nobody is told.
cluster__kill_node() { # NAME
	local -a pids
	# What is started meanwhile is found by another look.
	for _ in 1 2 3; do
		mapfile -t pids < <(cluster__processes "$1" | sort -u)
		[ ${#pids[@]} -eq 0 ] || kill -KILL "${pids[@]}" 2>/dev/null
	done
	return 0
}

cluster__is_up() {
	[ "$(sinfo -h -o '%t %D')" = "idle 2" ]
}

cluster__is_idle() {
	[ -z "$(squeue -h)" ]
}

cluster__end() { # PID-FILE
	local pid
	[ -s "$1" ] || return 0
	pid=$(<"$1")
	kill "$pid" 2>/dev/null || return 0
	tail --pid="$pid" -f /dev/null 2>/dev/null &
	wait $!
}

# Jobs first: a node that is gone leaves their processes behind.
cluster__stop() {
	local file
	[ -n "$cluster__dir" ] || return 0
	scancel --me 2>/dev/null || :
	cluster__wait cluster__is_idle || :
	for file in "$cluster__dir"/slurmd.*.pid "$cluster__dir/slurmctld.pid" "$cluster__dir/munge.pid"; do
		cluster__end "$file"
	done
	for file in "$cluster__dir"/tmp.*; do
		! mountpoint -q "$file" || umount "$file"
	done
	cluster__dir=
}
