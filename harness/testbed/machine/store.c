// SPDX-License-Identifier: GPL-2.0-only
/*
 * store.c - write results files.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "artifacts.h"
#include "fatal.h"
#include "lib/file.h"
#include "results/write.h"
#include "store.h"

#define ADVICE	"make room, or choose another directory with RESULTS="

static const struct machine_options *stored;
static char written[SIDES][PATH_MAX];	/* files that are whole, under any name */

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
		.kernel = k->info, .testbed = s->testbed, .machine = machine, .cpu = cpu });
	write__unit(f, s->kind->exact ? &clock_insns : &clock_ns);
}

static unsigned long write_samples(FILE *f, const struct matrix *m, int side)
{
	unsigned long samples = 0;
	unsigned int round, cell;

	for (round = 1; round <= m->rounds; round++) {
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

static void write_partial(const char *path, const struct machine_options *s, const struct matrix *m,
			  int side, const char *cpu)
{
	FILE *f = fopen(path, "w");
	int err;

	if (!f)
		fatal__errno(path, ADVICE);
	write_head(f, s, side, cpu);
	write__end(f, write_samples(f, m, side));
	err = file__finish(f);
	if (err) {
		unlink(path);
		errno = -err;
		fatal__errno(path, ADVICE);
	}
}

/* Of a pair that cannot be stored whole, neither file may stay. */
static void remove_written(void)
{
	int side;

	for (side = 0; side < SIDES; side++)
		if (written[side][0])
			unlink(written[side]);
	artifacts__remove(stored);
}

static void show_file(int side, const char *path)
{
	if (rename(written[side], path))
		fatal__errno(path, ADVICE);
	snprintf(written[side], PATH_MAX, "%s", path);
}

void store__write(const struct machine_options *s, const struct matrix *m, const char *cpu)
{
	char paths[SIDES][PATH_MAX], partial[PATH_MAX];
	int side;

	stored = s;
	fatal__cleanup = remove_written;
	for (side = 0; side < (int)s->nr_sides; side++) {
		const struct machine_kernel *k = &s->sides[side];

		snprintf(paths[side], PATH_MAX, "%s/%s/%s/%s.txt", s->results, k->name, s->testbed,
			 k->run);
		snprintf(partial, PATH_MAX, "%s/%s/%s/.%s", s->results, k->name, s->testbed,
			 k->run);
		if (file__make_parents(paths[side]))
			fatal__errno(paths[side], ADVICE);
		write_partial(partial, s, m, side, cpu);
		snprintf(written[side], PATH_MAX, "%s", partial);
	}
	for (side = 0; side < (int)s->nr_sides; side++)
		show_file(side, paths[side]);
	for (side = 0; side < (int)s->nr_sides; side++) {
		artifacts__show(s, side);
		puts(paths[side]);
	}
	fatal__cleanup = NULL;
}
