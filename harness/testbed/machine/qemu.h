/* SPDX-License-Identifier: GPL-2.0-only */
/* qemu.h - the emulated machine, as QEMU's command line. */
#ifndef TESTBED_MACHINE_QEMU_H
#define TESTBED_MACHINE_QEMU_H

#include <stdbool.h>

/**
 * struct qemu - one machine
 * @nested:	by KVM, with the host's CPU, its VMX or SVM and its PMU; else by TCG
 * @line:	directory with vmlinuz
 * @initrd:	its initramfs
 * @console:	file that the kernel's console goes to
 * @seed:	of what is random in it; 0 for the one that results are measured with
 * @arguments:	more of the kernel's command line, or ""
 */
struct qemu {
	bool nested;
	const char *line;
	const char *initrd;
	const char *console;
	unsigned int seed;
	const char *arguments;
};

/**
 * qemu__exec() - become the machine
 * @q:	which one
 *
 * Standard output is the machine's debug port, see init.c. QEMU is killed with
 * the process @parent, whatever kills that; and not by the terminal's ^C.
 *
 * @parent: the caller's parent, from before the caller was forked
 *
 * Return: -1 with errno set, if QEMU cannot be started.
 */
int qemu__exec(const struct qemu *q, int parent);

#endif
