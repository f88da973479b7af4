// SPDX-License-Identifier: GPL-2.0-only
/* mail-diff.c - a file that is no mail but has a diff. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "series.h"

/* "commit 0123...", as git show and git log begin. */
static bool is_commit(const char *line, size_t len)
{
	size_t i;

	if (!starts_with(line, len, "commit ") || len < 7 + 40)
		return false;
	for (i = 7; i < 7 + 40; i++)
		if (!isxdigit((unsigned char)line[i]))
			return false;
	return true;
}

static size_t count_commits(const struct text *text)
{
	size_t at = 0, len, nr = 0;
	const char *line;

	while ((line = text__line(text, &at, &len)))
		nr += is_commit(line, len);
	return nr;
}

/* What git show prints above the diff: headers, then the message, indented. */
static char *read_commit(struct mail *mail, const struct text *text)
{
	size_t at = 0, len;
	char *title = NULL;
	const char *line;

	while ((line = text__line(text, &at, &len))) {
		if (starts_with(line, len, "Author:") && !mail->author) {
			line += 7, len -= 7;
			while (len && *line == ' ')
				line++, len--;
			mail->author = text__string(line, len);
		} else if (starts_with(line, len, "    ") && !title) {
			title = text__string(line + 4, len - 4);
		} else if (starts_with(line, len, "    ") || (!len && mail->message.len)) {
			text__add(&mail->message, line + (len ? 4 : 0), len ? len - 4 : 0);
			text__puts(&mail->message, "\n");
		}
	}
	return title;
}

/* Without headers: the first line is the subject, the others are the message. */
static char *read_text(struct mail *mail, const struct text *text)
{
	size_t at = 0, len;
	const char *line = text__line(text, &at, &len);
	char *title = NULL;

	if (line && len && len < 100 && isalnum((unsigned char)line[0]))
		title = text__string(line, len);
	else
		at = 0;
	text__add(&mail->message, text->data + at, text->len - at);
	return title;
}

void mail__read_diff(struct mail *mail)
{
	struct text above = { 0 }, patch = { 0 };
	const char *slash = strrchr(mail->origin, '/');
	size_t begins, commits;
	char *title;

	text__to_utf8(&mail->raw, NULL);
	begins = diff__begins(&mail->raw);
	commits = count_commits(&mail->raw);
	text__add(&above, mail->raw.data, begins);
	text__add(&patch, mail->raw.data + begins, mail->raw.len - begins);
	text__strip_cr(&above);
	title = commits ? read_commit(mail, &above) : read_text(mail, &above);
	if (!title)
		title = text__format("%s", slash ? slash + 1 : mail->origin);
	subject__parse(&mail->subject, title);
	mail->has_diff = true;
	mail->base = mail__base(&mail->raw);
	if (commits > 1)
		mail->bad = text__format("has %zu commits in git log's order, the newest first", commits);
	else
		mail__take_patch(mail, &patch);
	text__free(&above);
	text__free(&patch);
	text__free(&mail->raw);
}
