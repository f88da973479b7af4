/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * stack.h - shadow call stacks: who called whom, and what was executed meanwhile.
 *
 * A call writes its return address, a return reads it: where, is the stack pointer,
 * and that tells the stacks of tasks, interrupts and vCPUs apart. A return ends all
 * calls whose return address lies at or below the one it reads: a stack that was left
 * in another way (a jump, a switch, an interrupt) is right again with the next call
 * or return on it.
 */
#ifndef EMULATED_PLUGIN_STACK_H
#define EMULATED_PLUGIN_STACK_H

#include "code.h"

/** struct call - calls of @callee by the instruction at @site */
struct call {
	uint64_t site, callee;
	uint64_t now, kept[WINDOW_KINDS];	/* how many */
	struct counted counted;
	struct call *next;
};

/**
 * struct frame - a call that has not returned
 * @sp:		where its return address is
 * @since:	of the stack's counts when it began
 */
struct frame {
	struct call *call;
	uint64_t sp;
	struct counts since;
};

/**
 * struct stack - one of them
 * @counts:	executed on it in the current window
 */
struct stack {
	uint64_t key;
	struct counts counts;
	struct frame *frames;
	unsigned int nr, room;
	struct stack *next, *next_all;
};

/** stack__call() - a call on the stack that @sp is in, which then is the current one */
struct stack *stack__call(enum world world, uint64_t sp, uint64_t site, uint64_t callee,
			  bool in_window);

/** stack__return() - a return on it; returns the stack, the current one from now on */
struct stack *stack__return(enum world world, uint64_t sp, bool in_window);

/** stack__unknown() - a stack for what runs before the first call of a world */
struct stack *stack__unknown(enum world world);

/** stack__open() - a window begins: what is executed is counted from zero */
void stack__open(void);

/** stack__close() - a window ends: calls that go on get their part of it */
void stack__close(void);

/** stack__calls() - all calls, by site and callee, @nr of them */
struct call **stack__calls(size_t *nr);

/** stack__for_each() - walk over all calls: c is a struct call ** */
#define stack__for_each(c)	\
	for (c = stack__all; c < stack__all + stack__nr; c++)

extern struct call **stack__all;
extern size_t stack__nr;

/** stack__forget() - forget all */
void stack__forget(void);

#endif
