/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * parts.h - the published page: one HTML document without a script and without a resource
 * from elsewhere, and the files that it links to.
 */
#ifndef REPORT_PAGE_PARTS_H
#define REPORT_PAGE_PARTS_H

#include <stdio.h>

#include "compare/compare.h"

#define PAGE_NAME	256	/* bytes for page__raw_name() */
/* A page that this wrote has it, and may be replaced. */
#define PAGE_GENERATOR	"<meta name=\"generator\" content=\"vcpuscale "

/** page__html() - the document */
void page__html(FILE *out, const struct comparison *c);

/**
 * page__open() - the document up to the body's first element
 * @title: plain text
 */
void page__open(FILE *out, const char *title);

/** page__close() - the document from the end of its last section on */
void page__close(FILE *out);

/** page__section() - open a section with its heading; an id is a link's end */
void page__section(FILE *out, const char *id, const char *title);

/** page__file_link() - an item of a list: a file of the folder, and what it is */
void page__file_link(FILE *out, const char *name, const char *what);

/** page__style() - the style sheet, as an element */
void page__style(FILE *out);

/** page__text() - text with what HTML takes for markup replaced */
void page__text(FILE *out, const char *text);

/** page__cells() - every cell, a table a benchmark */
void page__cells(FILE *out, const struct comparison *c);

/** page__slopes() - the slopes in one table, and which benchmarks have none */
void page__slopes(FILE *out, const struct comparison *c);

/**
 * page__plot() - a benchmark's cost against its vCPUs, as an SVG element
 * @first: its cells, up to @end
 * @id: unique in the document
 *
 * Colours come from the page's style sheet. The sides also differ in marker and
 * dash. The element's description says in words what the plot shows.
 */
void page__plot(FILE *out, const struct comparison *c,
		const struct compare_cell *first, const struct compare_cell *end,
		unsigned int id);

/** page__has_where() - do profiles say where something differs? */
bool page__has_where(const struct comparison *c);

/** page__where() - functions that account for differences, and call paths */
void page__where(FILE *out, const struct comparison *c);

struct where_cell;

/**
 * page__icicles() - call paths of both sides, as SVG elements
 * @w: a cell of c->where
 * @id: unique in the document
 */
void page__icicles(FILE *out, const struct comparison *c, const struct where_cell *w,
		   unsigned int id);

/**
 * page__raw_name() - name of the copy of a side's results
 * @buf: PAGE_NAME bytes
 *
 * Return: @buf: letters, digits and ".-_" only.
 */
const char *page__raw_name(char *buf, const struct comparison *c, bool head);

#endif
