// SPDX-License-Identifier: GPL-2.0-only
/* input-dir.c - directories of patches and mails. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "series.h"

#define FILES_MOST	20000	/* a thread of the list has some hundreds */
#define DEPTH_MOST	8

static bool exists(const char *dir, const char *name)
{
	char *path = text__format("%s/%s", dir, name);
	bool is = !access(path, F_OK);

	free(path);
	return is;
}

/* What editors, patch and git leave behind, and texts about patches. */
static bool is_other(const char *name)
{
	static const char *const endings[] = { "~", ".orig", ".rej", ".md", ".rst", ".swp" };
	size_t i, len = strlen(name), n;

	if (!strncasecmp(name, "README", 6) || strcasestr(name, "interdiff") ||
	    strcasestr(name, "range-diff"))
		return true;
	for (i = 0; i < ARRAY_SIZE(endings); i++) {
		n = strlen(endings[i]);
		if (len > n && !strcmp(name + len - n, endings[i]))
			return true;
	}
	return false;
}

static int read_dir(struct series *series, const char *dir, int depth, struct why *why);

/* Where numbers count: a maildir's mails lie in two directories, cur and new. */
static char *place_of(const char *dir)
{
	const char *slash = strrchr(dir, '/');
	char *parent;
	bool is_maildir;

	if (!slash || (strcmp(slash, "/cur") && strcmp(slash, "/new")))
		return text__format("%s", dir);
	parent = text__string(dir, slash - dir);
	is_maildir = exists(parent, "cur") && exists(parent, "new");
	if (is_maildir)
		return parent;
	free(parent);
	return text__format("%s", dir);
}

static int read_entry(struct series *series, const char *dir, const char *name, int depth,
		      struct why *why)
{
	char *path = text__format("%s/%s", dir, name), *label = input__label(path);
	char *place = place_of(dir);
	struct stat st;
	int err = 0;

	if (stat(path, &st))
		err = why__set(why, errno, "%s: %s: remove it or make it readable", path, strerror(errno));
	else if (S_ISDIR(st.st_mode))
		err = read_dir(series, path, depth + 1, why);
	else if (is_other(name))
		text__printf(&series->ignored, "left-out: %s: not a patch by its name\n", label);
	else if (S_ISREG(st.st_mode))
		err = input__file(series, path, place, false, why);
	free(label);
	free(place);
	free(path);
	return err;
}

static int is_shown(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static int read_dir(struct series *series, const char *dir, int depth, struct why *why)
{
	struct dirent **entry;
	char *list;
	int nr, i, err = 0;

	if (exists(dir, "series")) {
		list = text__format("%s/series", dir);
		err = quilt__read(series, list, input__read, why);
		free(list);
		return err;
	}
	if (exists(dir, "Kbuild") && exists(dir, "MAINTAINERS"))
		return why__set(why, EINVAL, "%s: a tree of sources, not a series: give it as KERNEL_TREE and a revision as KERNEL", dir);
	nr = scandir(dir, &entry, is_shown, alphasort);
	if (nr < 0)
		return why__set(why, errno, "%s: %s: give a directory that can be read", dir, strerror(errno));
	if (depth > DEPTH_MOST || series->nr + nr > FILES_MOST)
		err = why__set(why, EINVAL, "%s: more than %d files or %d directories in each other: give the directory of one series",
			       series->name, FILES_MOST, DEPTH_MOST);
	for (i = 0; i < nr; i++) {
		if (!err)
			err = read_entry(series, dir, entry[i]->d_name, depth, why);
		free(entry[i]);
	}
	free(entry);
	return err;
}

int input__read(struct series *series, struct why *why)
{
	const char *slash = strrchr(series->name, '/');
	struct stat st;

	if (stat(series->name, &st))
		return why__set(why, errno, "%s: %s: give an mbox, a mail, a patch or a directory of these",
				series->name, strerror(errno));
	if (S_ISDIR(st.st_mode))
		return read_dir(series, series->name, 0, why);
	if (!S_ISREG(st.st_mode))
		return why__set(why, EINVAL, "%s: not a file, which is read more than once: use KERNEL=- for standard input",
				series->name);
	if (!strcmp(slash ? slash + 1 : series->name, "series"))
		return quilt__read(series, series->name, input__read, why);
	return input__file(series, series->name, ".", true, why);
}
