/* SPDX-License-Identifier: GPL-2.0-only */
/* header.h - the headers of a mail. */
#ifndef SERIES_HEADER_H
#define SERIES_HEADER_H

#include "text.h"

/**
 * struct subject - what stands in brackets in front of a patch's subject
 * @title: the whole subject, decoded
 * @plain: the subject without reply marks and brackets, inside of @title
 * @version: 2 of "[PATCH v2 3/7]"; 1 where there is none
 * @n: 3 of it; 0 of a cover letter
 * @total: 7 of it; 0 where patches are not numbered
 * @is_patch: a bracket says PATCH or RFC
 * @is_resend: a bracket says RESEND
 * @is_reply: it begins with "Re:", or what other languages have for it
 */
struct subject {
	char *title;
	const char *plain;
	unsigned int version, n, total;
	bool is_patch, is_resend, is_reply;
};

/**
 * header__get() - a header's value
 * @mail: the mail
 * @name: as "Message-ID"
 *
 * Return: the value in one line, as it stands there; NULL without the header.
 * The caller's to free.
 */
char *header__get(const struct text *mail, const char *name);

/**
 * header__decode() - the text of a header that has encoded words
 * @value: as "=?utf-8?q?K=C3=B6nig?=", freed
 *
 * Return: UTF-8, the caller's to free.
 */
char *header__decode(char *value);

/**
 * header__charset() - the character set that a mail claims
 *
 * Return: the first one named, the caller's to free; NULL if it names none.
 */
char *header__charset(const struct text *mail);

/** header__begins() - does @text begin as a mail, with headers? */
bool header__begins(const struct text *text);

/**
 * subject__parse() - read the brackets of a subject
 * @subject: filled; takes @title
 * @title: decoded, as header__decode() returns it
 */
void subject__parse(struct subject *subject, char *title);

#endif
