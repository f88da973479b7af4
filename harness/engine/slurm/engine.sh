#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# engine.sh check | submit DIR LIST | running DIR | cancel DIR - jobs of a Slurm cluster
# whose nodes see this directory, the build directory and the results at the same
# paths. DIR/arrays has the ids of the job arrays.
#
# FEATURE= is what nodes must have, e.g. amd or intel; times are measured on nodes that
# are given to one job.
set -eu

die() {
	printf 'vcpuscale: %s\n' "$*" >&2
	exit 2
}

ids() {
	paste -s -d , "$1/arrays"
}

# Nodes that a job has found to be of no use, unless all are.
excluded() {
	local bad all
	[ -s "$1/nodes" ] || return 0
	bad=$(sort -u "$1/nodes")
	all=$(sinfo -h -N -o %N | sort -u)
	[ "$bad" = "$all" ] || paste -s -d , <<<"$bad"
}

# submit DIR LIST: arrays as large as the cluster allows. Task I does line I of a part.
submit() {
	local most part id
	local -a options=(--parsable --requeue --open-mode=append --job-name=vcpuscale --output=/dev/null --chdir="$PWD")
	most=$(scontrol show config | sed -n 's/^MaxArraySize *= *//p')
	most=$((${most:-1001} - 1))
	[ -z "${FEATURE:-}" ] || options+=(--constraint="$FEATURE")
	[ "$("$O/vcpuscale-testbed" --describe="$TESTBED" | sed -n 's/^unit=//p')" = insns ] || options+=(--exclusive)
	[ -z "$(excluded "$1")" ] || options+=(--exclude="$(excluded "$1")")
	rm -f "$1"/list.* "$1/arrays"
	split -l "$most" -d -a 4 "$2" "$1/list."
	for part in "$1"/list.*; do
		id=$(sbatch "${options[@]}" --array="1-$(wc -l <"$part")" 2>&1 <<-END
			#!/bin/bash
			exec harness/jobs/sweep/job.sh '$1' "\$(sed -n "\${SLURM_ARRAY_TASK_ID}p" '$part')"
		END
		) || die "ENGINE=slurm: sbatch: $id"
		echo "${id%%;*}" >>"$1/arrays"
	done
}

# Nothing is left when Slurm knows none of the ids; it may also not answer for a while.
running() {
	local said
	[ -s "$1/arrays" ] || exit 1
	if said=$(squeue -h -r -j "$(ids "$1")" -o %T 2>&1); then
		[ -n "$said" ] || exit 1
		sort <<<"$said" | uniq -c | awk '{ printf "%s%d %s", (NR > 1 ? ", " : ""), $1, tolower($2) } END { print "" }'
	elif [[ $said == *"Invalid job id"* ]]; then
		exit 1
	else
		echo "Slurm does not answer"
	fi
}

cancel() {
	[ -s "$1/arrays" ] || exit 0
	# shellcheck disable=SC2046 # an id a word
	scancel $(<"$1/arrays") 2>/dev/null || :
	for _ in {1..300}; do
		running "$1" >/dev/null || exit 0
		sleep 0.2
	done
	die "ENGINE=slurm: jobs $(ids "$1") do not end: see squeue"
}

case $1 in
check)
	command -v sbatch >/dev/null || die "ENGINE=slurm: no sbatch here: install slurm-client, or use ENGINE=local"
	said=$(sinfo -h 2>&1) || die "ENGINE=slurm: ${said##*$'\n'}: is slurmctld running, and munge on both sides?"
	;;
*) "$@" ;;
esac
