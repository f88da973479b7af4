// SPDX-License-Identifier: GPL-2.0-only
#include "compare.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int compare__warn(struct comparison *c, const char *fmt, ...)
{
	char **warnings = judge__grow(c->warnings, &c->room_warnings,
				      c->nr_warnings, sizeof(*warnings));
	va_list args;
	int len;

	if (!warnings)
		return -ENOMEM;
	c->warnings = warnings;
	va_start(args, fmt);
	len = vasprintf(&warnings[c->nr_warnings], fmt, args);
	va_end(args);
	if (len < 0)
		return -ENOMEM;
	c->nr_warnings++;
	return 0;
}

struct stats_rule compare__rule(const struct comparison *c,
				const struct unit *unit)
{
	struct stats_rule rule = {
		.exact = unit->exact,
		.higher = unit->higher,
		.tolerance = c->options.threshold,
	};

	if (isnan(rule.tolerance))
		rule.tolerance = unit->exact ? STATS_EXACT_TOLERANCE :
					       STATS_TIME_TOLERANCE;
	return rule;
}

static int resamples_of(struct comparison *c, int i, size_t n,
			const struct stats_resamples **r)
{
	*r = &c->resamples[i];
	return c->resamples[i].n == n ? 0 :
	       stats__resample(&c->resamples[i], n,
			       c->base->nr_cells, 1 + i);
}

int compare__resamples(struct comparison *c, const struct stats_sample *base,
		       size_t nb, const struct stats_sample *head, size_t nh,
		       const struct stats_resamples **rb,
		       const struct stats_resamples **rh)
{
	int err = resamples_of(c, 0, nb, rb);

	*rh = *rb;
	if (!err && !(c->paired && compare__same_rounds(base, nb, head, nh)))
		err = resamples_of(c, 1, nh, rh);
	return err;
}

static int reduce(struct compare_side *side, const struct cell *cell, bool exact)
{
	double *scratch = calloc(cell->nr, sizeof(*scratch));

	side->cell = cell;
	side->rounds = calloc(cell->nr, sizeof(*side->rounds));
	if (scratch && side->rounds)
		side->nr = stats__by_round(cell->samples, cell->nr, exact,
					   scratch, side->rounds);
	free(scratch);
	return side->nr ? 0 : -ENOMEM;
}

static double *values_of(const struct compare_side *side)
{
	double *v = calloc(side->nr, sizeof(*v));
	size_t i;

	for (i = 0; v && i < side->nr; i++)
		v[i] = side->rounds[i].value;
	return v;
}

static int judge(struct comparison *c, struct compare_cell *cell)
{
	struct stats_rule rule = compare__rule(c, cell->unit);
	double *base = values_of(&cell->base), *head = values_of(&cell->head);
	const struct stats_resamples *rb = NULL, *rh = NULL;
	int err = base && head ? 0 : -ENOMEM;

	if (!err && !rule.exact)
		err = compare__resamples(c, cell->base.rounds, cell->base.nr,
					 cell->head.rounds, cell->head.nr,
					 &rb, &rh);
	if (!err)
		err = stats__cell(&rule, base, cell->base.nr, head,
				  cell->head.nr, rb, rh, &cell->change);
	free(base);
	free(head);
	return err;
}

static struct compare_cell *add_cell(struct comparison *c, const char *bench,
				     unsigned int vcpus)
{
	const struct stats_estimate none = { NAN, NAN, NAN };
	struct compare_cell *cells = judge__grow(c->cells, &c->room_cells,
						 c->nr_cells, sizeof(*cells));

	if (!cells)
		return NULL;
	c->cells = cells;
	cells += c->nr_cells++;
	*cells = (struct compare_cell){
		.bench = bench, .vcpus = vcpus,
		.change = { none, none, none, NAN, NAN, NAN, STATS_INVALID },
	};
	return cells;
}

static const char *invalid_reason(const struct comparison *c, const char *bench,
				  unsigned int vcpus)
{
	const struct note *note = results__note(c->base, true, bench, vcpus);

	if (!note)
		note = results__note(c->head, true, bench, vcpus);
	return note ? note->reason : NULL;
}

/* One side may be NULL, and then the cell counts only if it is invalid. */
static int match(struct comparison *c, const struct cell *base,
		 const struct cell *head)
{
	const struct cell *any = base ? base : head;
	const char *invalid = invalid_reason(c, any->bench, any->vcpus);
	struct compare_cell *cell;
	int err = 0;

	if (!invalid && !(base && head))
		return 0;
	cell = add_cell(c, any->bench, any->vcpus);
	if (!cell)
		return -ENOMEM;
	cell->invalid = invalid;
	cell->unit = results__unit(c->base, any->unit);
	if (!cell->unit)
		cell->unit = results__unit(c->head, any->unit);
	if (base)
		err = reduce(&cell->base, base, cell->unit->exact);
	if (!err && head)
		err = reduce(&cell->head, head, cell->unit->exact);
	if (!err && base && head)
		err = judge(c, cell);
	if (invalid)
		cell->change.verdict = STATS_INVALID;
	return err;
}

/* Merge the two sorted lists of cells. */
static int match_all(struct comparison *c)
{
	const struct results *b = c->base, *h = c->head;
	size_t i = 0, j = 0;
	int order, err = 0;

	while (!err && (i < b->nr_cells || j < h->nr_cells)) {
		if (i == b->nr_cells)
			order = 1;
		else if (j == h->nr_cells)
			order = -1;
		else
			order = cell__compare(b->cells[i], h->cells[j]);
		err = match(c, order <= 0 ? b->cells[i] : NULL,
			    order >= 0 ? h->cells[j] : NULL);
		i += order <= 0;
		j += order >= 0;
	}
	return err;
}

static bool has_cell(const struct comparison *c, const struct note *note)
{
	size_t i;

	for (i = 0; i < c->nr_cells; i++) {
		if (!strcmp(c->cells[i].bench, note->bench) &&
		    (!note->vcpus || c->cells[i].vcpus == note->vcpus))
			return true;
	}
	return false;
}

/* A cell that broke before its first sample is invalid all the same. */
static int add_broken(struct comparison *c, const struct results *r)
{
	struct compare_cell *cell;
	const struct note *note;

	for (note = r->notes; note < r->notes + r->nr_notes; note++) {
		if (!note->invalid || has_cell(c, note))
			continue;
		cell = add_cell(c, note->bench, note->vcpus);
		if (!cell)
			return -ENOMEM;
		cell->invalid = note->reason;
	}
	return 0;
}

static int by_name(const void *a, const void *b)
{
	const struct compare_cell *x = a, *y = b;
	int order = strcmp(x->bench, y->bench);

	if (!order)
		order = strcmp(x->unit ? x->unit->name : "",
			       y->unit ? y->unit->name : "");
	return order ? order : (x->vcpus > y->vcpus) - (x->vcpus < y->vcpus);
}

static int compare_cells(struct comparison *c, struct why *why)
{
	int err = match_all(c);

	if (!err)
		err = add_broken(c, c->base);
	if (!err)
		err = add_broken(c, c->head);
	if (err)
		return err;
	if (!c->nr_cells)
		return why__set(why, EINVAL,
				"%s and %s have no cell in common: measure the same benchmarks on both",
				c->base->path, c->head->path);
	qsort(c->cells, c->nr_cells, sizeof(*c->cells), by_name);
	return 0;
}

static void conclude(struct comparison *c)
{
	size_t i;

	for (i = 0; i < c->nr_cells; i++) {
		if (compare__judged(&c->cells[i]) &&
		    c->cells[i].change.verdict > c->verdict)
			c->verdict = c->cells[i].change.verdict;
	}
	for (i = 0; i < c->nr_slopes; i++) {
		if (c->slopes[i].counted && compare__judged(c->slopes[i].cells) &&
		    c->slopes[i].change.verdict > c->verdict)
			c->verdict = c->slopes[i].change.verdict;
	}
}

int compare__results(const struct results *base, const struct results *head,
		     const struct compare_options *options,
		     struct comparison **out, struct why *why)
{
	struct comparison *c = calloc(1, sizeof(*c));
	int err;

	if (!c)
		return why__set(why, ENOMEM, "out of memory: try again");
	c->base = base;
	c->head = head;
	c->options = *options;
	err = compare__check(c, why);
	compare__pair(c);
	if (!err)
		err = compare_cells(c, why);
	if (!err)
		err = compare__absents(c);
	if (!err)
		err = compare__slopes(c);
	if (!err)
		err = compare__family(c);
	if (!err)
		err = compare__doubts(c);
	if (err == -ENOMEM)
		why__set(why, ENOMEM, "out of memory: compare smaller files");
	if (err) {
		compare__free(c);
		return err;
	}
	compare__weigh_slopes(c);
	conclude(c);
	*out = c;
	return 0;
}

void compare__free(struct comparison *c)
{
	size_t i;

	if (!c)
		return;
	for (i = 0; i < c->nr_cells; i++) {
		free(c->cells[i].base.rounds);
		free(c->cells[i].head.rounds);
	}
	for (i = 0; i < c->nr_slopes; i++) {
		free(c->slopes[i].slopes[0]);
		free(c->slopes[i].slopes[1]);
	}
	for (i = 0; i < c->nr_absents; i++)
		free(c->absents[i].vcpus);
	for (i = 0; i < c->nr_warnings; i++)
		free(c->warnings[i]);
	free(c->cells);
	free(c->slopes);
	free(c->absents);
	free(c->warnings);
	stats__resamples_free(&c->resamples[0]);
	stats__resamples_free(&c->resamples[1]);
	free(c);
}

bool compare__judged(const struct compare_cell *cell)
{
	return !cell->unit || !cell->unit->aside;
}

size_t compare__count_judged(const struct comparison *c)
{
	size_t i, n = 0;

	for (i = 0; i < c->nr_cells; i++)
		n += compare__judged(&c->cells[i]);
	return n;
}

size_t compare__count(const struct comparison *c, enum stats_verdict verdict)
{
	size_t i, n = 0;

	for (i = 0; i < c->nr_cells; i++)
		n += compare__judged(&c->cells[i]) &&
		     c->cells[i].change.verdict == verdict;
	return n;
}

const struct compare_cell *compare__extreme(const struct comparison *c,
					    enum stats_verdict verdict)
{
	const struct compare_cell *cell, *best = NULL;
	double by, most = -1;

	for (cell = c->cells; cell < c->cells + c->nr_cells; cell++) {
		by = fabs(cell->change.diff.value - 1);
		if (compare__judged(cell) && cell->change.verdict == verdict &&
		    by > most) {
			most = by;
			best = cell;
		}
	}
	return best;
}

const struct compare_cell *compare__widest(const struct comparison *c,
					   double *width)
{
	const struct compare_cell *cell, *widest = NULL;
	double w;

	*width = 0;
	for (cell = c->cells; cell < c->cells + c->nr_cells; cell++) {
		const struct stats_estimate *e = &cell->change.diff;

		if (cell->invalid || isnan(e->value))
			continue;
		w = (e->high - e->low) / 2 / e->value;
		/* Of times: no interval of so few rounds means anything. */
		if (!cell->unit->exact && isnan(cell->change.mde))
			w = INFINITY;
		if (!widest || w > *width) {
			widest = cell;
			*width = w;
		}
	}
	return widest;
}

const struct compare_cell *compare__next(const struct comparison *c,
					 const struct compare_cell *cell)
{
	const struct compare_cell *first = cell;

	while (++cell < c->cells + c->nr_cells) {
		if (strcmp(cell->bench, first->bench) ||
		    cell->unit != first->unit)
			break;
	}
	return cell;
}
