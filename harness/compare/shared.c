// SPDX-License-Identifier: GPL-2.0-only
/* shared.c - values that both sides of an exact cell have, in few rounds. */
#include "repeats.h"

#include <errno.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>

#define ENOUGH	3	/* rounds a side that agree: see compare__repeats() */

static bool is_asked(const struct compare_cell *cell)
{
	const struct compare_side *base = &cell->base, *head = &cell->head;

	return cell->exact && base->nr && head->nr &&
	       (base->nr < ENOUGH || head->nr < ENOUGH) &&
	       base->rounds[0].value != head->rounds[0].value;
}

static double *sorted(const struct results_cell *cell)
{
	double *v = calloc(cell->nr, sizeof(*v));
	size_t i;

	for (i = 0; v && i < cell->nr; i++)
		v[i] = cell->samples[i].value;
	if (v)
		gsl_sort(v, 1, cell->nr);
	return v;
}

/* Both rise. The first that is common; NaN where none is. */
static double common(const double *a, size_t na, const double *b, size_t nb)
{
	size_t i = 0, j = 0;

	while (i < na && j < nb && a[i] != b[j]) {
		if (a[i] < b[j])
			i++;
		else
			j++;
	}
	return i < na && j < nb ? a[i] : NAN;
}

int compare__share(struct comparison *c)
{
	struct compare_cell *cell;
	int err = 0;

	for (cell = c->cells; !err && cell < c->cells + c->nr_cells; cell++) {
		double *base, *head;

		if (!is_asked(cell))
			continue;
		base = sorted(cell->base.cell);
		head = sorted(cell->head.cell);
		if (base && head)
			cell->shared = common(base, cell->base.cell->nr, head,
					      cell->head.cell->nr);
		else
			err = -ENOMEM;
		free(base);
		free(head);
	}
	return err;
}
