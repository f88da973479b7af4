// SPDX-License-Identifier: GPL-2.0-only
/* mail.c - one mail: git mailinfo decodes it, here it is judged. */
#include "series.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "run.h"

char *mail__name(const struct mail *mail)
{
	if (!mail->in_mbox || !mail->subject.title || !mail->subject.title[0])
		return text__format("%s", mail->origin);
	return text__format("%s: \"%s\"", mail->origin, mail->subject.title);
}

/* "@@ -12": only a diff has this at the beginning of a line. */
static bool is_hunk(const char *line, size_t len)
{
	return starts_with(line, len, "@@ -") && len > 4 && isdigit((unsigned char)line[4]);
}

bool mail__claims_diff(const struct text *text)
{
	size_t at = 0, next, len, next_len;
	const char *line, *second;

	while ((line = text__line(text, &at, &len))) {
		if (starts_with(line, len, "diff --git ") || is_hunk(line, len))
			return true;
		next = at;
		if (starts_with(line, len, "--- ") &&
		    (second = text__line(text, &next, &next_len)) &&
		    starts_with(second, next_len, "+++ "))
			return true;
	}
	return false;
}

/* Encoded text has to be decoded before it shows whether it is a diff. */
static bool is_encoded(const struct text *raw)
{
	return strcasestr(raw->data, "base64") || strcasestr(raw->data, "quoted-printable");
}

/* "<id>" of a header; of References the first one. */
static char *id_of(const struct text *raw, const char *header)
{
	char *value = header__get(raw, header), *from, *id = NULL;
	size_t len;

	from = value ? strchr(value, '<') : NULL;
	len = from ? strcspn(from, ">") : 0;
	if (len > 1)
		id = text__string(from + 1, len - 1);
	free(value);
	return id;
}

char *mail__base(const struct text *text)
{
	static const char key[] = "base-commit: ";
	size_t at = 0, len, i;
	const char *line;

	while ((line = text__line(text, &at, &len))) {
		if (!starts_with(line, len, key))
			continue;
		line += sizeof(key) - 1;
		len -= sizeof(key) - 1;
		for (i = 0; i < len && isxdigit((unsigned char)line[i]); i++)
			;
		if (i >= 12 && i <= 64)
			return text__string(line, i);
	}
	return NULL;
}

/* Some mail programs end lines of the diff with a carriage return: then its
 * headers have one too. In a diff of a file that has them, they do not.
 */
static void drop_carriage_returns(struct text *patch)
{
	size_t at = 0, len;
	const char *line;

	while ((line = text__line(patch, &at, &len))) {
		if (!starts_with(line, len, "+++ ") && !starts_with(line, len, "diff --git "))
			continue;
		if (len && line[len - 1] == '\r')
			text__strip_cr(patch);
		return;
	}
}

/* A name must stay inside of the tree, and in the tree's own files. */
static bool is_safe(const char *name)
{
	const char *part = name;

	if (!name)
		return true;
	if (*name == '/' || *name == '"' || !*name)
		return false;
	for (; part; part = strchr(part, '/') ? strchr(part, '/') + 1 : NULL)
		if (!strncmp(part, "../", 3) || !strcmp(part, "..") ||
		    !strncmp(part, ".git/", 5))
			return false;
	return true;
}

/* A header and nothing below it: what followed is lost. */
static const struct diff_file *find_empty(const struct diff *diff)
{
	const struct diff_file *file;
	size_t i;

	for (i = 0; i < diff->nr; i++) {
		file = &diff->file[i];
		if (!file->hunks && !file->is_move && !file->is_binary && !file->is_mode &&
		    file->old && file->new)
			return file;
	}
	return NULL;
}

/* Parse the patch again as it is written, so that offsets and names are its. */
static void check_written(struct mail *mail)
{
	const struct diff_file *empty;
	struct why why = { 0 };
	size_t i;

	if (diff__parse(&mail->diff, &mail->patch, &why)) {
		mail->bad = text__format("%s", why.text);
		return;
	}
	empty = find_empty(&mail->diff);
	if (empty) {
		mail->bad = text__format("has no hunk for %s", diff__target(empty));
		return;
	}
	for (i = 0; i < mail->diff.nr; i++)
		if (!is_safe(diff__strip(mail->diff.file[i].old, 1)) ||
		    !is_safe(diff__strip(mail->diff.file[i].new, 1))) {
			mail->bad = text__format("has a file name that cannot be used");
			return;
		}
}

void mail__take_patch(struct mail *mail, struct text *patch)
{
	struct why why = { 0 };
	struct diff diff;
	size_t i;
	int level;

	drop_carriage_returns(patch);
	if (diff__parse(&diff, patch, &why)) {
		mail->bad = text__format("%s", why.text);
	} else if (!diff.nr) {
		mail->bad = text__format("has no diff that can be read");
	} else {
		level = mail->level == LEVEL_UNKNOWN ? diff__level(&diff) : mail->level;
		for (i = 0; i < diff.nr; i++)
			diff__write(&mail->patch, patch, &diff.file[i], level);
		check_written(mail);
	}
	diff__free(&diff);
}

/* "Interdiff against v1:" with a diff below that is not indented, as git's is. */
static bool is_interdiff(const struct text *text)
{
	size_t at = 0, len;
	bool said = false;
	const char *line;

	while ((line = text__line(text, &at, &len))) {
		if (said && (starts_with(line, len, "diff ") || starts_with(line, len, "--- ")))
			return true;
		if (len && line[0] != '\r')
			said = !strncasecmp(line, "interdiff", 9) && memchr(line, ':', len);
	}
	return false;
}

static void take_info(struct mail *mail, const struct text *info)
{
	char *author = header__get(info, "Author"), *email = header__get(info, "Email");
	char *subject = header__get(info, "Subject");
	struct subject inner;

	mail->date = header__get(info, "Date");
	if (author || email)
		mail->author = text__format("%s <%s>", author ? author : email, email ? email : "");
	free(author);
	free(email);
	if (!subject)
		return;
	/* A "Subject:" in the body replaces the header's, not its numbers. */
	subject__parse(&inner, subject);
	if (strcmp(inner.title, mail->subject.title) && inner.plain[0]) {
		free(mail->subject.title);
		mail->subject.title = inner.title;
		mail->subject.plain = inner.plain;
		return;
	}
	free(inner.title);
}

/* git mailinfo: transfer encodings, character sets, format=flowed, scissors. */
static int decode(struct series *series, struct mail *mail, struct why *why)
{
	char *in = text__format("%s/mail", series->temp);
	char *message = text__format("%s/message", series->temp);
	char *diff = text__format("%s/diff", series->temp);
	const char *const argv[] = {
		"git", "-c", "mailinfo.quotedCr=strip", "mailinfo", "-k", "--scissors",
		message, diff, NULL,
	};
	char *charset = header__charset(&mail->raw);
	struct text info = { 0 }, patch = { 0 };
	int err, code;

	err = text__write(&mail->raw, in, why);
	code = err ? 0 : run__program(NULL, in, &info, argv);
	if (code)
		mail->bad = text__format("is not a mail that git mailinfo can read");
	if (!err && !code)
		err = text__read(&mail->message, message, why);
	if (!err && !code)
		err = text__read(&patch, diff, why);
	if (!err && !code) {
		take_info(mail, &info);
		text__to_utf8(&patch, charset);
		mail->has_diff = mail__claims_diff(&patch);
		if (mail->has_diff && !is_interdiff(&mail->message) && !is_interdiff(&patch))
			mail__take_patch(mail, &patch);
		else if (mail->has_diff)
			mail->bad = text__format("has an interdiff where its patch should be");
		if (!mail->base)
			mail->base = mail__base(&patch);
	}
	text__free(&info);
	text__free(&patch);
	free(charset);
	free(in);
	free(message);
	free(diff);
	return err;
}

/* Why a mail is not to be applied by what it is; NULL if it is a patch. */
static char *not_a_patch(const struct mail *mail)
{
	const struct subject *s = &mail->subject;

	if (s->total && !s->n)
		return text__format(mail->has_diff ?
				    "a cover letter: the diff in it, an interdiff, is not applied" :
				    "a cover letter");
	if (!strncasecmp(s->plain, "interdiff", 9) || !strncasecmp(s->plain, "range-diff", 10))
		return text__format("not a patch by its subject");
	if (s->is_reply && !mail->is_alone)
		return text__format(mail->has_diff ? "a reply: the diff in it is not applied" :
				    "a reply");
	return NULL;
}

static void keep_head(struct mail *mail)
{
	size_t at = 0, len;
	const char *line;

	while ((line = text__line(&mail->raw, &at, &len)) && len && line[0] != '\r')
		;
	text__add(&mail->head, mail->raw.data, at);
}

int mail__read(struct series *series, struct mail *mail, struct why *why)
{
	char *title = header__get(&mail->raw, "Subject");
	int err = 0;

	subject__parse(&mail->subject, header__decode(title ? title : text__format("%s", "")));
	keep_head(mail);
	mail->id = id_of(&mail->raw, "Message-ID");
	mail->parent = id_of(&mail->raw, "In-Reply-To");
	mail->root = id_of(&mail->raw, "References");
	if (!mail->root && (mail->parent || mail->id))
		mail->root = text__format("%s", mail->parent ? mail->parent : mail->id);
	mail->base = mail__base(&mail->raw);
	mail->has_diff = mail__claims_diff(&mail->raw);
	mail->left_out = not_a_patch(mail);
	if (!mail->left_out && (mail->has_diff || is_encoded(&mail->raw)))
		err = decode(series, mail, why);
	if (!err && !mail->left_out && !mail->has_diff && !mail->bad) {
		if (mail->subject.is_patch && !mail->subject.is_reply)
			mail->bad = text__format(strcasestr(mail->raw.data, "text/html") ?
						 "is HTML: its diff cannot be read" :
						 "has no diff that can be read");
		else
			mail->left_out = text__format("no patch in it");
	}
	text__free(&mail->raw);
	return err;
}
