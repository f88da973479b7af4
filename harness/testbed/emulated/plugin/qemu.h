/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qemu.h - the part of QEMU's plugin interface that is used here.
 *
 * Debian ships no header. The types are those of include/qemu/qemu-plugin.h of
 * QEMU's sources, in 7.2 (version 1 of the interface) and 10.2 (version 5); the
 * header says from which version on a function is there. Functions are looked up
 * when the plugin is loaded, so that one plugin works with both.
 */
#ifndef EMULATED_PLUGIN_QEMU_H
#define EMULATED_PLUGIN_QEMU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* qemu_plugin_id_t */
typedef uint64_t qemu_id;

struct qemu_plugin_tb;
struct qemu_plugin_insn;
struct qemu_plugin_hwaddr;
struct qemu_plugin_scoreboard;

/* qemu_info_t, as qemu_plugin_install() gets it */
struct qemu_info {
	const char *target_name;
	struct {
		int min;
		int cur;
	} version;
	bool system_emulation;
	struct {
		int smp_vcpus;
		int max_vcpus;
	} system;
};

/* qemu_plugin_u64: version 2 */
struct qemu_u64 {
	struct qemu_plugin_scoreboard *score;
	size_t offset;
};

/* enum qemu_plugin_cb_flags, qemu_plugin_mem_rw, qemu_plugin_op */
enum { QEMU_CB_NO_REGS = 0 };
enum { QEMU_MEM_RW = 3 };
enum { QEMU_INLINE_ADD_U64 = 0 };

typedef void (*qemu_simple_cb)(qemu_id id);
typedef void (*qemu_trans_cb)(qemu_id id, struct qemu_plugin_tb *tb);
typedef void (*qemu_exec_cb)(unsigned int cpu, void *data);
typedef void (*qemu_mem_cb)(unsigned int cpu, uint32_t info, uint64_t vaddr, void *data);

/**
 * struct qemu_plugin_api - QEMU's functions; their names there begin with "qemu_plugin_"
 * @insn_data_v1:	to version 2: a pointer to the instruction's bytes
 * @insn_data_v3:	since version 3: copies them
 * @insn_inline_v1:	to version 1: add to any address
 * @insn_inline_v2:	since version 2: add to a member of a scoreboard
 */
struct qemu_plugin_api {
	void (*reset)(qemu_id id, qemu_simple_cb cb);
	void (*outs)(const char *text);
	void (*register_vcpu_tb_trans_cb)(qemu_id id, qemu_trans_cb cb);
	void (*register_vcpu_tb_exec_cb)(struct qemu_plugin_tb *tb, qemu_exec_cb cb, int flags,
					 void *data);
	void (*register_vcpu_insn_exec_cb)(struct qemu_plugin_insn *insn, qemu_exec_cb cb,
					   int flags, void *data);
	void (*register_vcpu_mem_cb)(struct qemu_plugin_insn *insn, qemu_mem_cb cb, int flags,
				     int rw, void *data);
	size_t (*tb_n_insns)(const struct qemu_plugin_tb *tb);
	struct qemu_plugin_insn *(*tb_get_insn)(const struct qemu_plugin_tb *tb, size_t at);
	size_t (*insn_size)(const struct qemu_plugin_insn *insn);
	uint64_t (*insn_vaddr)(const struct qemu_plugin_insn *insn);
	void *(*insn_haddr)(const struct qemu_plugin_insn *insn);
	unsigned int (*mem_size_shift)(uint32_t info);
	bool (*mem_is_store)(uint32_t info);
	struct qemu_plugin_hwaddr *(*get_hwaddr)(uint32_t info, uint64_t vaddr);
	bool (*hwaddr_is_io)(const struct qemu_plugin_hwaddr *addr);
	uint64_t (*hwaddr_phys_addr)(const struct qemu_plugin_hwaddr *addr);

	const void *(*insn_data_v1)(const struct qemu_plugin_insn *insn);
	size_t (*insn_data_v3)(const struct qemu_plugin_insn *insn, void *to, size_t size);
	void (*insn_inline_v1)(struct qemu_plugin_insn *insn, int op, void *at, uint64_t value);
	void (*insn_inline_v2)(struct qemu_plugin_insn *insn, int op, struct qemu_u64 at,
			       uint64_t value);
	struct qemu_plugin_scoreboard *(*scoreboard_new)(size_t size);
	void *(*scoreboard_find)(struct qemu_plugin_scoreboard *score, unsigned int cpu);
};

extern struct qemu_plugin_api qemu;

/**
 * qemu__bind() - look the functions up
 * @info:	what QEMU says of itself
 *
 * Return: NULL, or the name of a function that this QEMU lacks.
 */
const char *qemu__bind(const struct qemu_info *info);

/**
 * qemu__settle() - when all translations are gone: forget where their callbacks were
 *
 * QEMU 7.2 keeps a pointer to the callbacks of the last instruction that a helper
 * function has carried out and that ended its block; 8.0 does not. The pointer is
 * used for what an interrupt writes, and outlives the block.
 */
void qemu__settle(void);

/** qemu__bytes() - an instruction's bytes, @size of them at most; while it is translated */
void qemu__bytes(const struct qemu_plugin_insn *insn, uint8_t *bytes, size_t size);

/** qemu__count() - count the executions of an instruction that is being translated */
void qemu__count(struct qemu_plugin_insn *insn);

/** qemu__counted() - executions of all instructions so counted */
uint64_t qemu__counted(void);

#endif
