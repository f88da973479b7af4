// SPDX-License-Identifier: GPL-2.0-only
/* where-words.c - what profiles of both sides say, in words. */
#include "where-words.h"

#include <math.h>
#include <string.h>

#include "report.h"
#include "lib/text.h"

const char *where__count(char *buf, double count)
{
	bool whole = fabs(count - round(count)) < WHERE_EXACT;

	snprintf(buf, REPORT_NUMBER, whole ? "%.0f" : "%.2f", whole ? round(count) + 0.0 : count);
	return buf;
}

const char *where__by(char *buf, double by)
{
	bool whole = fabs(by - round(by)) < WHERE_EXACT;

	if (fabs(by) < WHERE_EXACT)
		return strcpy(buf, "0");
	snprintf(buf, REPORT_NUMBER, whole ? "%+.0f" : "%+.2f", by);
	return buf;
}

bool where__is_shown(const struct where_cell *w)
{
	return w->nr || w->cell->change.verdict == STATS_IMPROVED ||
	       w->cell->change.verdict == STATS_REGRESSED;
}

/*
 * What a first level misses depends on where the kernel's objects lie, which differs from
 * boot to boot and with every change of a program, and where the scheduler takes part, on
 * what it did: docs/profile.md has the spread that was measured. No difference within it is
 * called one.
 */
#define PLACED_MISSES	10
#define PLACED_SHARE	0.02
#define VARIED_SHARE	0.1

static bool is_placement(const struct where_cell *w, enum profile_event event)
{
	double base = w->total[0].n[event], head = w->total[1].n[event];
	double share = w->cell->varies ? VARIED_SHARE : PLACED_SHARE;

	return event == PROFILE_D1 &&
	       fabs(head - base) < PLACED_MISSES + share * fmax(base, head);
}

/* "26.1% more D1 misses"; a change of nothing has no percentage. */
static void add_change(char *buf, const struct where_cell *w, enum profile_event event,
		       const char *what)
{
	double base = w->total[0].n[event], head = w->total[1].n[event];
	const char *lead = *buf ? ", " : "";

	if (fabs(head - base) >= WHERE_EXACT && is_placement(w, event))
		text__append(buf, WHERE_TEXT, "%sabout as many %s", lead, what);
	else if (fabs(head - base) < WHERE_EXACT)
		text__append(buf, WHERE_TEXT, "%sas many %s", lead, what);
	else if (fabs(base) < WHERE_EXACT)
		text__append(buf, WHERE_TEXT, "%s%s where there were none", lead, what);
	else
		text__append(buf, WHERE_TEXT, "%s%.1f%% %s %s", lead, 100 * fabs(head / base - 1),
			     head > base ? "more" : "fewer", what);
}

static void add_numbers(char *buf, const struct where_cell *w, enum profile_event event,
			const char *what)
{
	char base[REPORT_NUMBER], head[REPORT_NUMBER];

	text__append(buf, WHERE_TEXT, ", %s %s -> %s", what, where__count(base, w->total[0].n[event]),
		     where__count(head, w->total[1].n[event]));
}

const char *where__misses(char *buf, const struct where_cell *w)
{
	char base[REPORT_NUMBER], head[REPORT_NUMBER];
	double model[2] = {
		profile_counts__model(&w->total[0]), profile_counts__model(&w->total[1]),
	};

	*buf = '\0';
	add_change(buf, w, PROFILE_INSNS, "instructions");
	add_change(buf, w, PROFILE_D1, "first-level misses");
	text__append(buf, WHERE_TEXT, ": D1 %s -> %s", where__count(base, w->total[0].n[PROFILE_D1]),
		     where__count(head, w->total[1].n[PROFILE_D1]));
	add_numbers(buf, w, PROFILE_LL, "LL");
	if (w->total[0].n[PROFILE_COLD_D1] || w->total[1].n[PROFILE_COLD_D1]) {
		add_numbers(buf, w, PROFILE_COLD_D1, "from empty caches D1");
		add_numbers(buf, w, PROFILE_COLD_LL, "LL");
	}
	add_numbers(buf, w, PROFILE_ATOMICS, "atomics");
	text__append(buf, WHERE_TEXT, "; as a model, instructions + 10 D1 + 100 LL: %s -> %s",
		     where__count(base, model[0]), where__count(head, model[1]));
	if (model[0] > 0)
		text__append(buf, WHERE_TEXT, " (%+.1f%%)", 100 * (model[1] / model[0] - 1));
	return buf;
}

/* More than the cell's number are those of other tasks, which ran in its batches. */
static void add_rest(char *buf, const char *side, double rest)
{
	char number[REPORT_NUMBER];

	where__count(number, fabs(rest));
	if (fabs(rest) < WHERE_EXACT)
		text__append(buf, WHERE_TEXT, "; they are the %s's number", side);
	else if (rest > 0)
		text__append(buf, WHERE_TEXT, "; %s instructions of the %s are in none", number, side);
	else
		text__append(buf, WHERE_TEXT, "; they have %s more than the %s's number, of other tasks",
			     number, side);
}

const char *where__sum(char *buf, const struct where_cell *w)
{
	*buf = '\0';
	if (where_cell__adds_up(w)) {
		text__append(buf, WHERE_TEXT, "the functions add up to the difference, to the instruction");
		return buf;
	}
	if (where_cell__fits_batch(w)) {
		text__append(buf, WHERE_TEXT, "the functions add up to the batch that was profiled, to the instruction; batches differ, and the cell is of all of them");
		return buf;
	}
	text__append(buf, WHERE_TEXT, "the functions do not add up");
	add_rest(buf, "base", w->rest[0]);
	add_rest(buf, "head", w->rest[1]);
	return buf;
}
