/* SPDX-License-Identifier: GPL-2.0-only */
/* insn.h - what has to be known of an instruction, by its bytes. */
#ifndef EMULATED_PLUGIN_INSN_H
#define EMULATED_PLUGIN_INSN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define INSN_MAX_BYTES	15

/** enum insn_kind - the kinds that are treated apart */
enum insn_kind {
	INSN_OTHER,
	INSN_CALL,
	INSN_CALL_INDIRECT,
	INSN_RETURN,
	INSN_BRANCH,		/* conditional */
	INSN_JUMP_INDIRECT,
	INSN_READ_TSC,
	INSN_EXITS,		/* in a guest of KVM: leaves it, before it is executed */
	INSN_HALTS,		/* leaves a guest as well; in the kernel it is the idle task's */
	INSN_MARK_BEGIN, INSN_MARK_THREAD, INSN_MARK_TASKS, INSN_MARK_END, INSN_MARK_ZERO,
	INSN_MARK_ONE, INSN_MARK_MESSAGE,
};

/** struct insn_class - @atomic: a locked access to memory */
struct insn_class {
	enum insn_kind kind;
	bool atomic;
};

/**
 * insn__classify() - what is it?
 * @bytes:	all of the instruction, @size of them
 * @wide:	64-bit mode, in which 0x40 to 0x4f are prefixes
 */
struct insn_class insn__classify(const uint8_t *bytes, size_t size, bool wide);

#endif
