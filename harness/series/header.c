// SPDX-License-Identifier: GPL-2.0-only
/* header.c - the headers of a mail. */
#include "header.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Offset behind "name:" in @line, 0 where it is another header. */
static size_t is_header(const char *line, size_t len, const char *name)
{
	size_t n = strlen(name);

	return len > n && line[n] == ':' && !strncasecmp(line, name, n) ? n + 1 : 0;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Lines that begin with a blank continue a header. */
static char *unfold(const struct text *mail, size_t at, const char *first, size_t len)
{
	struct text value = { 0 };
	const char *line = first;
	size_t from;

	do {
		while (len && (is_blank(*line) || *line == '\r'))
			line++, len--;
		while (len && (line[len - 1] == '\r' || is_blank(line[len - 1])))
			len--;
		text__puts(&value, value.len && len ? " " : "");
		text__add(&value, line, len);
		from = at;
	} while ((line = text__line(mail, &at, &len)) && len && is_blank(mail->data[from]));
	return value.data;
}

char *header__get(const struct text *mail, const char *name)
{
	size_t at = 0, len, skip;
	const char *line;

	while ((line = text__line(mail, &at, &len)) && len && line[0] != '\r') {
		skip = is_header(line, len, name);
		if (skip)
			return unfold(mail, at, line + skip, len - skip);
	}
	return NULL;
}

char *header__charset(const struct text *mail)
{
	const char *found = mail->data ? strcasestr(mail->data, "charset=") : NULL;
	size_t len;

	if (!found)
		return NULL;
	found += strlen("charset=");
	if (*found == '"')
		found++;
	len = strcspn(found, "\"; \t\r\n");
	return len ? text__string(found, len) : NULL;
}

/* "Word-word: " at the beginning of the first line, and a From or Subject. */
bool header__begins(const struct text *text)
{
	size_t at = 0, len, n = 0;
	const char *line = text__line(text, &at, &len);
	char *value;

	if (!line)
		return false;
	while (n < len && (isalnum((unsigned char)line[n]) || line[n] == '-'))
		n++;
	if (!n || n >= len || line[n] != ':')
		return false;
	value = header__get(text, "From");
	if (!value)
		value = header__get(text, "Subject");
	free(value);
	return value;
}

static int hex(char c)
{
	if (isdigit((unsigned char)c))
		return c - '0';
	c = tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void decode_q(struct text *out, const char *in, size_t len)
{
	size_t i;
	char c;

	for (i = 0; i < len; i++) {
		c = in[i] == '_' ? ' ' : in[i];
		if (c == '=' && i + 2 < len && hex(in[i + 1]) >= 0 && hex(in[i + 2]) >= 0) {
			c = 16 * hex(in[i + 1]) + hex(in[i + 2]);
			i += 2;
		}
		text__add(out, &c, 1);
	}
}

static void decode_b(struct text *out, const char *in, size_t len)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	unsigned int bits = 0, nr = 0;
	const char *digit;
	size_t i;
	char c;

	for (i = 0; i < len && in[i] != '='; i++) {
		digit = in[i] ? strchr(digits, in[i]) : NULL;
		if (!digit)
			continue;
		bits = bits << 6 | (unsigned int)(digit - digits);
		nr += 6;
		if (nr >= 8) {
			nr -= 8;
			c = bits >> nr;
			text__add(out, &c, 1);
		}
	}
}

/* "=?charset?q?text?=" at @word; returns what stands behind it, or NULL. */
static const char *decode_word(struct text *out, const char *word)
{
	const char *type, *text, *end;
	struct text decoded = { 0 };
	char *charset;

	type = strchr(word + 2, '?');
	if (!type || !type[1] || type[2] != '?')
		return NULL;
	text = type + 3;
	end = strstr(text, "?=");
	if (!end)
		return NULL;
	if (tolower((unsigned char)type[1]) == 'q')
		decode_q(&decoded, text, end - text);
	else if (tolower((unsigned char)type[1]) == 'b')
		decode_b(&decoded, text, end - text);
	else
		return NULL;
	charset = text__string(word + 2, strcspn(word + 2, "*?"));
	text__to_utf8(&decoded, charset);
	text__add(out, decoded.data, decoded.len);
	text__free(&decoded);
	free(charset);
	return end + 2;
}

/* Blanks between two encoded words are no text. */
char *header__decode(char *value)
{
	struct text out = { 0 };
	const char *at = value, *behind;

	text__puts(&out, "");
	while (*at) {
		behind = starts_with(at, strlen(at), "=?") ? decode_word(&out, at) : NULL;
		if (!behind) {
			text__add(&out, at++, 1);
			continue;
		}
		at = behind;
		while (is_blank(*behind))
			behind++;
		if (starts_with(behind, strlen(behind), "=?"))
			at = behind;
	}
	free(value);
	text__to_utf8(&out, NULL);
	return out.data;
}
