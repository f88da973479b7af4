/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kernel-log.h - how a kernel's log line reads when something is wrong.
 */
#ifndef LIB_KERNEL_LOG_H
#define LIB_KERNEL_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/** is_complaint() - is a line of the kernel's log a WARNING, BUG, oops, stall, ...? */
static inline bool is_complaint(const char *line)
{
	static const char * const marks[] = {
		"WARNING: ", "BUG: ", "BUG kmalloc", "BUG kvm", "UBSAN: ", "Oops: ",
		"general protection fault",
		"Kernel panic", "kernel BUG at", "invalid opcode: ", "divide error: ",
		" stalls on CPUs", "self-detected stall", "soft lockup", "hard LOCKUP",
		" blocked for more than ", "unchecked MSR access error", "list_add corruption",
		"list_del corruption", "refcount_t: ",
	};
	size_t i;

	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (strstr(line, marks[i]))
			return true;
	return false;
}

#endif
