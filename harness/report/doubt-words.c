// SPDX-License-Identifier: GPL-2.0-only
/* doubt-words.c - how much of a comparison is inconclusive, and why, in words. */
#include "doubt-words.h"

#include "compare/doubt.h"
#include "compare/query.h"
#include "lib/text.h"

static const char * const reasons[DOUBT_KINDS] = {
	[DOUBT_NOISE] = "noise",
	[DOUBT_ROUNDS] = "too few rounds",
	[DOUBT_MIXTURE] = "two modes in another mixture",
	[DOUBT_SHARED] = "a value that both sides have in too few rounds",
};

static size_t count_cells(const struct comparison *c, enum doubt doubt)
{
	const struct compare_cell *cell;
	size_t n = 0;

	for (cell = c->cells; cell < c->cells + c->nr_cells; cell++)
		n += compare__judged(cell) && doubt__of_cell(c, cell) == doubt;
	return n;
}

/* A fixed cost that cannot be told makes nothing inconclusive. */
static size_t count_slopes(const struct comparison *c, enum doubt doubt)
{
	const struct compare_slope *s;
	size_t n = 0;

	for (s = c->slopes; s < c->slopes + c->nr_slopes; s++)
		n += s->counted && compare__judged(s->cells) &&
		     doubt__of_part(c, s, &s->slope) == doubt;
	return n;
}

static void add_count(char *buf, size_t n, size_t of, const char *what, enum doubt doubt)
{
	if (!n)
		return;
	text__append(buf, DOUBT_TEXT, "%s%zu of %zu %s ", *buf ? ", " : "", n, of, what);
	if (doubt == DOUBT_NOISE)
		text__append(buf, DOUBT_TEXT, "too noisy");
	else
		text__append(buf, DOUBT_TEXT, "with %s", reasons[doubt]);
}

const char *doubt__counts(char *buf, const struct comparison *c)
{
	enum doubt doubt;

	buf[0] = '\0';
	for (doubt = DOUBT_NOISE; doubt < DOUBT_KINDS; doubt++)
		add_count(buf, count_cells(c, doubt), compare__count_judged(c), "cells", doubt);
	for (doubt = DOUBT_NOISE; doubt < DOUBT_KINDS; doubt++)
		add_count(buf, count_slopes(c, doubt), compare__count_all_lines(c), "slopes",
			  doubt);
	return buf;
}

const char *doubt__reasons(char *buf, const struct comparison *c)
{
	size_t all = compare__count(c, STATS_INCONCLUSIVE), n;
	bool cells = all;
	const char *lead = ": ";
	enum doubt doubt;

	if (!cells)
		all = compare__count_lines(c, STATS_INCONCLUSIVE, false);
	buf[0] = '\0';
	text__append(buf, DOUBT_TEXT, "%zu of %zu %s cannot be told (?)", all,
		     cells ? compare__count_judged(c) : compare__count_all_lines(c),
		     cells ? "cells" : "slopes");
	for (doubt = DOUBT_NOISE; doubt < DOUBT_KINDS; doubt++) {
		n = cells ? count_cells(c, doubt) : count_slopes(c, doubt);
		if (!n)
			continue;
		text__append(buf, DOUBT_TEXT, "%s%s", lead, reasons[doubt]);
		if (n < all)
			text__append(buf, DOUBT_TEXT, " in %zu", n);
		lead = ", ";
	}
	return buf;
}
