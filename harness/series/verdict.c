// SPDX-License-Identifier: GPL-2.0-only
/* verdict.c - what the user is told of a trial. */
#include "verdict.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"

bool verdict__is_good(const struct series_trial *trial)
{
	return trial->count[OUTCOME_APPLIES] && !trial->count[OUTCOME_FAILS] &&
		!trial->count[OUTCOME_REFUSED];
}

static const struct attempt *first_of(const struct series_trial *trial, enum outcome outcome)
{
	size_t i;

	for (i = 0; i < trial->nr; i++)
		if (trial->attempt[i].outcome == outcome)
			return &trial->attempt[i];
	return NULL;
}

/* Packaged sources are unpacked only as far as KVM's modules need them. */
static bool is_whole(const char *dir)
{
	char *path = text__format("%s/Makefile", dir);
	bool is = !access(path, F_OK);

	free(path);
	return is;
}

static int try_base(struct bases *bases, const struct series_trial *trial, const char *name,
		    const char *dir, struct why *why)
{
	char *stage = text__format("%s/base", trial->temp);
	struct series_trial other = {
		.series = trial->series, .stage = stage, .pristine = dir, .temp = trial->temp,
		.left_out = trial->left_out, .modules = !is_whole(dir),
	};
	int err = 0;

	if (mkdir(stage, 0700))
		err = why__set(why, errno, "%s: %s: make room there", stage, strerror(errno));
	if (!err)
		err = trial__run(&other, why);
	if (!err && verdict__is_good(&other))
		text__printf(&bases->good, "%s%s", bases->good.len ? " or " : "", name);
	else if (!err)
		text__printf(&bases->notes, "note: on %s %zu of %zu patches do not apply\n", name,
			     other.count[OUTCOME_FAILS] + other.count[OUTCOME_REFUSED], other.nr);
	trial__free(&other);
	files__remove(stage);
	free(stage);
	return err;
}

int verdict__bases(struct bases *bases, const struct series_trial *trial, char *const *list,
		   struct why *why)
{
	char *name, *dir;
	int err = 0;

	for (; *list && !err; list++) {
		name = text__format("%s", *list);
		dir = strchr(name, ':');
		if (dir) {
			*dir++ = '\0';
			err = try_base(bases, trial, name, dir, why);
		} else {
			err = why__set(why, EINVAL, "vcpuscale-series apply: %s: not a base: give NAME:DIR", name);
		}
		free(name);
	}
	return err;
}

/* A patch that fails in a file where one before it failed may be good by itself. */
static const struct attempt *earlier(const struct series_trial *trial, const struct attempt *attempt)
{
	const struct attempt *before;
	char *name, *names, *save, *line;

	for (before = trial->attempt; before < attempt; before++) {
		if (before->outcome != OUTCOME_FAILS)
			continue;
		names = text__format("%s", attempt->names.data);
		for (name = strtok_r(names, "\n", &save); name; name = strtok_r(NULL, "\n", &save)) {
			line = text__format("\n%s\n", name);
			if (strstr(before->names.data, line)) {
				free(line);
				free(names);
				return before;
			}
			free(line);
		}
		free(names);
	}
	return NULL;
}

/* "hunk 2 of a.c" does, "hunks 1, 2 of a.c" do not apply. */
static const char *verb(const struct attempt *attempt)
{
	if (strstr(attempt->what.data, " and ") || !strncmp(attempt->what.data, "hunks", 5))
		return "do not apply";
	return "does not apply";
}

static void note_attempt(const struct series_trial *trial, const struct attempt *attempt)
{
	const struct attempt *before;

	switch (attempt->outcome) {
	case OUTCOME_ALREADY:
		fprintf(stderr, "note: %s: already in the base: left out\n", attempt->label);
		break;
	case OUTCOME_FAILS:
		before = earlier(trial, attempt);
		fprintf(stderr, "note: %s: %s %s%s%s%s\n", attempt->label, attempt->what.data,
			verb(attempt), before ? " (perhaps only because " : "",
			before ? before->file : "", before ? " does not)" : "");
		break;
	case OUTCOME_REFUSED:
		fprintf(stderr, "note: %s: touches %s, which is in the kernel image\n",
			attempt->label, attempt->what.data);
		break;
	default:
		break;
	}
}

void verdict__notes(const struct series_trial *trial, const struct bases *bases, bool quiet)
{
	bool good = verdict__is_good(trial);
	size_t i, wrong = trial->count[OUTCOME_FAILS] + trial->count[OUTCOME_REFUSED];

	if (good && quiet)
		return;
	if (trial->notes.len)
		fputs(trial->notes.data, stderr);
	/* The one that fails has the last word by itself. */
	for (i = 0; i < trial->nr; i++) {
		if (trial->attempt[i].loose.len)
			fprintf(stderr, "note: %s: applies with fuzz, or far from where it says: %s\n",
				trial->attempt[i].label, trial->attempt[i].loose.data);
		if (wrong > 1 || trial->attempt[i].outcome == OUTCOME_ALREADY)
			note_attempt(trial, &trial->attempt[i]);
	}
	if (bases->notes.len)
		fputs(bases->notes.data, stderr);
}

static int why_refused(struct why *why, const struct series_trial *trial, const struct bases *bases)
{
	const struct attempt *first = first_of(trial, OUTCOME_REFUSED);
	int len = strcspn(first->what.data, " ");

	return why__set(why, EINVAL, "%s: touches %s: only KVM's modules are replaced, %.*s is in the kernel image: leave it out of the series, or build a whole kernel with KERNEL_BASE=%s",
			first->label, first->what.data, len, first->what.data,
			bases->good.len ? bases->good.data : bases->whole);
}

static int why_fails(struct why *why, const struct series_trial *trial, const char *base,
		     const struct bases *bases, const char *see)
{
	const struct attempt *first = first_of(trial, OUTCOME_FAILS);
	size_t nr = trial->count[OUTCOME_FAILS];
	struct text text = { 0 };

	text__printf(&text, "%s: %s %s", first->label, first->what.data, verb(first));
	if (nr > 1)
		text__printf(&text, ", nor do%s %zu of the %zu other patches", nr == 2 ? "es" : "",
			     nr - 1, trial->nr - 1);
	text__printf(&text, ": rebase it onto %s", base);
	if (bases->good.len)
		text__printf(&text, ", or use KERNEL_BASE=%s, where all of it applies", bases->good.data);
	if (see)
		text__printf(&text, ", %s", see);
	why__set(why, EINVAL, "%s", text.data);
	text__free(&text);
	return -EINVAL;
}

int verdict__why(struct why *why, const struct series_trial *trial, const char *base,
		 const struct bases *bases, const char *see)
{
	if (trial->count[OUTCOME_REFUSED])
		return why_refused(why, trial, bases);
	if (trial->count[OUTCOME_FAILS])
		return why_fails(why, trial, base, bases, see);
	if (trial->count[OUTCOME_ALREADY])
		return why__set(why, EINVAL, "%s: already in %s, as is all of the series that is built: there is nothing to measure: give a base without it",
				first_of(trial, OUTCOME_ALREADY)->label, base);
	return why__set(why, EINVAL, "%s: nothing of the series is part of %s: there is nothing to measure: give a series that changes KVM",
			trial->nr ? trial->attempt[0].label : trial->series,
			trial->modules ? "KVM's modules" : "a kernel that is built here");
}
