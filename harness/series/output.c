// SPDX-License-Identifier: GPL-2.0-only
/* output.c - the normalised series: a patch a file, and the manifest. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"
#include "run.h"
#include "series.h"

#define SLUG_MOST	52	/* as git format-patch */
#define FILES_AT_ONCE	500

/* "0003-KVM-x86-Walk-a-list.patch" */
static char *file_name(const char *subject, size_t number)
{
	char slug[SLUG_MOST + 1];
	size_t len = 0;

	for (; *subject && len < SLUG_MOST; subject++) {
		if (isalnum((unsigned char)*subject) || *subject == '_' ||
		    (*subject == '.' && len && slug[len - 1] != '.'))
			slug[len++] = *subject;
		else if (len && slug[len - 1] != '-')
			slug[len++] = '-';
	}
	while (len && (slug[len - 1] == '-' || slug[len - 1] == '.'))
		len--;
	slug[len] = '\0';
	len = len > 6 && !strcmp(slug + len - 6, ".patch") ? len - 6 : len;
	return text__format("%04zu-%.*s.patch", number, (int)(len ? len : 5), len ? slug : "patch");
}

/* A mail that git am reads, for those who build trees. */
static void write_patch(struct text *out, const struct mail *mail)
{
	const char *message = mail->message.data ? mail->message.data : "";
	size_t len = mail->message.len;

	while (len && isspace((unsigned char)message[len - 1]))
		len--;
	while (len && *message == '\n')
		message++, len--;
	text__puts(out, "From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001\n");
	text__printf(out, "From: %s\n", mail->author ? mail->author : "unknown <unknown@example.org>");
	text__printf(out, "Date: %s\n", mail->date ? mail->date : "Thu, 1 Jan 1970 00:00:00 +0000");
	text__printf(out, "Subject: [PATCH] %s\nMIME-Version: 1.0\n", mail->subject.plain);
	text__puts(out, "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n\n");
	text__add(out, message, len);
	text__puts(out, len ? "\n---\n\n" : "---\n\n");
	text__add(out, mail->patch.data, mail->patch.len);
	text__puts(out, "-- \nvcpuscale\n");
}

static int git_reads(const char *dir, const char *const *files, size_t nr, struct text *said)
{
	const char **argv = calloc(nr + 4, sizeof(*argv));
	int code;

	if (!argv)
		abort();
	argv[0] = "git";
	argv[1] = "apply";
	argv[2] = "--numstat";
	memcpy(argv + 3, files, nr * sizeof(*files));
	code = run__program(dir, NULL, said, argv);
	free(argv);
	return code;
}

/* What git says of the first that it cannot read. */
static int blame(const struct series *series, const char *dir, struct why *why)
{
	const struct mail *mail;
	struct text said = { 0 };
	char *name, *error;
	size_t i;
	int err = 0;

	for (i = 0; i < series->nr && !err; i++) {
		mail = series->mail[i];
		if (!mail->file || !git_reads(dir, (const char *const *)&mail->file, 1, &said)) {
			text__free(&said);
			continue;
		}
		name = mail__name(mail);
		error = said.data ? strstr(said.data, "error: ") : NULL;
		err = why__set(why, EINVAL, "%s: git apply cannot read it: %.*s: write it anew with git format-patch",
			       name, error ? (int)strcspn(error + 7, "\n") : 0, error ? error + 7 : "");
		free(name);
	}
	text__free(&said);
	return err;
}

/* The last word on whether a patch can be read has git: of many at once. */
static int ask_git(const struct series *series, const char *dir, struct why *why)
{
	const char *files[FILES_AT_ONCE];
	size_t i, nr = 0;
	int err = 0;

	for (i = 0; i < series->nr && !err; i++) {
		if (series->mail[i]->file)
			files[nr++] = series->mail[i]->file;
		if (nr && (nr == FILES_AT_ONCE || i + 1 == series->nr)) {
			if (git_reads(dir, files, nr, NULL))
				err = blame(series, dir, why);
			nr = 0;
		}
	}
	return err;
}

static int write_patches(struct series *series, const char *dir, struct why *why)
{
	size_t i, number = 0;
	struct mail *mail;
	struct text text;
	char *path;
	int err = 0;

	for (i = 0; i < series->nr && !err; i++) {
		mail = series->mail[i];
		if (mail->left_out)
			continue;
		mail->file = file_name(mail->subject.plain, ++number);
		path = text__format("%s/%s", dir, mail->file);
		text = (struct text) { 0 };
		write_patch(&text, mail);
		err = text__write(&text, path, why);
		text__free(&text);
		free(path);
	}
	return err ? err : ask_git(series, dir, why);
}

static void write_line(struct text *out, const struct mail *mail)
{
	char *name = mail__name(mail);

	name[strcspn(name, "\r\n")] = '\0';
	if (mail->left_out)
		text__printf(out, "left-out: %s: %s\n", name, mail->left_out);
	else
		text__printf(out, "patch: %s from %s\n", mail->file, name);
	free(name);
}

/* One base: of the mails applied, else of their cover letter. */
static const char *base_commit(const struct series *series)
{
	const struct mail *mail;
	const char *cover = NULL;
	size_t i;

	for (i = 0; i < series->nr; i++) {
		mail = series->mail[i];
		if (mail->base && !mail->left_out)
			return mail->base;
		if (mail->base && mail->subject.total && !mail->subject.n &&
		    mail->subject.version == series->mail[0]->subject.version)
			cover = mail->base;
	}
	return cover;
}

/* What is left out and was meant to change something is worth a word. */
static void note_left_out(struct text *out, const struct series *series)
{
	const struct mail *mail;
	char *name;
	size_t i;

	for (i = 0; i < series->nr; i++) {
		mail = series->mail[i];
		if (!mail->left_out || !mail->has_diff || mail->left_out[0] != 'a')
			continue;
		name = mail__name(mail);
		text__printf(out, "note: %s: %s\n", name, mail->left_out);
		free(name);
	}
}

static int write_manifest(const struct series *series, const char *dir, struct why *why)
{
	struct text out = { 0 }, list = { 0 };
	char *path = text__format("%s/manifest", dir), *order = text__format("%s/series", dir);
	const char *base = base_commit(series);
	size_t i;
	int err;

	text__printf(&out, "schema: vcpuscale-series/1\ninput: %s\npatches: %zu\n",
		     series->name, series__applied(series));
	if (base)
		text__printf(&out, "base-commit: %s\n", base);
	if (series->under)
		text__printf(&out, "under: %s\n", series->under);
	for (i = 0; i < series->nr; i++) {
		write_line(&out, series->mail[i]);
		if (series->mail[i]->file)
			text__printf(&list, "%s\n", series->mail[i]->file);
	}
	text__add(&out, series->ignored.data, series->ignored.len);
	text__add(&out, series->notes.data, series->notes.len);
	note_left_out(&out, series);
	err = text__write(&out, path, why);
	if (!err)
		err = text__write(&list, order, why);
	text__free(&out);
	text__free(&list);
	free(path);
	free(order);
	return err;
}

/* A reader finds the old series or the new one, but for a moment between. */
static int put_in_place(const char *new, const char *dir, const char *old, struct why *why)
{
	rename(dir, old);
	if (rename(new, dir))
		return why__set(why, errno, "%s: %s: give another build directory with O=",
				dir, strerror(errno));
	return 0;
}

int output__write(struct series *series, const char *dir, struct why *why)
{
	char *new = text__format("%s.new.%d", dir, getpid());
	char *old = text__format("%s.old.%d", dir, getpid());
	int err;

	files__guard(new);
	err = files__make_parents(dir, why);
	if (!err && mkdir(new, 0777))
		err = why__set(why, errno, "%s: %s: give another build directory with O=",
			       new, strerror(errno));
	if (!err)
		err = write_patches(series, new, why);
	if (!err)
		err = write_manifest(series, new, why);
	if (!err)
		err = put_in_place(new, dir, old, why);
	files__remove(new);
	files__remove(old);
	free(new);
	free(old);
	return err;
}
