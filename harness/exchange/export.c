// SPDX-License-Identifier: GPL-2.0-only
/* export.c - write runs in a format of others. */
#include "export.h"
#include "cell.h"

#include <errno.h>
#include <string.h>

TABLE(export_formats, struct export_format);

/* Nanoseconds of one, or 0 where it is no time. */
static double ns_of(const char *unit)
{
	static const struct {
		const char *name;
		double ns;
	} units[] = {
		{ "s/op", 1e9 }, { "sec/op", 1e9 }, { "ms/op", 1e6 },
		{ "us/op", 1e3 }, { "ns/op", 1 },
		/* The clock of the emulated machine: an instruction is 1 ns. */
		{ "insns/op", 1 }, { "task-insns/op", 1 }, { "virtual-ns/op", 1 },
	};
	size_t i;

	for (i = 0; i < sizeof(units) / sizeof(*units); i++) {
		if (!strcmp(units[i].name, unit))
			return units[i].ns;
	}
	return 0;
}

/* These formats know times only, and not of what: one unit, and a time. */
static int one_time(const struct export *e, double *ns, struct why *why)
{
	const char *unit = e->unit;
	const struct results *r;
	size_t i, j;

	for (i = 0; i < e->nr_runs; i++) {
		r = e->runs[i];
		for (j = 0; !e->unit && j < r->nr_cells; j++) {
			if (!unit)
				unit = r->cells[j]->unit;
			if (strcmp(unit, r->cells[j]->unit))
				return why__set(why, EINVAL,
						"%s: units are mixed, %s and %s: choose one with --unit",
						r->path, unit,
						r->cells[j]->unit);
		}
	}
	*ns = unit ? ns_of(unit) : 0;
	if (!(*ns > 0))
		return why__set(why, EINVAL,
				"%s is no time: this format holds times, use csv or otava",
				unit);
	return 0;
}

/* Empty output would look like an empty run. */
static int check_run(const struct export *e, const struct results *r,
		     struct why *why)
{
	size_t i, invalid = 0;

	for (i = 0; i < r->nr_cells; i++) {
		if (export__is_wanted(e, r, r->cells[i]))
			return 0;
		invalid += !!results__note(r, true, r->cells[i]->bench,
					   r->cells[i]->vcpus);
	}
	if (r->nr_cells && !invalid)
		return why__set(why, EINVAL,
				"%s: no sample in %s: its first unit is %s",
				r->path, e->unit, r->cells[0]->unit);
	return why__set(why, EINVAL, "%s: no valid sample: measure again",
			r->path);
}

static void say_left_out(const struct export *e)
{
	const struct results *r;
	size_t i, j;

	for (i = 0; i < e->nr_runs; i++) {
		r = e->runs[i];
		for (j = 0; j < r->nr_cells; j++) {
			if (results__note(r, true, r->cells[j]->bench,
					  r->cells[j]->vcpus))
				fprintf(stderr, "vcpuscale: %s: %s/vcpus=%u is invalid: left out\n",
					r->path, r->cells[j]->bench,
					r->cells[j]->vcpus);
		}
	}
}

int export__write(FILE *out, const struct export_format *format,
		  const struct export *e, struct why *why)
{
	struct export checked = *e;
	size_t i;
	int err = 0;

	for (i = 0; !err && !format->profiles && i < e->nr_runs; i++)
		err = check_run(e, e->runs[i], why);
	if (!err && format->times)
		err = one_time(e, &checked.ns, why);
	if (err)
		return err;
	if (!format->invalid)
		say_left_out(e);
	return format->write(out, &checked, why);
}
