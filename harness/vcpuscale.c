// SPDX-License-Identifier: GPL-2.0-only
/* vcpuscale: judge stored results. Needs no KVM. */
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "history.h"
#include "noise.h"
#include "options.h"
#include "publish/page.h"
#include "report.h"

/* What scripts rely on. */
enum exit_code {
	EXIT_NO_REGRESSION = 0,
	EXIT_REGRESSION = 1,
	EXIT_ERROR = 2,
	EXIT_INCONCLUSIVE = 3,
};

static int load_and_compare(const struct options *o, struct results *side[2],
			    struct comparison **c, struct why *why)
{
	int i, err = 0;

	for (i = 0; !err && i < 2; i++)
		err = results__find(&o->shelf, o->operand[i], o->compare.force,
				    &side[i], why);
	if (!err)
		err = compare__results(side[0], side[1], &o->compare, c, why);
	if (!err)
		noise__find(o->shelf.dir, side[0], &(*c)->noise);
	return err;
}

/* Compare, and hand the comparison to a report. Owns everything in between. */
static int with_comparison(const struct options *o, struct why *why,
			   int (*report)(const struct options *o,
					 const struct comparison *c,
					 struct why *why))
{
	struct results *side[2] = { NULL, NULL };
	struct comparison *c = NULL;
	int err = load_and_compare(o, side, &c, why);

	if (!err)
		err = report(o, c, why);
	compare__free(c);
	results__free(side[0]);
	results__free(side[1]);
	return err;
}

static int exit_code(const struct comparison *c, struct why *why)
{
	switch (c->verdict) {
	case STATS_REGRESSED:
		return EXIT_REGRESSION;
	case STATS_INCONCLUSIVE:
		return EXIT_INCONCLUSIVE;
	case STATS_INVALID:
		return why__set(why, EINVAL,
				"%zu of %zu cells are invalid: see the reasons in the report",
				compare__count(c, STATS_INVALID), compare__count_judged(c));
	default:
		return EXIT_NO_REGRESSION;
	}
}

static int report_compare(const struct options *o, const struct comparison *c,
			  struct why *why)
{
	int err = 0;

	switch (o->format) {
	case REPORT_TEXT:
		report__text(stdout, c);
		break;
	case REPORT_JSON:
		err = report__json(stdout, c, why);
		break;
	case REPORT_CSV:
		report__csv(stdout, c);
		break;
	}
	return err ? err : exit_code(c, why);
}

static int report_cover(const struct options *o, const struct comparison *c,
			struct why *why)
{
	(void)o;
	(void)why;
	report__cover_letter(stdout, c);
	return 0;
}

static int report_tables(const struct options *o, const struct comparison *c,
			 struct why *why)
{
	return tables__write(o->output, c, o->per_vcpu, why);
}

static int report_page(const struct options *o, const struct comparison *c,
		       struct why *why)
{
	return page__write(o->output, c, why);
}

static int run_compare(const struct options *o, struct why *why)
{
	return with_comparison(o, why, report_compare);
}

static int run_cover(const struct options *o, struct why *why)
{
	return with_comparison(o, why, report_cover);
}

static int run_tables(const struct options *o, struct why *why)
{
	return with_comparison(o, why, report_tables);
}

static int run_page(const struct options *o, struct why *why)
{
	return with_comparison(o, why, report_page);
}

/* Ends with the first run that cannot be read: half a series is none. */
static int run_export(const struct options *o, struct why *why)
{
	struct export e = {
		.format = o->export, .unit = o->unit,
		.force = o->compare.force,
		.runs = calloc(o->nr_files, sizeof(*e.runs)),
	};
	int err = e.runs ? 0 : why__set(why, ENOMEM, "out of memory: try again");

	while (!err && e.nr_runs < o->nr_files) {
		err = results__find(&o->shelf, o->files[e.nr_runs],
				    o->compare.force, &e.runs[e.nr_runs], why);
		e.nr_runs += !err;
	}
	if (!err)
		err = export__write(stdout, &e, why);
	while (e.nr_runs)
		results__free(e.runs[--e.nr_runs]);
	free(e.runs);
	return err;
}

static int run_import(const struct options *o, struct why *why)
{
	return import__run(&(struct import){
		.path = o->files[0], .output = o->output,
		.vcpus_key = o->vcpus_key, .settings = o->settings,
		.nr_settings = o->nr_settings }, why);
}

/* What the comparison is of is one kernel: report and store what it shows. */
static int report_noise(const struct options *o, const struct comparison *c,
			struct why *why)
{
	struct noise *n;
	int err = noise__measure(c->base, c->head, &o->compare, &n, why);

	if (err)
		return err;
	noise__print(stdout, n);
	err = noise__store(n, why);
	noise__free(n);
	return err;
}

static int run_noise(const struct options *o, struct why *why)
{
	return with_comparison(o, why, report_noise);
}

/* Has been measured enough? Says which cell is the widest. */
static int report_enough(const struct options *o, const struct comparison *c,
			 struct why *why)
{
	const struct compare_cell *cell;
	double width, tight = isnan(o->compare.threshold) ?
			      STATS_TIME_TOLERANCE : o->compare.threshold;

	(void)why;
	cell = compare__widest(c, &width);
	if (!cell)
		return EXIT_NO_REGRESSION;
	printf("%s/vcpus=%u is known to %.2g%%\n", cell->bench, cell->vcpus,
	       width * 100);
	return width <= tight ? EXIT_NO_REGRESSION : EXIT_INCONCLUSIVE;
}

static int run_enough(const struct options *o, struct why *why)
{
	return with_comparison(o, why, report_enough);
}

static int run_list(const struct options *o, struct why *why)
{
	return list__print(stdout, o->shelf.dir, why);
}

/* As compare's: a change for the worse is a regression. */
static int history_code(const struct history *h)
{
	bool is_short = false;
	size_t i, k;

	for (i = 0; i < h->nr_series; i++) {
		is_short |= history__is_short(&h->series[i]);
		for (k = 0; k < h->series[i].nr_changes; k++) {
			if (history__got_worse(&h->series[i], &h->series[i].changes[k]))
				return EXIT_REGRESSION;
		}
	}
	return is_short ? EXIT_INCONCLUSIVE : EXIT_NO_REGRESSION;
}

static int report_history(const struct options *o, const struct history *h,
			  struct why *why)
{
	if (o->output)
		return history__tables(o->output, h, why);
	if (o->format == REPORT_JSON)
		return why__set(why, EINVAL,
				"--format=json: history has none: write text or csv");
	if (o->format == REPORT_CSV)
		history__print_csv(stdout, h);
	else
		history__print(stdout, h);
	return history_code(h);
}

static int run_history(const struct options *o, struct why *why)
{
	const struct history_options options = {
		o->shelf.dir, o->shelf.testbed, o->shelf.kernel_base,
		o->bench, o->vcpus, o->order, o->compare.threshold,
	};
	struct history *h;
	int err = history__load(&options, &h, why);

	if (err)
		return err;
	err = report_history(o, h, why);
	history__free(h);
	return err;
}

/**
 * struct command - a subcommand
 * @name: what the user types
 * @takes: OPTIONS_* bits
 * @doc: one line for help; after a '\v', more lines
 * @run: returns an exit code, or a negative errno with a text
 */
static const struct command {
	const char *name;
	unsigned int takes;
	const char *doc;
	int (*run)(const struct options *o, struct why *why);
} commands[] = {
	{ "compare", OPTIONS_COMPARE | OPTIONS_FORMAT,
	  "compare two kernels' results\vBASE and HEAD are kernels (their newest run) or results files.\nExit codes: 0 no regression, 1 at least one regression, 2 an error or an invalid cell, 3 no regression but something is inconclusive.",
	  run_compare },
	{ "history", OPTIONS_HISTORY,
	  "where the cost changed over all stored runs\vExit codes: 0 no change for the worse, 1 at least one, 2 an error, 3 noisy runs too few to tell. With --output, tables for the plots are written instead.",
	  run_history },
	{ "noise", OPTIONS_COMPARE,
	  "what two runs of one kernel differ in\vPrints the report and stores its summary beside HEAD as <run>.noise, for other comparisons to quote. See make noise.",
	  run_noise },
	{ "enough", OPTIONS_COMPARE,
	  "are the intervals of two runs tight enough?\vExit codes: 0 every ratio is known to --threshold percent (default: 1), 2 an error, 3 measure more rounds.",
	  run_enough },
	{ "list", 0, "list the stored runs", run_list },
	{ "cover-letter", OPTIONS_COMPARE,
	  "print a comparison to paste under a cover letter", run_cover },
	{ "tables", OPTIONS_COMPARE | OPTIONS_OUTPUT | OPTIONS_PER_VCPU,
	  "write the tables that the plots are drawn from", run_tables },
	{ "page", OPTIONS_COMPARE | OPTIONS_OUTPUT,
	  "write a comparison as a page with its files (see make publish)",
	  run_page },
	{ "export", OPTIONS_EXPORT, "print runs in a format of others\vRUN is a kernel (its newest run) or a results file.",
	  run_export },
	{ "import", OPTIONS_IMPORT | OPTIONS_OUTPUT,
	  "make a results file of Go benchmark text", run_import },
};

#define NR_COMMANDS	(sizeof(commands) / sizeof(*commands))

static int print_help(void)
{
	size_t i;

	puts("Usage: vcpuscale COMMAND [OPTION...]\n"
	     "Judge performance results of KVM vCPU iteration.\n");
	for (i = 0; i < NR_COMMANDS; i++)
		printf("  %-14s %.*s\n", commands[i].name,
		       (int)strcspn(commands[i].doc, "\v"), commands[i].doc);
	puts("\n  --help         print this help\n"
	     "  --version      print the version\n\n"
	     "vcpuscale COMMAND --help prints a command's options.");
	return 0;
}

static int unknown_command(const char *name, struct why *why)
{
	char names[256] = "";
	size_t i;

	for (i = 0; i < NR_COMMANDS; i++) {
		strcat(names, i ? ", " : "");
		strcat(names, commands[i].name);
	}
	if (!name)
		return why__set(why, EINVAL, "no command: name one of %s", names);
	return why__set(why, EINVAL, "'%.40s' is no command: name one of %s",
			name, names);
}

static int run_command(const struct command *command, int argc, char **argv,
		       struct why *why)
{
	struct options o;
	int err = options__parse(command->name, command->takes, argc, argv, &o,
				 why);

	if (err)
		return err;
	if (o.help) {
		options__help(command->name, command->takes, command->doc);
		return 0;
	}
	return command->run(&o, why);
}

static int run(int argc, char **argv, struct why *why)
{
	const char *name = argc > 1 ? argv[1] : NULL;
	size_t i;

	if (name && !strcmp(name, "--help"))
		return print_help();
	if (name && !strcmp(name, "--version")) {
		puts("vcpuscale " VCPUSCALE_VERSION);
		return 0;
	}
	for (i = 0; name && i < NR_COMMANDS; i++) {
		if (!strcmp(name, commands[i].name))
			return run_command(&commands[i], argc - 1, argv + 1,
					   why);
	}
	return unknown_command(name, why);
}

int main(int argc, char **argv)
{
	struct why why = { "" };
	int code;

	/* A closed pipe is an error to report, not a reason to vanish. */
	signal(SIGPIPE, SIG_IGN);
	code = run(argc, argv, &why);
	errno = 0;
	if (ferror(stdout) | fclose(stdout)) {
		why.text[0] = '\0';
		code = why__set(&why, EIO, "standard output: %s: write elsewhere",
				errno ? strerror(errno) : "cannot be written");
	}
	if (code >= 0)
		return code;
	fprintf(stderr, "vcpuscale: %s\n",
		why.text[0] ? why.text : strerror(-code));
	return EXIT_ERROR;
}
