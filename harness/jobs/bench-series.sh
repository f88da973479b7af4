#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# bench-series.sh - each patch of KERNEL on top of the ones before: build them all,
# each from the objects of the one before, measure those whose code differs, print a
# table. Takes its input from the environment; see "make help" and docs/series.md.
# Exits as vcpuscale series-table does.

set -eu -o pipefail
export LC_ALL=C

# shellcheck source=harness/jobs/revisions/guard.sh
. harness/jobs/revisions/guard.sh
# shellcheck source=harness/jobs/revisions/measure.sh
. harness/jobs/revisions/measure.sh

PATCHES=()		# files of the series, in order
ROWS=()			# of the base and of each patch: state, a reason or nothing
ASKED=()		# variables with which all of it is measured again
LAST=			# directory of the last kernel that is measured
SERIES='' NAME=''	# the directory that holds them, and the kernel's name

input__check() {
	[ -n "$KERNEL" ] || die "no KERNEL: give KERNEL=, a series: an mbox, a directory of patches, a name of kernels/"
	[ -z "$PERF" ] || die "PERF=$PERF: bench-series records no events: use make bench for the patch that matters"
	local variable
	for variable in KERNEL KERNEL_BASE KERNEL_TREE KCONFIG BENCH VCPUS ROUNDS; do
		[[ -z ${!variable} || $variable=${!variable} == KERNEL_BASE=6.1 ]] ||
			ASKED+=("$variable=${!variable}")
	done
	ASKED[0]=KERNEL=${KERNEL_SHOWN:-$KERNEL}
	# What repeats to the instruction, and enough sizes for a line.
	export BENCH=${BENCH:-*/state=quiet} VCPUS=${VCPUS:-1 64 255}
	testbed__check "$KERNEL"
	[ "$(testbed__ask unit)" = insns ] ||
		die "TESTBED=$TESTBED: its numbers differ from boot to boot, and each patch has its own: bench-series needs a testbed that counts instructions"
	matrix__check "${ROUNDS:-1}"
	results__check "$RESULTS/series"
}

series__open() {
	base__choose
	[ "$BASE" = unpatched ] || { [ "$KERNEL_BASE" = tree ] && [ ! -d "kernels/$BASE" ]; } ||
		die "BASE=$BASE: the first patch is measured against the sources that it applies to: leave BASE out"
	SERIES=$(kernel__build --series --onto="$BASE" --kernel="$KERNEL")
	[ -n "$SERIES" ] ||
		die "KERNEL=$KERNEL: is a revision, or has no patches: git format-patch --stdout BASE..$KERNEL writes a series, which bench-series reads with KERNEL=-"
	[ "$BASE" = unpatched ] || ASKED+=("BASE=$BASE")
	NAME=${SERIES##*/}
	mapfile -t PATCHES <"$SERIES/series"
}

subject() { # NUMBER, 0 for the base
	if [ "$1" = 0 ]; then
		echo "$BASE"
	else
		sed -n 's/^Subject: \[PATCH\] //p;T;q' "$SERIES/${PATCHES[$1 - 1]}"
	fi
}

# As many machines as there are CPUs and memory for.
machines__count() {
	awk -v n="$(nproc)" '$1 == "MemAvailable:" { m = int($2 / 1310720); print m < 1 ? 1 : m < n ? m : n }' \
		/proc/meminfo
}

# measure NUMBER DIR: in the background, while the next patch is built. Counts repeat
# from boot to boot, so that kernels need no boots in common.
measure() {
	while [ "$(jobs -rp | wc -l)" -ge "$MACHINES" ]; do
		wait -n || :
	done
	machine__measure "$RESULTS/series" "${ROUNDS:-2}" --machines=1 "$2" \
		>"$STATE/$1.path" 2>"$STATE/$1.log" &
}

# What build.sh or the testbed says last, without the kernel's name.
last_words() { # FILE
	sed -nE 's/^vcpuscale: //p' "$1" | tail -n 1 |
		sed -E 's/^kernel [^ ]+:? //; s/^does not (compile|build against [^:]*): //; s/: the log is .*//; s/: see .*//'
}

# Images that are the same take the room of one.
share_image() { # DIR DIR
	[ ! -e "$2/vmlinuz" ] || ! cmp -s "$1/vmlinuz" "$2/vmlinuz" || ln -f "$1/vmlinuz" "$2/vmlinuz"
}

# Nothing of the patch is in what is measured.
same_code() { # DIR DIR
	local file
	for file in "$2"/*.ko "$2/vmlinuz"; do
		[ ! -e "$file" ] || cmp -s "$1/${file##*/}" "$file" || return 1
	done
}

# The whole series is the kernel of its own name.
patch__build() { # NUMBER
	local name=$NAME first=
	[ "$1" = ${#PATCHES[@]} ] || { name+=.$(printf %02d "$1"); first=--first=$1; }
	next__build "$name" --onto="$BASE" --kernel="$KERNEL" ${first:+"$first"} 2>"$STATE/said"
}

row__measure() { # NUMBER DIR
	share_image "$LAST" "$2"
	if same_code "$LAST" "$2"; then
		ROWS[$1]=same
		step "  the same code as before: not measured"
	else
		measure "$1" "$2"
		ROWS[$1]=measured LAST=$2
	fi
}

series__build() {
	local i dir status
	LAST=$(kernel__build --vendor="$(testbed__ask vendors)" --onto="$BASE" --kernel="$BASE") || exit 2
	measure 0 "$LAST"
	ROWS[0]=measured
	for ((i = 1; i <= ${#PATCHES[@]}; i++)); do
		step "patch $i/${#PATCHES[@]}: $(subject "$i")"
		status=0
		dir=$(patch__build "$i") || status=$?
		[ "${V:-}" != 1 ] || cat "$STATE/said" >&2
		case $status in
		0) row__measure "$i" "$dir" ;;
		"$CANNOT_TELL")
			ROWS[i]=unbuilt$'\t'$(last_words "$STATE/said")
			step "  does not build: ${ROWS[i]#*$'\t'}" ;;
		*)
			cat "$STATE/said" >&2
			exit 2 ;;
		esac
	done
	step "measure $(grep -c ^measured < <(printf '%s\n' "${ROWS[@]}")) kernels"
	wait
}

# A kernel that does not boot or does not take its modules is the patch's fault, but
# not that of all patches.
rows__write() {
	local i
	for i in "${!ROWS[@]}"; do
		if [ "${ROWS[i]}" = measured ]; then
			ROWS[i]+=$'\t'$(cat "$STATE/$i.path")
			[ -s "$STATE/$i.path" ] || ROWS[i]=invalid$'\t'$(last_words "$STATE/$i.log")
		fi
		[ "$i:${ROWS[i]%%$'\t'*}" != 0:invalid ] || { cat "$STATE/0.log" >&2; exit 2; }
		[[ ${ROWS[i]} == *$'\t'* ]] || ROWS[i]+=$'\t'
		printf '%s\t%s\n' "${ROWS[i]}" "$(subject "$i")"
	done
}

table() { # FILE [OPTION...]
	"$O/vcpuscale" series-table --name="$NAME" "${@:2}" "$1" "${ASKED[@]}"
}

main() {
	local out status=0
	[ -n "${GUARDED:-}" ] || guard "$0"
	input__check
	traps__set
	# Machines that still run when something fails measure for nobody.
	trap 'jobs -rp | xargs -r kill; clean_up' EXIT
	state__make
	MACHINES=$(machines__count)
	series__open
	harness/kernel/image.sh --build-dir="$O" --line="$KERNEL_BASE"
	series__build
	out=$RESULTS/series/$KERNEL_BASE/$NAME/$(date -u +%Y%m%dT%H%M%SZ).series
	mkdir -p "$out"
	rows__write >"$out/runs.tsv"
	table "$out/runs.tsv" >"$out/table.txt" || status=$?
	[ ! -s "$out/table.txt" ] || table "$out/runs.tsv" --json >"$out/table.json" 2>/dev/null || :
	cat "$out/table.txt"
	step "vcpuscale: the table is $out/table.txt, table.json has its numbers"
	exit "$status"
}

main "$@"
