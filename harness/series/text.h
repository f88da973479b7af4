/* SPDX-License-Identifier: GPL-2.0-only */
/* text.h - bytes that grow: files, mails, patches. NUL bytes are allowed. */
#ifndef SERIES_TEXT_H
#define SERIES_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* The error idiom of all programs, for every file of this directory. */
#include "lib/why.h"

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

/**
 * struct text - bytes with a length
 * @data: always followed by a NUL byte; NULL while nothing was added
 * @len: bytes, without that NUL
 * @room: bytes allocated
 */
struct text {
	char *data;
	size_t len, room;
};

/**
 * text__add() - append bytes
 * @text: where to
 * @data: bytes
 * @len: how many
 *
 * Ends the program when out of memory, as all functions here that allocate:
 * the program has nothing to save then.
 */
void text__add(struct text *text, const void *data, size_t len);

/** text__puts() - append a string */
void text__puts(struct text *text, const char *string);

/** text__printf() - append as printf() would print */
void text__printf(struct text *text, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/** text__free() - empty @text and give its memory back */
void text__free(struct text *text);

/** text__string() - a copy of @len bytes as a string, the caller's to free */
char *text__string(const char *data, size_t len);

/** text__format() - as printf() would print it, the caller's to free */
char *text__format(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/**
 * text__line() - step to the next line
 * @text: what to walk
 * @at: offset of the line to return; moved behind it
 * @len: length of the line without its end
 *
 * Return: the line, which no NUL follows; NULL at the end.
 */
const char *text__line(const struct text *text, size_t *at, size_t *len);

/**
 * text__read() - append a whole file
 * @text: where to
 * @path: the file, at most 1 GiB
 * @why: set on failure
 *
 * Return: 0, or a negative errno.
 */
int text__read(struct text *text, const char *path, struct why *why);

/** text__write() - make @path a file of what @text holds; 0 or -errno */
int text__write(const struct text *text, const char *path, struct why *why);

/** text__strip_cr() - "\r\n" becomes "\n" */
void text__strip_cr(struct text *text);

/**
 * text__to_utf8() - convert to UTF-8
 * @text: changed in place; left alone when it is valid UTF-8
 * @charset: what it claims to be, NULL if it claims nothing: ISO 8859-1 then
 */
void text__to_utf8(struct text *text, const char *charset);

/** starts_with() - does the line of @len bytes begin with @prefix? */
bool starts_with(const char *line, size_t len, const char *prefix);

#endif
