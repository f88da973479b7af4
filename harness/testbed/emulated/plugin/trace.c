// SPDX-License-Identifier: GPL-2.0-only
/* trace.c - what was executed, by whom, and what it missed. */
#include <string.h>

#include "predict.h"
#include "stack.h"
#include "trace.h"

/**
 * struct run - the execution of a block
 * @block:	NULL before the first
 * @start:	qemu__counted() when it was entered
 * @from:	first instruction that is in the window
 * @accessed:	the last instruction that has accessed memory
 * @sp:		where a call has written to, or a return has read from
 */
struct run {
	struct block *block;
	uint64_t start;
	unsigned int from;
	struct insn *accessed;
	uint64_t sp;
};

static struct run run;
static struct caches warm, cold;
static struct predictor predictor;
static struct stack *current, *of_world[WORLDS];
static uint64_t fetched;		/* the line of instructions that was fetched last */
static struct insn *last;		/* that was executed in the block before */

/*
 * The current task is known by its stack in the kernel. A task that is switched to
 * returns on a stack of its own, to where it once was called from; an interrupt is called
 * on its stack, and returns to the task's. Before a task returns it may call as well, as
 * in 6.12's __switch_to(): then it is taken for an interrupt, until it returns from more
 * than was called there.
 */
static struct stack *task, *irq;
static uint64_t irq_from;		/* where the first return address on that stack is */

static bool open;
static struct stack *only;		/* the window is of this task, if not of all */
static struct stack *idle;		/* the task that halts, once it was seen to */
static bool but_idle;			/* the window is of all tasks but that */
static bool counting;			/* the window is open, and this is its task */
static uint64_t total;			/* instructions in the window */
static struct block *ran;		/* blocks with runs in it */
static struct insn *operates;		/* the call that is the operation */

int trace__start(const struct cache_sizes *sizes)
{
	int world;

	caches__destroy(&warm);
	caches__destroy(&cold);
	run.block = NULL;
	last = NULL;
	ran = NULL;
	open = counting = false;
	task = irq = idle = NULL;
	fetched = 0;
	memset(&predictor, 0, sizeof(predictor));
	for (world = 0; world < WORLDS; world++)
		of_world[world] = stack__unknown(world);
	current = of_world[WORLD_KERNEL];
	return caches__create(&warm, sizes) ? : caches__create(&cold, sizes);
}

static void count(struct insn *insn, enum count what, uint64_t n)
{
	insn->counted.now.at[what] += n;
	current->counts.at[what] += n;
}

static void count_insn(struct insn *insn, uint64_t n)
{
	count(insn, COUNT_INSNS, n);
	total += n;
	if (insn->class.atomic)
		count(insn, COUNT_ATOMICS, n);
}

/* Instructions @from to @to - 1. Whole blocks are only counted, until the window ends. */
static void count_insns(struct block *b, unsigned int from, unsigned int to)
{
	unsigned int i;

	if (from || to < b->nr || b->has_atomic) {
		for (i = from; i < to; i++)
			count_insn(b->insns[i], 1);
		return;
	}
	if (!b->runs++) {
		b->next_run = ran;
		ran = b;
	}
	total += b->nr;
	current->counts.at[COUNT_INSNS] += b->nr;
}

/*
 * The last instruction of a block that was begun may have been left unexecuted: by a
 * fault, or by an exit from a guest. In the middle of a block only a fault, or an
 * access to a device, which QEMU then executes on its own, can end it. At a block's
 * end, it is seen by what the instruction did not do.
 */
static bool was_executed(const struct block *b, const struct insn *insn, bool at_end,
			 uint64_t next, enum world next_world)
{
	if (!at_end)
		return next == insn->vaddr + insn->size || run.accessed == insn;
	if (b->world == WORLD_GUEST && next_world == WORLD_KERNEL)
		return insn->class.kind != INSN_EXITS && insn->class.kind != INSN_HALTS;
	if (insn->class.kind == INSN_CALL || insn->class.kind == INSN_CALL_INDIRECT ||
	    insn->class.kind == INSN_RETURN)
		return run.accessed == insn;
	return true;
}

static void count_branch(struct insn *insn, uint64_t next)
{
	bool right;

	if (insn->class.kind == INSN_BRANCH)
		right = predict__direction(&predictor, insn->vaddr,
					   next != insn->vaddr + insn->size);
	else
		right = predict__target(&predictor, insn->vaddr, next);
	if (!counting)
		return;
	count(insn, COUNT_BRANCHES, 1);
	if (!right)
		count(insn, COUNT_MISPREDICTED, 1);
}

/* The first call in a window is the operation's, and so is each by the same instruction. */
static void follow_call(enum world world, struct insn *insn, uint64_t next)
{
	if (counting && !operates)
		operates = insn;
	if (counting && insn == operates) {
		caches__empty(&cold);
		fetched = 0;
	}
	current = of_world[world] = stack__call(world, run.sp, insn->vaddr, next, counting);
	if (world != WORLD_KERNEL)
		return;
	if (!task)
		task = current;
	if (current == task || (current == irq && run.sp <= irq_from))
		return;
	irq = current;
	irq_from = run.sp;
}

/* Does what follows count? */
static void choose(void)
{
	counting = open && (!only || task == only) && !(but_idle && idle && task == idle);
}

static void follow_return(enum world world)
{
	current = of_world[world] = stack__return(world, run.sp, counting);
	if (world != WORLD_KERNEL || current == task || (current == irq && run.sp <= irq_from))
		return;
	if (current == irq)
		irq = NULL;
	task = current;
	choose();
}

static void follow(enum world world, struct insn *insn, uint64_t next)
{
	switch (insn->class.kind) {
	case INSN_CALL_INDIRECT:
		count_branch(insn, next);
		/* fall through */
	case INSN_CALL:
		follow_call(world, insn, next);
		break;
	case INSN_RETURN:
		follow_return(world);
		break;
	case INSN_BRANCH:
	case INSN_JUMP_INDIRECT:
		count_branch(insn, next);
		break;
	case INSN_HALTS:
		if (world == WORLD_KERNEL)
			idle = task;
		choose();
		break;
	default:
		break;
	}
}

/* The current block is over: @next follows. */
static void conclude(uint64_t next, enum world next_world)
{
	struct block *b = run.block;
	unsigned int begun = b ? qemu__counted() - run.start : 0;
	bool executed;

	if (begun) {
		last = b->insns[begun - 1];
		executed = was_executed(b, last, begun == b->nr, next, next_world);
		if (counting)
			count_insns(b, run.from, executed ? begun : begun - 1);
		if (executed)
			follow(b->world, last, next);
	}
	if (b && b->world != next_world)
		current = of_world[next_world];
}

/* @first, @l2 and @ll are where misses of the three levels are counted. */
static void count_misses(struct insn *insn, unsigned int missed, enum count first,
			 enum count l2, enum count ll)
{
	if (!missed)
		return;
	count(insn, first, 1);
	count(insn, l2, !!(missed & CACHE_MISS_L2));
	count(insn, ll, !!(missed & CACHE_MISS_LL));
}

static void fetch(struct block *b)
{
	unsigned int i, missed;

	for (i = 0; i < b->nr_fetches; i++) {
		struct insn *insn = b->fetches[i].insn;
		uint64_t line = b->fetches[i].line;

		if (line == fetched)
			continue;
		fetched = line;
		missed = caches__access(&warm, CACHE_I1, line);
		if (!counting)
			continue;
		count_misses(insn, missed, COUNT_I1, COUNT_L2, COUNT_LL);
		count_misses(insn, caches__access(&cold, CACHE_I1, line), COUNT_COLD_I1,
			     COUNT_COLD_L2, COUNT_COLD_LL);
	}
}

void trace__enter(struct block *b)
{
	conclude(b->insns[0]->vaddr, b->world);
	run = (struct run){ .block = b, .start = qemu__counted() };
	fetch(b);
}

static void access_line(struct insn *insn, uint64_t line)
{
	unsigned int missed = caches__access(&warm, CACHE_D1, line);

	if (!counting)
		return;
	count_misses(insn, missed, COUNT_D1, COUNT_L2, COUNT_LL);
	count_misses(insn, caches__access(&cold, CACHE_D1, line), COUNT_COLD_D1, COUNT_COLD_L2,
		     COUNT_COLD_LL);
}

void trace__access(struct insn *insn, uint32_t info, uint64_t vaddr)
{
	bool store = qemu.mem_is_store(info);
	struct qemu_plugin_hwaddr *at = qemu.get_hwaddr(info, vaddr);
	uint64_t phys, line, end;

	run.accessed = insn;
	if (store ? insn->class.kind == INSN_CALL || insn->class.kind == INSN_CALL_INDIRECT :
		    insn->class.kind == INSN_RETURN)
		run.sp = vaddr;
	if (counting)
		count(insn, store ? COUNT_STORES : COUNT_LOADS, 1);
	if (!at || qemu.hwaddr_is_io(at))
		return;
	phys = qemu.hwaddr_phys_addr(at);
	end = phys + (1u << qemu.mem_size_shift(info)) - 1;
	for (line = phys >> CACHE_LINE_SHIFT; line <= end >> CACHE_LINE_SHIFT; line++)
		access_line(insn, line);
}

void trace__open(unsigned int at, enum trace_of of)
{
	stack__open();
	open = counting = true;
	only = of == TRACE_THREAD ? task : NULL;
	but_idle = of == TRACE_TASKS;
	fetched = 0;	/* the cold caches have not seen it */
	total = 0;
	operates = NULL;
	run.from = at + 1;
}

uint64_t trace__close(unsigned int at)
{
	struct insn *before = at ? run.block->insns[at - 1] : last;
	unsigned int i;

	if (!open)
		return 0;
	if (counting)
		count_insns(run.block, run.from, at);
	if (before && before->class.kind == INSN_READ_TSC)
		count_insn(before, -1);
	open = counting = false;
	stack__close();
	for (; ran; ran = ran->next_run) {
		for (i = 0; i < ran->nr; i++)
			ran->insns[i]->counted.now.at[COUNT_INSNS] += ran->runs;
		ran->runs = 0;
	}
	return total;
}
