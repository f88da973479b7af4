// SPDX-License-Identifier: GPL-2.0-only
/* text.c - bytes that grow: files, mails, patches. */
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MOST	(1L << 30)

static void out_of_memory(void)
{
	fputs("vcpuscale: out of memory: end something else first\n", stderr);
	exit(2);
}

static void make_room(struct text *text, size_t len)
{
	size_t want = text->len + len + 1;

	if (want <= text->room)
		return;
	if (want < 2 * text->room)
		want = 2 * text->room;
	text->data = realloc(text->data, want);
	if (!text->data)
		out_of_memory();
	text->room = want;
}

void text__add(struct text *text, const void *data, size_t len)
{
	make_room(text, len);
	if (len)
		memcpy(text->data + text->len, data, len);
	text->len += len;
	text->data[text->len] = '\0';
}

void text__puts(struct text *text, const char *string)
{
	text__add(text, string, strlen(string));
}

static void add_formatted(struct text *text, const char *fmt, va_list args)
{
	char *string;

	if (vasprintf(&string, fmt, args) < 0)
		out_of_memory();
	text__puts(text, string);
	free(string);
}

void text__printf(struct text *text, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	add_formatted(text, fmt, args);
	va_end(args);
}

char *text__format(const char *fmt, ...)
{
	struct text text = { 0 };
	va_list args;

	va_start(args, fmt);
	add_formatted(&text, fmt, args);
	va_end(args);
	return text.data;
}

void text__free(struct text *text)
{
	free(text->data);
	*text = (struct text) { 0 };
}

char *text__string(const char *data, size_t len)
{
	char *string = strndup(data, len);

	if (!string)
		out_of_memory();
	return string;
}

const char *text__line(const struct text *text, size_t *at, size_t *len)
{
	const char *line, *end;

	if (*at >= text->len)
		return NULL;
	line = text->data + *at;
	end = memchr(line, '\n', text->len - *at);
	*len = end ? (size_t)(end - line) : text->len - *at;
	*at += *len + (end ? 1 : 0);
	return line;
}

/* Ten thousand mails are read in pieces of 64 KiB and kept. */
static void drop_room(struct text *text)
{
	char *smaller = realloc(text->data, text->len + 1);

	if (!smaller)
		return;
	text->data = smaller;
	text->room = text->len + 1;
}

static int read_all(struct text *text, int fd)
{
	ssize_t n;

	do {
		make_room(text, 1 << 16);
		n = read(fd, text->data + text->len, text->room - text->len - 1);
		if (n > 0)
			text->len += n;
		if (text->len > FILE_MOST)
			return -EFBIG;
	} while (n > 0 || (n < 0 && errno == EINTR));
	text->data[text->len] = '\0';
	return n < 0 ? -errno : 0;
}

int text__read(struct text *text, const char *path, struct why *why)
{
	int fd, err;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return why__set(why, errno, "%s: %s: give a file that can be read",
				path, strerror(errno));
	err = read_all(text, fd);
	close(fd);
	if (!err)
		drop_room(text);
	if (err)
		return why__set(why, -err, "%s: %s: give a file that can be read",
				path, strerror(-err));
	return 0;
}

int text__write(const struct text *text, const char *path, struct why *why)
{
	FILE *file = fopen(path, "we");
	bool bad;

	if (!file)
		goto fail;
	bad = text->len && fwrite(text->data, text->len, 1, file) != 1;
	if (fclose(file) || bad)
		goto fail;
	return 0;
fail:
	return why__set(why, errno, "%s: %s: make room there or give another build directory with O=",
			path, strerror(errno));
}

void text__strip_cr(struct text *text)
{
	size_t from, to = 0;

	for (from = 0; from < text->len; from++) {
		if (text->data[from] == '\r' && text->data[from + 1] == '\n')
			continue;
		text->data[to++] = text->data[from];
	}
	if (text->data)
		text->data[to] = '\0';
	text->len = to;
}

/* Bytes of the character at @s, 0 if it is none of UTF-8. */
static size_t utf8_length(const unsigned char *s, size_t left)
{
	size_t len, i;

	if (s[0] < 0x80)
		return 1;
	len = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
	if (s[0] < 0xc2 || s[0] > 0xf4 || len > left)
		return 0;
	for (i = 1; i < len; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	return len;
}

static bool is_utf8(const struct text *text)
{
	size_t at, len;

	for (at = 0; at < text->len; at += len) {
		len = utf8_length((unsigned char *)text->data + at, text->len - at);
		if (!len)
			return false;
	}
	return true;
}

static void convert(struct text *text, iconv_t cd)
{
	struct text out = { 0 };
	char *in = text->data, *end;
	size_t in_left = text->len, out_left;

	while (in_left) {
		make_room(&out, 4 * in_left + 16);
		end = out.data + out.len;
		out_left = out.room - out.len - 1;
		if (iconv(cd, &in, &in_left, &end, &out_left) == (size_t)-1 &&
		    errno != E2BIG && in_left && out_left) {
			*end++ = '?';
			in++, in_left--;
		}
		out.len = end - out.data;
	}
	text__add(&out, "", 0);
	text__free(text);
	*text = out;
}

void text__to_utf8(struct text *text, const char *charset)
{
	iconv_t cd;

	if (is_utf8(text))
		return;
	cd = iconv_open("UTF-8", charset ? charset : "ISO-8859-1");
	if (cd == (iconv_t)-1 || (charset && !strcasecmp(charset, "utf-8"))) {
		if (cd != (iconv_t)-1)
			iconv_close(cd);
		cd = iconv_open("UTF-8", "ISO-8859-1");
	}
	if (cd == (iconv_t)-1)
		return;
	convert(text, cd);
	iconv_close(cd);
}

bool starts_with(const char *line, size_t len, const char *prefix)
{
	size_t n = strlen(prefix);

	return len >= n && !memcmp(line, prefix, n);
}
