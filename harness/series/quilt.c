// SPDX-License-Identifier: GPL-2.0-only
/* quilt.c - a file "series": quilt's, guilt's and guards'. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "series.h"

/* One line of the file. */
struct entry {
	const char *list;	/* the file, for messages */
	char *name;		/* the patch, NULL if the line has none */
	char *guard;		/* that must be set, as "#+name" or "+name" say */
	int level;
};

/* "-p0"; "-pab" is quilt's word for the a/ and b/ of git. */
static bool take_level(struct entry *entry, const char *word)
{
	if (strncmp(word, "-p", 2))
		return false;
	if (!strcmp(word + 2, "ab"))
		entry->level = 1;
	else if (isdigit((unsigned char)word[2]) && !word[3])
		entry->level = word[2] - '0';
	else
		return false;
	return true;
}

/* No guard is ever set: what wants one is left out, what fears one stays. */
static void take_guard(struct entry *entry, const char *word)
{
	if (word[0] != '+' || !word[1])
		return;
	free(entry->guard);
	entry->guard = text__format("%s", word + 1);
}

static int parse_entry(struct entry *entry, char *line, struct why *why)
{
	char *word, *save;

	for (word = strtok_r(line, " \t\r", &save); word; word = strtok_r(NULL, " \t\r", &save)) {
		if (word[0] == '#' && (word[1] == '+' || word[1] == '-'))
			take_guard(entry, word + 1);
		else if (word[0] == '#')
			break;
		else if (!entry->name && (word[0] == '+' || word[0] == '-'))
			take_guard(entry, word);
		else if (!entry->name)
			entry->name = text__format("%s", word);
		else if (!take_level(entry, word))
			return why__set(why, EINVAL, "%s: %s %s: only patches for patch -p0 to -p9 are known: drop \"%s\"",
					entry->list, entry->name, word, word);
	}
	return 0;
}

/* "@NAME": all the patches of a kernel of ours stand in front of these. */
static int read_under(struct series *series, const struct entry *entry, series_reader *reader,
		      struct why *why)
{
	const char *name = series->name;
	char *dir;
	int err;

	if (series->nr || series->under)
		return why__set(why, EINVAL, "%s: %s: not in front: what a series builds upon is its first line",
				entry->list, entry->name);
	dir = text__format("%s/%s/%s", series->kernels ? series->kernels : "/nowhere",
			   entry->name + 1, series->line ? series->line : "");
	if (strchr(entry->name, '/') || access(dir, F_OK)) {
		err = why__set(why, ENOENT, "%s: %s: no such kernel for %s: see kernels/",
			       entry->list, entry->name, series->line ? series->line : "any line");
	} else {
		series->name = dir;
		err = reader(series, why);
		series->name = name;
		free(series->under);
		series->under = text__format("%s", entry->name + 1);
	}
	free(dir);
	return err;
}

static int read_patch(struct series *series, const struct entry *entry, struct why *why)
{
	const char *slash = strrchr(entry->list, '/');
	int dir_len = slash ? slash - entry->list : 1;
	const char *dir = slash ? entry->list : ".";
	char *path = text__format("%.*s/%s", dir_len, dir, entry->name);
	size_t i, before = series->nr;
	int err = 0;

	if (entry->guard) {
		text__printf(&series->ignored, "left-out: %s: the guard %s is not set\n", path, entry->guard);
	} else if (access(path, F_OK)) {
		err = why__set(why, ENOENT, "%s: %s is not there: add the file or drop its line",
			       entry->list, entry->name);
	} else {
		series->level = entry->level;
		err = input__file(series, path, entry->list, true, why);
		series->level = LEVEL_UNKNOWN;
	}
	for (i = before; i < series->nr; i++)
		series->mail[i]->is_listed = true;
	free(path);
	return err;
}

int quilt__read(struct series *series, const char *list, series_reader *reader, struct why *why)
{
	struct entry entry;
	struct text text = { 0 };
	size_t at = 0, len;
	const char *line;
	char *copy;
	int err;

	err = text__read(&text, list, why);
	while (!err && (line = text__line(&text, &at, &len))) {
		entry = (struct entry) { .list = list, .level = LEVEL_UNKNOWN };
		copy = text__string(line, len);
		err = parse_entry(&entry, copy, why);
		if (!err && entry.name && entry.name[0] == '@')
			err = read_under(series, &entry, reader, why);
		else if (!err && entry.name)
			err = read_patch(series, &entry, why);
		free(entry.name);
		free(entry.guard);
		free(copy);
	}
	text__free(&text);
	return err;
}
