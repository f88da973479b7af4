// SPDX-License-Identifier: GPL-2.0-only
/* noise.c - an A/A as text, and its summary beside the results. */
#include "noise.h"

#include <math.h>
#include <string.h>

#include "lib/file.h"
#include "report.h"

#define WIDTH	80

/* The cell with the largest of a number, NULL if none has one. */
static const struct noise_cell *largest(const struct noise *n,
					double (*of)(const struct noise_cell *))
{
	const struct noise_cell *cell, *best = NULL;

	for (cell = n->cells; cell < n->cells + n->c->nr_cells; cell++) {
		if (!isnan(of(cell)) && (!best || of(cell) > of(best)))
			best = cell;
	}
	return best;
}

static double floor_of(const struct noise_cell *cell)
{
	return cell->floor;
}

static double mde_of(const struct noise_cell *cell)
{
	return cell->cell->change.mde;
}

static void print_number(FILE *out, double v)
{
	if (isnan(v))
		fprintf(out, " %12s", "-");
	else
		fprintf(out, " %11.3g%%", v * 100);
}

static void print_cells(FILE *out, const struct noise *n)
{
	const struct noise_cell *cell;
	char name[80];

	fprintf(out, "\n%-48s %12s %12s\n", "cell", "floor", "seen from");
	for (cell = n->cells; cell < n->cells + n->c->nr_cells; cell++) {
		snprintf(name, sizeof(name), "%.40s/vcpus=%u", cell->cell->bench,
			 cell->cell->vcpus);
		fprintf(out, "%-48s", name);
		print_number(out, cell->floor);
		print_number(out, cell->cell->change.mde);
		fprintf(out, "%s\n", cell->cell->invalid ? " INVALID" : "");
	}
}

void noise__print(FILE *out, const struct noise *n)
{
	const struct results *r = n->c->head;
	char text[400];
	size_t i;

	snprintf(text, sizeof(text), "%s %s against itself, testbed %s, %s, runs %s and %s of %zu rounds",
		 report__name(r), report__get(r, "kernel-id"),
		 report__get(r, "testbed"), report__get(r, "machine"),
		 report__get(n->c->base, "run"), report__get(r, "run"),
		 r->nr_rounds);
	report__wrap(out, WIDTH, "A/A: ", text);
	snprintf(text, sizeof(text), "%u of %u ways to divide these rounds in two sides of one kernel",
		 n->alarms, n->divisions);
	report__wrap(out, WIDTH, "false alarms: ", text);
	snprintf(text, sizeof(text), "%s",
		 stats__verdict_name(n->c->verdict));
	report__wrap(out, WIDTH, "as measured: ", text);
	print_cells(out, n);
	report__wrap(out, WIDTH, "\nfloor: ", "what 95 % of the divisions do not exceed");
	report__wrap(out, WIDTH, "seen from: ", "smallest change that such a run finds");
	for (i = 0; i < n->c->nr_warnings; i++)
		report__wrap(out, WIDTH, "warning: ", n->c->warnings[i]);
}

static void store_key(FILE *out, const struct results *r, const char *key)
{
	if (results__get(r, key))
		fprintf(out, "%s: %s\n", key, results__get(r, key));
}

static void store_extreme(FILE *out, const char *key,
			  const struct noise_cell *cell, double value)
{
	if (cell)
		fprintf(out, "%s: %.4g %s/vcpus=%u\n", key, value,
			cell->cell->bench, cell->cell->vcpus);
}

static void store(FILE *out, const void *what)
{
	static const char * const keys[] = {
		"run", "kernel", "kernel-id", "kernel-base", "testbed",
		"machine", "cpu",
	};
	const struct noise *n = what;
	const struct noise_cell *cell;
	size_t i;

	fprintf(out, "schema: %s\n", NOISE_SCHEMA);
	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		store_key(out, n->c->head, keys[i]);
	fprintf(out, "rounds: %zu\ndivisions: %u\nalarms: %u\n",
		n->c->head->nr_rounds, n->divisions, n->alarms);
	cell = largest(n, floor_of);
	store_extreme(out, "floor", cell, cell ? cell->floor : 0);
	cell = largest(n, mde_of);
	store_extreme(out, "mde", cell, cell ? cell->cell->change.mde : 0);
	for (cell = n->cells; cell < n->cells + n->c->nr_cells; cell++) {
		if (cell->cell->unit)
			fprintf(out, "cell: %s/vcpus=%u %s %.4g %.4g\n",
				cell->cell->bench, cell->cell->vcpus,
				cell->cell->unit->name, cell->floor,
				cell->cell->change.mde);
	}
}

int noise__store(const struct noise *n, struct why *why)
{
	char dir[4096], name[256];
	const char *path = n->c->head->path, *slash = strrchr(path, '/');

	snprintf(dir, sizeof(dir), "%.*s", slash ? (int)(slash - path) : 1,
		 slash ? path : ".");
	snprintf(name, sizeof(name), "%.200s.noise",
		 report__get(n->c->head, "run"));
	return file__write(dir, name, store, n, why);
}
