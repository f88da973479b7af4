// SPDX-License-Identifier: GPL-2.0-only
/* align.c - which line of a function is which in another version of it. */
#include "align.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/**
 * struct line_run - lines of one file in one function
 * @at: @nr of them
 */
struct line_run {
	const struct profile_line *at;
	size_t nr;
};

static double insns(const struct line_run *r, size_t i)
{
	return r->at[i].counts.n[PROFILE_INSNS];
}

static void take(struct aligned *out, const struct profile_line *line, double by)
{
	if (fabs(by) > fabs(out->by)) {
		out->line = line;
		out->by = by;
	}
}

/*
 * cost[i][j]: least difference of the lines from i of the base and from j of the head on.
 * Lines that are not laid beside another cost all they have. Of ways that cost the same,
 * the one with the fewest lines that differ is taken: each is the least bit dearer.
 */
#define ANY	1e-3

static double beside(const struct line_run *b, size_t i, const struct line_run *h, size_t j)
{
	double by = fabs(insns(h, j) - insns(b, i));

	return by > 0 ? by + ANY : 0;
}

static void fill(double *cost, const struct line_run *b, const struct line_run *h)
{
	size_t i, j, width = h->nr + 1;
	double best;

	for (i = b->nr + 1; i-- > 0;) {
		for (j = h->nr + 1; j-- > 0;) {
			best = i == b->nr && j == h->nr ? 0 : INFINITY;
			if (i < b->nr)
				best = fmin(best, cost[(i + 1) * width + j] +
					    fabs(insns(b, i)) + ANY);
			if (j < h->nr)
				best = fmin(best, cost[i * width + j + 1] +
					    fabs(insns(h, j)) + ANY);
			if (i < b->nr && j < h->nr)
				best = fmin(best, cost[(i + 1) * width + j + 1] +
					    beside(b, i, h, j));
			cost[i * width + j] = best;
		}
	}
}

/* Where two lines that cost the same could be the new one, it is the first. */
static void follow(const double *cost, const struct line_run *b, const struct line_run *h,
		   struct aligned *out)
{
	size_t i = 0, j = 0, width = h->nr + 1;
	double here;

	while (i < b->nr || j < h->nr) {
		here = cost[i * width + j];
		if (j < h->nr && here == cost[i * width + j + 1] + fabs(insns(h, j)) + ANY) {
			take(out, &h->at[j], insns(h, j));
			j++;
		} else if (i < b->nr &&
			   here == cost[(i + 1) * width + j] + fabs(insns(b, i)) + ANY) {
			take(out, &b->at[i], -insns(b, i));
			i++;
		} else {
			take(out, &h->at[j], insns(h, j) - insns(b, i));
			i++;
			j++;
		}
	}
}

static int align(const struct line_run *b, const struct line_run *h, struct aligned *out)
{
	double *cost = calloc((b->nr + 1) * (h->nr + 1), sizeof(*cost));

	if (!cost)
		return -ENOMEM;
	fill(cost, b, h);
	follow(cost, b, h, out);
	free(cost);
	return 0;
}

/* The lines of the file that comes first; they are taken from @rest. */
static struct line_run next_run(struct line_run *rest, const char *file)
{
	struct line_run r = { .at = rest->at };

	while (rest->nr && !strcmp(rest->at->file, file)) {
		rest->at++;
		rest->nr--;
		r.nr++;
	}
	return r;
}

int align__most(const struct profile_function *base, const struct profile_function *head,
		struct aligned *out)
{
	struct line_run b = { .nr = 0 }, h = { .nr = 0 }, of_b, of_h;
	const char *file;
	int err = 0;

	*out = (struct aligned){ .by = 0 };
	if (base)
		b = (struct line_run){ base->lines, base->nr_lines };
	if (head)
		h = (struct line_run){ head->lines, head->nr_lines };
	while (!err && (b.nr || h.nr)) {
		file = !h.nr || (b.nr && strcmp(b.at->file, h.at->file) < 0) ?
		       b.at->file : h.at->file;
		of_b = next_run(&b, file);
		of_h = next_run(&h, file);
		err = align(&of_b, &of_h, out);
	}
	return err;
}
