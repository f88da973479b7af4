// SPDX-License-Identifier: GPL-2.0-only
/* address.c - headers that are written: lists of addresses, encoded words, folding. */
#include "address.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define FOLD	76
#define WORD	60	/* of an encoded word, which may have 75 with its marks */

static bool is_ascii(const char *s)
{
	while (*s > 0)
		s++;
	return !*s;
}

/* Bytes of the UTF-8 character at @s. */
static size_t character(const char *s)
{
	size_t len = 1;

	while ((s[len] & 0xc0) == 0x80)
		len++;
	return len;
}

static void encode_byte(struct text *out, unsigned char c)
{
	if (c == ' ')
		text__puts(out, "_");
	else if (isalnum(c) && c < 0x80)
		text__add(out, &c, 1);
	else
		text__printf(out, "=%02X", c);
}

/* RFC 2047: no word may end within a character. */
void address__encode(struct text *out, const char *value)
{
	struct text word = { 0 }, one = { 0 };
	size_t len, i;

	if (is_ascii(value)) {
		text__puts(out, value);
		return;
	}
	for (; *value; value += len) {
		text__free(&one);
		len = character(value);
		for (i = 0; i < len; i++)
			encode_byte(&one, value[i]);
		if (word.len + one.len > WORD) {
			text__printf(out, "=?UTF-8?q?%s?= ", word.data);
			text__free(&word);
		}
		text__puts(&word, one.data);
	}
	text__printf(out, "=?UTF-8?q?%s?=", word.data);
	text__free(&word);
	text__free(&one);
}

void address__header(struct text *out, const char *name, const char *value)
{
	size_t column = strlen(name) + 1, len;

	text__printf(out, "%s:", name);
	for (value += strspn(value, " "); *value; value += strspn(value, " ")) {
		len = strcspn(value, " ");
		if (column + 1 + len > FOLD && column > strlen(name) + 1) {
			text__puts(out, "\n");
			column = 0;
		}
		text__puts(out, " ");
		text__add(out, value, len);
		column += 1 + len;
		value += len;
	}
	text__puts(out, "\n");
}

/* Where an address ends: at a comma that no quotes, brackets or encoded word hold. */
static size_t item_length(const char *s)
{
	bool quoted = false;
	const char *at, *end;
	int depth = 0;

	for (at = s; *at; at++) {
		if (*at == '\\' && at[1]) {
			at++;
		} else if (*at == '"') {
			quoted = !quoted;
		} else if (quoted) {
			continue;
		} else if (*at == '<' || *at == '(') {
			depth++;
		} else if (*at == '>' || *at == ')') {
			depth -= depth > 0;
		} else if (at[0] == '=' && at[1] == '?') {
			end = strstr(at + 2, "?=");
			at = end ? end + 1 : at;
		} else if (!depth && (*at == ',' || *at == ';')) {
			break;
		}
	}
	return at - s;
}

/* Without quotes and their backslashes. */
static char *unquote(const char *name)
{
	struct text out = { 0 };

	text__puts(&out, "");
	for (; *name; name++) {
		if (*name == '"')
			continue;
		if (*name == '\\' && name[1])
			name++;
		text__add(&out, name, 1);
	}
	text__to_utf8(&out, NULL);
	return out.data;
}

/* A mail's sender writes what he likes: what is no address goes nowhere. */
static bool is_address(const char *s)
{
	const char *at = strchr(s, '@');

	if (!at || at == s || !at[1] || strchr(at + 1, '@'))
		return false;
	for (; *s; s++)
		if (*s <= ' ' || *s >= 0x7f || strchr("<>()[],;:\\\"", *s))
			return false;
	return true;
}

static bool is_new(struct address_list *a, const char *address)
{
	char *key = text__format("\n%s\n", address), *c;
	bool is;

	for (c = key; *c; c++)
		*c = tolower((unsigned char)*c);
	is = !a->seen.data || !strstr(a->seen.data, key);
	if (is)
		text__puts(&a->seen, key);
	free(key);
	return is;
}

/* "Name <address>", "address (Name)" or "address". */
static void add_item(struct address_list *a, const char *item, size_t len)
{
	char *whole = text__string(item, len), *open = strrchr(whole, '<'), *name = NULL, *address;

	if (open) {
		address = text__string(open + 1, strcspn(open + 1, ">"));
		while (open > whole && open[-1] == ' ')
			open--;
		*open = '\0';
		name = unquote(whole);
	} else {
		address = text__string(whole, strcspn(whole, " ("));
	}
	if (is_address(address) && is_new(a, address)) {
		text__puts(&a->list, a->list.len ? ", " : "");
		if (name && *name) {
			if (is_ascii(name))
				text__puts(&a->list, whole);
			else
				address__encode(&a->list, name);
			text__printf(&a->list, " <%s>", address);
		} else {
			text__puts(&a->list, address);
		}
	}
	free(name);
	free(address);
	free(whole);
}

void addresses__add(struct address_list *addresses, const char *value)
{
	size_t len;

	while (value && *value) {
		value += strspn(value, " \t,;");
		len = item_length(value);
		if (len)
			add_item(addresses, value, len);
		value += len;
	}
}

void addresses__skip(struct address_list *addresses, const struct address_list *others)
{
	text__add(&addresses->seen, others->seen.data, others->seen.len);
}

void addresses__free(struct address_list *addresses)
{
	text__free(&addresses->list);
	text__free(&addresses->seen);
}
