// SPDX-License-Identifier: GPL-2.0-only
/* html.c - the page: what stands on it and in which order. */
#include "parts.h"

#include <string.h>

#include "compare/where.h"
#include "report/report.h"
#include "report/tables.h"
#include "report/words.h"

static void title_of(char *text, size_t size, const struct comparison *c)
{
	snprintf(text, size, "%s against %s", report__name(c->head), report__name(c->base));
}

void page__open(FILE *out, const char *title)
{
	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" PAGE_GENERATOR VCPUSCALE_VERSION "\">\n<title>",
	      out);
	page__text(out, title);
	fputs(" - vcpuscale</title>\n", out);
	page__style(out);
	fputs("</head>\n<body>\n", out);
}

void page__close(FILE *out)
{
	fputs("</section>\n</main>\n<footer>Made by vcpuscale " VCPUSCALE_VERSION ".</footer>\n</body>\n</html>\n",
	      out);
}

/* The sentence's first word is the verdict itself. */
static void print_verdict(FILE *out, const struct comparison *c)
{
	const char *word = stats__verdict_name(c->verdict);
	char text[WORDS_TEXT];
	size_t len = strlen(word);

	words__verdict(text, c);
	if (strncmp(text, word, len))
		len = 0;
	fprintf(out, "<p class=\"verdict %s\"><strong>%.*s</strong>", word,
		(int)len, text);
	page__text(out, text + len);
	fputs("</p>\n", out);
}

static void print_header(FILE *out, const struct comparison *c)
{
	static const char * const sections[][2] = {
		{ "slopes", "Slopes" }, { "plots", "Plots" }, { "where", "Where" },
		{ "cells", "Every cell" }, { "machine", "Machine and runs" },
		{ "method", "Method" }, { "reproduce", "Reproduce" },
		{ "files", "Files" },
	};
	char text[WORDS_TEXT];
	size_t i;

	fputs("<header>\n<h1>", out);
	title_of(text, sizeof(text), c);
	page__text(out, text);
	fputs("</h1>\n", out);
	print_verdict(out, c);
	fputs("<p>", out);
	page__text(out, words__machine(text, c));
	fputs("; ", out);
	page__text(out, words__method(text, c));
	fputs(".</p>\n<nav aria-label=\"Sections\"><ul>\n", out);
	for (i = 0; i < sizeof(sections) / sizeof(*sections); i++) {
		if (strcmp(sections[i][0], "where") || page__has_where(c))
			fprintf(out, "<li><a href=\"#%s\">%s</a></li>\n",
				sections[i][0], sections[i][1]);
	}
	fputs("</ul></nav>\n</header>\n", out);
}

void page__section(FILE *out, const char *id, const char *title)
{
	fprintf(out, "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">%s</h2>\n",
		id, id, title);
}

static void print_plots(FILE *out, const struct comparison *c)
{
	const struct compare_cell *end = c->cells + c->nr_cells, *cell, *next;
	char slug[TABLES_SLUG];
	unsigned int id = 0;

	fputs("<div class=\"plots\">\n", out);
	for (cell = c->cells; cell < end; cell = next) {
		next = compare__next(c, cell);
		if (!cell->unit || where__tells(c, cell))
			continue;
		fputs("<figure>\n<h3>", out);
		page__text(out, cell->bench);
		fputs(", ", out);
		page__text(out, cell->unit->name);
		fputs("</h3>\n", out);
		page__plot(out, c, cell, next, ++id);
		tables__slug(slug, c, cell);
		fprintf(out, "<figcaption>%sAlso as <a href=\"plots/%s.svg\">SVG</a>, <a href=\"plots/%s.png\">PNG</a>, <a href=\"plots/%s.txt\">text</a>, <a href=\"tables/%s.dat\">table</a></figcaption>\n</figure>\n",
			words__slope(c, cell) ? "" : "No line fits. ",
			slug, slug, slug, slug);
	}
	fputs("</div>\n", out);
}

static void print_fact(FILE *out, const struct comparison *c, const char *label,
		       const char *key)
{
	const char *base = report__get(c->base, key);
	const char *head = report__get(c->head, key);

	if (!strcmp(base, "-") && !strcmp(head, "-"))
		return;
	fprintf(out, "<tr><th scope=\"row\">%s</th><td>", label);
	page__text(out, base);
	fputs("</td><td>", out);
	page__text(out, head);
	fputs("</td></tr>\n", out);
}

static void print_machine(FILE *out, const struct comparison *c)
{
	static const char * const facts[][2] = {
		{ "kernel", "kernel" }, { "run", "run" },
		{ "kernel id", "kernel-id" }, { "release", "kernel-release" },
		{ "base", "kernel-base" }, { "configuration", "kernel-config" },
		{ "sources", "kernel-source" },
		{ "compiler", "compiler" }, { "testbed", "testbed" },
		{ "machine", "machine" }, { "CPU", "cpu" },
		{ "struct kvm, bytes", "sizeof-kvm" }, { "struct kvm_vcpu, bytes", "sizeof-kvm-vcpu" },
	};
	size_t i;

	fputs("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"Machine and runs\">\n<table class=\"facts\"><thead><tr><td></td><th scope=\"col\">base</th><th scope=\"col\">head</th></tr></thead>\n<tbody>\n",
	      out);
	for (i = 0; i < sizeof(facts) / sizeof(*facts); i++)
		print_fact(out, c, facts[i][0], facts[i][1]);
	fprintf(out, "<tr><th scope=\"row\">rounds</th><td>%zu</td><td>%zu</td></tr>\n",
		c->base->nr_rounds, c->head->nr_rounds);
	fputs("</tbody></table></div>\n", out);
}

static void print_missing(FILE *out, const struct comparison *c)
{
	static const char * const sides[] = {
		"", "base", "head", "base and head",
	};
	const struct compare_missing *a;
	char sizes[100];

	for (a = c->missing; a < c->missing + c->nr_missing; a++) {
		fprintf(out, "<li>%s <code>", a->reason ? "Skipped:" :
			a->sides == COMPARE_BASE ? "Only in base:" :
						   "Only in head:");
		page__text(out, a->bench);
		fprintf(out, "</code>, vCPUs %s",
			report__sizes(sizes, sizeof(sizes), a));
		if (a->reason) {
			fprintf(out, ", in %s: ", sides[a->sides]);
			page__text(out, a->reason);
		}
		fputs("</li>\n", out);
	}
}

/* Invalid cells, missing cells and warnings weaken the numbers above. */
static void print_doubts(FILE *out, const struct comparison *c)
{
	const struct compare_cell *cell;
	size_t i;

	if (!c->nr_missing && !c->nr_warnings &&
	    !compare__count(c, STATS_INVALID))
		return;
	fputs("<ul class=\"text\">\n", out);
	for (cell = c->cells; cell < c->cells + c->nr_cells; cell++) {
		if (!cell->invalid)
			continue;
		fputs("<li><strong>Invalid:</strong> <code>", out);
		page__text(out, cell->bench);
		if (cell->vcpus)
			fprintf(out, "/vcpus=%u", cell->vcpus);
		fputs("</code>: ", out);
		page__text(out, cell->invalid);
		fputs("</li>\n", out);
	}
	for (i = 0; i < c->nr_warnings; i++) {
		fputs("<li><strong>Warning:</strong> ", out);
		page__text(out, c->warnings[i]);
		fputs("</li>\n", out);
	}
	print_missing(out, c);
	fputs("</ul>\n", out);
}

static void print_method(FILE *out, const struct comparison *c)
{
	const struct unit *unit;

	fputs("<p>A cell is a benchmark at a number of vCPUs; its cost is that of one operation. The replicate is the round: a change of the kernel's modules, or a boot. A slope is the cost of one more vCPU, where a line fits the cells.</p>\n<ul class=\"text\">\n",
	      out);
	for (unit = c->base->units; unit < c->base->units + c->base->nr_units;
	     unit++) {
		fputs("<li><code>", out);
		page__text(out, unit->name);
		fprintf(out, "</code>, %s is better: %s A change within %g&nbsp;%% is none.</li>\n",
			unit->higher ? "more" : "less", unit->exact ?
			"a count that repeats. Instructions are not time: what a dependent load costs in a cold cache, they do not tell." :
			"a measurement with noise, judged by its rounds: p is corrected for all tests of this comparison, and a change of \"least seen\" or more would have been found.",
			compare__rule(c, unit).tolerance * 100);
	}
	fputs("</ul>\n<p>How each number comes about, and what it cannot tell, is in vcpuscale's docs/method.md and docs/format.md.</p>\n",
	      out);
}

void page__file_link(FILE *out, const char *name, const char *what)
{
	fputs("<li><a href=\"", out);
	page__text(out, name);
	fputs("\">", out);
	page__text(out, name);
	fprintf(out, "</a>: %s</li>\n", what);
}

static void print_files(FILE *out, const struct comparison *c)
{
	char name[PAGE_NAME];

	fputs("<ul class=\"text\">\n", out);
	page__file_link(out, page__raw_name(name, c, false), "the base's samples");
	page__file_link(out, page__raw_name(name, c, true), "the head's samples");
	page__file_link(out, "cover-letter.txt", "this comparison as text for a mail");
	page__file_link(out, "compare.json", "this comparison for programs");
	page__file_link(out, "compare.csv", "the same as a table");
	page__file_link(out, "plots/overview.svg", "all plots on one sheet");
	page__file_link(out, "plots/overview.png", "the same as pixels");
	fputs("</ul>\n", out);
}

void page__html(FILE *out, const struct comparison *c)
{
	char text[WORDS_TEXT];

	title_of(text, sizeof(text), c);
	page__open(out, text);
	print_header(out, c);
	fputs("<main>\n", out);
	page__section(out, "slopes", "What one more vCPU costs");
	page__slopes(out, c);
	fputs("</section>\n", out);
	page__section(out, "plots", "Cost against vCPUs");
	print_plots(out, c);
	fputs("</section>\n", out);
	if (page__has_where(c)) {
		page__section(out, "where", "Where the difference is");
		page__where(out, c);
		fputs("</section>\n", out);
	}
	page__section(out, "cells", "Every cell");
	print_doubts(out, c);
	page__cells(out, c);
	fputs("</section>\n", out);
	page__section(out, "machine", "Machine and runs");
	print_machine(out, c);
	fputs("</section>\n", out);
	page__section(out, "method", "Method in short");
	print_method(out, c);
	fputs("</section>\n", out);
	page__section(out, "reproduce", "Reproduce");
	fprintf(out, "<p>With vcpuscale%s:</p>\n<pre tabindex=\"0\"><code>", words__needs(c));
	page__text(out, words__command(text, c));
	fputs("</code></pre>\n</section>\n", out);
	page__section(out, "files", "Files");
	print_files(out, c);
	page__close(out);
}
