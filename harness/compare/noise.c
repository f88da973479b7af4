// SPDX-License-Identifier: GPL-2.0-only
/* noise.c - compare a kernel with itself. */
#include "noise.h"

#include <errno.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/**
 * struct deal - rounds of two runs, dealt out anew
 * @from: the two runs
 * @rounds: of both together: first those of the first run
 * @nr: how many of each
 * @to: of each of the 2 x @nr rounds, the side it goes to
 * @side: the two runs to compare; their strings are borrowed
 * @cells: of both
 */
struct deal {
	const struct results *from[2];
	unsigned int *rounds;
	size_t nr;
	unsigned char *to;
	struct results side[2];
	struct results_cell *cells[2];
};

/* Rounds of a run, rising, as its largest cell has them. */
static size_t list_rounds(const struct results *r, unsigned int *rounds)
{
	const struct results_cell *largest = r->cells[0];
	size_t i, n = 0;

	for (i = 1; i < r->nr_cells; i++) {
		if (r->cells[i]->nr > largest->nr)
			largest = r->cells[i];
	}
	for (i = 0; i < largest->nr; i++) {
		if (!n || rounds[n - 1] != largest->samples[i].round)
			rounds[n++] = largest->samples[i].round;
		if (n == r->nr_rounds)
			break;
	}
	return n;
}

static const struct results_cell *same_cell(const struct results *r,
					    const struct results_cell *cell)
{
	size_t i;

	for (i = 0; i < r->nr_cells; i++) {
		if (!results_cell__compare(r->cells[i], cell))
			return r->cells[i];
	}
	return NULL;
}

/* One cell of one side: the rounds dealt to it get new numbers. */
static void gather(struct deal *d, int side, size_t index)
{
	const struct results_cell *of = d->from[0]->cells[index], *source;
	struct results_cell *to = &d->cells[side][index];
	unsigned int next = 0;
	size_t i, k;

	to->nr = 0;
	for (i = 0; i < 2 * d->nr; i++) {
		if (d->to[i] != side)
			continue;
		next++;
		source = same_cell(d->from[i / d->nr], of);
		for (k = 0; source && k < source->nr; k++) {
			if (source->samples[k].round != d->rounds[i])
				continue;
			to->samples[to->nr] = source->samples[k];
			to->samples[to->nr++].round = next;
		}
	}
}

static int create_side(struct deal *d, int side)
{
	const struct results *a = d->from[0], *b = d->from[1];
	const struct results_cell *other;
	struct results *r = &d->side[side];
	size_t i;

	*r = *d->from[side];
	r->cells = calloc(a->nr_cells, sizeof(*r->cells));
	d->cells[side] = calloc(a->nr_cells, sizeof(**d->cells));
	if (!r->cells || !d->cells[side])
		return -ENOMEM;
	r->nr_rounds = d->nr;
	for (i = 0; i < a->nr_cells; i++) {
		struct results_cell *cell = &d->cells[side][i];

		*cell = *a->cells[i];
		other = same_cell(b, cell);
		cell->samples = calloc(cell->nr + (other ? other->nr : 0),
				       sizeof(*cell->samples));
		if (!cell->samples)
			return -ENOMEM;
	}
	return 0;
}

/* Cells that got no sample would not be a parser's. */
static void deal_out(struct deal *d)
{
	size_t i;
	int side;

	for (side = 0; side < 2; side++) {
		d->side[side].nr_cells = 0;
		for (i = 0; i < d->from[0]->nr_cells; i++) {
			gather(d, side, i);
			if (d->cells[side][i].nr)
				d->side[side].cells[d->side[side].nr_cells++] =
					&d->cells[side][i];
		}
	}
}

static void deal_free(struct deal *d)
{
	size_t i;
	int side;

	for (side = 0; side < 2; side++) {
		for (i = 0; d->cells[side] && i < d->from[0]->nr_cells; i++)
			free(d->cells[side][i].samples);
		free(d->cells[side]);
		free(d->side[side].cells);
	}
	free(d->rounds);
	free(d->to);
}

static int deal_create(struct deal *d, const struct results *a,
		       const struct results *b)
{
	size_t na, nb;
	int err;

	d->from[0] = a;
	d->from[1] = b;
	d->rounds = calloc(a->nr_rounds + b->nr_rounds, sizeof(*d->rounds));
	d->to = calloc(a->nr_rounds + b->nr_rounds, 1);
	if (!d->rounds || !d->to)
		return -ENOMEM;
	na = list_rounds(a, d->rounds);
	nb = list_rounds(b, d->rounds + na);
	d->nr = na < nb ? na : nb;
	memmove(d->rounds + d->nr, d->rounds + na, d->nr * sizeof(*d->rounds));
	err = create_side(d, 0);
	return err ? err : create_side(d, 1);
}

static bool is_alarm(const struct stats_change *change)
{
	return change->verdict == STATS_REGRESSED ||
	       change->verdict == STATS_IMPROVED;
}

static bool has_alarm(const struct comparison *c)
{
	size_t i;

	for (i = 0; i < c->nr_cells; i++) {
		if (is_alarm(&c->cells[i].change))
			return true;
	}
	for (i = 0; i < c->nr_slopes; i++) {
		if (c->slopes[i].counted &&
		    (is_alarm(&c->slopes[i].slope.change) ||
		     is_alarm(&c->slopes[i].fixed.change)))
			return true;
	}
	return false;
}

/* Cells are matched by name: an invalid one is in no division. */
static void take_ratios(const struct noise *n, const struct comparison *c,
			double *ratios)
{
	size_t i, j = 0;

	for (i = 0; i < n->c->nr_cells; i++) {
		const struct compare_cell *cell = &n->c->cells[i];

		ratios[i] = NAN;
		for (j = 0; j < c->nr_cells; j++) {
			if (c->cells[j].vcpus == cell->vcpus &&
			    c->cells[j].unit && cell->unit &&
			    !strcmp(c->cells[j].bench, cell->bench) &&
			    !strcmp(c->cells[j].unit->name, cell->unit->name))
				ratios[i] = fabs(c->cells[j].change.diff.value - 1);
		}
	}
}

static void set_floors(struct noise *n, const double *ratios)
{
	double *v = calloc(n->divisions, sizeof(*v));
	size_t i, k, nr;

	for (i = 0; v && i < n->c->nr_cells; i++) {
		for (k = 0, nr = 0; k < n->divisions; k++) {
			if (!isnan(ratios[k * n->c->nr_cells + i]))
				v[nr++] = ratios[k * n->c->nr_cells + i];
		}
		gsl_sort(v, 1, nr);
		n->cells[i].cell = &n->c->cells[i];
		n->cells[i].floor = nr ? v[(size_t)ceil(0.95 * nr) - 1] : NAN;
	}
	free(v);
}

/* The first division is what was measured; the others are drawn. */
static int divide(struct noise *n, struct deal *d,
		  const struct compare_options *options, double *ratios,
		  struct why *why)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	struct comparison *c;
	unsigned int k;
	int err = rng ? 0 : -ENOMEM;

	memset(d->to + d->nr, 1, d->nr);
	for (k = 0; !err && k < NOISE_DIVISIONS; k++) {
		if (k)
			gsl_ran_shuffle(rng, d->to, 2 * d->nr, 1);
		deal_out(d);
		err = compare__results(&d->side[0], &d->side[1], options, &c,
				       why);
		if (err)
			break;
		take_ratios(n, c, ratios + k * n->c->nr_cells);
		n->alarms += has_alarm(c);
		n->divisions++;
		compare__free(c);
	}
	gsl_rng_free(rng);
	return err;
}

static int check_kernels(const struct results *a, const struct results *b,
			 struct why *why)
{
	const char *x = results__get(a, "kernel-id");
	const char *y = results__get(b, "kernel-id");

	if (x && y && strcmp(x, y))
		return why__set(why, EINVAL,
				"%s and %s are of two kernels, %.40s and %.40s: compare a kernel with itself",
				a->path, b->path, x, y);
	return 0;
}

int noise__measure(const struct results *a, const struct results *b,
		   const struct compare_options *options, struct noise **out,
		   struct why *why)
{
	const struct compare_options free_of_older = {
		.threshold = options->threshold, .force = options->force,
	};
	struct noise *n = calloc(1, sizeof(*n));
	struct deal d = { 0 };
	double *ratios = NULL;
	int err = check_kernels(a, b, why);

	if (!n)
		return why__set(why, ENOMEM, "out of memory: try again");
	if (!err)
		err = compare__results(a, b, &free_of_older, &n->c, why);
	if (!err) {
		n->cells = calloc(n->c->nr_cells, sizeof(*n->cells));
		ratios = calloc(NOISE_DIVISIONS * n->c->nr_cells,
				sizeof(*ratios));
		err = n->cells && ratios ? deal_create(&d, a, b) : -ENOMEM;
		if (!err)
			err = divide(n, &d, &free_of_older, ratios, why);
	}
	if (err) {
		noise__free(n);
	} else {
		set_floors(n, ratios);
		*out = n;
	}
	deal_free(&d);
	free(ratios);
	return err;
}

void noise__free(struct noise *n)
{
	if (!n)
		return;
	compare__free(n->c);
	free(n->cells);
	free(n);
}
