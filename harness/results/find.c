// SPDX-License-Identifier: GPL-2.0-only
/* From what the user calls BASE or HEAD to a results file. */
#include "results.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool ends_in(const char *s, const char *suffix)
{
	size_t len = strlen(s), n = strlen(suffix);

	return len >= n && !strcmp(s + len - n, suffix);
}

static int visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* Not by the locale as alphasort(3): run ids are sorted by their date. */
static int by_bytes(const void *a, const void *b)
{
	const char * const *x = a, * const *y = b;

	return strcmp(*x, *y);
}

int shelf__names(const char *path, const char *suffix, char ***names)
{
	struct dirent **entries;
	int i, kept = 0, n = scandir(path, &entries, visible, NULL);

	if (n < 0)
		return -errno;
	*names = calloc(n + 1, sizeof(**names));
	for (i = 0; i < n; i++) {
		if (*names && ends_in(entries[i]->d_name, suffix))
			(*names)[kept++] = strdup(entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	if (!*names)
		return -ENOMEM;
	for (i = 0; i < kept; i++) {
		if (!(*names)[i]) {
			shelf__free_names(*names, kept);
			return -ENOMEM;
		}
	}
	qsort(*names, kept, sizeof(**names), by_bytes);
	return kept;
}

void shelf__free_names(char **names, int n)
{
	int i;

	if (n < 0)
		return;
	for (i = 0; i < n; i++)
		free(names[i]);
	free(names);
}

static bool is_path(const char *name)
{
	struct stat st;

	return strchr(name, '/') || ends_in(name, ".txt") ||
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

static bool has_base(const struct results *r, const char *kernel_base)
{
	const char *base = results__get(r, "kernel-base");

	return !kernel_base || (base && !strcmp(base, kernel_base));
}

/* Append "kernel/testbed" for every folder that holds a run. */
static void name_stored(const char *dir, char *text, size_t size)
{
	char **kernels, **beds, **runs, *path;
	int k, b, nk, nb, nr;
	size_t len = 0;

	text[0] = '\0';
	nk = shelf__names(dir, "", &kernels);
	for (k = 0; k < nk; k++) {
		if (asprintf(&path, "%s/%s", dir, kernels[k]) < 0)
			break;
		nb = shelf__names(path, "", &beds);
		free(path);
		for (b = 0; b < nb; b++) {
			if (asprintf(&path, "%s/%s/%s", dir, kernels[k], beds[b]) < 0)
				break;
			nr = shelf__names(path, ".txt", &runs);
			free(path);
			shelf__free_names(runs, nr);
			if (nr > 0 && len < size)
				len += snprintf(text + len, size - len, "%s%s/%s",
						len ? ", " : "", kernels[k], beds[b]);
		}
		shelf__free_names(beds, nb);
	}
	shelf__free_names(kernels, nk);
}

static int not_found(const struct shelf *shelf, const char *name,
		     struct why *why)
{
	char stored[512];

	name_stored(shelf->dir, stored, sizeof(stored));
	return why__set(why, ENOENT,
			"no run of kernel '%.60s' on testbed '%.30s'%s%.30s in %.200s: measure it or name one of: %s",
			name, shelf->testbed,
			shelf->kernel_base ? " with kernel-base " : "",
			shelf->kernel_base ? shelf->kernel_base : "",
			shelf->dir, *stored ? stored : "(nothing is stored)");
}

/*
 * Newest first. A run that is damaged or incomplete is passed over as long as
 * an older one is sound; when none is, @why tells what the newest lacks.
 */
static int load_newest(const struct shelf *shelf, const char *folder,
		       char **runs, int n, bool force, struct results **out,
		       struct why *why)
{
	struct why newest = { "" }, none;
	int err, first = -ENOENT;
	struct results *r;
	char *path;

	while (n--) {
		none.text[0] = '\0';
		if (asprintf(&path, "%s/%s", folder, runs[n]) < 0)
			return why__set(why, ENOMEM, "out of memory: try again");
		err = load_path(path, force, &r, &none);
		free(path);
		if (!err && has_base(r, shelf->kernel_base)) {
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
	return -ENOENT;
}

int results__find(const struct shelf *shelf, const char *name, bool force,
		  struct results **out, struct why *why)
{
	char *folder, **runs;
	int n, err = -ENOENT;

	if (is_path(name))
		return load_path(name, force, out, why);
	if (asprintf(&folder, "%s/%s/%s", shelf->dir, name, shelf->testbed) < 0)
		return why__set(why, ENOMEM, "out of memory: try again");
	n = shelf__names(folder, ".txt", &runs);
	if (n > 0)
		err = load_newest(shelf, folder, runs, n, force, out, why);
	shelf__free_names(runs, n);
	free(folder);
	if (err == -ENOENT && !why->text[0])
		err = not_found(shelf, name, why);
	return err;
}
