// SPDX-License-Identifier: GPL-2.0-only
/*
 * otava.c - a row a run, as Apache Otava's CSV importer takes it
 * (https://github.com/apache/otava, docs/CSV.md, 0.8), and the otava.yaml for it.
 */
#include "cell.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lib/csv.h"
#include "results/kind.h"

#define NAME	400

static const struct results_cell *find(const struct export *e, const struct results *r,
				       const struct results_cell *like)
{
	size_t i;

	for (i = 0; i < r->nr_cells; i++) {
		if (!results_cell__compare(r->cells[i], like))
			return export__is_wanted(e, r, r->cells[i]) ?
			       r->cells[i] : NULL;
	}
	return NULL;
}

/* Otava takes no gap: a column is a cell that every run has. */
static bool is_column(const struct export *e, const struct results_cell *cell)
{
	size_t i;

	for (i = 0; i < e->nr_runs; i++) {
		if (!find(e, e->runs[i], cell))
			return false;
	}
	return true;
}

/* A step between two machines or two bases is no change of the kernel. */
static int check_series(const struct export *e, struct why *why)
{
	const struct results *first = e->runs[0];
	const char * const *key, *a, *b;
	char date[40];
	size_t i;

	for (i = 0; i < e->nr_runs; i++) {
		if (!export__date(date, sizeof(date), e->runs[i], "%Y"))
			return why__set(why, EINVAL,
					"%s: run '%.40s' does not begin with a date: otava takes a series over time",
					e->runs[i]->path,
					results__get(e->runs[i], "run"));
		for (key = results__kind; !e->force && *key; key++) {
			if (results__differ(first, e->runs[i], *key, &a, &b))
				return why__set(why, EINVAL,
						"%s and %s: %s differs: export them one by one, or use --force",
						first->path, e->runs[i]->path,
						*key);
		}
	}
	return 0;
}

static int by_run(const void *a, const void *b)
{
	struct results * const *x = a, * const *y = b;

	return strcmp(results__get(*x, "run"), results__get(*y, "run"));
}

/* @name: NAME bytes */
static const char *column_name(char *name, const struct export *e,
			       const struct results_cell *cell)
{
	snprintf(name, NAME, "%.200s/vcpus=%u%s%.60s", cell->bench,
		 cell->vcpus, e->runs[0]->nr_units > 1 ? ":" : "",
		 e->runs[0]->nr_units > 1 ? cell->unit : "");
	return name;
}

/* The CSV's name of a column as a string of YAML, which is one of JSON here. */
static int put_string(FILE *out, const struct export *e, const struct results_cell *cell)
{
	char name[NAME];
	json_t *string = json_string(column_name(name, e, cell));
	int err = string ? json_dumpf(string, out, JSON_ENCODE_ANY) : -1;

	json_decref(string);
	return err ? -ENOMEM : 0;
}

static int put_row(FILE *out, const struct export *e, const struct results *r,
		   const struct results_cell **columns, size_t nr)
{
	char date[40];
	double value;
	size_t i;

	fprintf(out, "%s,", export__date(date, sizeof(date), r,
					 "%Y-%m-%d %H:%M:%S +0000"));
	csv__text(out, results__get(r, "kernel"));
	fputc(',', out);
	csv__text(out, results__get(r, "kernel-id"));
	fputc(',', out);
	csv__text(out, results__get(r, "run"));
	for (i = 0; i < nr; i++) {
		value = export__value(r, find(e, r, columns[i]));
		if (isnan(value))
			return -ENOMEM;
		fprintf(out, ",%.15g", value);
	}
	fputc('\n', out);
	return 0;
}

/* Prints what a format makes of the columns; 0 or -ENOMEM. */
typedef int put_columns(FILE *out, const struct export *e,
			const struct results_cell **columns, size_t nr);

static int put_table(FILE *out, const struct export *e,
		     const struct results_cell **columns, size_t nr)
{
	char name[NAME];
	size_t i;
	int err = 0;

	fputs("time,kernel,kernel-id,run", out);
	for (i = 0; i < nr; i++) {
		fputc(',', out);
		csv__text(out, column_name(name, e, columns[i]));
	}
	fputc('\n', out);
	for (i = 0; !err && i < e->nr_runs; i++)
		err = put_row(out, e, e->runs[i], columns, nr);
	return err;
}

/* Describe the table to Otava, for its otava.yaml. */
static int put_config(FILE *out, const struct export *e,
		      const struct results_cell **columns, size_t nr)
{
	const struct unit *unit;
	size_t i;
	int err = 0;

	fputs("tests:\n  vcpuscale:\n    type: csv\n    file: vcpuscale.csv\n    time_column: time\n    attributes: [kernel, kernel-id, run]\n    csv_options:\n      delimiter: ','\n      quote_char: '\"'\n    metrics:\n",
	      out);
	for (i = 0; !err && i < nr; i++) {
		unit = results__unit(e->runs[0], columns[i]->unit);
		fputs("      ", out);
		err = put_string(out, e, columns[i]);
		fprintf(out, ":\n        direction: %d\n", unit->higher ? 1 : -1);
	}
	return err;
}

static int write_columns(FILE *out, const struct export *e, put_columns *put,
			 struct why *why)
{
	const struct results *first = e->runs[0];
	const struct results_cell **columns;
	size_t i, nr = 0, wanted = 0;
	int err = check_series(e, why);

	if (err)
		return err;
	columns = calloc(first->nr_cells, sizeof(*columns));
	if (!columns)
		return why__set(why, ENOMEM, "out of memory: export fewer runs");
	for (i = 0; i < first->nr_cells; i++) {
		wanted += export__is_wanted(e, first, first->cells[i]);
		if (is_column(e, first->cells[i]))
			columns[nr++] = first->cells[i];
	}
	qsort(e->runs, e->nr_runs, sizeof(*e->runs), by_run);
	if (!nr)
		err = why__set(why, EINVAL,
			       "these runs have no cell in one unit in common: export them one by one");
	else
		err = put(out, e, columns, nr);
	if (!err && nr < wanted)
		fprintf(stderr, "vcpuscale: %zu of %zu cells of %s are not in every run: left out\n",
			wanted - nr, wanted, first->path);
	free(columns);
	return err;
}

static int write_table(FILE *out, const struct export *e, struct why *why)
{
	return write_columns(out, e, put_table, why);
}

static int write_config(FILE *out, const struct export *e, struct why *why)
{
	return write_columns(out, e, put_config, why);
}

EXPORT_FORMAT(table) = { .name = "otava", .write = write_table };
EXPORT_FORMAT(config) = { .name = "otava-config", .write = write_config };
