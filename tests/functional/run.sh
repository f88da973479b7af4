#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# run.sh - the functional tests of one kernel's KVM, in an emulated machine. As
# it is called by make: KERNEL, KERNEL_BASE, KERNEL_TREE, O and V, and in ONLY a
# glob of tests' names. Prints TAP. Exit codes: 0 all is well, 1 a test has
# failed, 2 the tests could not be run.
set -eu

# The kernel may be preempted anywhere: so one CPU alone still interleaves walks
# with what others do to the list. Freed vCPUs are poisoned: whoever looks at one
# stumbles.
KERNEL_ARGUMENTS="preempt=full slub_debug=FZP,kvm_vcpu slab_nomerge hung_task_panic=1"
DEADLINE=900	# seconds of CPU time for the machine: it needs about 50; or eight times that

die() {
	echo "vcpuscale: $*" >&2
	exit 2
}

clean_up() {
	[ -z "${machine:-}" ] || kill "$machine" 2> /dev/null || true
	[ -z "${stage:-}" ] || rm -rf -- "$stage"
}

make_initramfs() {
	mkdir -p "$stage/root"
	echo "0 0 run vcpu-functional${ONLY:+ $ONLY}" > "$stage/root/plan"
	cp "$O/vcpu-functional" "$stage/root/"
	[ -z "$producer" ] || cp "$producer" "$stage/root/vcpuscale-producer.ko"
	harness/testbed/machine/initramfs.sh "$stage" "$O" "$image" "$modules" "$modules" ||
		die "the machine's initramfs cannot be packed: make deps installs what it needs"
}

run_machine() {
	timeout --kill-after=10 $((8 * DEADLINE)) prlimit --cpu="$DEADLINE" "$O/vcpuscale-boot" "$image" \
		"$stage/initramfs" "$console" "$KERNEL_ARGUMENTS" > "$stage/said" 2> "$stage/errors" &
	machine=$!
	wait "$machine" || true
	machine=
}

# The machine has died in the test that was announced last: it is the culprit.
tell_death() {
	local last
	last=$(sed -n 's/^# test //p' "$stage/said" | tail -n 1)
	if [ -z "$last" ]; then
		cat "$stage/errors" >&2
		die "the machine did not come as far as the first test: its console is $console"
	fi
	if ! grep -qF "ok $last" "$stage/said"; then
		echo "not ok $last"
	else
		echo "not ok ${last%% *} - what followed: ${last#* - }"
	fi
	echo "# the machine has died or hung; its console, $console, ends with:"
	grep -v '^$' "$console" | tail -n 25 | tr -d '\r' | sed 's/^/# /'
}

main() {
	[ -n "${KERNEL:-}" ] || die "no KERNEL: give KERNEL=name, a directory of patches or a revision"
	[ "$KERNEL" != host ] || die "KERNEL=host: the tests unload KVM: name a kernel to build"
	local verbose=
	[ "${V:-}" != 1 ] || verbose=--verbose
	harness/kernel/image.sh --build-dir="$O" --line="$KERNEL_BASE"
	# shellcheck disable=SC2086 # empty is no option
	modules=$(harness/kernel/build.sh --build-dir="$O" --line="$KERNEL_BASE" \
		--tree="${KERNEL_TREE:-}" $verbose --kernel="$KERNEL")
	modules=${modules%/}
	# shellcheck disable=SC2086 # empty is no option
	producer=$(harness/kernel/producer.sh --build-dir="$O" --line="$KERNEL_BASE" $verbose)
	image=$O/lines/$KERNEL_BASE
	[ ! -s "$modules/vmlinuz" ] || image=$modules	# a whole kernel
	mkdir -p "$O/testbed" "$O/logs"
	trap clean_up EXIT
	trap 'exit 130' INT TERM HUP
	stage=$(mktemp -d "$O/testbed/$$-functional.XXXX")
	console=$O/logs/functional-$KERNEL_BASE-${modules##*/}.log
	make_initramfs
	run_machine
	grep -v '^@' "$stage/said" || true
	if ! grep -q '^@end$' "$stage/said" && ! grep -q '^@status 0 1$' "$stage/said"; then
		tell_death
		exit 1
	fi
	! grep -q '^not ok ' "$stage/said"
}

main
