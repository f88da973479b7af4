// SPDX-License-Identifier: GPL-2.0-only
/* page.c - the folder that is published. */
#include "page.h"
#include "parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/file.h"
#include "report/formats.h"
#include "report/tables.h"
#include "report/where-tables.h"

static void print_html(FILE *out, const void *c)
{
	page__html(out, c);
}

/* Out of memory leaves it empty, and page__write() looks. */
static void print_format(FILE *out, const char *name, const struct comparison *c)
{
	const struct report_format *format;
	struct why why = { "" };

	if (!formats__find(name, &format, &why))
		format->print(out, c, &why);
}

static void print_letter(FILE *out, const void *c)
{
	print_format(out, "cover-letter", c);
}

static void print_csv(FILE *out, const void *c)
{
	print_format(out, "csv", c);
}

static void print_json(FILE *out, const void *c)
{
	print_format(out, "json", c);
}

void page__copy(FILE *out, const void *path)
{
	FILE *in = fopen(path, "re");
	char buf[65536];
	size_t n;

	while (in && (n = fread(buf, 1, sizeof(buf), in)) > 0)
		fwrite(buf, 1, n, out);
	if (in)
		fclose(in);
}

static int check(const char *dir, const char *name, struct why *why)
{
	struct stat st = { 0 };
	char *path;
	int err;

	if (asprintf(&path, "%s/%s", dir, name) < 0)
		return why__set(why, ENOMEM, "out of memory: try again");
	err = stat(path, &st) || !st.st_size;
	if (err)
		err = why__set(why, EIO, "%s: could not be written: try again",
			       path);
	free(path);
	return err;
}

int page__file(const char *dir, const char *name, void (*print)(FILE *out, const void *what),
	       const void *what, struct why *why)
{
	int err = file__write(dir, name, print, what, why);

	return err ? err : check(dir, name, why);
}

int page__write(const char *dir, const void *comparison, struct why *why)
{
	const struct comparison *c = comparison;
	char base[PAGE_NAME], head[PAGE_NAME];
	const struct {
		const char *name;
		void (*print)(FILE *out, const void *what);
		const void *what;
	} files[] = {
		{ "index.html", print_html, c },
		{ "cover-letter.txt", print_letter, c },
		{ "compare.json", print_json, c },
		{ "compare.csv", print_csv, c },
		{ page__raw_name(base, c, false), page__copy, c->base->path },
		{ page__raw_name(head, c, true), page__copy, c->head->path },
	};
	char *tables;
	size_t i;
	int err = 0;

	if (mkdir(dir, 0777) && errno != EEXIST)
		return why__set(why, errno, "%s: %s: choose another --output",
				dir, strerror(errno));
	for (i = 0; !err && i < sizeof(files) / sizeof(*files); i++)
		err = page__file(dir, files[i].name, files[i].print, files[i].what, why);
	if (err)
		return err;
	if (asprintf(&tables, "%s/tables", dir) < 0)
		return why__set(why, ENOMEM, "out of memory: try again");
	err = tables__write(tables, c, false, why);
	if (!err)
		err = where__write_tables(tables, c, why);
	free(tables);
	return err;
}
