/* SPDX-License-Identifier: GPL-2.0-only */
/* machine.h - one boot of an emulated machine. */
#ifndef TESTBED_MACHINE_MACHINE_H
#define TESTBED_MACHINE_MACHINE_H

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>
#include <time.h>

#include "plan.h"

#define LINE_SIZE	4096

/**
 * struct machine - a running machine
 * @pid:	QEMU's, 0 if there is none
 * @channel:	reads what init sends
 * @job:	what it works on
 * @plan:	the steps that it is to take
 * @step:	the one it is at, -1 before the first
 * @cell:	the cell it is at, -1 between cells
 * @last_cell:	the cell it was last at, -1 before the first
 * @heard:	when it last said something
 * @heard_cpu:	the same in CPU seconds of QEMU
 * @boot_cpu:	CPU seconds that the boot took
 * @cell_cpu:	CPU seconds at which the cell began
 * @line:	the unfinished line, @length bytes
 * @file:	a file that it is sending, or NULL; @file_left bytes are missing
 * @logged:	the kernel's complaint was shown, line by line
 * @complete:	the plan was carried out
 * @complaint:	what the kernel or init said was wrong, empty if nothing
 * @cpu:	its CPU's name
 * @stage:	directory with its initramfs
 * @console:	the kernel's console
 */
struct machine {
	pid_t pid;
	int channel;
	struct job *job;
	struct plan plan;
	int step;
	int cell, last_cell;
	time_t heard;
	double heard_cpu, boot_cpu, cell_cpu;
	char line[LINE_SIZE];
	size_t length;
	FILE *file;
	unsigned long long file_left;
	bool logged;
	bool complete;
	char complaint[512];
	char cpu[VALUE_SIZE];
	char stage[PATH_MAX];
	char console[PATH_MAX];
};

/**
 * machine__boot() - plan what is open of a job and start a machine for it
 * @vm:		to fill in
 * @job:	has at least one open cell
 * @s:		what was asked for
 * @m:		the matrix
 * @why:	says what is wrong
 *
 * Return: 0 or a negative errno.
 */
int machine__boot(struct machine *vm, struct job *job, const struct machine_options *s,
		  const struct matrix *m, struct why *why);

/**
 * machine__hear() - read what the machine has sent and note it in the matrix
 *
 * Return: 1, 0 once it will send no more, a negative errno if that cannot be kept.
 */
int machine__hear(struct machine *vm, const struct machine_options *s, struct matrix *m,
		  struct why *why);

/** machine__kill() - end QEMU and wait for its end; nothing if it has ended */
void machine__kill(struct machine *vm);

/**
 * machine__conclude() - after the end: blame the cell that the machine died in
 * @vm:		a machine whose QEMU has ended
 * @s:		what was asked for
 * @m:		the matrix; the cell is tainted, so that it is not tried again
 * @why:	says what is wrong, if it died outside a cell
 *
 * Return: 0 or a negative errno.
 */
int machine__conclude(struct machine *vm, const struct machine_options *s, struct matrix *m,
		      struct why *why);

#endif
