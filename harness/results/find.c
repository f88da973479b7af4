// SPDX-License-Identifier: GPL-2.0-only
/* find.c - from what the user calls BASE or HEAD to a results file. */
#include "find.h"
#include "load.h"
#include "store.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "kind.h"
#include "lib/text.h"

bool results__is_path(const char *name)
{
	size_t len = strlen(name);
	struct stat st;

	return strchr(name, '/') || (len >= 4 && !strcmp(name + len - 4, ".txt")) ||
	       (!stat(name, &st) && S_ISREG(st.st_mode));
}

static int check_complete(const struct results *r, bool force, struct why *why)
{
	if (!r->incomplete || force)
		return 0;
	return why__set(why, EINVAL,
			"%s: run is marked incomplete: measure again or use --force",
			r->path);
}

static int load_path(const char *path, bool force, struct results **out,
		     struct why *why)
{
	struct results *r;
	int err = results__load(path, force, &r, why);

	if (err)
		return err;
	err = check_complete(r, force, why);
	if (err)
		results__free(r);
	else
		*out = r;
	return err;
}

static bool same_folder(const struct stored_run *a, const struct stored_run *b)
{
	return !strcmp(a->base ?: "", b->base ?: "") &&
	       !strcmp(a->kernel, b->kernel) && !strcmp(a->testbed, b->testbed);
}

/* Append "base/kernel/testbed" for every folder that holds a run. */
static void name_stored(const struct stored *stored, char *text, size_t size)
{
	const struct stored_run *run, *other;
	size_t len = 0;

	text[0] = '\0';
	for (run = stored->runs; run < stored->runs + stored->nr; run++) {
		for (other = stored->runs; other < run; other++) {
			if (same_folder(run, other))
				break;
		}
		if (other == run && len < size)
			len += snprintf(text + len, size - len, "%s%s%s%s/%s",
					len ? ", " : "", run->base ?: "",
					run->base ? "/" : "", run->kernel,
					run->testbed);
	}
}

static int not_found(const struct results_store *store, const char *kernel,
		     const char *other_than, struct why *why)
{
	struct stored all;
	char names[512];

	stored__list(store->dir, NULL, ".txt", &all);
	name_stored(&all, names, sizeof(names));
	stored__free(&all);
	if (!kernel)
		return why__set(why, ENOENT,
				"no results of %.30s%s%.60s%s%.30s in %.200s: measure with make bench KERNEL=...",
				store->testbed, other_than ? " but of " : "",
				other_than ?: "",
				store->base ? " with kernel-base " : "",
				store->base ?: "", store->dir);
	return why__set(why, ENOENT,
			"no run of kernel '%.60s' on testbed '%.30s'%s%.30s in %.200s: measure it or name one of: %s",
			kernel, store->testbed,
			store->base ? " with kernel-base " : "",
			store->base ?: "", store->dir,
			*names ? names : "(nothing is stored)");
}

/*
 * Newest first. A damaged or incomplete run is passed over as long as an older
 * run is sound. When no run is, @why says what the newest lacks.
 */
static int load_newest(const struct results_store *store, const struct stored *stored,
		       const char *kernel, const char *other_than, bool force,
		       struct results **out, struct why *why)
{
	struct why newest = { "" }, none;
	char folder[STORED_NAME];
	int err, first = -ENOENT;
	struct results *r;
	size_t i;

	stored__name(folder, kernel);
	for (i = stored->nr; i > 0; i--) {
		const struct stored_run *run = &stored->runs[i - 1];

		if ((kernel && strcmp(run->kernel, kernel) && strcmp(run->kernel, folder)) ||
		    (other_than && !strcmp(run->kernel, other_than)) ||
		    !results_store__may_hold(store, run))
			continue;
		none.text[0] = '\0';
		err = load_path(run->path, force, &r, &none);
		if (!err && results_store__holds(store, run, r)) {
			if (newest.text[0])
				r->passed_over = strdup(newest.text);
			*out = r;
			return 0;
		}
		if (!err)
			results__free(r);
		else if (!newest.text[0])
			first = why__set(&newest, -err, "%s", none.text);
	}
	if (newest.text[0])
		return why__set(why, -first, "%s", newest.text);
	return not_found(store, kernel, other_than, why);
}

int results__newest(const struct results_store *store, const char *kernel,
		    const char *other_than, bool force, struct results **out,
		    struct why *why)
{
	struct stored stored;
	int err = stored__list(store->dir, store->testbed, ".txt", &stored);

	if (err == -ENOMEM)
		why__set(why, ENOMEM, "out of memory: try again");
	else
		err = load_newest(store, &stored, kernel, other_than, force,
				  out, why);
	stored__free(&stored);
	return err;
}

static int find_one(const struct results_store *store, const char *name, bool force,
		    struct results **out, struct why *why)
{
	return results__is_path(name) ? load_path(name, force, out, why) :
	       results__newest(store, name, NULL, force, out, why);
}

int results__find(const struct results_store *store, char * const *names, size_t nr,
		  bool force, struct results **out, struct why *why)
{
	struct results_store of_last = *store;
	const char *base;
	size_t i = nr;
	int err = 0;

	while (!err && i--) {
		err = find_one(&of_last, names[i], force, &out[i], why);
		base = err ? NULL : results__base(out[i]);
		if (base && !of_last.base && strcmp(base, RESULTS_HOST_BASE))
			of_last.base = base;
	}
	while (err && ++i < nr) {
		results__free(out[i]);
		out[i] = NULL;
	}
	return err;
}
