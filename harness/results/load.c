// SPDX-License-Identifier: GPL-2.0-only
/* load.c - read and check one results file. */
#include "load.h"
#include "parse.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/array.h"

static int check_keys(const struct results *r, struct why *why)
{
	static const char * const required[] = {
		"schema", "run", "kernel", "kernel-id", "testbed", "machine",
	};
	const char *value;
	size_t i;

	for (i = 0; i < sizeof(required) / sizeof(*required); i++) {
		value = results__get(r, required[i]);
		if (!value || !*value)
			return why__set(why, EINVAL,
					"%s: no line '%s: ...': measure again",
					r->path, required[i]);
	}
	return 0;
}

static int by_round(const void *a, const void *b)
{
	const struct sample *x = a, *y = b;

	return (x->round > y->round) - (x->round < y->round);
}

static int by_cell(const void *a, const void *b)
{
	const struct results_cell * const *x = a, * const *y = b;

	return results_cell__compare(*x, *y);
}

/* Of one benchmark, in the order of the file. */
static int by_bench(const void *a, const void *b)
{
	const struct note * const *x = a, * const *y = b;
	int order = strcmp((*x)->bench, (*y)->bench);

	return order ? order : (*x > *y) - (*x < *y);
}

static int by_number(const void *a, const void *b)
{
	const unsigned int *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static int count_rounds(struct results *r)
{
	unsigned int *rounds = NULL, *more;
	size_t i, s, at, nr = 0, room = 0, kept = 0;

	for (i = 0; i < r->nr_cells; i++) {
		/* Most cells have the rounds of the first. */
		for (s = at = 0; s < r->cells[i]->nr; s++) {
			while (at < nr && rounds[at] < r->cells[i]->samples[s].round)
				at++;
			if (at < nr && rounds[at] == r->cells[i]->samples[s].round)
				continue;
			more = array__grow(rounds, &room, nr, sizeof(*rounds));
			if (!more) {
				free(rounds);
				return -ENOMEM;
			}
			rounds = more;
			rounds[nr++] = r->cells[i]->samples[s].round;
		}
	}
	if (nr)
		qsort(rounds, nr, sizeof(*rounds), by_number);
	for (i = 0; i < nr; i++)
		kept += !i || rounds[i] != rounds[i - 1];
	r->nr_rounds = kept;
	free(rounds);
	return 0;
}

static int sort_notes(struct results *r)
{
	size_t i;

	r->by_bench = calloc(r->nr_notes + 1, sizeof(*r->by_bench));
	if (!r->by_bench)
		return -ENOMEM;
	for (i = 0; i < r->nr_notes; i++)
		r->by_bench[i] = &r->notes[i];
	qsort(r->by_bench, r->nr_notes, sizeof(*r->by_bench), by_bench);
	return 0;
}

static int finish(struct results *r)
{
	const char *incomplete = results__get(r, "incomplete");
	size_t i;

	r->incomplete = incomplete && strcmp(incomplete, "no");
	if (r->nr_cells)
		qsort(r->cells, r->nr_cells, sizeof(*r->cells), by_cell);
	for (i = 0; i < r->nr_cells; i++)
		qsort(r->cells[i]->samples, r->cells[i]->nr,
		      sizeof(struct sample), by_round);
	return count_rounds(r) ?: sort_notes(r);
}

int results__load(const char *path, bool force, struct results **out,
		  struct why *why)
{
	struct results *r = calloc(1, sizeof(*r));
	int err = -ENOMEM;

	if (r)
		r->path = strdup(path);
	if (r && r->path)
		err = results__parse(r, force, why);
	if (!err)
		err = check_keys(r, why);
	if (!err)
		err = finish(r);
	if (err == -ENOMEM)
		why__set(why, ENOMEM, "out of memory: compare smaller files");
	if (err) {
		results__free(r);
		return err;
	}
	*out = r;
	return 0;
}
