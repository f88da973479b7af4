// SPDX-License-Identifier: GPL-2.0-only
/*
 * icicle.c - call paths as an icicle plot: a caller above what it calls, as wide as it costs.
 * Both sides have one scale, so the head's is as much narrower as it is cheaper. Its words
 * are text: they can be searched, and a pointer shows what is too narrow for them.
 */
#include "parts.h"

#include <math.h>
#include <string.h>

#include "compare/where.h"
#include "profile/stacks.h"
#include "report/report.h"
#include "report/where-words.h"
#include "report/words.h"

#define WIDTH	1000.0
#define ROW	18.0
#define NARROW	0.6	/* nothing is drawn that is narrower */
#define LETTER	6.4	/* width of one, at most */

/**
 * struct icicle - a plot while it is drawn
 * @scale: width of an instruction
 * @at: where the next frame of each depth begins
 * @depth: rows that have a frame
 * @out: NULL while rows are counted
 */
struct icicle {
	const struct profile_cell *cell;
	double scale;
	double at[STACKS_DEPTH + 1];
	size_t depth;
	FILE *out;
};

static void print_words(const struct icicle *i, const char *name, double total, double x,
			double y)
{
	size_t room = (total * i->scale - 6) / LETTER, len = strlen(name);
	char number[REPORT_NUMBER], text[120];

	if (total * i->scale < 6 + 3 * LETTER)
		return;
	where__count(number, round(total));
	if (len + 1 + strlen(number) <= room)
		snprintf(text, sizeof(text), "%.80s %s", name, number);
	else if (len <= room)
		snprintf(text, sizeof(text), "%.100s", name);
	else
		snprintf(text, sizeof(text), "%.*s..", (int)(room - 2), name);
	fprintf(i->out, "<text x=\"%.1f\" y=\"%.1f\">", x + 3, y + ROW - 5);
	page__text(i->out, text);
	fputs("</text>", i->out);
}

static void print_frame(const struct icicle *i, const struct stack_frame *frame, double x,
			double y)
{
	const struct profile_function *f = &i->cell->functions[frame->path[frame->depth - 1]];
	bool modules = f->world == 'k' && strcmp(f->module, "kernel");
	char total[REPORT_NUMBER], self[REPORT_NUMBER];

	fprintf(i->out, "<g><title>");
	page__text(i->out, f->name);
	fprintf(i->out, " [");
	page__text(i->out, f->module);
	fprintf(i->out, "]: %s instructions, %s of them itself</title><rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.0f\"/>",
		where__count(total, round(frame->total)), where__count(self, round(frame->self)),
		modules ? "module" : f->world == 'k' ? "kernel" : "outside", x, y,
		frame->total * i->scale, ROW - 1);
	print_words(i, f->name, frame->total, x, y);
	fputs("</g>\n", i->out);
}

static int visit(const struct stack_frame *frame, void *arg)
{
	struct icicle *i = arg;
	size_t row = frame->depth - 1;
	double x = i->at[row];

	i->at[row] += frame->total * i->scale;
	i->at[row + 1] = x;
	if (frame->total * i->scale < NARROW)
		return 0;
	if (frame->depth > i->depth)
		i->depth = frame->depth;
	if (i->out)
		print_frame(i, frame, x, row * ROW);
	return 0;
}

/* Out of memory leaves it out: the table has all the numbers. */
static void print_side(FILE *out, const struct comparison *c, const struct where_cell *w,
		       bool head, double most, unsigned int id)
{
	struct icicle i = {
		.cell = profile__find(c->where->profile[head], w->cell->bench, w->cell->vcpus),
		.scale = WIDTH / most,
	};
	char name[WORDS_NAME], number[REPORT_NUMBER];

	if (stacks__walk(i.cell, PROFILE_INSNS, visit, &i))
		return;
	fprintf(out, "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"Call paths, %s\">\n<svg class=\"icicle\" viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-labelledby=\"icicle-%u-%d\">\n<title id=\"icicle-%u-%d\">Call paths of ",
		head ? "head" : "base", WIDTH, i.depth * ROW, id, head, id, head);
	page__text(out, words__side(name, c, head));
	fprintf(out, ": %s instructions an operation, callers above what they call</title>\n",
		where__count(number, w->total[head].n[PROFILE_INSNS]));
	memset(i.at, 0, sizeof(i.at));
	i.out = out;
	stacks__walk(i.cell, PROFILE_INSNS, visit, &i);
	fputs("</svg></div>\n", out);
}

void page__icicles(FILE *out, const struct comparison *c, const struct where_cell *w,
		   unsigned int id)
{
	double most = fmax(w->total[0].n[PROFILE_INSNS], w->total[1].n[PROFILE_INSNS]);
	char name[WORDS_NAME];
	int head;

	if (!(most > 0))
		return;
	for (head = 0; head < 2; head++) {
		fputs("<figure><figcaption>Call paths, ", out);
		page__text(out, words__side(name, c, head));
		fputs(": width is instructions, of both sides on one scale</figcaption>\n", out);
		print_side(out, c, w, head, most, id);
		fputs("</figure>\n", out);
	}
}
