/* SPDX-License-Identifier: GPL-2.0-only */
/* qemu.h - QEMU's command line: a kernel, a console, and the channel to init.c. */
#ifndef TESTBED_MACHINE_QEMU_H
#define TESTBED_MACHINE_QEMU_H

/**
 * struct qemu - one machine
 * @line:	directory with vmlinuz
 * @initrd:	its initramfs
 * @console:	file that the kernel's console goes to
 * @seed:	of what is random in it; 0 for the one that results are measured with
 * @plugin:	QEMU's option -plugin, or NULL
 * @symbols:	sides whose symbols the machine is to send, a bit each
 * @arguments:	more of the kernel's command line, or ""
 */
struct qemu {
	const char *line;
	const char *initrd;
	const char *console;
	unsigned int seed;
	const char *plugin;
	unsigned int symbols;
	const char *arguments;
};

/**
 * qemu__detach() - before a testbed's exec(): QEMU is killed with the process
 * @parent, whatever kills that; and not by the terminal's ^C
 * @parent:	the caller's parent, from before the caller was forked
 */
void qemu__detach(int parent);

/**
 * qemu__exec() - become the machine; standard output is its debug port, see init.c
 * @q:		which one
 * @machine:	QEMU's arguments that make it the testbed's, NULL-terminated
 * @arguments:	the testbed's kernel command line
 *
 * Return: -1 with errno set, if QEMU cannot be started.
 */
int qemu__exec(const struct qemu *q, char *const machine[], const char *arguments);

#endif
