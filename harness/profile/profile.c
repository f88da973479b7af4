// SPDX-License-Identifier: GPL-2.0-only
/* profile.c - where a cell's instructions and misses are, by function and by line. */
#include "profile.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/array.h"
#include "lib/text.h"

void profile_cell__free(struct profile_cell *cell)
{
	struct profile_function *f;
	size_t i, j;

	for (i = 0; i < cell->nr_functions; i++) {
		f = &cell->functions[i];
		for (j = 0; j < f->nr_lines; j++)
			free(f->lines[j].file);
		free(f->lines);
		free(f->module);
		free(f->name);
		free(f->file);
	}
	free(cell->functions);
	free(cell->calls);
	free(cell->bench);
}

void profile__free(struct profile *p)
{
	size_t i;

	for (i = 0; p && i < p->nr_cells; i++)
		profile_cell__free(&p->cells[i]);
	if (p) {
		free(p->cells);
		free(p->cache);
	}
	free(p);
}

const struct profile_cell *profile__find(const struct profile *p, const char *bench,
					 unsigned int vcpus)
{
	size_t i;

	for (i = 0; i < p->nr_cells; i++) {
		if (p->cells[i].vcpus == vcpus && !strcmp(p->cells[i].bench, bench))
			return &p->cells[i];
	}
	return NULL;
}

struct profile_counts profile_cell__total(const struct profile_cell *cell)
{
	struct profile_counts total = { { 0 } };
	size_t i;

	for (i = 0; i < cell->nr_functions; i++)
		profile_counts__add(&total, &cell->functions[i].counts, 1);
	return total;
}

int profile_function__compare(const struct profile_function *a,
			      const struct profile_function *b)
{
	int order = a->world - b->world;

	if (!order)
		order = strcmp(a->module, b->module);
	if (!order)
		order = strcmp(a->name, b->name);
	return order ? order : strcmp(a->file ?: "", b->file ?: "");
}

/* Lines are kept in order: they come so, and seldom out of it. */
int profile_line__add(struct profile_function *f, const char *file, unsigned int line,
		      const struct profile_counts *counts, double times)
{
	struct profile_line *lines;
	size_t i = f->nr_lines;
	int order = -1;

	while (i) {
		order = strcmp(f->lines[i - 1].file, file);
		if (!order)
			order = f->lines[i - 1].line < line ? -1 : f->lines[i - 1].line > line;
		if (order <= 0)
			break;
		i--;
	}
	if (!i || order) {
		lines = array__grow(f->lines, &f->room_lines, f->nr_lines, sizeof(*lines));
		if (!lines)
			return -ENOMEM;
		f->lines = lines;
		memmove(lines + i + 1, lines + i, (f->nr_lines - i) * sizeof(*lines));
		lines[i] = (struct profile_line){ .file = strdup(file), .line = line };
		f->nr_lines++;
		if (!lines[i].file)
			return -ENOMEM;
		i++;
	}
	profile_counts__add(&f->lines[i - 1].counts, counts, times);
	return 0;
}

static int by_cell(const void *a, const void *b)
{
	const struct profile_cell *x = a, *y = b;
	int order = strcmp(x->bench, y->bench);

	return order ? order : x->vcpus < y->vcpus ? -1 : x->vcpus > y->vcpus;
}

void profile__sort(struct profile *p)
{
	if (p->nr_cells)
		qsort(p->cells, p->nr_cells, sizeof(*p->cells), by_cell);
}

const char *profile__dir(char *buf, const char *results)
{
	int len = strlen(results);

	if (text__ends_in(results, ".txt"))
		len -= strlen(".txt");
	snprintf(buf, PROFILE_PATH, "%.*s" PROFILE_DIR, len, results);
	return buf;
}
