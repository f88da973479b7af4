/* SPDX-License-Identifier: GPL-2.0-only */
/* plan.h - what a machine is to do, and the archive it boots from. */
#ifndef TESTBED_MACHINE_PLAN_H
#define TESTBED_MACHINE_PLAN_H

#include <stdbool.h>

#include "matrix.h"
#include "options.h"

#define JOB_ROUNDS	2
#define MAX_STEPS	(SIDES * JOB_ROUNDS)

/**
 * struct job - the rounds that one machine measures, of both sides in ABBA order
 * @rounds:	their numbers, @nr_rounds of them
 * @first:	side that begins: machines in a row begin with different sides
 * @alone:	no other side follows: it has another image
 * @boots:	machines that were started for it
 * @running:	a machine is working on it
 */
struct job {
	unsigned int rounds[JOB_ROUNDS];
	unsigned int nr_rounds;
	int first;
	bool alone;
	unsigned int boots;
	bool running;
};

/** struct step - a side and a round to load modules for; see init.c */
struct step {
	int side;
	unsigned int round;
};

/** struct plan - @nr_steps steps of one machine, in their order */
struct plan {
	struct step steps[MAX_STEPS];
	unsigned int nr_steps;
};

/**
 * plan__write() - plan a job's open cells and pack the initramfs of a machine
 * @p:		gets the steps
 * @job:	whose rounds
 * @stage:	directory that is made for the archive
 * @s:		what was asked for
 * @m:		the matrix
 * @why:	says what is wrong
 *
 * Return: 0 or a negative errno.
 */
int plan__write(struct plan *p, const struct job *job, const char *stage,
		const struct machine_options *s, const struct matrix *m, struct why *why);

#endif
