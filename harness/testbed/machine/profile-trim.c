// SPDX-License-Identifier: GPL-2.0-only
/*
 * profile-trim.c - make profiles small before they are stored. A kernel has 60,000 symbols, and its profiles need some hundred:
 * those of functions that an address of a profile is in.
 */
#include <errno.h>
#include <glob.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "artifacts.h"
#include "profile.h"

/** struct addresses - @nr of them */
struct addresses {
	uint64_t *at;
	size_t nr, room;
};

/** struct symbol_line - a line of the file, and its address */
struct symbol_line {
	uint64_t at;
	char *text;
};

static int add(struct addresses *a, uint64_t address)
{
	if (a->nr == a->room) {
		size_t room = a->room ? 2 * a->room : 4096;
		uint64_t *at = realloc(a->at, room * sizeof(*at));

		if (!at)
			return -ENOMEM;
		a->at = at;
		a->room = room;
	}
	a->at[a->nr++] = address;
	return 0;
}

/* "a k ADDR ...", "a k +4 ...", "c k CALLER CALLEE ..." */
static int read_addresses(struct addresses *a, const char *path)
{
	char line[512], first[32], second[32], word;
	uint64_t before = 0;
	int n, err = 0;
	FILE *f = fopen(path, "re");

	while (f && !err && fgets(line, sizeof(line), f)) {
		n = sscanf(line, "%c %*c %31s %31s", &word, first, second);
		if (n < 3 || line[1] != ' ' || !strchr("aecd", word))
			continue;
		if (first[0] == '+')
			before += strtoull(first + 1, NULL, 16);
		else
			before = strtoull(first, NULL, 16);
		err = add(a, before);
		if (!err && (word == 'c' || word == 'd'))
			err = add(a, strtoull(second, NULL, 16));
	}
	if (f)
		fclose(f);
	return err;
}

static int by_address(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* Return: how many; they are sorted by address and else stay in order. */
static size_t read_symbols(const char *path, struct symbol_line **symbols)
{
	struct symbol_line *more;
	char *line = NULL;
	size_t size = 0, nr = 0, room = 0;
	FILE *f = fopen(path, "re");

	*symbols = NULL;
	while (f && getline(&line, &size, f) > 0) {
		if (nr == room) {
			room = room ? 2 * room : 8192;
			more = realloc(*symbols, room * sizeof(**symbols));
			if (!more)
				break;
			*symbols = more;
		}
		(*symbols)[nr].at = strtoull(line, NULL, 16);
		(*symbols)[nr].text = line;
		nr += line != NULL;
		line = NULL;
	}
	free(line);
	if (f)
		fclose(f);
	if (nr)
		qsort(*symbols, nr, sizeof(**symbols), by_address);
	return nr;
}

/* Both are sorted: all names of the last address that is not above one of @a. */
static void write_needed(FILE *out, const struct symbol_line *s, size_t nr,
			 const struct addresses *a)
{
	size_t i, next, used = 0;

	for (i = 0; i < nr; i = next) {
		for (next = i + 1; next < nr && s[next].at == s[i].at; next++)
			;
		while (used < a->nr && a->at[used] < s[i].at)
			used++;
		if (used == a->nr || (next < nr && a->at[used] >= s[next].at))
			continue;
		for (; i < next; i++)
			fputs(s[i].text, out);
	}
}

static int rewrite(const char *dir, const char *path, const struct addresses *a, struct why *why)
{
	char partial[PATH_MAX + 32];
	struct symbol_line *symbols;
	size_t i, nr = read_symbols(path, &symbols);
	bool failed;
	FILE *out;

	snprintf(partial, sizeof(partial), "%s/.symbols", dir);
	out = fopen(partial, "we");
	if (out)
		write_needed(out, symbols, nr, a);
	failed = !out || ferror(out);
	if ((out && fclose(out)) || failed || rename(partial, path)) {
		unlink(partial);
		why__set(why, EIO, "%s: cannot be written: make room where results go", path);
		failed = true;
	}
	for (i = 0; i < nr; i++)
		free(symbols[i].text);
	free(symbols);
	return failed ? -EIO : 0;
}

/* To a sixth. -n: neither a name nor a time, so that equal profiles are equal files. */
static int compress(const char *dir, struct why *why)
{
	char command[PATH_MAX + 32];

	snprintf(command, sizeof(command), "gzip -9n -- '%s'/*.raw", dir);
	if (!system(command))
		return 0;
	return why__set(why, EIO, "%s: gzip cannot compress the profiles: see the message above, or measure without", dir);
}

int profile__trim(const struct machine_options *s, int side, struct why *why)
{
	char dir[PATH_MAX], path[PATH_MAX + 32];
	struct addresses a = { NULL };
	int err = 0;
	size_t i;
	glob_t g;

	machine_options__path(dir, s, side, ".", ARTIFACTS_PROFILE);
	snprintf(path, sizeof(path), "%s/*.raw", dir);
	if (!s->profile || glob(path, 0, NULL, &g))
		return 0;
	for (i = 0; i < g.gl_pathc && !err; i++)
		err = read_addresses(&a, g.gl_pathv[i]);
	globfree(&g);
	if (a.nr)
		qsort(a.at, a.nr, sizeof(*a.at), by_address);
	snprintf(path, sizeof(path), "%s/symbols", dir);
	if (!err && !access(path, F_OK))
		err = rewrite(dir, path, &a, why);
	else if (!err)
		fprintf(stderr, "vcpuscale: %s: the machine has sent no symbols: profiles name no functions\n", dir);
	free(a.at);
	return err ? err : compress(dir, why);
}
