// SPDX-License-Identifier: GPL-2.0-only
/* json-stream.c - a JSON object member by member. */
#include "json-stream.h"

#include <string.h>

/* 12 digits: more than any cost has, fewer than 0.1 needs to look odd. */
#define FORMAT	(JSON_ENCODE_ANY | JSON_INDENT(1) | JSON_REAL_PRECISION(12))

static void begin_line(const struct json_stream *s)
{
	fprintf(s->out, "\n%*s", (int)s->depth, "");
}

/* Lines of a value are indented by one a level; those of strings are escaped. */
static int write_indented(const char *text, size_t size, void *data)
{
	const struct json_stream *s = data;
	const char *end = text + size, *line;

	for (; text < end; text = line) {
		line = memchr(text, '\n', end - text);
		line = line ? line : end;
		fwrite(text, 1, line - text, s->out);
		if (line < end) {
			begin_line(s);
			line++;
		}
	}
	return ferror(s->out) ? -1 : 0;
}

static void write_value(struct json_stream *s, json_t *value)
{
	if (!value || json_dump_callback(value, write_indented, s, FORMAT))
		s->failed = true;
	json_decref(value);
}

static void begin_member(struct json_stream *s, const char *name)
{
	fputc(s->members++ ? ',' : '{', s->out);
	s->depth = 1;
	begin_line(s);
	fprintf(s->out, "\"%s\": ", name);
}

void json_stream__member(struct json_stream *s, const char *name, json_t *value)
{
	begin_member(s, name);
	write_value(s, value);
}

void json_stream__open(struct json_stream *s, const char *name)
{
	begin_member(s, name);
	fputc('[', s->out);
	s->elements = 0;
}

void json_stream__element(struct json_stream *s, json_t *value)
{
	if (s->elements++)
		fputc(',', s->out);
	s->depth = 2;
	begin_line(s);
	write_value(s, value);
}

void json_stream__close(struct json_stream *s)
{
	s->depth = 1;
	if (s->elements)
		begin_line(s);
	fputc(']', s->out);
}

int json_stream__end(struct json_stream *s)
{
	fputs("\n}\n", s->out);
	return s->failed || ferror(s->out) ? -1 : 0;
}
