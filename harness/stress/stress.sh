#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# stress.sh - build the debug kernel and K's modules for it, boot them, keep
# them busy, look at the console. Exit code: 0 clean, 1 the kernel complained or
# lost something, 2 it could not be tried.

set -eu -o pipefail
export LC_ALL=C

TOP=$(realpath -- "$(dirname -- "$0")/../..")
HERE=$TOP/harness/stress
# shellcheck source=harness/kernel/common.sh
. "$TOP/harness/kernel/common.sh"
# shellcheck source=harness/kernel/base.sh
. "$TOP/harness/kernel/base.sh"

MACHINE_MIB=4096	# the machine's memory
MEMORY_MIB=2500		# what it takes of that, with 30 minutes behind it
CPUS=2

USAGE="usage: stress.sh --build-dir=DIR --kernel=K [--line=BASE] [--tree=KERNEL_TREE]
                 [--minutes=N] [--seed=S] [--verbose]
Exit code: 0 clean, 1 the kernel complained or lost something, 2 error."
BUILD_DIR='' KERNEL='' LINE=6.1 TREE='' MINUTES=5 SEED=''
DEBUG=			# directory of the image; of a whole kernel the modules' own

options__check() {
	[ -n "$BUILD_DIR" ] || die "stress.sh: no build directory: give --build-dir=DIR"
	MINUTES=${MINUTES:-5}
	[[ $MINUTES =~ ^[1-9][0-9]{0,3}$ ]] ||
		die "MINUTES=$MINUTES: not a time: give whole minutes, 1 to 9999"
	SEED=${SEED:-$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}
	[[ $SEED =~ ^[0-9]{1,18}$ ]] || die "SEED=$SEED: not a seed: give a number"
}

# Before minutes of building.
needs__check() {
	have qemu-system-x86_64 || die "qemu-system-x86_64 is missing: run make deps"
	need_memory "$MEMORY_MIB" "the machine under stress: end something else first"
	harness/kernel/build.sh --check --build-dir="$BUILD_DIR" --line="$LINE" --tree="$TREE" \
		--kernel="$KERNEL"
}

# Both of these clean up after themselves, however they end; and end with us.
tool() {
	local verbose=()
	[ "$VERBOSE" = 0 ] || verbose=(--verbose)
	setpriv --pdeathsig TERM "$@" "${verbose[@]}"
}

kernels__build() {
	base__read "$LINE"
	[ "$BASE_BUILT" = whole ] ||
		DEBUG=$(tool "$HERE/debug-kernel.sh" --build-dir="$BUILD_DIR" --line="$LINE")
	MODULES=$(tool "$TOP/harness/kernel/build.sh" --debug --build-dir="$BUILD_DIR" \
		--line="$LINE" --tree="$TREE" --kernel="$KERNEL")
	DEBUG=${DEBUG:-$MODULES}
	PRODUCER=$(tool "$TOP/harness/kernel/producer.sh" --debug --build-dir="$BUILD_DIR" --line="$LINE")
}

# What runs that were killed could not take away themselves.
stages__sweep() {
	local stage
	for stage in "$BUILD_DIR"/stress/*/; do
		[ -d "/proc/$(basename -- "$stage")" ] || rm -rf -- "$stage"
	done
}

initramfs__make() {
	local root=$STAGE/root
	mkdir -p "$root/dev" "$root/proc" "$root/sys" "$root/modules"
	cp "$BUILD_DIR/vcpuscale-stress" "$root/init"
	cp "$DEBUG/irqbypass.ko" "$MODULES/kvm.ko" "$MODULES/kvm-amd.ko" "$root/modules/"
	[ -z "$PRODUCER" ] || cp "$PRODUCER" "$root/modules/vcpuscale-producer.ko"
	(cd "$root" && find . | cpio --quiet -o -H newc -R 0:0) >"$STAGE/initramfs"
}

# A host that is busy slows the machine down: its watchdogs have to bear that. Its
# TSC is the host's, and read without leaving the emulated CPU, unlike the HPET.
# With five levels of page tables KASAN complains of any interrupt that comes while
# identify_cpu() has the CPU's features cleared, LA57 among them: where KASAN's
# shadow begins depends on that one.
machine__run() {
	local status=0 args="console=ttyS0 quiet loglevel=5 panic=-1 oops=panic mitigations=off no_timer_check printk.time=1"
	args+=" tsc=reliable clocksource=tsc"
	args+=" watchdog_thresh=60 sysctl.kernel.hung_task_timeout_secs=240"
	args+=" workqueue.watchdog_thresh=240 rcupdate.rcu_cpu_stall_timeout=180"
	args+=" STRESS_SEED=$SEED STRESS_SECONDS=$((MINUTES * 60))"
	setsid setpriv --pdeathsig KILL "$BUILD_DIR/vcpuscale-watch" "$STAGE" qemu-system-x86_64 \
		-accel tcg,thread=multi -smp "$CPUS" -m "$MACHINE_MIB" -cpu max,la57=off \
		-nodefaults -no-user-config -display none -no-reboot \
		-kernel "$DEBUG/vmlinuz" -initrd "$STAGE/initramfs" -append "$args" \
		-serial "file:$STAGE/console" -serial "file:$STAGE/said" </dev/null 9>&- &
	CHILD=$!
	wait "$CHILD" || status=$?
	CHILD=
	return "$status"
}

failed() {
	local again="make stress KERNEL=$KERNEL KERNEL_BASE=$LINE MINUTES=$MINUTES SEED=$SEED"
	mkdir -p "$BUILD_DIR/logs"
	cp "$STAGE/console" "$LOG"
	printf 'vcpuscale: stress: %s %s, seed %s: %s: the log is %s; again: %s\n' \
		"$KERNEL" "$LINE" "$SEED" "$1" "${LOG#"$PWD/"}" "$again" >&2
	exit 1
}

# Read as a whole before it runs: a checkout meanwhile may replace this file.
main() {
	local status=0
	options__read "$@"
	options__check
	cd "$TOP"
	BUILD_DIR=$(realpath -m -- "$BUILD_DIR")
	traps__set
	needs__check
	kernels__build
	stages__sweep
	STAGE=$BUILD_DIR/stress/$$
	LOG=$BUILD_DIR/logs/stress-$LINE-$(basename -- "$MODULES")-$SEED.log
	TRASH+=("$STAGE")
	mkdir -p "$STAGE"
	initramfs__make
	echo "stress: $KERNEL $LINE for $MINUTES min, seed $SEED" >&2
	machine__run || status=$?
	[ "$status" != 1 ] || failed "$(<"$STAGE/verdict")"
	[ "$status" = 0 ] ||
		die "the machine did not start: $(tail -n 1 "$STAGE/qemu" "$STAGE/console" 2>/dev/null | tr -d '\r' | tail -n 1): see make stress V=1"
	echo "stress: $KERNEL $LINE, $MINUTES min, seed $SEED: no complaint"
}

main "$@"
exit
