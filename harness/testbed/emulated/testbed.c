// SPDX-License-Identifier: GPL-2.0-only
/* testbed.c - a machine of QEMU's TCG, in which every instruction is counted. */
#include <stdio.h>

#include "testbed/machine/qemu.h"
#include "testbed/testbed.h"

/*
 * These options make the machine exact. shift=0: the clock and so the TSC advance by one
 * with each instruction. clock=vm, -seed: nothing of the host's time or entropy gets in.
 * rr=record: QEMU's two threads take turns. Without it the main loop may find the CPU
 * halted before its last instructions are accounted for, and then lets the clock jump to
 * the next timer from too early a time; the scheduler of the machine sees that. The record
 * itself is of no use. -erms: QEMU executes "rep stosb" byte by byte, and the pages of a
 * VM that are cleared that way took half of the time. -fsrm, which QEMU 10's CPU has and
 * 7.2's has not: the memmove() of 6.1 takes it to imply erms, leaves out its check for
 * short pieces, and then does not jump to "rep movsb": the kernel faults in its boot. The
 * kernel: no address or stack randomization; mitigations off, for they differ by CPU
 * model; hardened_usercopy=off, for its check takes one instruction more where an object
 * lies in a slab's second page or later, which is an accident of the allocation;
 * schedstats counts directed yields. Two options only save time, and nothing that is
 * measured needs what they leave out: the calibration of the local APIC's timer, a loop of
 * PAUSE, each of which leaves TCG's run of translated code (without an ACPI timer to
 * calibrate it by, it takes 15 s), and the self-tests of the crypto algorithms, half of
 * the instructions of a boot.
 */
#define KERNEL_ARGS	"console=ttyS0 quiet loglevel=5 panic=-1 oops=panic " \
			"mitigations=off nokaslr randomize_kstack_offset=off " \
			"hardened_usercopy=off schedstats=enable " \
			"nolapic_timer cryptomgr.notests"

static int exec_emulated(const struct qemu *q)
{
	char seed[16];
	char *machine[] = { "-accel", "tcg,thread=single",
		"-icount", "shift=0,sleep=off,rr=record,rrfile=/dev/null",
		"-rtc", "base=2026-01-01,clock=vm", "-seed", seed,
		"-cpu", "max,-erms,-fsrm", "-smp", "1", NULL };

	snprintf(seed, sizeof(seed), "%u", q->seed ? q->seed : 1);
	return qemu__exec(q, machine, KERNEL_ARGS);
}

TESTBED(testbed_emulated) = {
	.name = "emulated",
	.summary = "QEMU's TCG, which counts instructions",
	.rounds = 4,
	.exact = true,
	.vendors = "amd",
	.machine = "tcg cpu=max,-erms",
	.exec = exec_emulated,
};
