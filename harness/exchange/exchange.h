/* SPDX-License-Identifier: GPL-2.0-only */
/* To and from other people's formats. docs/publishing.md describes each. */
#ifndef EXCHANGE_EXCHANGE_H
#define EXCHANGE_EXCHANGE_H

#include <stdio.h>

#include "results/results.h"

enum export_format {
	EXPORT_NONE,
	EXPORT_HYPERFINE,
	EXPORT_GOOGLE_BENCHMARK,
	EXPORT_CSV,
	EXPORT_OTAVA,
	EXPORT_OTAVA_CONFIG,
};

/**
 * struct export - what to write
 * @format: in which format
 * @unit: only samples in this unit; NULL for all, where the format can tell
 *	  them apart
 * @runs: @nr_runs results, not owned
 * @force: put runs of different machines into one series
 */
struct export {
	enum export_format format;
	const char *unit;
	struct results **runs;
	size_t nr_runs;
	bool force;
};

/**
 * export__format - format of this name
 *
 * Return: EXPORT_NONE when there is none; export__formats names those there
 * are.
 */
enum export_format export__format(const char *name);
extern const char export__formats[];

/**
 * export__write - write runs in a format of others
 * @out: nothing is printed there on error; its owner checks it
 *
 * Return: 0, -ENOMEM, or -EINVAL where the format cannot hold them.
 */
int export__write(FILE *out, const struct export *e, struct why *why);

/* What the formats share. */

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

/** export__rounds - reduce a cell as comparisons do; 0 or -ENOMEM */
int export__rounds(const struct results *r, const struct cell *cell,
		   struct export_cell *out);

/** export__free_rounds - free what export__rounds() gave */
void export__free_rounds(struct export_cell *c);

/** export__value - the cell's value as comparisons take it; NaN: no memory */
double export__value(const struct results *r, const struct cell *cell);

/** export__is_wanted - of the unit asked for, and not invalid */
bool export__is_wanted(const struct export *e, const struct results *r,
		       const struct cell *cell);

/**
 * export__date - when a run began
 * @format: as for strftime()
 *
 * Return: @buf, or NULL when the run's name does not begin with a date.
 */
const char *export__date(char *buf, size_t size, const struct results *r,
			 const char *format);

/* One a format. @ns: nanoseconds that one of the unit is. */
int export__hyperfine(FILE *out, const struct export *e, double ns,
		      struct why *why);
int export__google_benchmark(FILE *out, const struct export *e, double ns,
			     struct why *why);
void export__csv(FILE *out, const struct export *e);
int export__otava(FILE *out, const struct export *e, struct why *why);

#endif
