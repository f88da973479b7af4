// SPDX-License-Identifier: GPL-2.0-only
/* code-table.c - the functions that differ, as the suite keeps them beside a run. */
#include "code.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/array.h"
#include "lib/file.h"
#include "profile.h"

#define HEAD	"vcpuscale-changed: 1"
#define ADVICE	"run vcpuscale attribute with --base on its results again"

struct code_table {
	const struct code *code;
	const char *base;
};

static void print(FILE *out, const void *what)
{
	const struct code_table *t = what;
	size_t i;

	fprintf(out, HEAD "\nbase: %s\nimage: %s\n", t->base, t->code->image ? "differs" : "same");
	for (i = 0; i < t->code->nr; i++)
		fprintf(out, "f\t%s\t%s\n", t->code->at[i].module, t->code->at[i].name);
	fprintf(out, "end: %zu\n", t->code->nr);
}

int code__write(const char *path, const struct code *code, const char *base, struct why *why)
{
	const struct code_table t = { code, base };
	const char *name = strrchr(path, '/');
	char *dir = name ? strndup(path, name - path) : strdup(".");
	int err = dir ? file__write(dir, name ? name + 1 : path, print, &t, why) :
			why__set(why, ENOMEM, "out of memory: try again");

	free(dir);
	return err;
}

static int add(struct code *code, char *rest)
{
	struct code_function *at = array__grow(code->at, &code->room, code->nr, sizeof(*at));
	char *name = strchr(rest, '\t');

	if (!at)
		return -ENOMEM;
	code->at = at;
	if (!name)
		return -EINVAL;
	*name++ = '\0';
	at += code->nr++;
	*at = (struct code_function){ strdup(rest), strdup(name) };
	return at->module && at->name ? 0 : -ENOMEM;
}

/* @ended: the last line was seen, and the functions are as many as it says. */
static int read_line(struct code *code, char *base, char *line, bool *ended)
{
	size_t n;

	line[strcspn(line, "\n")] = '\0';
	if (!strncmp(line, "f\t", 2))
		return add(code, line + 2);
	if (!strncmp(line, "base: ", 6))
		snprintf(base, CODE_ID, "%s", line + 6);
	else if (!strcmp(line, "image: differs"))
		code->image = true;
	else if (sscanf(line, "end: %zu", &n) == 1)
		*ended = n == code->nr;
	return 0;
}

int code__read(const char *path, struct code *out, char *base, struct why *why)
{
	FILE *f = fopen(path, "re");
	bool ended = false;
	size_t room = 0;
	char *line = NULL;
	int err = 0;

	*out = (struct code){ .nr = 0 };
	*base = '\0';
	if (!f)
		return errno == ENOENT ? -ENOENT :
		       why__set(why, errno, "%s: %s: check the disk", path, strerror(errno));
	if (getline(&line, &room, f) < 0 || strcmp(line, HEAD "\n"))
		err = -EINVAL;
	while (!err && getline(&line, &room, f) >= 0)
		err = read_line(out, base, line, &ended);
	free(line);
	fclose(f);
	if (err == -ENOMEM)
		return why__set(why, ENOMEM, "out of memory: try again");
	if (err || !ended)
		return why__set(why, EINVAL, "%s: is cut off or broken: " ADVICE, path);
	return 0;
}

/* The line "kernel-id: ..." of a kernel that was built. */
static int read_id(const char *dir, char *id, struct why *why)
{
	char path[PROFILE_PATH], line[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/info", dir);
	f = fopen(path, "re");
	*id = '\0';
	while (f && !*id && fgets(line, sizeof(line), f))
		sscanf(line, "kernel-id: %63s", id);
	if (f)
		fclose(f);
	return *id ? 0 : why__set(why, EINVAL, "%s: no line 'kernel-id: ...': build the kernel again",
				  path);
}

int code__make(const char *dir, const char *base, const char *head, struct why *why)
{
	char path[PROFILE_PATH + sizeof(CODE_TABLE) + 1], id[CODE_ID];
	struct code code = { .nr = 0 };
	int err;

	snprintf(path, sizeof(path), "%s/" CODE_TABLE, dir);
	unlink(path);
	if (!base || !head)
		return 0;
	err = read_id(base, id, why);
	if (!err)
		err = code__changed(base, head, &code, why);
	if (!err)
		err = code__write(path, &code, id, why);
	code__free(&code);
	return err;
}
