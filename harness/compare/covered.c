// SPDX-License-Identifier: GPL-2.0-only
/* covered.c - did any benchmark execute what differs between two kernels? */
#include "covered.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool executes(const struct profile_cell *cell, const struct code_function *f)
{
	const struct profile_function *p, *end = cell->functions + cell->nr_functions;

	for (p = cell->functions; p < end; p++) {
		/* What the empty loop executes as well is no part of a number. */
		if (!strcmp(p->name, f->name) && !strcmp(p->module, f->module) &&
		    fabs(p->counts.n[PROFILE_INSNS]) > WHERE_EXACT)
			return true;
	}
	return false;
}

static bool is_executed(const struct compare_where *w, const struct code_function *f)
{
	size_t side, i;

	for (side = 0; side < 2; side++) {
		for (i = 0; i < w->profile[side]->nr_cells; i++) {
			if (executes(&w->profile[side]->cells[i], f))
				return true;
		}
	}
	return false;
}

/* 0, with nothing in @out, where what is there is of another pair of kernels. */
static int read_code(struct comparison *c, struct compare_covered *out, bool *found)
{
	char path[PROFILE_PATH + sizeof(CODE_TABLE) + 1], dir[PROFILE_PATH], base[CODE_ID];
	const char *id = results__get(c->base, "kernel-id");
	struct why why = { "" };
	int err;

	snprintf(path, sizeof(path), "%s/" CODE_TABLE, profile__dir(dir, c->head->path));
	err = code__read(path, &out->code, base, &why);
	*found = !err && id && !strcmp(base, id);
	if (err == -EINVAL)
		err = compare__warn(c, "%s", why.text);
	return err == -ENOMEM ? err : 0;
}

static int judge(struct comparison *c, const struct compare_where *w, struct compare_covered *out)
{
	size_t i;

	out->executed = calloc(out->code.nr + 1, sizeof(*out->executed));
	if (!out->executed)
		return -ENOMEM;
	for (i = 0; i < out->code.nr; i++) {
		out->executed[i] = is_executed(w, &out->code.at[i]);
		out->nr_executed += out->executed[i];
	}
	c->covered = out;
	/* Of an image that differs nobody knows which functions do. */
	if (out->code.nr && !out->nr_executed && !out->code.image &&
	    c->verdict < STATS_NOT_COVERED)
		c->verdict = STATS_NOT_COVERED;
	return 0;
}

int covered__judge(struct comparison *c, const struct compare_where *w)
{
	struct compare_covered *out;
	bool found;
	int err;

	if (!w || !w->profile[0] || !w->profile[1])
		return 0;
	out = calloc(1, sizeof(*out));
	if (!out)
		return -ENOMEM;
	err = read_code(c, out, &found);
	if (!err && found)
		err = judge(c, w, out);
	if (!c->covered)
		covered__free(out);
	return err;
}

void covered__free(struct compare_covered *covered)
{
	if (!covered)
		return;
	code__free(&covered->code);
	free(covered->executed);
	free(covered);
}

bool covered__is_identical(const struct comparison *c)
{
	return c->covered && !c->covered->code.nr && !c->covered->code.image;
}
