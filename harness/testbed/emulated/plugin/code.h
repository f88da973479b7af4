/* SPDX-License-Identifier: GPL-2.0-only */
/* code.h - the code that was translated: instructions and blocks of them. */
#ifndef EMULATED_PLUGIN_CODE_H
#define EMULATED_PLUGIN_CODE_H

#include "counts.h"
#include "insn.h"
#include "qemu.h"

/** enum world - by address: see guests/abi.h for guests; programs here are static */
enum world { WORLD_KERNEL, WORLD_USER, WORLD_GUEST, WORLDS };

/** struct insn - an instruction at @vaddr; one even if it is in several blocks */
struct insn {
	uint64_t vaddr;
	uint8_t size;
	struct insn_class class;
	struct counted counted;
	struct insn *next;
};

/** struct fetch - a line of instructions that a block takes: its number, and its first one */
struct fetch {
	uint64_t line;
	struct insn *insn;
};

/**
 * struct block - what QEMU translates as one piece and enters at its beginning only
 * @world:	where it is
 * @has_atomic:	some instruction is
 * @insns:	@nr of them
 * @fetches:	@nr_fetches lines
 * @runs:	complete executions in the current window
 * @next_run:	the next of those with @runs
 * @next:	of all
 */
struct block {
	enum world world;
	bool has_atomic;
	struct insn **insns;
	unsigned int nr;
	struct fetch *fetches;
	unsigned int nr_fetches;
	uint64_t runs;
	struct block *next_run, *next;
};

/** code__world() - of a code address */
enum world code__world(uint64_t vaddr);

/** code__locate() - learn from an instruction where the machine's memory is in QEMU's */
void code__locate(const struct qemu_plugin_insn *insn);

/** code__block() - know a block that QEMU translates now; NULL without memory */
struct block *code__block(const struct qemu_plugin_tb *tb);

/** code__insn() - the instruction at @vaddr, made if need be; NULL without memory */
struct insn *code__insn(uint64_t vaddr);

/** code__insns() - the instructions in the order of their addresses, @nr of them */
struct insn **code__insns(size_t *nr);

/** code__forget() - forget all, once QEMU has no block left that was told of */
void code__forget(void);

/** code__for_each() - walk over all instructions: i is a struct insn ** */
#define code__for_each(i)	\
	for (i = code__all; i < code__all + code__nr; i++)

extern struct insn **code__all;
extern size_t code__nr;

#endif
