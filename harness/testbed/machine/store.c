// SPDX-License-Identifier: GPL-2.0-only
/* store.c - write results files. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "artifacts.h"
#include "lib/file.h"
#include "profile.h"
#include "results/write.h"
#include "store.h"

#define ADVICE	"make room, or choose another directory with RESULTS="

static char written[SIDES][PATH_MAX];	/* files that are whole, under any name */

static int fail(const char *path, struct why *why)
{
	return why__set(why, errno, "%s: %s: " ADVICE, path, strerror(errno));
}

static void qemu_version(char *text, size_t size)
{
	char line[256] = "";
	FILE *f = popen("qemu-system-x86_64 --version", "r");

	if (f) {
		if (!fgets(line, sizeof(line), f))
			line[0] = 0;
		pclose(f);
	}
	snprintf(text, size, "unknown");
	sscanf(line, "QEMU emulator version %31[^ \n]", text);
}

static void write_head(FILE *f, const struct machine_options *s, int side, const char *cpu)
{
	const struct machine_kernel *k = &s->sides[side];
	char version[32], machine[64];

	qemu_version(version, sizeof(version));
	snprintf(machine, sizeof(machine), "qemu-%s-%s", version, s->kind->machine);
	write__head(f, &(struct results_head){
		.run = k->run, .paired_with = s->nr_sides == SIDES ? s->sides[!side].run : NULL,
		.boots_alternate = s->two_images,
		.varies = s->kind->exact ? s->varies : NULL,
		.kernel = k->info, .testbed = s->testbed, .machine = machine, .cpu = cpu });
	if (s->iterate)
		write__unit(f, &clock_insns);
	else
		write__units(f, s->kind->exact ? &clock_insns : &clock_ns);
}

/* All cells may have been spared in a round. */
static bool has_lines(const struct matrix *m, int side, unsigned int round)
{
	unsigned int cell;

	for (cell = 0; cell < m->nr_cells; cell++)
		if (matrix__record(m, side, round, cell)->text)
			return true;
	return false;
}

static unsigned long write_samples(FILE *f, const struct matrix *m, int side)
{
	unsigned long samples = 0;
	unsigned int round, cell;

	for (round = 1; round <= m->rounds; round++) {
		if (!has_lines(m, side, round))
			continue;
		write__round(f, round);
		for (cell = 0; cell < m->nr_cells; cell++) {
			const struct record *r = matrix__record(m, side, round, cell);

			if (r->text)
				fputs(r->text, f);
			samples += r->samples;
		}
	}
	return samples;
}

static int write_partial(const char *path, const struct machine_options *s,
			 const struct matrix *m, int side, const char *cpu, struct why *why)
{
	FILE *f = fopen(path, "w");
	int err;

	if (!f)
		return fail(path, why);
	write_head(f, s, side, cpu);
	write__end(f, write_samples(f, m, side));
	err = file__finish(f);
	if (!err)
		return 0;
	errno = -err;
	fail(path, why);
	unlink(path);
	return err;
}

/* Neither file of a pair may stay if one cannot be stored. */
static void remove_written(const struct machine_options *s)
{
	int side;

	for (side = 0; side < SIDES; side++)
		if (written[side][0])
			unlink(written[side]);
	artifacts__remove(s);
}

static int show_file(int side, const char path[PATH_MAX], struct why *why)
{
	if (rename(written[side], path))
		return fail(path, why);
	memcpy(written[side], path, PATH_MAX);
	return 0;
}

static int write_side(const struct machine_options *s, const struct matrix *m, int side,
		      const char *cpu, char *path, struct why *why)
{
	char partial[PATH_MAX];
	int err;

	machine_options__path(path, s, side, "", ".txt");
	machine_options__path(partial, s, side, ".", "");
	err = file__make_parents(path) ? fail(path, why) : 0;
	if (!err)
		err = write_partial(partial, s, m, side, cpu, why);
	if (!err)
		snprintf(written[side], PATH_MAX, "%s", partial);
	return err;
}

int store__write(const struct machine_options *s, const struct matrix *m, const char *cpu,
		 struct why *why)
{
	char paths[SIDES][PATH_MAX];
	int side, err = 0;

	for (side = 0; side < (int)s->nr_sides && !err; side++)
		err = write_side(s, m, side, cpu, paths[side], why);
	for (side = 0; side < (int)s->nr_sides && !err; side++)
		err = profile__trim(s, side, why);
	for (side = 0; side < (int)s->nr_sides && !err; side++)
		err = show_file(side, paths[side], why);
	for (side = 0; side < (int)s->nr_sides && !err; side++) {
		err = artifacts__show(s, side, why);
		if (!err)
			puts(paths[side]);
	}
	if (err)
		remove_written(s);
	return err;
}
