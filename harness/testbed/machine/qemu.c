// SPDX-License-Identifier: GPL-2.0-only
/*
 * qemu.c - start the emulated machine.
 */
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "channel.h"
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

/* Times are to be those of a kernel as people run it: mitigations stay on. */
#define NESTED_ARGS	"console=ttyS0 quiet loglevel=5 panic=-1 oops=panic schedstats=enable"

#define MAX_ARGS	64

/* What both machines have: a kernel, a console, and the channel to init.c. */
static int exec_common(char **argv, unsigned int n, const struct qemu *q, const char *arguments)
{
	char kernel[PATH_MAX], serial[PATH_MAX + 8], append[1024], port[64];
	char *common[] = {
		"-m", "1G", "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
		"-kernel", kernel, "-initrd", (char *)q->initrd, "-append", append,
		"-serial", serial, "-chardev", "stdio,id=channel,signal=off",
		"-device", port, NULL };

	snprintf(kernel, sizeof(kernel), "%s/vmlinuz", q->line);
	snprintf(port, sizeof(port), "isa-debugcon,iobase=%#x,chardev=channel", CHANNEL_PORT);
	snprintf(serial, sizeof(serial), "file:%s", q->console);
	snprintf(append, sizeof(append), "%s%s%s", arguments, *q->arguments ? " " : "",
		 q->arguments);
	memcpy(argv + n, common, sizeof(common));
	return execvp(argv[0], argv);
}

static int exec_emulated(const struct qemu *q)
{
	char seed[16];
	char *argv[MAX_ARGS] = { "qemu-system-x86_64", "-accel", "tcg,thread=single",
		"-icount", "shift=0,sleep=off,rr=record,rrfile=/dev/null",
		"-rtc", "base=2026-01-01,clock=vm", "-seed", seed,
		"-cpu", "max,-erms", "-smp", "1" };

	snprintf(seed, sizeof(seed), "%u", q->seed ? q->seed : 1);
	return exec_common(argv, 13, q, KERNEL_ARGS);
}

static int exec_nested(const struct qemu *q)
{
	char smp[16];
	char *argv[MAX_ARGS] = { "qemu-system-x86_64", "-accel", "kvm",
		"-cpu", "host,pmu=on", "-smp", smp };

	snprintf(smp, sizeof(smp), "%ld", sysconf(_SC_NPROCESSORS_ONLN));
	return exec_common(argv, 7, q, NESTED_ARGS);
}

int qemu__exec(const struct qemu *q, int parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	setpgid(0, 0);
	return q->nested ? exec_nested(q) : exec_emulated(q);
}
