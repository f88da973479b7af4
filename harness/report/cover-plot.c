// SPDX-License-Identifier: GPL-2.0-only
/* cover-plot.c - plots that a mail can carry. */
#include "cover-parts.h"

#include <math.h>
#include <string.h>

#include "report.h"
#include "words.h"

#define COLUMNS	54
#define ROWS	9
#define MARGIN	10	/* a number and a blank on the left of the axis */

#define BASE	'o'
#define HEAD	'x'
#define BOTH	'*'

/**
 * struct plot - a grid of characters
 * @top: cost at the uppermost row; the lowest is 0
 * @right: vCPUs at the rightmost column; the leftmost is 0
 * @at: row 0 is the lowest
 */
struct plot {
	double top;
	double right;
	char at[ROWS][COLUMNS + 1];
};

static bool is_drawn(const struct compare_cell *cell)
{
	return !cell->invalid && isfinite(cell->change.base.value) &&
	       isfinite(cell->change.head.value);
}

static int row_of(const struct plot *p, double value)
{
	int row = lround(value / p->top * (ROWS - 1));

	return row < 0 ? 0 : row;
}

static int column_of(const struct plot *p, double vcpus)
{
	return lround(vcpus / p->right * (COLUMNS - 1));
}

static void put(struct plot *p, double vcpus, double value, char mark)
{
	char *at = &p->at[row_of(p, value)][column_of(p, vcpus)];

	*at = *at == BASE && mark == HEAD ? BOTH : mark;
}

/* Dots join the points of a side, so that the eye finds the line. */
static void join(struct plot *p, const struct compare_cell *from,
		 const struct compare_cell *to, bool head)
{
	double y0 = head ? from->change.head.value : from->change.base.value;
	double y1 = head ? to->change.head.value : to->change.base.value;
	int column = column_of(p, from->vcpus), last = column_of(p, to->vcpus);
	double x;

	for (; column <= last; column++) {
		x = column * p->right / (COLUMNS - 1);
		x = fmin(fmax(x, from->vcpus), to->vcpus);
		put(p, x, y0 + (y1 - y0) * (x - from->vcpus) /
			  (to->vcpus - from->vcpus), '.');
	}
}

static void fill(struct plot *p, const struct compare_cell *first,
		 const struct compare_cell *end)
{
	const struct compare_cell *cell, *last = NULL;
	int row;

	for (row = 0; row < ROWS; row++)
		memset(p->at[row], ' ', COLUMNS);
	for (cell = first; cell < end; cell++) {
		if (!is_drawn(cell))
			continue;
		if (last) {
			join(p, last, cell, false);
			join(p, last, cell, true);
		}
		last = cell;
	}
	for (cell = first; cell < end; cell++) {
		if (!is_drawn(cell))
			continue;
		put(p, cell->vcpus, cell->change.base.value, BASE);
		put(p, cell->vcpus, cell->change.head.value, HEAD);
	}
}

/* Set the axes. False if the sides are nowhere a row apart. */
static bool scale(struct plot *p, const struct compare_cell *first,
		  const struct compare_cell *end)
{
	const struct compare_cell *cell;
	double apart = 0;

	for (cell = first; cell < end; cell++) {
		if (!is_drawn(cell))
			continue;
		p->right = cell->vcpus;
		p->top = fmax(p->top, fmax(cell->change.base.value,
					   cell->change.head.value));
		apart = fmax(apart, fabs(cell->change.base.value -
					 cell->change.head.value));
	}
	return p->top > 0 && apart >= p->top / (ROWS - 1);
}

/* Room for a number between what stands there already, or not. */
static void put_size(char *line, const struct plot *p, unsigned int vcpus)
{
	char size[16];
	int len = snprintf(size, sizeof(size), "%u", vcpus);
	int at = 1 + column_of(p, vcpus) - (len - 1) / 2;
	int i;

	for (i = at - 1; i <= at + len; i++) {
		if (line[i] != ' ')
			return;
	}
	memcpy(line + at, size, len);
}

/* The ends first: they must not give way. */
static void print_sizes(FILE *out, const struct plot *p,
			const struct compare_cell *first,
			const struct compare_cell *end)
{
	char line[COLUMNS + 16];
	int len = sizeof(line);

	memset(line, ' ', sizeof(line));
	while (!is_drawn(first))
		first++;
	put_size(line, p, first->vcpus);
	while (end-- > first) {
		if (is_drawn(end))
			put_size(line, p, end->vcpus);
	}
	while (line[len - 1] == ' ')
		len--;
	fprintf(out, "%*s%.*s vCPUs\n", MARGIN, "", len, line);
}

static void print_row(FILE *out, const struct plot *p, int row)
{
	char number[REPORT_NUMBER] = "";
	int len = strlen(p->at[row]);

	if (row == ROWS - 1 || row == ROWS / 2)
		report__number(number, p->top * row / (ROWS - 1));
	else if (!row)
		strcpy(number, "0");
	while (len && p->at[row][len - 1] == ' ')
		len--;
	fprintf(out, "%*s |%.*s\n", MARGIN - 1, number, len, p->at[row]);
}

static void print_title(FILE *out, const struct comparison *c,
			const struct compare_cell *first)
{
	char base[WORDS_NAME], head[WORDS_NAME];

	words__side(base, c, false);
	words__side(head, c, true);
	fprintf(out, " %.50s, %.18s\n", first->bench, first->unit->name);
	fprintf(out, "%*s %c %.26s   %c %.26s\n", MARGIN, "", BASE, base, HEAD,
		head);
}

bool cover__plot(FILE *out, const struct comparison *c,
		 const struct compare_cell *first,
		 const struct compare_cell *end)
{
	struct plot p = { 0 };
	int row;

	if (!scale(&p, first, end))
		return false;
	fill(&p, first, end);
	print_title(out, c, first);
	for (row = ROWS - 1; row >= 0; row--)
		print_row(out, &p, row);
	print_sizes(out, &p, first, end);
	return true;
}
