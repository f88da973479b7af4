// SPDX-License-Identifier: GPL-2.0-only
/*
 * qemu.c - start the emulated machine.
 */
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "qemu.h"

/*
 * What makes the machine exact. shift=0: the clock and so the TSC advance by one
 * with each instruction. clock=vm, -seed: nothing of the host's time or chance
 * gets in. rr=record: QEMU's two threads take turns. Without it the main loop
 * may find the CPU halted before its last instructions are accounted for, and
 * then lets the clock jump to the next timer from too early a time; the
 * scheduler of the machine sees that. The record itself is of no use. -erms:
 * QEMU executes "rep stosb" byte by byte, and the pages of a VM that are cleared
 * that way took half of the time. The kernel: no address or stack randomization;
 * mitigations off, for they differ by CPU model; hardened_usercopy=off, for its
 * check takes one instruction more where an object lies in a slab's second page
 * or later, which is an accident of the allocation; schedstats counts directed
 * yields.
 */
#define KERNEL_ARGS	"console=ttyS0 quiet loglevel=5 panic=-1 oops=panic " \
			"mitigations=off nokaslr randomize_kstack_offset=off " \
			"hardened_usercopy=off schedstats=enable"

static int exec_qemu(const struct qemu *q)
{
	char kernel[PATH_MAX], serial[PATH_MAX + 8], append[1024], seed[16];

	snprintf(kernel, sizeof(kernel), "%s/vmlinuz", q->line);
	snprintf(serial, sizeof(serial), "file:%s", q->console);
	snprintf(append, sizeof(append), "%s%s%s", KERNEL_ARGS, *q->arguments ? " " : "",
		 q->arguments);
	snprintf(seed, sizeof(seed), "%u", q->seed ? q->seed : 1);
	return execlp("qemu-system-x86_64", "qemu-system-x86_64",
		      "-accel", "tcg,thread=single",
		      "-icount", "shift=0,sleep=off,rr=record,rrfile=/dev/null",
		      "-rtc", "base=2026-01-01,clock=vm", "-seed", seed,
		      "-cpu", "max,-erms", "-smp", "1", "-m", "1G",
		      "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
		      "-kernel", kernel, "-initrd", q->initrd, "-append", append,
		      "-serial", serial, "-chardev", "stdio,id=channel,signal=off",
		      "-device", "isa-debugcon,iobase=0xe9,chardev=channel", NULL);
}

int qemu__exec(const struct qemu *q, int parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	setpgid(0, 0);
	return exec_qemu(q);
}
