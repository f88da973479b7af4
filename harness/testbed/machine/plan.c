// SPDX-License-Identifier: GPL-2.0-only
/* plan.c - write /plan and the lists of cells for init.c. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "plan.h"

#define ADVICE	"make room, or choose another build directory with O="

static FILE *create(const char *stage, const char *name, struct why *why)
{
	char path[PATH_MAX + 64];
	FILE *f;

	snprintf(path, sizeof(path), "%s/root/%s", stage, name);
	f = fopen(path, "w");
	if (!f)
		why__set(why, errno, "%s: %s: " ADVICE, path, strerror(errno));
	return f;
}

static int finish(FILE *f, const char *stage, struct why *why)
{
	return fclose(f) ? why__set(why, errno, "%s: %s: " ADVICE, stage, strerror(errno)) : 0;
}

static bool step_open(const struct matrix *m, int side, unsigned int round)
{
	unsigned int cell;

	for (cell = 0; cell < m->nr_cells; cell++)
		if (matrix__is_open(m, side, round, cell))
			return true;
	return false;
}

/* Each benchmark at its largest size, once a side. */
static bool recorded(const struct machine_options *s, const struct matrix *m, unsigned int round,
		     unsigned int cell)
{
	unsigned int i, largest = 0;
	char end[32];
	size_t length;

	for (i = 0; i < s->nr_sizes; i++)
		if (s->sizes[i] > largest)
			largest = s->sizes[i];
	snprintf(end, sizeof(end), "/vcpus=%u", largest);
	length = strlen(m->cells[cell]);
	return s->perf && !strcmp(s->perf, "record") && round == 1 && length > strlen(end) &&
	       !strcmp(m->cells[cell] + length - strlen(end), end);
}

static int write_cells(const char *stage, const struct machine_options *s,
		       const struct matrix *m, unsigned int number, const struct step *step,
		       struct why *why)
{
	char name[32];
	unsigned int cell;
	FILE *f;

	snprintf(name, sizeof(name), "cells%u", number);
	f = create(stage, name, why);
	if (!f)
		return -EIO;
	for (cell = 0; cell < m->nr_cells; cell++)
		if (matrix__is_open(m, step->side, step->round, cell))
			fprintf(f, "%s%s\n", m->cells[cell],
				recorded(s, m, step->round, cell) ? " record" : "");
	return finish(f, stage, why);
}

/* A B, then B A: what drifts in a machine meets both sides alike. */
static void choose_steps(struct plan *p, const struct job *job, const struct matrix *m)
{
	unsigned int i, turn, turns = job->alone ? 1 : m->nr_sides;

	p->nr_steps = 0;
	for (i = 0; i < job->nr_rounds; i++) {
		for (turn = 0; turn < turns; turn++) {
			struct step step = {
				.side = (job->first + (job->alone ? 0 : i + turn)) % m->nr_sides,
				.round = job->rounds[i],
			};

			if (step_open(m, step.side, step.round))
				p->steps[p->nr_steps++] = step;
		}
	}
}

/* A side's modules are packed where a step loads them. */
static const char *modules_of(const struct job *job, const struct machine_options *s, int side)
{
	if (side >= (int)s->nr_sides || (job->alone && side != job->first))
		return "";
	return s->sides[side].dir;
}

static int pack(const struct job *job, const char *stage, const struct machine_options *s,
		struct why *why)
{
	char command[6 * PATH_MAX];

	snprintf(command, sizeof(command),
		 "harness/testbed/machine/initramfs.sh '%s' '%s' '%s' '%s' '%s' %s", stage,
		 s->build, s->sides[job->first].image, modules_of(job, s, 0),
		 modules_of(job, s, 1), s->perf ? "perf" : "");
	if (!system(command))
		return 0;
	return why__set(why, EIO,
			"the machine's initramfs cannot be packed: see the message above; make deps installs what it needs");
}

static int write_options(const char *stage, const struct machine_options *s, struct why *why)
{
	FILE *f = create(stage, "options", why);

	if (!f)
		return -EIO;
	fprintf(f, "--unit=%s", s->kind->exact ? "insns" : "ns");
	if (s->perf)
		fprintf(f, " --perf=%s --perf-dir=/perf", s->perf);
	fputc('\n', f);
	return finish(f, stage, why);
}

static int write_steps(const struct plan *p, const char *stage, const struct machine_options *s,
		       const struct matrix *m, struct why *why)
{
	FILE *f = create(stage, "plan", why);
	unsigned int i;
	int err = 0;

	if (!f)
		return -EIO;
	for (i = 0; i < p->nr_steps; i++)
		fprintf(f, "%u %d %s cells%u\n", i, p->steps[i].side,
			s->iterate ? "iterate" : "measure", i);
	err = finish(f, stage, why);
	for (i = 0; i < p->nr_steps && !err; i++)
		err = write_cells(stage, s, m, i, &p->steps[i], why);
	return err;
}

int plan__write(struct plan *p, const struct job *job, const char *stage,
		const struct machine_options *s, const struct matrix *m, struct why *why)
{
	char path[PATH_MAX + 8];
	int err;

	snprintf(path, sizeof(path), "%s/root", stage);
	if (mkdir(stage, 0777) || mkdir(path, 0777))
		return why__set(why, errno, "%s: %s: " ADVICE, path, strerror(errno));
	choose_steps(p, job, m);
	err = write_steps(p, stage, s, m, why);
	if (!err)
		err = write_options(stage, s, why);
	if (!err)
		err = pack(job, stage, s, why);
	return err;
}
