// SPDX-License-Identifier: GPL-2.0-only
/* stack.c - shadow call stacks. */
#include <stdlib.h>
#include <string.h>

#include "guests/abi.h"
#include "stack.h"

#define BUCKETS		(1u << 12)

struct call **stack__all;
size_t stack__nr;

static size_t room;
static struct call *calls[BUCKETS];
static struct stack *stacks[BUCKETS], *all_stacks;

/*
 * A task's stack in the kernel has 16 KiB and is aligned to that. Guests have small
 * ones, side by side. Of programs' stacks only the part in use matters.
 */
static uint64_t key_of(enum world world, uint64_t sp)
{
	static const unsigned int shift[WORLDS] = {
		[WORLD_KERNEL] = 14, [WORLD_USER] = 16, [WORLD_GUEST] = 9,
	};
	uint64_t at = world == WORLD_GUEST ? sp - GUEST_STACK_ADDR : sp;

	return (at >> shift[world]) * WORLDS + world;
}

static struct stack *find(uint64_t key)
{
	struct stack **bucket = &stacks[key % BUCKETS], *s;

	for (s = *bucket; s; s = s->next)
		if (s->key == key)
			return s;
	s = calloc(1, sizeof(*s));
	if (!s)
		return NULL;
	s->key = key;
	s->next = *bucket;
	*bucket = s;
	s->next_all = all_stacks;
	all_stacks = s;
	return s;
}

struct stack *stack__unknown(enum world world)
{
	static struct stack unknown[WORLDS];

	return &unknown[world];
}

static bool enlist(struct call *call)
{
	if (stack__nr == room) {
		size_t more = room ? 2 * room : 1024;
		struct call **all = realloc(stack__all, more * sizeof(*all));

		if (!all)
			return false;
		stack__all = all;
		room = more;
	}
	stack__all[stack__nr++] = call;
	return true;
}

static struct call *find_call(uint64_t site, uint64_t callee)
{
	struct call **bucket = &calls[(site * 31 ^ callee) % BUCKETS], *c;

	for (c = *bucket; c; c = c->next)
		if (c->site == site && c->callee == callee)
			return c;
	c = calloc(1, sizeof(*c));
	if (!c || !enlist(c)) {
		free(c);
		return NULL;
	}
	c->site = site;
	c->callee = callee;
	c->next = *bucket;
	*bucket = c;
	return c;
}

/* End the calls whose return address is not above @sp. */
static void unwind(struct stack *s, uint64_t sp, bool in_window)
{
	for (; s->nr && s->frames[s->nr - 1].sp <= sp; s->nr--) {
		struct frame *f = &s->frames[s->nr - 1];

		if (in_window)
			counts__add_since(&f->call->counted.now, &s->counts, &f->since);
	}
}

static struct frame *push(struct stack *s)
{
	if (s->nr == s->room) {
		unsigned int more = s->room ? 2 * s->room : 16;
		struct frame *frames = realloc(s->frames, more * sizeof(*frames));

		if (!frames)
			return NULL;
		s->frames = frames;
		s->room = more;
	}
	return &s->frames[s->nr++];
}

struct stack *stack__call(enum world world, uint64_t sp, uint64_t site, uint64_t callee,
			  bool in_window)
{
	struct call *call = find_call(site, callee);
	struct stack *s = find(key_of(world, sp));
	struct frame *f;

	if (!s)
		return stack__unknown(world);
	unwind(s, sp, in_window);
	f = call ? push(s) : NULL;
	if (f)
		*f = (struct frame){ call, sp, s->counts };
	if (f && in_window)
		call->now++;
	return s;
}

struct stack *stack__return(enum world world, uint64_t sp, bool in_window)
{
	struct stack *s = find(key_of(world, sp));

	if (!s)
		return stack__unknown(world);
	unwind(s, sp, in_window);
	return s;
}

void stack__open(void)
{
	struct stack *s;
	unsigned int i;

	for (s = all_stacks; s; s = s->next_all) {
		memset(&s->counts, 0, sizeof(s->counts));
		for (i = 0; i < s->nr; i++)
			memset(&s->frames[i].since, 0, sizeof(s->frames[i].since));
	}
}

void stack__close(void)
{
	struct stack *s;
	unsigned int i;

	for (s = all_stacks; s; s = s->next_all)
		for (i = 0; i < s->nr; i++)
			counts__add_since(&s->frames[i].call->counted.now, &s->counts,
					  &s->frames[i].since);
}

static int by_site(const void *a, const void *b)
{
	const struct call *x = *(struct call * const *)a, *y = *(struct call * const *)b;

	if (x->site != y->site)
		return x->site < y->site ? -1 : 1;
	return (x->callee > y->callee) - (x->callee < y->callee);
}

struct call **stack__calls(size_t *nr)
{
	qsort(stack__all, stack__nr, sizeof(*stack__all), by_site);
	*nr = stack__nr;
	return stack__all;
}

void stack__forget(void)
{
	struct stack *s, *next;
	struct call **c;

	for (s = all_stacks; s; s = next) {
		next = s->next_all;
		free(s->frames);
		free(s);
	}
	all_stacks = NULL;
	memset(stacks, 0, sizeof(stacks));
	stack__for_each(c)
		free(*c);
	stack__nr = 0;
	memset(calls, 0, sizeof(calls));
}
