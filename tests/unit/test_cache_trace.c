// SPDX-License-Identifier: GPL-2.0-only
/* test_cache_trace.c - what the plugin knows of instructions, and of who called whom. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "testbed/emulated/plugin/stack.h"

struct known {
	const char *bytes;
	size_t size;
	bool narrow;
	enum insn_kind kind;
	bool atomic;
};

#define BYTES(text)	text, sizeof(text) - 1

static void test_insns(void **state)
{
	static const struct known known[] = {
		{ BYTES("\x66\x87\xdb"), false, INSN_MARK_BEGIN, false },
		{ BYTES("\x66\x87\xe4"), false, INSN_MARK_TASKS, false },
		{ BYTES("\x66\x87\xc9"), false, INSN_MARK_END, false },
		{ BYTES("\x66\x87\xff"), true, INSN_MARK_MESSAGE, false },
		{ BYTES("\x66\x87\xd9"), false, INSN_OTHER, false },	/* xchg %bx, %cx */
		{ BYTES("\x87\xdb"), false, INSN_OTHER, false },
		{ BYTES("\xe8\0\0\0\0"), false, INSN_CALL, false },
		{ BYTES("\xff\xd0"), false, INSN_CALL_INDIRECT, false },	/* call *%rax */
		{ BYTES("\x41\xff\xd4"), false, INSN_CALL_INDIRECT, false },	/* call *%r12 */
		{ BYTES("\xff\xe0"), false, INSN_JUMP_INDIRECT, false },	/* jmp *%rax */
		{ BYTES("\x3e\xff\xe0"), false, INSN_JUMP_INDIRECT, false },	/* notrack jmp */
		{ BYTES("\xff\x75\x08"), false, INSN_OTHER, false },		/* push 8(%rbp) */
		{ BYTES("\xc3"), false, INSN_RETURN, false },
		{ BYTES("\xf3\xc3"), false, INSN_RETURN, false },
		{ BYTES("\x74\x05"), false, INSN_BRANCH, false },
		{ BYTES("\x0f\x84\0\0\0\0"), false, INSN_BRANCH, false },
		{ BYTES("\x0f\x31"), false, INSN_READ_TSC, false },
		{ BYTES("\x0f\x01\xd9"), true, INSN_EXITS, false },		/* vmmcall */
		{ BYTES("\xef"), true, INSN_EXITS, false },			/* out */
		{ BYTES("\xf4"), true, INSN_HALTS, false },			/* hlt */
		{ BYTES("\xf0\x48\x0f\xba\x2f\x1a"), false, INSN_OTHER, true },	/* lock btsq */
		{ BYTES("\x48\x87\x07"), false, INSN_OTHER, true },		/* xchg %rax, (%rdi) */
		{ BYTES("\x48\x87\xc7"), false, INSN_OTHER, false },		/* xchg %rax, %rdi */
		{ BYTES("\x40"), true, INSN_OTHER, false },			/* inc %eax */
		{ BYTES("\x48\x89\xc3"), false, INSN_OTHER, false },		/* mov, no ret */
	};
	struct insn_class class;
	unsigned int i;

	(void)state;
	for (i = 0; i < sizeof(known) / sizeof(*known); i++) {
		class = insn__classify((const uint8_t *)known[i].bytes, known[i].size,
				       !known[i].narrow);
		assert_int_equal(class.kind, known[i].kind);
		assert_int_equal(class.atomic, known[i].atomic);
	}
}

#define STACK	0xffffc90000100000ull	/* a task's, in the kernel */
#define OTHER	0xffffc90000200000ull
#define MAIN	0xffffffff81000000ull
#define CHILD	0xffffffff81000100ull
#define LEAF	0xffffffff81000200ull

static struct call *call_of(uint64_t callee)
{
	struct call **c;

	stack__for_each(c)
		if ((*c)->callee == callee)
			return *c;
	return NULL;
}

static uint64_t insns_of(uint64_t callee)
{
	return call_of(callee)->counted.now.at[COUNT_INSNS];
}

/* main calls child, which runs 5, calls leaf, which runs 3, and runs 2 more. */
static void test_inclusive(void **state)
{
	struct stack *s;

	(void)state;
	stack__open();
	s = stack__call(WORLD_KERNEL, STACK + 0x800, MAIN, CHILD, true);
	s->counts.at[COUNT_INSNS] += 5;
	s = stack__call(WORLD_KERNEL, STACK + 0x700, CHILD + 8, LEAF, true);
	s->counts.at[COUNT_INSNS] += 3;
	s = stack__return(WORLD_KERNEL, STACK + 0x700, true);
	s->counts.at[COUNT_INSNS] += 2;
	stack__return(WORLD_KERNEL, STACK + 0x800, true);
	stack__close();
	assert_int_equal(insns_of(CHILD), 10);
	assert_int_equal(insns_of(LEAF), 3);
	assert_int_equal(call_of(LEAF)->now, 1);
	stack__forget();
}

/* What another task executes meanwhile is not child's. */
static void test_switch(void **state)
{
	struct stack *s;

	(void)state;
	stack__open();
	s = stack__call(WORLD_KERNEL, STACK + 0x800, MAIN, CHILD, true);
	s->counts.at[COUNT_INSNS] += 5;
	s = stack__call(WORLD_KERNEL, OTHER + 0x800, MAIN, LEAF, true);
	s->counts.at[COUNT_INSNS] += 1000;
	stack__return(WORLD_KERNEL, STACK + 0x800, true);
	stack__close();
	assert_int_equal(insns_of(CHILD), 5);
	assert_int_equal(insns_of(LEAF), 1000);	/* it has not returned */
	stack__forget();
}

/* Leaf is left by a jump out of two calls: the next return ends both. */
static void test_jump(void **state)
{
	struct stack *s;

	(void)state;
	stack__open();
	stack__call(WORLD_KERNEL, STACK + 0x800, MAIN, CHILD, true);
	stack__call(WORLD_KERNEL, STACK + 0x700, CHILD + 8, LEAF, true);
	s = stack__return(WORLD_KERNEL, STACK + 0x800, true);
	assert_int_equal(s->nr, 0);
	stack__forget();
}

/* A call from before the window has what is executed in it, and is no call in it. */
static void test_before(void **state)
{
	struct stack *s;

	(void)state;
	s = stack__call(WORLD_KERNEL, STACK + 0x800, MAIN, CHILD, false);
	s->counts.at[COUNT_INSNS] += 50;
	stack__open();
	s->counts.at[COUNT_INSNS] += 7;
	stack__close();
	assert_int_equal(insns_of(CHILD), 7);
	assert_int_equal(call_of(CHILD)->now, 0);
	stack__forget();
}

/* Guests' stacks are small and lie side by side: two vCPUs are two stacks. */
static void test_guests(void **state)
{
	(void)state;
	assert_ptr_not_equal(stack__call(WORLD_GUEST, 0x1001fc, 0x10000, 0x10100, true),
			     stack__call(WORLD_GUEST, 0x1003fc, 0x10000, 0x10100, true));
	assert_int_equal(code__world(0x10000), WORLD_GUEST);
	assert_int_equal(code__world(0x401000), WORLD_USER);
	assert_int_equal(code__world(MAIN), WORLD_KERNEL);
	stack__forget();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_insns),
		cmocka_unit_test(test_inclusive),
		cmocka_unit_test(test_switch),
		cmocka_unit_test(test_jump),
		cmocka_unit_test(test_before),
		cmocka_unit_test(test_guests),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
