// SPDX-License-Identifier: GPL-2.0-only
/* progress.c - how far, and how long it will still take. */
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "progress.h"

static time_t started;

static const char *side_name(const struct machine_options *s, const struct machine *vm)
{
	return s->sides[vm->plan.steps[vm->step].side].name;
}

static void draw(const struct machine_options *s, const struct matrix *m,
		 const struct machine *vm, unsigned int n)
{
	double done = matrix__progress(m);
	long elapsed = time(NULL) - started, left = 0;
	unsigned int i;

	/* The boot is not in the matrix: no estimate before the first cells. */
	if (done > 0.02)
		left = elapsed * (1 - done) / done;
	fprintf(stderr, "\r\033[K%3.0f %%", done * 100);
	if (left)
		fprintf(stderr, ", %ld:%02ld left", left / 60, left % 60);
	for (i = 0; i < n; i++) {
		if (vm[i].pid && vm[i].step >= 0 && vm[i].last_cell >= 0)
			fprintf(stderr, "; round %u %.16s %s", vm[i].plan.steps[vm[i].step].round,
				side_name(s, &vm[i]), m->cells[vm[i].last_cell]);
		else if (vm[i].pid)
			fprintf(stderr, "; booting");
	}
}

static void print_steps(const struct machine_options *s, const struct machine *vm, unsigned int n)
{
	static struct step printed[64];
	unsigned int i;

	for (i = 0; i < n && i < 64; i++) {
		const struct step *at = &vm[i].plan.steps[vm[i].step];

		if (!vm[i].pid || vm[i].step < 0 ||
		    (printed[i].round == at->round && printed[i].side == at->side))
			continue;
		printed[i] = *at;
		fprintf(stderr, "vcpuscale: measuring round %u of %u, %s\n", at->round, s->rounds,
			side_name(s, &vm[i]));
	}
}

void progress__show(const struct machine_options *s, const struct matrix *m,
		    const struct machine *machines, unsigned int n)
{
	if (!started)
		started = time(NULL);
	if (isatty(STDERR_FILENO))
		draw(s, m, machines, n);
	else
		print_steps(s, machines, n);
}

void progress__clear(void)
{
	if (isatty(STDERR_FILENO))
		fputs("\r\033[K", stderr);
}
