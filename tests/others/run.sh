#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# run.sh selftests|kut - other people's tests of a KVM, in two emulated machines at
# once, one with K's modules and one with those of what K is compared with. As it is
# called by make: KERNEL, BASE, KERNEL_BASE, KERNEL_TREE, O, V and DEBUG, in ONLY
# globs of tests' names, in KUT a checkout of kvm-unit-tests. Prints TAP. Exit codes:
# 0 no difference, 1 a difference, 2 the tests could not be run.
set -eu -o pipefail
export LC_ALL=C

TOP=$(realpath -- "$(dirname -- "$0")/../..")
cd "$TOP"
# shellcheck source=harness/jobs/lib.sh
. harness/jobs/lib.sh
# shellcheck source=tests/others/machine.sh
. tests/others/machine.sh
# shellcheck source=tests/others/compare.sh
. tests/others/compare.sh

REPEATS=5	# of what differs, on both sides
MEMORY_MIB=5000	# both machines, as the selftests leave them

kernels__make() {
	local built
	base__choose
	built=$(kernels__build_two)
	{ read -r BASE_DIR && read -r HEAD_DIR; } <<<"$built"
	BASE_DIR=${BASE_DIR%/} HEAD_DIR=${HEAD_DIR%/}
	KERNEL_NAME=${HEAD_DIR##*/} BASE_NAME=${BASE_DIR##*/}
	IMAGE=$O/lines/$KERNEL_BASE
	[ ${#DEBUGGING[@]} -eq 0 ] || IMAGE=$O/debug/$KERNEL_BASE
}

kernels__build_two() {
	if [ ${#DEBUGGING[@]} -gt 0 ]; then
		# Where kernels are built whole, each is a debug kernel of its own.
		grep -qsx 'built: whole' "harness/kernel/lines/$KERNEL_BASE" ||
			harness/stress/debug-kernel.sh --build-dir="$O" --line="$KERNEL_BASE" >&2
	else
		harness/kernel/image.sh --build-dir="$O" --line="$KERNEL_BASE" >&2
	fi
	harness/kernel/build-many.sh --build-dir="$O" --line="$KERNEL_BASE" --tree="${KERNEL_TREE:-}" \
		--onto="$BASE" "${LOUD[@]}" "${DEBUGGING[@]}" --kernel="$BASE" --kernel="$KERNEL"
}

# programs__make: sets PROGRAMS to a directory with the programs and their list.
programs__make() {
	local verbose=()
	[ "${V:-}" != 1 ] || verbose=(--verbose)
	PROGRAMS=$("tests/others/$SUITE.sh" --build-dir="$O" --kernel="$KERNEL" --modules="$HEAD_DIR" \
		--line="$KERNEL_BASE" --tree="${KERNEL_TREE:-}" --onto="$BASE" "${verbose[@]}")
}

# tests__choose: those that ONLY names, to STAGE/list, with the arguments that they need
# to end here.
tests__choose() {
	local name command glob
	while read -r name command; do
		for glob in ${ONLY:-"*"}; do
			# shellcheck disable=SC2053 # a glob it is
			[[ $name != $glob ]] || { echo "$name${command:+ $command}"; break; }
		done
	done <"$PROGRAMS/list" |
		awk 'NR == FNR { name = $1; sub(/^[^ ]+/, ""); told[name] = $0; next }
			{ print $0 ($2 == "#" ? "" : told[$1]) }' tests/others/shorter - >"$STAGE/list"
	[ -s "$STAGE/list" ] || die "ONLY=$ONLY: no such test: there are $(cut -d ' ' -f 1 "$PROGRAMS/list" | paste -sd ' ')"
}

# sides__run LIST TIMES: both at once.
sides__run() {
	local pids=()
	machine__run_all base "$BASE_DIR" "$1" "$2" &
	pids+=($!)
	machine__run_all head "$HEAD_DIR" "$1" "$2" &
	pids+=($!)
	{ wait "${pids[0]}" && wait "${pids[1]}"; } ||
		die "a machine did not come as far as the first test: see $LOG-base.console and $LOG-head.console"
}

main() {
	SUITE=${1:-}
	case $SUITE in selftests | kut) ;; *) die "run.sh: give selftests or kut" ;; esac
	[ -n "${KERNEL:-}" ] || die "no KERNEL: give KERNEL=name, a directory of patches or a revision"
	[ "$KERNEL" != host ] || die "KERNEL=host: the tests run in machines of their own: name a kernel to build"
	LIMIT=${LIMIT:-120}
	[[ $LIMIT =~ ^[1-9][0-9]{0,4}$ ]] || die "LIMIT=$LIMIT: not a time: give the seconds that a test may take"
	DEBUGGING=()
	[ "${DEBUG:-}" != 1 ] || DEBUGGING=(--debug)
	[ "$SUITE" != kut ] || tests/others/kut.sh --build-dir="$O" >/dev/null
	have qemu-system-x86_64 || die "qemu-system-x86_64 is missing: run make deps"
	need_memory "$MEMORY_MIB" "two machines: end something else first"
	traps__set
	set -f	# ONLY
	kernels__make
	programs__make
	mkdir -p "$O/testbed" "$O/logs"
	STAGE=$(mktemp -d "$O/testbed/$$-others.XXXX")
	TRASH+=("$STAGE")
	LOG=$O/logs/$SUITE${DEBUGGING:+-debug}-$KERNEL_BASE-$KERNEL_NAME
	tests__choose
	sides__run "$STAGE/list" 1
	echo "unload-modules -" >>"$STAGE/list"
	compare__find
	if [ -s "$STAGE/again" ]; then
		echo "# again, $REPEATS times: $(cut -d ' ' -f 1 "$STAGE/again" | paste -sd ' ')"
		sides__run "$STAGE/again" "$REPEATS"
	fi
	compare__report
}

main "$@"
exit
