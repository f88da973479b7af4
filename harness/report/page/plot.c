// SPDX-License-Identifier: GPL-2.0-only
/* plot.c - the page's plots: drawn for 375 px, so that a phone's reader can read them. */
#include "parts.h"

#include <math.h>

#include "report/report.h"
#include "report/words.h"

#define WIDTH	360.0
#define HEIGHT	270.0
#define LEFT	46.0
#define RIGHT	348.0
#define TOP	46.0	/* above it the legend */
#define BOTTOM	236.0	/* below it sizes and their name */

/* An axis' numbers are divided by the value and followed by the name. */
struct prefix {
	double value;
	const char *name;
};

/**
 * struct axes - both linear, both from 0
 * @top: cost at the upper end
 * @right: vCPUs at the right end
 */
struct axes {
	double top;
	double right;
};

static bool is_drawn(const struct compare_cell *cell)
{
	return !cell->invalid && isfinite(cell->change.base.value) &&
	       isfinite(cell->change.head.value);
}

static const struct stats_estimate *cost(const struct compare_cell *cell,
					 bool head)
{
	return head ? &cell->change.head : &cell->change.base;
}

static double x_of(const struct axes *a, double vcpus)
{
	return LEFT + vcpus / a->right * (RIGHT - LEFT);
}

static double y_of(const struct axes *a, double value)
{
	return BOTTOM - value / a->top * (BOTTOM - TOP);
}

/* A step of 1, 2 or 5 times a power of ten, four to nine of them. */
static double step_of(double top)
{
	double unit = pow(10, floor(log10(top / 5)));
	double times = top / 5 / unit;

	return unit * (times < 1.5 ? 1 : times < 3.5 ? 2 : times < 7.5 ? 5 : 10);
}

static struct prefix prefix_of(double top)
{
	if (top >= 1e9)
		return (struct prefix){ 1e9, " G" };
	if (top >= 1e6)
		return (struct prefix){ 1e6, " M" };
	if (top >= 1e4)
		return (struct prefix){ 1e3, " k" };
	return (struct prefix){ 1, "" };
}

static void print_costs(FILE *out, const struct axes *a)
{
	struct prefix prefix = prefix_of(a->top);
	double step = step_of(a->top), value;

	for (value = 0; value <= a->top; value += step) {
		fprintf(out, "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
			LEFT, RIGHT, y_of(a, value), y_of(a, value));
		fprintf(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%g%s</text>\n",
			LEFT - 5, y_of(a, value) + 4, value / prefix.value,
			value > 0 ? prefix.name : "");
	}
}

static void print_size(FILE *out, const struct axes *a, unsigned int vcpus)
{
	fprintf(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%u</text>\n",
		x_of(a, vcpus), BOTTOM + 16, vcpus);
}

/* Every size has a tick; a number where the next ones leave it room. */
static void print_sizes(FILE *out, const struct axes *a,
			const struct compare_cell *first,
			const struct compare_cell *end)
{
	double taken = INFINITY, start = x_of(a, first->vcpus);
	const struct compare_cell *cell;

	for (cell = end - 1; cell >= first; cell--) {
		double x = x_of(a, cell->vcpus);

		fprintf(out, "<line class=\"axis\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
			x, x, BOTTOM, BOTTOM + 4);
		if (cell != first && (taken - x < 22 || x - start < 18))
			continue;
		print_size(out, a, cell->vcpus);
		taken = x;
	}
	fprintf(out, "<path class=\"axis\" d=\"M%.1f %.1fH%.1fV%.1f\"/>\n", RIGHT,
		BOTTOM, LEFT, TOP);
	fprintf(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">vCPUs</text>\n",
		(LEFT + RIGHT) / 2, BOTTOM + 31);
}

static void print_mark(FILE *out, double x, double y, bool head)
{
	if (head)
		fprintf(out, "<path class=\"head-mark\" d=\"M%.1f %.1fl4 7h-8z\"/>\n",
			x, y - 4.5);
	else
		fprintf(out, "<circle class=\"base-mark\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"/>\n",
			x, y);
}

/* The fitted line, or thin ones from point to point where none fits. */
static void print_line(FILE *out, const struct axes *a,
		       const struct compare_slope *s,
		       const struct compare_cell *first,
		       const struct compare_cell *end, bool head)
{
	const struct compare_cell *cell;
	char move = 'M';

	fprintf(out, "<path class=\"%s%s\" d=\"", head ? "head" : "base",
		s ? "" : " thin");
	for (cell = first; cell < end; cell++) {
		double y = cost(cell, head)->value;

		if (s)
			y = (head ? s->fixed.change.head : s->fixed.change.base).value + cell->vcpus *
			    (head ? s->slope.change.head : s->slope.change.base).value;
		if (!is_drawn(cell))
			continue;
		fprintf(out, "%c%.1f %.1f", move, x_of(a, cell->vcpus),
			y_of(a, y));
		move = 'L';
	}
	fputs("\"/>\n", out);
}

static void print_points(FILE *out, const struct axes *a,
			 const struct compare_cell *first,
			 const struct compare_cell *end, bool head)
{
	const struct compare_cell *cell;

	for (cell = first; cell < end; cell++) {
		const struct stats_estimate *e = cost(cell, head);
		double x = x_of(a, cell->vcpus);

		if (!is_drawn(cell))
			continue;
		if (y_of(a, e->low) - y_of(a, e->high) > 1)
			fprintf(out, "<path class=\"%s bar\" d=\"M%.1f %.1fV%.1f\"/>",
				head ? "head" : "base", x, y_of(a, e->low),
				y_of(a, e->high));
		print_mark(out, x, y_of(a, e->value), head);
	}
}

static void print_legend(FILE *out, const struct comparison *c,
			 const struct compare_slope *s, const char *unit)
{
	char name[WORDS_NAME], number[REPORT_NUMBER];
	int head;

	for (head = 0; head < 2; head++) {
		double y = 11 + 16 * head;

		fprintf(out, "<path class=\"%s%s\" d=\"M2 %.1fh30\"/>",
			head ? "head" : "base", s ? "" : " thin", y);
		print_mark(out, 17, y, head);
		fprintf(out, "<text x=\"40\" y=\"%.1f\">", y + 4);
		page__text(out, words__side(name, c, head));
		if (s) {
			fprintf(out, ": %s ", report__number(number, head ?
				s->slope.change.head.value : s->slope.change.base.value));
			page__text(out, unit);
			fputs(" a vCPU", out);
		}
		fputs("</text>\n", out);
	}
}

/* For who cannot see it. */
static void print_words(FILE *out, const struct comparison *c,
			const struct compare_cell *first,
			const struct compare_cell *last, unsigned int id)
{
	char name[WORDS_NAME], from[REPORT_NUMBER], to[REPORT_NUMBER];
	int head;

	fprintf(out, "<title id=\"plot-%u\">", id);
	page__text(out, first->bench);
	fputs(", ", out);
	page__text(out, first->unit->name);
	fprintf(out, " against vCPUs</title>\n<desc id=\"plot-%u-text\">", id);
	for (head = 0; head < 2; head++) {
		page__text(out, words__side(name, c, head));
		fprintf(out, ": from %s at %u to %s at %u vCPUs. ",
			report__number(from, cost(first, head)->value),
			first->vcpus,
			report__number(to, cost(last, head)->value),
			last->vcpus);
	}
	fputs("Every number stands in the table of this benchmark.</desc>\n",
	      out);
}

static struct axes axes_of(const struct compare_cell *first,
			   const struct compare_cell *end)
{
	struct axes a = { 0, 0 };
	const struct compare_cell *cell;

	for (cell = first; cell < end; cell++) {
		a.right = cell->vcpus;
		if (is_drawn(cell))
			a.top = fmax(a.top, fmax(cell->change.base.high,
						 cell->change.head.high));
	}
	if (!(a.top > 0))
		a.top = 1;
	a.top *= 1.04;
	return a;
}

void page__plot(FILE *out, const struct comparison *c,
		const struct compare_cell *first, const struct compare_cell *end,
		unsigned int id)
{
	const struct compare_slope *s = words__slope(c, first);
	struct axes a = axes_of(first, end);

	fprintf(out, "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-labelledby=\"plot-%u plot-%u-text\">\n",
		WIDTH, HEIGHT, id, id);
	print_words(out, c, first, end - 1, id);
	print_legend(out, c, s, first->unit->name);
	print_costs(out, &a);
	print_sizes(out, &a, first, end);
	print_line(out, &a, s, first, end, false);
	print_points(out, &a, first, end, false);
	print_line(out, &a, s, first, end, true);
	print_points(out, &a, first, end, true);
	fputs("</svg>\n", out);
}
