// SPDX-License-Identifier: GPL-2.0-only
/* trial.c - a series put on a base, all of it, also behind what fails. */
#include "trial.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"
#include "lib/array.h"
#include "patch.h"
#include "policy.h"

/* "patch: 0001-x.patch from LABEL" lines of the manifest, in order. */
static int read_manifest(struct series_trial *trial, struct why *why)
{
	char *path = text__format("%s/manifest", trial->series);
	struct text text = { 0 };
	struct attempt *attempt;
	const char *line, *from;
	size_t at = 0, len;
	int err = text__read(&text, path, why);

	while (!err && (line = text__line(&text, &at, &len))) {
		from = starts_with(line, len, "patch: ") ? memmem(line, len, " from ", 6) : NULL;
		if (!from)
			continue;
		attempt = array__grow(trial->attempt, &trial->room, trial->nr, sizeof(*attempt));
		if (!attempt)
			abort();
		trial->attempt = attempt;
		attempt += trial->nr++;
		*attempt = (struct attempt) { 0 };
		attempt->file = text__string(line + 7, from - line - 7);
		attempt->label = text__string(from + 6, line + len - from - 6);
	}
	text__free(&text);
	free(path);
	return err;
}

/* The stage gets those files only that patches touch. */
static int stage_file(const struct series_trial *trial, const char *name, struct why *why)
{
	struct text text = { 0 };
	char *from, *to;
	struct stat st;
	int err = 0;

	name = diff__strip(name, 1);
	if (!name || !trial->pristine)
		return 0;
	from = text__format("%s/%s", trial->pristine, name);
	to = text__format("%s/%s", trial->stage, name);
	if (access(to, F_OK) && !stat(from, &st) && S_ISREG(st.st_mode)) {
		err = files__make_parents(to, why);
		if (!err)
			err = text__read(&text, from, why);
		if (!err)
			err = text__write(&text, to, why);
		chmod(to, st.st_mode | S_IWUSR);
	}
	text__free(&text);
	free(from);
	free(to);
	return err;
}

/* What is not built is named once a patch. */
static void note_skipped(struct series_trial *trial, const struct attempt *attempt,
			 const struct text *skipped)
{
	if (skipped->len)
		text__printf(&trial->notes, "note: %s: skipped, %s:%s\n", attempt->label,
			     trial->modules ? "not part of the modules" :
			     "no kernel here is built of it", skipped->data);
}

static void refuse(struct attempt *attempt, const char *name)
{
	attempt->outcome = OUTCOME_REFUSED;
	text__printf(&attempt->what, "%s%s", attempt->what.len ? " " : "", name);
}

static enum policy policy_of(const struct series_trial *trial, const struct diff_file *file,
			     const char **name)
{
	if (trial->modules)
		return policy__of(file, name);
	*name = diff__target(file);
	return policy__is_left_out(*name, trial->left_out) ? POLICY_SKIP : POLICY_KEEP;
}

/* The part of a patch that is built, into @kept. */
static int screen(struct series_trial *trial, struct attempt *attempt, const struct text *text,
		  const struct diff *diff, struct text *kept, struct why *why)
{
	struct text skipped = { 0 };
	const struct diff_file *file;
	const char *name, *note;
	enum policy policy;
	size_t i;
	int err = 0;

	for (i = 0; i < diff->nr && !err; i++) {
		file = &diff->file[i];
		policy = policy_of(trial, file, &name);
		if (policy == POLICY_SKIP) {
			text__printf(&skipped, " %s", name);
			continue;
		}
		if (policy == POLICY_REFUSE) {
			refuse(attempt, name);
			continue;
		}
		note = trial->modules ? policy__note(name) : NULL;
		if (note)
			text__printf(&trial->notes, "note: %s: %s: %s\n", attempt->label, name, note);
		err = stage_file(trial, file->old, why);
		if (!err)
			err = stage_file(trial, file->new, why);
		diff__write(kept, text, file, 1);
	}
	note_skipped(trial, attempt, &skipped);
	text__free(&skipped);
	return err;
}

static int try_patch(struct series_trial *trial, struct attempt *attempt, struct why *why)
{
	char *path = text__format("%s/%s", trial->series, attempt->file);
	struct text text = { 0 }, kept = { 0 };
	size_t refused;
	struct diff diff = { 0 };
	int err;

	attempt->outcome = OUTCOME_SKIPPED;
	err = text__read(&text, path, why);
	if (!err)
		err = diff__parse(&diff, &text, why);
	if (!err)
		err = screen(trial, attempt, &text, &diff, &kept, why);
	refused = attempt->what.len;
	if (!err && kept.len)
		err = patch__apply(trial, attempt, &kept, why);
	if (refused) {
		attempt->outcome = OUTCOME_REFUSED;
		attempt->what.data[attempt->what.len = refused] = '\0';
	}
	trial->count[attempt->outcome]++;
	diff__free(&diff);
	text__free(&text);
	text__free(&kept);
	free(path);
	return err;
}

int trial__run(struct series_trial *trial, struct why *why)
{
	size_t i;
	int err;

	err = read_manifest(trial, why);
	for (i = 0; i < trial->nr && !err; i++)
		err = try_patch(trial, &trial->attempt[i], why);
	return err;
}

void trial__free(struct series_trial *trial)
{
	size_t i;

	for (i = 0; i < trial->nr; i++) {
		free(trial->attempt[i].file);
		free(trial->attempt[i].label);
		text__free(&trial->attempt[i].what);
		text__free(&trial->attempt[i].names);
		text__free(&trial->attempt[i].loose);
		free(trial->attempt[i].loose_file);
	}
	free(trial->attempt);
	text__free(&trial->log);
	text__free(&trial->notes);
}
