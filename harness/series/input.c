// SPDX-License-Identifier: GPL-2.0-only
/* input.c - from what the user named to mails: files, directories, maildirs. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"
#include "lib/array.h"
#include "run.h"
#include "series.h"

struct mail *series__add(struct series *series, char *origin, char *place)
{
	struct mail *mail = calloc(1, sizeof(*mail));
	struct mail **grown;

	grown = array__grow(series->mail, &series->room, series->nr, sizeof(*grown));
	if (!grown || !mail)
		abort();
	series->mail = grown;
	mail->origin = origin;
	mail->place = place;
	mail->level = series->level;
	mail->position = series->nr;
	text__puts(&mail->raw, "");
	series->mail[series->nr++] = mail;
	return mail;
}

size_t series__applied(const struct series *series)
{
	size_t i, nr = 0;

	for (i = 0; i < series->nr; i++)
		nr += !series->mail[i]->left_out;
	return nr;
}

static void free_mail(struct mail *mail)
{
	free(mail->origin);
	free(mail->place);
	text__free(&mail->raw);
	text__free(&mail->head);
	free(mail->subject.title);
	free(mail->author);
	free(mail->date);
	free(mail->id);
	free(mail->root);
	free(mail->parent);
	free(mail->base);
	text__free(&mail->message);
	text__free(&mail->patch);
	diff__free(&mail->diff);
	free(mail->left_out);
	free(mail->bad);
	free(mail->file);
	free(mail);
}

void series__free(struct series *series)
{
	size_t i;

	for (i = 0; i < series->nr; i++)
		free_mail(series->mail[i]);
	free(series->mail);
	text__free(&series->ignored);
	text__free(&series->notes);
	free(series->under);
	if (series->temp)
		files__remove(series->temp);
	free(series->temp);
}

/* How messages call a file: without the directory that make runs in. */
char *input__label(const char *path)
{
	char *here = getcwd(NULL, 0);
	size_t len = here ? strlen(here) : 0;
	char *name;

	if (len && !strncmp(path, here, len) && path[len] == '/')
		path += len + 1;
	name = text__format("%s", path);
	free(here);
	return name;
}

static void ignore(struct series *series, const char *path, const char *why)
{
	char *name = input__label(path);

	text__printf(&series->ignored, "left-out: %s: %s\n", name, why);
	free(name);
}

/* git mailsplit writes 00001, 00002 and so on. */
static int read_mbox(struct series *series, const char *path, const char *place,
		     const struct text *raw, bool named, struct why *why)
{
	char *in = text__format("%s/mbox", series->temp);
	char *out = text__format("%s/split", series->temp), *option = text__format("-o%s", out);
	const char *const argv[] = { "git", "mailsplit", "-b", "-d6", "--mboxrd", option, in, NULL };
	struct text said = { 0 };
	size_t i, nr = 0;
	struct mail *mail;
	char *file;
	int err = text__write(raw, in, why);

	if (!err && mkdir(out, 0700) && errno != EEXIST)
		err = why__set(why, errno, "%s: %s: make room there", out, strerror(errno));
	if (!err && run__program(NULL, NULL, &said, argv))
		err = why__set(why, EINVAL, "%s: git mailsplit cannot read it: %s: save it anew",
			       path, said.data ? said.data : "");
	if (!err)
		nr = strtoul(said.data, NULL, 10);
	for (i = 1; !err && i <= nr; i++) {
		mail = series__add(series, NULL, input__label(nr == 1 ? place : path));
		mail->in_mbox = nr > 1;
		mail->origin = nr == 1 ? input__label(path) :
			text__format("%s, mail %zu", mail->place, i);
		mail->is_alone = named && nr == 1;
		file = text__format("%s/%06zu", out, i);
		err = text__read(&mail->raw, file, why);
		if (!err)
			err = mail__read(series, mail, why);
		unlink(file);
		free(file);
	}
	text__free(&said);
	free(in);
	free(out);
	free(option);
	return err;
}

static bool is_gzip(const struct text *raw)
{
	return raw->len > 2 && !memcmp(raw->data, "\x1f\x8b", 2);
}

static int unpack(struct text *raw, const char *path, struct why *why)
{
	const char *const argv[] = { "gzip", "-dc", NULL };

	text__free(raw);
	if (run__program(NULL, path, raw, argv))
		return why__set(why, EINVAL, "%s: does not unpack: download or save it anew", path);
	text__puts(raw, "");
	return 0;
}

static void skip_mark(struct text *raw)
{
	if (raw->len < 3 || memcmp(raw->data, "\xef\xbb\xbf", 3))
		return;
	raw->len -= 3;
	memmove(raw->data, raw->data + 3, raw->len + 1);
}

/* A file that is neither mail nor diff: wrong where the user meant it. */
static int no_patch(struct series *series, const char *path, const struct text *raw,
		    bool named, struct why *why)
{
	const char *what = "neither a mail nor a diff";

	if (!raw->len)
		what = "empty";
	else if (memchr(raw->data, '\0', raw->len))
		what = "not text: it has NUL bytes";
	if (!named) {
		ignore(series, path, what);
		return 0;
	}
	return why__set(why, EINVAL, "%s: is %s: give an mbox, a mail or a patch, as git format-patch writes it",
			path, what);
}

static bool has_ending(const char *path)
{
	static const char *const endings[] = { ".patch", ".diff", ".mbox", ".mbx", ".eml", ".gz" };
	size_t i, len = strlen(path), n;

	for (i = 0; i < ARRAY_SIZE(endings); i++) {
		n = strlen(endings[i]);
		if (len > n && !strcasecmp(path + len - n, endings[i]))
			return true;
	}
	return false;
}

static int read_text(struct series *series, const char *path, const char *place,
		     struct text *raw, bool named, struct why *why)
{
	struct mail *mail;

	skip_mark(raw);
	if (!raw->len || memchr(raw->data, '\0', raw->len))
		return no_patch(series, path, raw, named || has_ending(path), why);
	if (starts_with(raw->data, raw->len, "From "))
		return read_mbox(series, path, place, raw, named, why);
	if (!header__begins(raw) && !mail__claims_diff(raw))
		return no_patch(series, path, raw, named, why);
	mail = series__add(series, input__label(path), input__label(place));
	mail->is_alone = named;
	text__free(&mail->raw);
	mail->raw = *raw;
	*raw = (struct text) { 0 };
	if (header__begins(&mail->raw)) {
		if (memchr(mail->raw.data, '\r', mail->raw.len))
			text__strip_cr(&mail->raw);
		return mail__read(series, mail, why);
	}
	mail__read_diff(mail);
	return 0;
}

int input__file(struct series *series, const char *path, const char *place,
		bool named, struct why *why)
{
	struct text raw = { 0 };
	int err;

	err = text__read(&raw, path, why);
	if (!err && is_gzip(&raw))
		err = unpack(&raw, path, why);
	if (!err)
		err = read_text(series, path, place, &raw, named, why);
	text__free(&raw);
	return err;
}
