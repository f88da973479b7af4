/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kmsg.h - what the kernel under test says of itself while a cell runs.
 */
#ifndef LIB_KMSG_H
#define LIB_KMSG_H

#include <stdio.h>

/**
 * kmsg__open() - follow the kernel's log from now on
 *
 * Return: a descriptor, or -1 where the log may not be read (no such device, no
 * permission): then kmsg__check() finds nothing.
 */
int kmsg__open(void);

/**
 * kmsg__check() - read what was logged since the last call
 * @fd:		from kmsg__open()
 * @first:	gets the first line of a kernel's complaint, if there is one
 * @size:	of @first
 * @log:	gets that line and those after it, each behind "# log: "; may be NULL
 *
 * A complaint is a WARNING, BUG, oops, panic, RCU stall, lockup or hung task.
 *
 * Return: 1 if the kernel complained, 0 if not.
 */
int kmsg__check(int fd, char *first, size_t size, FILE *log);

#endif
