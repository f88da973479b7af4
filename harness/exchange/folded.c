// SPDX-License-Identifier: GPL-2.0-only
/*
 * folded.c - call paths, one a line with its cost, as flamegraph.pl, inferno and speedscope
 * take them: "bench/vcpus=N;caller;callee COUNT".
 */
#include "format.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "profile/stacks.h"
#include "profile/table.h"

/**
 * struct folded - where paths are printed
 * @cell: whose they are
 */
struct folded {
	FILE *out;
	const struct profile_cell *cell;
};

/* Units that a profile has a count of. */
static const struct {
	const char *unit;
	enum profile_event event;
} units[] = {
	{ "insns/op", PROFILE_INSNS }, { "D1-misses/op", PROFILE_D1 },
	{ "LL-misses/op", PROFILE_LL }, { "atomics/op", PROFILE_ATOMICS },
};

/* Readers of the format divide at ';' and at the last blank. */
static int print_path(const struct stack_frame *frame, void *arg)
{
	const struct folded *f = arg;
	size_t i;

	if (round(frame->self * 100) <= 0)
		return 0;
	fprintf(f->out, "%s/vcpus=%u", f->cell->bench, f->cell->vcpus);
	for (i = 0; i < frame->depth; i++)
		fprintf(f->out, ";%s", f->cell->functions[frame->path[i]].name);
	fprintf(f->out, " %.12g\n", round(frame->self * 100) / 100);
	return 0;
}

static int write_run(FILE *out, const struct results *r, enum profile_event event,
		     struct why *why)
{
	char path[PROFILE_PATH + sizeof(PROFILE_TABLE) + 1], dir[PROFILE_PATH];
	struct profile *p;
	size_t i;
	int err;

	snprintf(path, sizeof(path), "%s/" PROFILE_TABLE, profile__dir(dir, r->path));
	err = profile__load(path, &p, why);
	if (err == -ENOENT)
		return why__set(why, ENOENT, "%s: has no profile, and this format holds nothing else: measure it in testbed emulated",
				r->path);
	if (err)
		return err;
	for (i = 0; !err && i < p->nr_cells; i++) {
		struct folded f = { out, &p->cells[i] };

		err = stacks__walk(f.cell, event, print_path, &f);
	}
	profile__free(p);
	return err ? why__set(why, ENOMEM, "out of memory: export fewer runs") : 0;
}

static int write_folded(FILE *out, const struct export *e, struct why *why)
{
	enum profile_event event = PROFILE_INSNS;
	bool known = !e->unit;
	size_t i;
	int err = 0;

	for (i = 0; e->unit && i < sizeof(units) / sizeof(*units); i++) {
		if (strcmp(units[i].unit, e->unit))
			continue;
		event = units[i].event;
		known = true;
	}
	if (!known)
		return why__set(why, EINVAL,
				"--unit=%.40s: no profile counts it: write insns/op, D1-misses/op, LL-misses/op or atomics/op",
				e->unit);
	for (i = 0; !err && i < e->nr_runs; i++)
		err = write_run(out, e->runs[i], event, why);
	return err;
}

EXPORT_FORMAT(folded) = { .name = "folded", .invalid = true, .profiles = true, .write = write_folded };
