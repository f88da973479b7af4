// SPDX-License-Identifier: GPL-2.0-only
/* main.c - vcpuscale-series: reads a series as it comes, and applies it. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "options.h"
#include "reply.h"
#include "run.h"
#include "series.h"
#include "verdict.h"

#define DOES_NOT_APPLY	1	/* the series' own fault, not the caller's */

static int read_series(const struct options *o, struct why *why)
{
	struct series series = {
		.name = o->operand[0], .kernels = o->kernels, .line = o->line,
		.level = LEVEL_UNKNOWN,
	};
	int err;

	series.temp = files__temp(why);
	if (!series.temp)
		return -EINVAL;
	err = input__read(&series, why);
	if (!err && !(o->empty && !series.nr))
		err = select__mails(&series, why);
	if (!err && o->first)
		select__first(&series, o->first);
	if (!err)
		err = output__write(&series, o->output, why);
	series__free(&series);
	return err;
}

/* What was left out when the series was read is said when it is used. */
static void print_notes(const struct options *o)
{
	char *path = text__format("%s/manifest", o->operand[0]);
	struct text text = { 0 };
	struct why why = { 0 };
	const char *line;
	size_t at = 0, len;

	if (!o->quiet && !text__read(&text, path, &why))
		while ((line = text__line(&text, &at, &len)))
			if (starts_with(line, len, "note: "))
				fprintf(stderr, "%.*s\n", (int)len, line);
	text__free(&text);
	free(path);
}

/* Is there something to build, or may there be nothing? */
static bool is_good(const struct options *o, const struct series_trial *trial)
{
	return verdict__is_good(trial) ||
	       (o->empty && !trial->count[OUTCOME_FAILS] && !trial->count[OUTCOME_REFUSED]);
}

/* Answer it, or say that this can be done. */
static int reply_series(const struct options *o, struct why *why)
{
	struct series series = { .name = o->operand[0], .level = LEVEL_UNKNOWN };
	struct reply reply = {
		.verdict = o->verdict, .report = o->report, .base = o->base, .from = o->from,
		.patch = o->patch,
	};
	int err;

	series.temp = files__temp(why);
	if (!series.temp)
		return -EINVAL;
	err = input__read(&series, why);
	if (!err)
		err = select__mails(&series, why);
	if (!err)
		err = reply__check(&series, why);
	if (!err && o->output)
		err = reply__write(&reply, &series, o->output, why);
	series__free(&series);
	return err;
}

static int apply_series(const struct options *o, struct why *why)
{
	struct series_trial trial = {
		.series = o->operand[0], .stage = o->stage, .pristine = o->pristine,
		.left_out = o->left_out, .modules = o->modules,
	};
	struct bases bases = { .whole = o->whole };
	char *temp = files__temp(why);
	int err;

	if (!temp)
		return -EINVAL;
	trial.temp = temp;
	print_notes(o);
	err = trial__run(&trial, why);
	if (!err && !is_good(o, &trial))
		err = verdict__bases(&bases, &trial, o->operand + 1, why);
	if (!err)
		verdict__notes(&trial, &bases, o->quiet);
	if (o->log && trial.log.len)
		text__write(&trial.log, o->log, why);
	if (!err && !is_good(o, &trial))
		err = verdict__why(why, &trial, o->base, &bases, o->see);
	if (err && trial.count[OUTCOME_FAILS] && !trial.count[OUTCOME_REFUSED])
		err = DOES_NOT_APPLY;
	text__free(&bases.good);
	text__free(&bases.notes);
	trial__free(&trial);
	series__free(&(struct series) { .temp = temp });
	return err;
}

int main(int argc, char **argv)
{
	struct options options;
	struct why why = { 0 };
	int err;

	run__environment();
	err = options__parse(&options, argc, argv, &why);
	if (err > 0)
		return 0;
	if (!err && !strcmp(options.verb, "read"))
		err = read_series(&options, &why);
	else if (!err && !strcmp(options.verb, "reply"))
		err = reply_series(&options, &why);
	else if (!err)
		err = apply_series(&options, &why);
	if (why.text[0])
		fprintf(stderr, "vcpuscale: %s\n", why.text);
	return err == DOES_NOT_APPLY ? (int)options.fault_code : err ? 2 : 0;
}
