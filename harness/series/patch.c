// SPDX-License-Identifier: GPL-2.0-only
/*
 * patch.c - one patch on a stage.
 *
 * git apply comes first: it reads all that git writes, and takes a patch whole
 * or not at all. What it does not take it may have already: that is asked before
 * patch(1) tries, which would put it in a second time, a few lines off. patch(1)
 * is the last, as kernel people use it: it accepts lines of context that differ
 * ("fuzz"), and says which hunks fail.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "patch.h"
#include "run.h"

#define OFFSET_LARGE	100	/* lines: another function of the same shape? */

/* What one hunk did, as git apply -v and patch(1) both put it. */
struct said {
	unsigned int hunk;
	long fuzz, offset;
	bool failed;
};

/* "Hunk #2 succeeded at 12 with fuzz 1 (offset -3 lines)." */
static bool parse_said(const char *line, size_t len, struct said *said)
{
	char copy[160], *at;

	if (!starts_with(line, len, "Hunk #") || len >= sizeof(copy))
		return false;
	memcpy(copy, line, len);
	copy[len] = '\0';
	*said = (struct said) { 0 };
	said->hunk = strtoul(copy + 6, &at, 10);
	said->failed = strstr(at, "FAILED") || strstr(at, "ignored");
	at = strstr(copy, "with fuzz ");
	if (at)
		said->fuzz = strtol(at + 10, NULL, 10);
	at = strstr(copy, "(offset ");
	if (at)
		said->offset = strtol(at + 8, NULL, 10);
	return true;
}

/* "a.c #2 (fuzz 1, -3 lines), #4 (...)", of all files of the patch. */
static void note_hunk(struct attempt *attempt, const char *name, const struct said *said)
{
	struct text *loose = &attempt->loose;
	bool far = labs(said->offset) >= OFFSET_LARGE;

	if (said->failed || (!said->fuzz && !far))
		return;
	text__puts(loose, loose->len ? ", " : "");
	if (!attempt->loose_file || strcmp(attempt->loose_file, name)) {
		free(attempt->loose_file);
		attempt->loose_file = text__format("%s", name);
		text__printf(loose, "%s ", name);
	}
	text__printf(loose, "#%u (", said->hunk);
	if (said->fuzz)
		text__printf(loose, "fuzz %ld%s", said->fuzz, far ? ", " : "");
	if (far)
		text__printf(loose, "%+ld lines", said->offset);
	text__puts(loose, ")");
}

/* Of git apply -v: "Checking patch NAME..." stands before the hunks. */
static void note_offsets(struct attempt *attempt, const struct text *output)
{
	char *name = text__format("%s", "");
	struct said said;
	size_t at = 0, len;
	const char *line;

	while ((line = text__line(output, &at, &len))) {
		if (starts_with(line, len, "Checking patch ") && len > 18) {
			free(name);
			name = text__string(line + 15, len - 18);
		} else if (parse_said(line, len, &said)) {
			note_hunk(attempt, name, &said);
		}
	}
	free(name);
}

/* "hunks 1, 3 of a.c" of the output of patch(1); false when all apply. */
static bool failed_hunks(struct attempt *attempt, const char *name, const struct text *output)
{
	struct text list = { 0 };
	struct said said;
	size_t at = 0, len, nr = 0;
	const char *line;

	while ((line = text__line(output, &at, &len))) {
		if (!parse_said(line, len, &said))
			continue;
		note_hunk(attempt, name, &said);
		if (said.failed)
			text__printf(&list, "%s%u", nr++ ? ", " : "", said.hunk);
	}
	if (nr)
		text__printf(&attempt->what, "%shunk%s %s of %s", attempt->what.len ? " and " : "",
			     nr > 1 ? "s" : "", list.data, name);
	text__free(&list);
	return nr;
}

static int git_apply(struct series_trial *trial, const char *path, struct text *output)
{
	const char *const argv[] = { "git", "apply", "-v", "--whitespace=nowarn", path, NULL };

	return run__program(trial->stage, NULL, output, argv);
}

static bool is_applied(struct series_trial *trial, const char *path)
{
	const char *const argv[] = {
		"git", "apply", "--check", "-R", "--whitespace=nowarn", path, NULL,
	};

	return !run__program(trial->stage, NULL, NULL, argv);
}

static void fail(struct attempt *attempt, const char *name, const char *what)
{
	if (what)
		text__printf(&attempt->what, "%s%s%s", attempt->what.len ? " and " : "", name, what);
	text__printf(&attempt->names, "\n%s\n", name);
}

static bool is_there(const struct series_trial *trial, const char *name)
{
	char *path = text__format("%s/%s", trial->stage, name);
	bool is = !access(path, F_OK);

	free(path);
	return is;
}

/* Where git refused: with fuzz, or with a list of hunks that fail. */
static void patch_part(struct series_trial *trial, struct attempt *attempt, const char *name,
		       const char *path)
{
	const char *const argv[] = {
		"patch", "-p1", "-f", "--no-backup-if-mismatch", "-i", path, NULL,
	};
	struct text output = { 0 };
	int code = run__program(trial->stage, NULL, &output, argv);

	text__add(&trial->log, output.data, output.len);
	if (failed_hunks(attempt, name, &output))
		fail(attempt, name, NULL);
	else if (code)
		fail(attempt, name, code == 127 ? " (there is no patch(1): run make deps)" : " as a whole");
	text__free(&output);
}

/* One file of the patch. */
static int apply_part(struct series_trial *trial, struct attempt *attempt, const struct text *text,
		      const struct diff_file *file, struct why *why)
{
	const char *name = diff__target(file);
	const char *old = file->is_git ? diff__strip(file->old, 1) : file->old ? name : NULL;
	char *path = text__format("%s/part", trial->temp);
	struct text part = { 0 };
	int err;

	diff__write(&part, text, file, 1);
	err = text__write(&part, path, why);
	if (!err && git_apply(trial, path, &trial->log)) {
		if (old && !is_there(trial, old))
			fail(attempt, old, " (not in the base)");
		else if (!old && is_there(trial, name))
			fail(attempt, name, " (exists already)");
		else if (!file->hunks)
			fail(attempt, name, file->is_binary ? " (binary)" : " as a whole");
		else
			patch_part(trial, attempt, name, path);
	}
	text__free(&part);
	free(path);
	return err;
}

static int apply_parts(struct series_trial *trial, struct attempt *attempt, const struct text *text,
		       struct why *why)
{
	struct diff diff;
	size_t i;
	int err;

	err = diff__parse(&diff, text, why);
	for (i = 0; i < diff.nr && !err; i++)
		err = apply_part(trial, attempt, text, &diff.file[i], why);
	diff__free(&diff);
	if (attempt->names.len)
		attempt->outcome = OUTCOME_FAILS;
	return err;
}

int patch__apply(struct series_trial *trial, struct attempt *attempt, const struct text *text,
		 struct why *why)
{
	char *path = text__format("%s/patch", trial->temp);
	struct text output = { 0 };
	int err;

	text__printf(&trial->log, "%s:\n", attempt->label);
	err = text__write(text, path, why);
	if (err)
		goto out;
	attempt->outcome = OUTCOME_APPLIES;
	if (!git_apply(trial, path, &output)) {
		text__add(&trial->log, output.data, output.len);
		note_offsets(attempt, &output);
	} else if (is_applied(trial, path)) {
		attempt->outcome = OUTCOME_ALREADY;
	} else {
		err = apply_parts(trial, attempt, text, why);
	}
out:
	text__free(&output);
	free(path);
	return err;
}
