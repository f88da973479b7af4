/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * head.h - what is the same at the head of every results file, whoever measures.
 */
#ifndef RESULTS_HEAD_H
#define RESULTS_HEAD_H

#include <stddef.h>
#include <time.h>

#define HEAD_NAME_SIZE	128

/**
 * head__run_id() - what a run is called, as 20261122T144234Z-928b
 * @id:		gets it, @size bytes with the NUL, 22 are enough
 * @now:	when it began; the rest is random(3)'s
 */
void head__run_id(char *id, size_t size, time_t now);

/**
 * head__read_kernel() - the lines that were written when a kernel was built
 * @path:	the file info
 * @lines:	gets it, @size bytes with the NUL; of a longer one the beginning
 * @name:	gets the value of its line "kernel"
 *
 * Return: 0; -ENODATA where it names no kernel; a negative errno where it cannot
 * be opened.
 */
int head__read_kernel(const char *path, char *lines, size_t size, char name[HEAD_NAME_SIZE]);

#endif
