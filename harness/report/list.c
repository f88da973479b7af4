// SPDX-License-Identifier: GPL-2.0-only
/* What is stored: one line a run. */
#include "report.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FORMAT	"%-16s %-9s %-22s %-6s %-12s %6s %7s  %s\n"

/**
 * struct walk - where in the store we are
 * @kernel: name of the folder
 * @testbed: name of the folder in it
 */
struct walk {
	FILE *out;
	const char *kernel;
	const char *testbed;
};

static void print_run(struct walk *w, const char *run, const char *path)
{
	char name[80], rounds[24], samples[24];
	struct why why = { "" };
	struct results *r;

	snprintf(name, sizeof(name), "%.*s", (int)(strlen(run) - 4), run);
	if (results__load(path, true, &r, &why)) {
		fprintf(w->out, FORMAT, w->kernel, w->testbed, name, "-", "-",
			"-", "-", why.text);
		return;
	}
	snprintf(rounds, sizeof(rounds), "%zu", r->nr_rounds);
	snprintf(samples, sizeof(samples), "%zu", r->nr_samples);
	fprintf(w->out, FORMAT, w->kernel, w->testbed, name,
		report__get(r, "kernel-base"), report__get(r, "kernel-id"),
		rounds, samples, r->incomplete ? "incomplete" :
				 r->cut ? "cut short" : "ok");
	results__free(r);
}

/* Call @visit for every visible name under the folder @path. */
static int each(const char *path, const char *suffix, struct walk *w,
		int (*visit)(struct walk *w, const char *name, const char *path))
{
	int i, n, err = 0;
	char **names, *inner;

	n = shelf__names(path, suffix, &names);
	if (n < 0)
		return n;
	for (i = 0; !err && i < n; i++) {
		if (asprintf(&inner, "%s/%s", path, names[i]) < 0) {
			err = -ENOMEM;
			break;
		}
		err = visit(w, names[i], inner);
		free(inner);
	}
	shelf__free_names(names, n);
	return err;
}

static bool is_folder(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

static int visit_run(struct walk *w, const char *name, const char *path)
{
	if (!is_folder(path))
		print_run(w, name, path);
	return 0;
}

static int visit_testbed(struct walk *w, const char *name, const char *path)
{
	w->testbed = name;
	return is_folder(path) ? each(path, ".txt", w, visit_run) : 0;
}

static int visit_kernel(struct walk *w, const char *name, const char *path)
{
	w->kernel = name;
	/* Plots lie beside the runs, and some of them are text. */
	if (!strcmp(name, "plots") || !is_folder(path))
		return 0;
	return each(path, "", w, visit_testbed);
}

int list__print(FILE *out, const char *dir, struct why *why)
{
	struct walk w = { .out = out };
	int err;

	if (!is_folder(dir))
		return why__set(why, ENOENT,
				"%s: no such folder: measure first or use --results",
				dir);
	fprintf(out, FORMAT, "kernel", "testbed", "run", "base", "kernel-id",
		"rounds", "samples", "state");
	err = each(dir, "", &w, visit_kernel);
	if (err)
		return why__set(why, -err, "%s: %s: check its permissions", dir,
				strerror(-err));
	return 0;
}
