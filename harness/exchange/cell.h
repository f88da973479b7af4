/* SPDX-License-Identifier: GPL-2.0-only */
/* cell.h - cells and runs as formats of others want them. */
#ifndef EXCHANGE_CELL_H
#define EXCHANGE_CELL_H

#include "format.h"

/**
 * struct export_cell - a cell's rounds
 * @rounds: a value each; to be freed
 * @batches: of how many batches each is made; to be freed
 */
struct export_cell {
	struct sample *rounds;
	size_t *batches;
	size_t nr;
};

/** export__rounds() - reduce a cell as comparisons do; 0 or -ENOMEM */
int export__rounds(const struct results *r, const struct results_cell *cell,
		   struct export_cell *out);

/** export__free_rounds() - free what export__rounds() gave */
void export__free_rounds(struct export_cell *c);

/** export__value() - the cell's value as comparisons take it; NaN: no memory */
double export__value(const struct results *r, const struct results_cell *cell);

/** export__is_wanted() - of the unit asked for, and not invalid */
bool export__is_wanted(const struct export *e, const struct results *r,
		       const struct results_cell *cell);

/**
 * export__date() - when a run began
 * @format: as for strftime()
 *
 * Return: @buf, or NULL when the run's name does not begin with a date.
 */
const char *export__date(char *buf, size_t size, const struct results *r,
			 const char *format);

#endif
