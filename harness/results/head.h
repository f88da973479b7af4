/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * head.h - what is the same at the head of every results file, whoever measures.
 */
#ifndef RESULTS_HEAD_H
#define RESULTS_HEAD_H

#include <stddef.h>
#include <time.h>

#include "lib/why.h"

#define HEAD_NAME_SIZE	128
#define HEAD_BASE_SIZE	32

/* The base of the KVM that runs on a machine: it was built of none of ours. */
#define HEAD_HOST_BASE	"host"

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
 * @base:	gets the value of its line "kernel-base"
 * @why:	says what is wrong, and how to build such a kernel
 *
 * Return: 0; -ENODATA where it names no kernel or no base; a negative errno where
 * it cannot be opened.
 */
int head__read_kernel(const char *path, char *lines, size_t size, char name[HEAD_NAME_SIZE],
		      char base[HEAD_BASE_SIZE], struct why *why);

/**
 * struct head_place - where a run's files lie
 * @results:	directory the results go to
 * @base:	what its kernel's series applies to, or HEAD_HOST_BASE
 * @kernel:	name of its kernel
 * @testbed:	name of its testbed
 * @run:	its id
 */
struct head_place {
	const char *results;
	const char *base;
	const char *kernel;
	const char *testbed;
	const char *run;
};

/**
 * head__path() - path of a file of a run
 * @path:	gets RESULTS/BASE/KERNEL/TESTBED/PREFIX RUN SUFFIX, @size bytes with the NUL
 * @prefix:	"." while the file is written, else ""
 * @suffix:	e.g. ".txt"
 */
void head__path(char *path, size_t size, const struct head_place *place, const char *prefix,
		const char *suffix);

#endif
