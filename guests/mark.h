/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mark.h - instructions by which what is measured tells a watcher of all
 * instructions (harness/testbed/emulated/plugin/) where a batch begins and ends.
 *
 * "xchg %bx, %bx" with its operand-size prefix and in its two-operand form changes
 * nothing, neither a register nor a flag, and no compiler emits it. Where nobody
 * watches it is a no-op. The marks of a batch lie outside of what is timed, beside
 * the two readings of the clock.
 */
#ifndef GUESTS_MARK_H
#define GUESTS_MARK_H

#define MARK_BEGIN	".byte 0x66, 0x87, 0xdb\n\t"	/* bx: a batch, from the next reading of the TSC */
#define MARK_THREAD	".byte 0x66, 0x87, 0xed\n\t"	/* bp: a batch that is timed by the thread's CPU time */
#define MARK_TASKS	".byte 0x66, 0x87, 0xe4\n\t"	/* sp: a batch of all tasks, the idle one excepted */
#define MARK_END	".byte 0x66, 0x87, 0xc9\n\t"	/* cx: to the last reading before this */
#define MARK_ZERO	".byte 0x66, 0x87, 0xd2\n\t"	/* dx: a bit of a message, lowest first */
#define MARK_ONE	".byte 0x66, 0x87, 0xf6\n\t"	/* si */
#define MARK_MESSAGE	".byte 0x66, 0x87, 0xff\n\t"	/* di: the message is complete */

#ifndef __ASSEMBLER__
#ifdef __KERNEL__
#include <linux/types.h>
#else
#include <stdint.h>
#endif

/** mark__begin() - begin a batch that is timed by another clock than the TSC */
static inline void mark__begin(void)
{
	asm volatile(MARK_BEGIN : : : "memory");
}

/** mark__thread() - begin a batch that is timed by this thread's CPU time */
static inline void mark__thread(void)
{
	asm volatile(MARK_THREAD : : : "memory");
}

/** mark__tasks() - begin a batch of what all tasks execute, the idle one excepted */
static inline void mark__tasks(void)
{
	asm volatile(MARK_TASKS : : : "memory");
}

/** mark__end() - end such a batch */
static inline void mark__end(void)
{
	asm volatile(MARK_END : : : "memory");
}

/** mark__tsc_begin() - begin a batch, return the TSC */
static inline uint64_t mark__tsc_begin(void)
{
	uint32_t low, high;

	asm volatile(MARK_BEGIN "rdtsc" : "=a"(low), "=d"(high) : : "memory");
	return (uint64_t)high << 32 | low;
}

/** mark__tsc_end() - return the TSC, and with it end a batch */
static inline uint64_t mark__tsc_end(void)
{
	uint32_t low, high;

	asm volatile("rdtsc\n\t" MARK_END : "=a"(low), "=d"(high) : : "memory");
	return (uint64_t)high << 32 | low;
}
#endif

#endif
