// SPDX-License-Identifier: GPL-2.0-only
/* store.c - where stored runs lie: the one walk through a folder of results. */
#include "store.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "kind.h"
#include "lib/array.h"

#define MAX_DEPTH	3	/* folders above a run */

/**
 * struct walk - where in the store we are
 * @to: what is found
 * @testbed: of the runs that are wanted, or NULL
 * @suffix: of their files
 * @folder: names of the folders we are in, @depth of them
 */
struct walk {
	struct stored *to;
	const char *testbed;
	const char *suffix;
	const char *folder[MAX_DEPTH];
	int depth;
};

static int visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static bool is_folder(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

/* Text that is no run, or copies of runs. Kernels may have these names, bases not. */
static bool holds_other_things(const struct walk *w)
{
	static const char * const names[] = {
		"noise", "published", "ranges", "reference", "series", "tool",
	};
	size_t i;

	for (i = 0; w->depth == MAX_DEPTH && i < sizeof(names) / sizeof(*names); i++) {
		if (!strcmp(w->folder[0], names[i]))
			return true;
	}
	return !strcmp(w->folder[0], "plots");
}

static int add_run(struct walk *w, const char *path, const char *name)
{
	const char * const *testbed = &w->folder[w->depth - 1];
	struct stored *to = w->to;
	struct stored_run *more, *run;

	if (w->testbed && strcmp(w->testbed, *testbed))
		return 0;
	more = array__grow(to->runs, &to->room, to->nr, sizeof(*more));
	if (!more)
		return -ENOMEM;
	to->runs = more;
	run = &to->runs[to->nr++];
	*run = (struct stored_run){
		.path = strdup(path),
		.base = w->depth == MAX_DEPTH ? strdup(w->folder[0]) : NULL,
		.kernel = strdup(testbed[-1]),
		.testbed = strdup(*testbed),
		.id = strndup(name, strlen(name) - strlen(w->suffix)),
	};
	return run->path && run->kernel && run->testbed && run->id &&
	       (run->base || w->depth < MAX_DEPTH) ? 0 : -ENOMEM;
}

static bool has_suffix(const struct walk *w, const char *name)
{
	size_t len = strlen(name), n = strlen(w->suffix);

	return len > n && !strcmp(name + len - n, w->suffix);
}

static int walk(struct walk *w, const char *path);

static int visit(struct walk *w, const char *path, const char *name)
{
	int err;

	if (!is_folder(path))
		return w->depth >= MAX_DEPTH - 1 && has_suffix(w, name) ?
		       add_run(w, path, name) : 0;
	/* No testbed has a dot in its name, as <run>.perf/ has. */
	if (w->depth == MAX_DEPTH ||
	    (w->depth == MAX_DEPTH - 1 && strchr(name, '.')))
		return 0;
	w->folder[w->depth++] = name;
	err = holds_other_things(w) ? 0 : walk(w, path);
	w->depth--;
	return err;
}

static int walk(struct walk *w, const char *path)
{
	struct dirent **entries;
	int i, err = 0, n = scandir(path, &entries, visible, NULL);
	char *inner;

	if (n < 0)
		return w->depth ? 0 : -errno;
	for (i = 0; i < n; i++) {
		if (!err && asprintf(&inner, "%s/%s", path, entries[i]->d_name) < 0)
			err = -ENOMEM;
		if (!err) {
			err = visit(w, inner, entries[i]->d_name);
			free(inner);
		}
		free(entries[i]);
	}
	free(entries);
	return err;
}

/* Ids begin with the time: the newest run comes last. */
static int by_id(const void *a, const void *b)
{
	const struct stored_run *x = a, *y = b;
	int order = strcmp(x->id, y->id);

	return order ? order : strcmp(x->path, y->path);
}

int stored__list(const char *dir, const char *testbed, const char *suffix,
		 struct stored *out)
{
	struct walk w = { .to = out, .testbed = testbed, .suffix = suffix };
	int err;

	*out = (struct stored){ .nr = 0 };
	err = walk(&w, dir);
	if (out->nr)
		qsort(out->runs, out->nr, sizeof(*out->runs), by_id);
	return err;
}

void stored__free(struct stored *stored)
{
	size_t i;

	for (i = 0; i < stored->nr; i++) {
		free(stored->runs[i].path);
		free(stored->runs[i].base);
		free(stored->runs[i].kernel);
		free(stored->runs[i].testbed);
		free(stored->runs[i].id);
	}
	free(stored->runs);
}

/* A machine's own KVM is measured against kernels of any base. */
static bool is_base(const struct results_store *store, const char *base)
{
	return !store->base || !strcmp(base, store->base) ||
	       !strcmp(base, RESULTS_HOST_BASE);
}

bool results_store__may_hold(const struct results_store *store, const struct stored_run *run)
{
	return !run->base || is_base(store, run->base);
}

bool results_store__holds(const struct results_store *store, const struct stored_run *run,
		  const struct results *r)
{
	const char *base = results__base(r) ?: run->base;

	return (!run->base || !strcmp(run->base, base)) &&
	       is_base(store, base ?: "");
}

const char *stored__name(char *buf, const char *name)
{
	char *c;

	snprintf(buf, STORED_NAME, "%s", name && *name ? name : "unknown");
	for (c = buf; *c; c++) {
		if (!isalnum((unsigned char)*c) && !strchr("_+-", *c) &&
		    (*c != '.' || c == buf))
			*c = '_';
	}
	return buf;
}
