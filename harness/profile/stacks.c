// SPDX-License-Identifier: GPL-2.0-only
/* stacks.c - a profile's call paths, for flame graphs. */
#include "stacks.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

/* A path that costs less of an operation is rounding. */
#define LEAST	1e-6

/**
 * struct stacks - a walk
 * @inclusive: of each function, with all that it calls
 * @called: what its callers say of it
 * @frame: where the walk is
 */
struct stacks {
	const struct profile_cell *cell;
	enum profile_event event;
	double *inclusive;
	double *called;
	int (*visit)(const struct stack_frame *frame, void *arg);
	void *arg;
	struct stack_frame frame;
};

static double own(const struct stacks *s, size_t f)
{
	double n = s->cell->functions[f].counts.n[s->event];

	return n > 0 ? n : 0;
}

/* Calls of itself add nothing to a function; what is called by nothing costs nothing. */
static double of_call(const struct stacks *s, const struct profile_call *c)
{
	double n = c->counts.n[s->event];

	return c->caller != c->callee && n > 0 ? n : 0;
}

static bool is_on_path(const struct stack_frame *frame, size_t f)
{
	size_t i;

	for (i = 0; i < frame->depth; i++) {
		if (frame->path[i] == f)
			return true;
	}
	return false;
}

/* What cannot be followed, a recursion or a path too deep, stays with the caller. */
static int descend(struct stacks *s, size_t f, double total)
{
	const struct profile_call *c, *end = s->cell->calls + s->cell->nr_calls;
	double all = fmax(s->inclusive[f], s->called[f]);
	double share = all > 0 ? total / all : 0;
	struct stack_frame *frame = &s->frame;
	double kept = own(s, f) * share;
	int err;

	frame->path[frame->depth++] = f;
	for (c = s->cell->calls; c < end; c++) {
		if (c->caller == f && (frame->depth == STACKS_DEPTH || is_on_path(frame, c->callee)))
			kept += of_call(s, c) * share;
	}
	frame->self = kept;
	frame->total = total;
	err = s->visit(frame, s->arg);
	for (c = s->cell->calls; !err && frame->depth < STACKS_DEPTH && c < end; c++) {
		if (c->caller == f && !is_on_path(frame, c->callee) && of_call(s, c) * share > LEAST)
			err = descend(s, c->callee, of_call(s, c) * share);
	}
	frame->depth--;
	return err;
}

/* What the calls of a function do not account for began, or came, from outside. */
static int walk_roots(struct stacks *s)
{
	size_t f;
	int err = 0;

	for (f = 0; !err && f < s->cell->nr_functions; f++) {
		if (s->inclusive[f] - s->called[f] > LEAST)
			err = descend(s, f, s->inclusive[f] - s->called[f]);
	}
	return err;
}

int stacks__walk(const struct profile_cell *cell, enum profile_event event,
		 int (*visit)(const struct stack_frame *frame, void *arg), void *arg)
{
	struct stacks s = { .cell = cell, .event = event, .visit = visit, .arg = arg };
	const struct profile_call *c;
	size_t f;
	int err;

	s.inclusive = calloc(cell->nr_functions + 1, sizeof(*s.inclusive));
	s.called = calloc(cell->nr_functions + 1, sizeof(*s.called));
	err = s.inclusive && s.called ? 0 : -ENOMEM;
	for (f = 0; !err && f < cell->nr_functions; f++)
		s.inclusive[f] = own(&s, f);
	for (c = cell->calls; !err && c < cell->calls + cell->nr_calls; c++) {
		s.inclusive[c->caller] += of_call(&s, c);
		s.called[c->callee] += of_call(&s, c);
	}
	if (!err)
		err = walk_roots(&s);
	free(s.inclusive);
	free(s.called);
	return err;
}
