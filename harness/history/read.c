// SPDX-License-Identifier: GPL-2.0-only
/* read.c - stored runs, each reduced to a value a cell as soon as it is read. */
#include "series.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "lib/array.h"
#include "results/kind.h"
#include "results/load.h"
#include "results/reduce.h"
#include "results/results.h"
#include "results/store.h"
#include "stats/stats.h"

#define MAX_WARNINGS	5	/* files named one by one; then they are counted */

/* How many were left out, and what stands for them in the warnings. */
struct reading {
	struct history *h;
	struct why *why;
	size_t left_out;
	double *scratch;
	struct sample *rounds;
	size_t room;
};

static const char *intern(struct history *h, const char *name)
{
	char **more;
	size_t i;

	for (i = 0; i < h->nr_names; i++) {
		if (!strcmp(h->names[i], name))
			return h->names[i];
	}
	more = array__grow(h->names, &h->room_names, h->nr_names, sizeof(*more));
	if (!more)
		return NULL;
	h->names = more;
	h->names[h->nr_names] = strdup(name);
	return h->names[h->nr_names] ? h->names[h->nr_names++] : NULL;
}

static bool size_wanted(const char *sizes, unsigned int vcpus)
{
	char *end;

	if (!sizes || !*sizes)
		return true;
	while (*sizes) {
		if (strtoul(sizes, &end, 10) == vcpus && end > sizes)
			return true;
		sizes = end > sizes ? end : sizes + 1;
	}
	return false;
}

static bool wanted(const struct history *h, const struct results *r,
		   const struct results_cell *cell)
{
	const struct history_options *o = &h->options;

	if (o->bench && *o->bench && fnmatch(o->bench, cell->bench, 0))
		return false;
	return size_wanted(o->vcpus, cell->vcpus) &&
	       !results__note(r, true, cell->bench, cell->vcpus);
}

/* One unit means the same in every file, or its values cannot be one series. */
static int check_unit(struct reading *x, const struct results *r,
		      const struct unit *unit, const char *name)
{
	struct history *h = x->h;
	struct history_unit *more;
	size_t i;

	for (i = 0; i < h->nr_units; i++) {
		if (h->units[i].name != name)
			continue;
		if (h->units[i].exact == unit->exact &&
		    h->units[i].higher == unit->higher)
			return 0;
		return why__set(x->why, EINVAL,
				"%s: unit %s is exact or better in another way than in the runs before: move that file elsewhere",
				r->path, name);
	}
	more = array__grow(h->units, &h->room_units, h->nr_units, sizeof(*more));
	if (!more)
		return -ENOMEM;
	h->units = more;
	h->units[h->nr_units++] = (struct history_unit){ name, unit->exact, unit->higher };
	return 0;
}

static int make_room(struct reading *x, size_t nr)
{
	if (nr <= x->room)
		return 0;
	free(x->scratch);
	free(x->rounds);
	x->scratch = calloc(nr, sizeof(*x->scratch));
	x->rounds = calloc(nr, sizeof(*x->rounds));
	x->room = x->scratch && x->rounds ? nr : 0;
	return x->room ? 0 : -ENOMEM;
}

static int reduce(struct reading *x, const struct results *r,
		  const struct results_cell *cell, struct history_value *v)
{
	const struct unit *unit = results__unit(r, cell->unit);
	struct stats_estimate e;
	size_t i, n;
	int err;

	v->bench = intern(x->h, cell->bench);
	v->unit = intern(x->h, cell->unit);
	v->vcpus = cell->vcpus;
	if (!v->bench || !v->unit || make_room(x, cell->nr))
		return -ENOMEM;
	err = check_unit(x, r, unit, v->unit);
	if (err)
		return err;
	n = results__by_round(cell->samples, cell->nr, unit->exact, x->scratch,
			      x->rounds);
	for (i = 0; i < n; i++)
		x->scratch[i] = x->rounds[i].value;
	if (unit->exact) {
		e = stats__exact(x->scratch, n, true);
	} else {
		e.value = stats__median(x->scratch, n);
		e.low = x->scratch[0];
		e.high = x->scratch[n - 1];
	}
	v->value = e.value;
	v->low = e.low;
	v->high = e.high;
	return 0;
}

static char *copy(const struct results *r, const char *key)
{
	const char *value = results__get(r, key);

	return strdup(value ? value : "");
}

static int take_run(struct reading *x, const struct results *r)
{
	struct history *h = x->h;
	struct history_run *run, *more;
	size_t i;
	int err = 0;

	more = array__grow(h->runs, &h->room_runs, h->nr_runs, sizeof(*more));
	if (!more)
		return -ENOMEM;
	h->runs = more;
	run = &h->runs[h->nr_runs++];
	*run = (struct history_run){
		.id = copy(r, "run"), .path = strdup(r->path), .kernel = copy(r, "kernel"),
		.kernel_id = copy(r, "kernel-id"),
		.base = strdup(results__base(r) ?: ""),
		.config = strdup(results__config(r)),
		.source = strdup(results__get(r, "kernel-source") ?: results__base(r) ?: ""),
		.machine = copy(r, "machine"), .cpu = copy(r, "cpu"),
		.commit = copy(r, "commit"),
		.date = copy(r, "commit-date"),
		.subject = copy(r, "commit-subject"),
		.paired_with = copy(r, "beside"),
		.values = calloc(r->nr_cells + 1, sizeof(*run->values)),
	};
	if (!run->id || !run->path || !run->kernel || !run->kernel_id || !run->base ||
	    !run->config || !run->source || !run->machine || !run->cpu || !run->commit || !run->date ||
	    !run->subject || !run->paired_with || !run->values)
		return -ENOMEM;
	for (i = 0; !err && i < r->nr_cells; i++) {
		if (wanted(h, r, r->cells[i]))
			err = reduce(x, r, r->cells[i],
				     &run->values[run->nr_values++]);
	}
	return err;
}

/* Where releases are compared, only runs of that kernel are. */
static bool is_across(const struct history_options *o, const struct results *r)
{
	const char *kernel = results__get(r, "kernel");

	return !o->across || (kernel && !strcmp(kernel, o->across));
}

static int leave_out(struct reading *x, const char *reason)
{
	return ++x->left_out > MAX_WARNINGS ? 0 :
	       history__warn(x->h, "left out: %s", reason);
}

static int read_file(struct reading *x, const struct stored_run *run)
{
	struct why why = { "" };
	struct results *r;
	int err = results__load(run->path, false, &r, &why);

	if (err == -ENOMEM)
		return err;
	if (err)
		return leave_out(x, why.text);
	if (r->incomplete) {
		why__set(&why, EINVAL, "%s: run is marked incomplete", run->path);
		err = leave_out(x, why.text);
	} else if (results_store__holds(&x->h->options.store, run, r) &&
		   is_across(&x->h->options, r)) {
		err = take_run(x, r);
	}
	results__free(r);
	return err;
}

static int by_id(const void *a, const void *b)
{
	const struct history_run *x = a, *y = b;

	return strcmp(x->id, y->id);
}

static int read_all(struct reading *x)
{
	const struct results_store *store = &x->h->options.store;
	struct stored stored;
	int err = stored__list(store->dir, store->testbed, ".txt", &stored);
	size_t i;

	if (err && err != -ENOMEM)
		why__set(x->why, -err, "%s: %s: measure first, or name another folder with RESULTS=",
			 store->dir, strerror(-err));
	for (i = 0; !err && i < stored.nr; i++)
		err = read_file(x, &stored.runs[i]);
	stored__free(&stored);
	return err;
}

int history__read_runs(struct history *h, struct why *why)
{
	const struct results_store *store = &h->options.store;
	struct reading x = { .h = h, .why = why };
	int err = read_all(&x);

	free(x.scratch);
	free(x.rounds);
	if (!err && x.left_out > MAX_WARNINGS)
		err = history__warn(h, "left out: %zu more files",
				    x.left_out - MAX_WARNINGS);
	if (err)
		return err;
	if (!h->nr_runs)
		return why__set(why, ENOENT, "no usable run of testbed '%.30s'%s%.30s in %.200s: measure one, or see vcpuscale list",
				store->testbed,
				store->base ? " with kernel-base " : "",
				store->base ?: "", store->dir);
	qsort(h->runs, h->nr_runs, sizeof(*h->runs), by_id);
	return 0;
}
