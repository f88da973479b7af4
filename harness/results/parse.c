// SPDX-License-Identifier: GPL-2.0-only
/* parse.c - the lines of a results file: docs/format.md describes them. */
#include "parse.h"
#include "build.h"
#include "parser.h"
#include "write.h"

#include <ctype.h>
#include <errno.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/text.h"

/* Go: a lower-case letter, no blank and no upper-case letter up to the ':'. */
static char *value_of(char *line)
{
	char *c;

	if (!islower((unsigned char)*line))
		return NULL;
	for (c = line; *c && *c != ':'; c++) {
		if (isspace((unsigned char)*c) || isupper((unsigned char)*c))
			return NULL;
	}
	if (*c != ':' || (c[1] && c[1] != ' ' && c[1] != '\t'))
		return NULL;
	*c++ = '\0';
	return c + strspn(c, PARSER_BLANKS);
}

#define HOLDS_NUL	"holds a NUL byte: is this a results file?"

static bool is_sized(const char *line)
{
	const char *part = strstr(line, "/vcpus=");

	return part && (size_t)(part - line) < strcspn(line, PARSER_BLANKS);
}

static int parse_line(struct parser *p, char *line)
{
	char *value, *first = line + strlen(PARSER_PREFIX);

	/*
	 * Go: what follows "Benchmark" is no lower-case letter. Its tools read such
	 * names all the same; here they have a size, and sentences do not.
	 */
	if (!strncmp(line, PARSER_PREFIX, strlen(PARSER_PREFIX)) &&
	    (!islower((unsigned char)*first) || is_sized(line)))
		return parser__benchmark(p, line);
	if (!strncmp(line, "Unit ", 5))
		return parser__unit(p, line);
	value = value_of(line);
	if (value)
		return parser__setting(p, line, value);
	return 0;
}

/* Reports are ASCII: what is not is spelled in it, and stays different. */
static int parse_text(struct parser *p, const char *line)
{
	char *plain = text__escape(line);
	int err = plain ? parse_line(p, plain) : -ENOMEM;

	free(plain);
	return err;
}

static int parse_lines(struct parser *p, FILE *file)
{
	size_t size = 0, end;
	char *line = NULL;
	double value;
	int err = 0;
	ssize_t len;

	while (!err && (len = getline(&line, &size, file)) >= 0) {
		p->line++;
		/* The writer stopped in the middle of this line, or the disk's journal did. */
		if (line[len - 1] != '\n') {
			if (strlen(line) != (size_t)len)
				err = parser__bad(p, HOLDS_NUL);
			break;
		}
		if (repeat__take(&p->repeat, line, len, &value)) {
			p->r->nr_samples++;
			err = results__add_sample(p->repeat.cell,
				&(struct sample){ value, p->round });
			continue;
		}
		repeat__name(&p->repeat, line);
		if (strlen(line) != (size_t)len) {
			err = parser__bad(p, HOLDS_NUL);
			break;
		}
		for (end = len; end && strchr(PARSER_BLANKS, line[end - 1]); end--)
			;
		line[end] = '\0';
		err = parse_text(p, line);
	}
	if (!err && ferror(file))
		err = why__unread(p->why, p->r->path);
	free(line);
	return err;
}

static int check_end(struct parser *p, bool force)
{
	const char *path = p->r->path;

	if (!p->line)
		return why__set(p->why, EINVAL, "%s:1: file is empty: measure again",
				path);
	if (!results__get(p->r, "schema"))
		return why__set(p->why, EINVAL, "%s:1: no line 'schema: %s': is this a results file?",
				path, RESULTS_SCHEMA);
	p->r->cut = !p->ended || p->promised != p->r->nr_samples;
	/* The mark of an incomplete run says more than its missing end. */
	if (!p->r->cut || force || results__get(p->r, "incomplete"))
		return 0;
	if (!p->ended)
		return parser__bad(p, "cut short, no end line: measure again or use --force");
	return parser__bad(p, "cut short, end line promises %lu samples and the file has %zu: measure again or use --force",
			   p->promised, p->r->nr_samples);
}

static void keep(void *cell)
{
	(void)cell;	/* it belongs to the results */
}

int results__parse(struct results *r, bool force, struct why *why)
{
	struct parser p = { .r = r, .why = why };
	FILE *file = fopen(r->path, "re");
	int err;

	if (!file)
		return why__set(why, errno, "%s: %s: name a results file or a kernel",
				r->path, strerror(errno));
	err = parse_lines(&p, file);
	fclose(file);
	if (!err)
		err = check_end(&p, force);
	tdestroy(p.index, keep);
	return err;
}
