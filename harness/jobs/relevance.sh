#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# relevance.sh - how often does a Linux guest take the paths that are measured? Boots the
# base's own kernel as a guest of KERNEL's KVM, in a machine of QEMU's, with VCPUS, and
# counts calls; of a base that is built whole, the guest is 6.1's kernel. The last size but
# one is measured once more, without what is paravirtual.
# Takes its input from the environment; see "make help".
#
# The machine's time is the real one, and it counts no instructions: a guest's CPU that
# waits for another spins on PAUSE, and where instructions are the clock, each time slice
# of that takes seconds. What the machine may take is its CPU time: a machine on a busy
# computer, or a guest of 64 vCPUs, takes long by the clock.
set -eu
shopt -s inherit_errexit

# shellcheck source=harness/jobs/lib.sh
. harness/jobs/lib.sh

# A kernel as packaged, and no console: each character would be an exit.
CMDLINE="quiet panic=-1 nokaslr mitigations=off tsc=reliable cryptomgr.notests"

# Beside the functions under test: the broadcast that no map answers; kicks, of which
# wake-ups are a part; maps of APICs that were replaced.
OTHERS="kvm_irq_delivery_to_apic_fast=0 kvm_vcpu_kick kvm_apic_map_free"

# On the machine's own arguments see tests/others/machine.sh.
ARGUMENTS="console=ttyS0 quiet loglevel=5 panic=-1 oops=panic mitigations=off no_timer_check nokaslr"
ARGUMENTS+=" tsc=reliable clocksource=tsc watchdog_thresh=60 rcupdate.rcu_cpu_stall_timeout=180"

# machine__run STAGE: the output is what the guests said. It ends with this script, however
# that ends.
machine__run() {
	setpriv --pdeathsig KILL timeout -k 5 $((8 * LIMIT)) setpriv --pdeathsig KILL \
		prlimit --cpu="$LIMIT" qemu-system-x86_64 \
		-accel tcg,thread=multi -smp "$CPUS" -m 1G -cpu max,la57=off \
		-nodefaults -no-user-config -display none -no-reboot \
		-kernel "$image/vmlinuz" -initrd "$1/initramfs" \
		-append "$ARGUMENTS tsc_early_khz=$("$O/vcpu-others" tsc)" \
		-serial "file:$O/logs/relevance.console" -chardev stdio,id=channel,signal=off \
		-device isa-debugcon,iobase=0xe9,chardev=channel </dev/null
}

# stage__make DIR: what vcpuscale-guest reads.
stage__make() {
	local root=$1/root step=0 size sizes
	read -ra sizes <<<"${VCPUS//,/ }"
	mkdir -p "$root/guest" "$1/guest"
	cp "$O/linux-init" "$1/guest/init"
	(cd "$1/guest" && find . -mindepth 1 | cpio --quiet -o -H newc) >"$root/guest/initramfs"
	cp "$guest/vmlinuz" "$root/guest/"
	echo "$CMDLINE" >"$root/guest/cmdline"
	{ "$O/vcpuscale-run" --list --bench='all *' | cut -f 2 && tr ' ' '\n' <<<"$OTHERS"; } | sort -u >"$root/guest/functions"
	cp "$O/vcpuscale-guest" "$root/"
	for size in "${sizes[@]}" "${sizes[${#sizes[@]} > 1 ? -2 : 0]},plain"; do
		echo "$step 0 run vcpuscale-guest $size"
		step=$((step + 1))
	done >"$root/plan"
}

main() {
	local dir
	CPUS=${CPUS:-2} LIMIT=${LIMIT:-1800}
	[[ $CPUS =~ ^[1-9][0-9]?$ ]] || die "CPUS=$CPUS: give the number of the machine's CPUs"
	[[ $LIMIT =~ ^[1-9][0-9]{0,4}$ ]] || die "LIMIT=$LIMIT: give seconds"
	have qemu-system-x86_64 || die "qemu-system-x86_64 is missing: run make deps"
	matrix__check 1
	base__choose
	dir=$(kernels__build "${KERNEL:-unpatched}")
	image=$O/lines/$KERNEL_BASE guest=$O/lines/$KERNEL_BASE
	if [ -s "$dir/vmlinuz" ]; then
		image=$dir guest=$O/lines/6.1
		[ -s "$guest/vmlinuz" ] || die "the guest's kernel, 6.1, is missing: run make deps KERNEL_BASE=6.1"
	fi
	mkdir -p "$O/testbed" "$O/logs"
	STAGE=$(mktemp -d "$(realpath "$O/testbed")/$$-relevance.XXXX")
	trap 'rm -rf "$STAGE"' EXIT
	stage__make "$STAGE"
	harness/testbed/machine/initramfs.sh "$STAGE" "$O" "$image" "$dir" ""
	# Two at a time are kept apart until their ends.
	machine__run "$STAGE" >"$STAGE/log" 2>"$STAGE/errors" || :
	grep -v ' Killed  ' "$STAGE/errors" >&2 || :
	cp "$STAGE/log" "$O/logs/relevance"
	! grep '^vcpuscale: ' "$STAGE/log" >&2 || exit 2
	grep -q '^@end' "$STAGE/log" || die "the machine did not come to its end in $LIMIT s of CPU time: give more by LIMIT=, or see $O/logs/relevance"
	"$O/vcpuscale-run" --list --bench='all *' | awk -f harness/jobs/relevance.awk - "$STAGE/log"
}

main
