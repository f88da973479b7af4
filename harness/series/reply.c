// SPDX-License-Identifier: GPL-2.0-only
/* reply.c - a mail that answers a series, as kernel robots write it. */
#include "reply.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define QUOTED		12	/* lines of a commit message */
#define LINE_MOST	900	/* RFC 5322 forbids 998 and more */

/**
 * struct verdict - how an answer begins
 * @name: what the caller says
 * @what: the first sentence, "%s" for "this series" or "this patch"
 * @tag: in brackets, as robots have it; before "on BASE"
 * @is_report: somebody should fix it
 */
static const struct verdict {
	const char *name, *what, *tag;
	bool is_report;
} verdicts[] = {
	{ "regressed", "vcpuscale noticed that %s makes paths of KVM slower:",
	  "performance test REGRESSION", true },
	{ "unbuilt", "vcpuscale noticed that %s does not build:", "build test ERROR", true },
	{ "invalid", "vcpuscale noticed that %s breaks what it measures:", "performance test ERROR", true },
	{ "unapplied", "vcpuscale could not test %s:", "cannot apply", false },
	{ "inconclusive", "vcpuscale measured %s and cannot tell whether it costs anything:",
	  "performance test INCONCLUSIVE", false },
	{ "not-covered", "no benchmark of vcpuscale executes what %s changes:",
	  "performance test NOT COVERED", false },
	{ "improved", "vcpuscale noticed that %s makes paths of KVM faster:",
	  "performance test IMPROVEMENT", false },
	{ "same", "vcpuscale found no difference that %s makes:", "performance test SUCCESS", false },
};

static const struct verdict *find(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(verdicts); i++)
		if (name && !strcmp(verdicts[i].name, name))
			return &verdicts[i];
	return NULL;
}

int reply__check(const struct series *series, struct why *why)
{
	char *name;
	size_t i;
	int err = 0;

	for (i = 0; !err && i < series->nr; i++) {
		if (series->mail[i]->id || !answer__is_of_series(series, series->mail[i]))
			continue;
		name = mail__name(series->mail[i]);
		err = why__set(why, EINVAL, "%s: has no Message-ID, so that nothing can answer it: give the mails as the list has them (b4 mbox, lei, git format-patch --thread)",
			       name);
		free(name);
	}
	return err;
}

/* What others have written, in one line. */
static void put_plain(struct text *out, const char *s, size_t len)
{
	size_t i;
	char c;

	len = len > LINE_MOST ? LINE_MOST : len;
	for (i = 0; i < len; i++) {
		c = (unsigned char)s[i] < ' ' && s[i] != '\t' ? ' ' : s[i];
		text__add(out, &c, 1);
	}
}

/* Who writes to the list is called by his first name there. */
static void put_greeting(struct text *out, const struct mail *mail)
{
	char *from = mail->author ? NULL : header__get(&mail->head, "From"), *name;
	size_t len;

	name = header__decode(from ? from : text__format("%s", mail->author ? mail->author : ""));
	len = strcspn(name, " <\",");
	text__puts(out, "Hi ");
	if (len && name[len] == ' ' && !memchr(name, '@', len))
		put_plain(out, name, len);
	else
		text__puts(out, "all");
	text__puts(out, ",\n\n");
	free(name);
}

/* What a link's path may not have becomes %XX. */
static void put_link(struct text *out, const char *id)
{
	text__puts(out, "https://lore.kernel.org/r/");
	for (; *id; id++) {
		if (isalnum((unsigned char)*id) || strchr("-._~@+=$!*", *id))
			text__add(out, id, 1);
		else
			text__printf(out, "%%%02X", (unsigned char)*id);
	}
}

/* How others get the file that the report's command names: of an mbox it is a thread. */
static void put_source(struct text *out, const struct series *series, const struct mail *mail)
{
	const char *name = strrchr(series->name, '/');

	text__puts(out, "\nseries mbox:    b4 mbox -o- ");
	put_plain(out, mail->id, strcspn(mail->id, "'\\ "));
	text__printf(out, " >%s\n\n", name ? name + 1 : series->name);
}

static void put_what(struct text *out, const struct reply *reply, const struct verdict *verdict,
		     const struct series *series, const struct mail *mail)
{
	text__printf(out, verdict->what, reply->patch ? "this patch" : "this series");
	text__printf(out, "\n\n[%s on %s]\n\n", verdict->tag, reply->base);
	text__printf(out, "%s link:    ", reply->patch ? "patch " : "series");
	put_link(out, mail->id);
	text__printf(out, "\n%s subject: ", reply->patch ? "patch " : "series");
	put_plain(out, mail->subject.title, strlen(mail->subject.title));
	put_source(out, series, mail);
}

/* The commit message that is answered, as far as it says what it is. */
static void put_quote(struct text *out, const struct mail *mail)
{
	size_t at = 0, len, nr = 0;
	const char *line;

	if (!mail->author || !mail->message.len)
		return;
	if (mail->date)
		text__printf(out, "On %s, ", mail->date);
	text__printf(out, "%s wrote:\n", mail->author);
	while ((line = text__line(&mail->message, &at, &len))) {
		if (!nr && !len)
			continue;
		if (nr++ == QUOTED) {
			text__puts(out, "> [...]\n");
			break;
		}
		text__puts(out, len ? "> " : ">");
		put_plain(out, line, len);
		text__puts(out, "\n");
	}
	text__puts(out, "\n");
}

static void put_hint(struct text *out, const struct reply *reply, const char *id)
{
	text__puts(out, "If a separate patch fixes it, not a new version of this one, please add:\n");
	text__printf(out, "| Reported-by: %s\n| Closes: ", reply->from);
	put_link(out, id);
	text__puts(out, "\n\n");
}

static int put_report(struct text *out, const char *path, struct why *why)
{
	struct text report = { 0 };
	const char *line;
	size_t at = 0, len;
	int err;

	err = text__read(&report, path, why);
	while (!err && (line = text__line(&report, &at, &len))) {
		put_plain(out, line, len);
		text__puts(out, "\n");
	}
	text__free(&report);
	return err;
}

/* A reader finds all of it or nothing. */
static int put_in_place(const struct text *out, const char *path, struct why *why)
{
	const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	char *new = text__format("%.*s.%s.%d", (int)(name - path), path, name, getpid());
	int err = text__write(out, new, why);

	if (!err && rename(new, path))
		err = why__set(why, errno, "%s: %s: give another file with OUT=", path, strerror(errno));
	if (err)
		unlink(new);
	free(new);
	return err;
}

int reply__write(const struct reply *reply, const struct series *series, const char *path,
		 struct why *why)
{
	const struct verdict *verdict = find(reply->verdict);
	const struct mail *mail = answer__target(series, reply->patch);
	struct text out = { 0 };
	char *id = NULL;
	int err;

	if (!verdict)
		return why__set(why, EINVAL, "--verdict=%s: unknown: give regressed, unbuilt, invalid, unapplied, inconclusive, not-covered, improved or same",
				reply->verdict ? reply->verdict : "");
	answer__head(&out, reply, series, mail, &id);
	put_greeting(&out, mail);
	put_what(&out, reply, verdict, series, mail);
	if (reply->patch)
		put_quote(&out, mail);
	if (verdict->is_report && reply->from)
		put_hint(&out, reply, id);
	err = reply->report ? put_report(&out, reply->report, why) : 0;
	text__puts(&out, "\n-- \nvcpuscale\n");
	if (!err)
		err = put_in_place(&out, path, why);
	text__free(&out);
	free(id);
	return err;
}
