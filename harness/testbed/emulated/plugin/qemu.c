// SPDX-License-Identifier: GPL-2.0-only
/* qemu.c - find QEMU's functions, and hide what differs between its versions. */
#include <dlfcn.h>
#include <string.h>

#include "qemu.h"

struct qemu_plugin_api qemu;

/* What QEMU reads before anything else: the version that this plugin is made for. */
int qemu_plugin_version __attribute__((visibility("default"))) = 1;

static uint64_t *counter;
static uint64_t own_counter;
static struct qemu_u64 score;

static bool has(const char *name)
{
	return dlsym(RTLD_DEFAULT, name);
}

/*
 * A QEMU takes plugins of its own version and of some before. Which one it is shows
 * in the functions that a version has brought.
 */
static void __attribute__((constructor)) choose_version(void)
{
	if (has("qemu_plugin_write_memory_vaddr"))
		qemu_plugin_version = 5;
	else if (has("qemu_plugin_read_memory_vaddr"))
		qemu_plugin_version = 4;
	else if (has("qemu_plugin_scoreboard_new"))
		qemu_plugin_version = 2;
}

struct function {
	const char *name;
	void *at;
	int from, to;
};

#define FUNCTION(member, name)	{ "qemu_plugin_" #name, &qemu.member, 1, 99 }

static const struct function functions[] = {
	FUNCTION(reset, reset),
	FUNCTION(outs, outs),
	FUNCTION(register_vcpu_tb_trans_cb, register_vcpu_tb_trans_cb),
	FUNCTION(register_vcpu_tb_exec_cb, register_vcpu_tb_exec_cb),
	FUNCTION(register_vcpu_insn_exec_cb, register_vcpu_insn_exec_cb),
	FUNCTION(register_vcpu_mem_cb, register_vcpu_mem_cb),
	FUNCTION(tb_n_insns, tb_n_insns),
	FUNCTION(tb_get_insn, tb_get_insn),
	FUNCTION(insn_size, insn_size),
	FUNCTION(insn_vaddr, insn_vaddr),
	FUNCTION(insn_haddr, insn_haddr),
	FUNCTION(mem_size_shift, mem_size_shift),
	FUNCTION(mem_is_store, mem_is_store),
	FUNCTION(get_hwaddr, get_hwaddr),
	FUNCTION(hwaddr_is_io, hwaddr_is_io),
	FUNCTION(hwaddr_phys_addr, hwaddr_phys_addr),
	{ "qemu_plugin_insn_data", &qemu.insn_data_v1, 1, 2 },
	{ "qemu_plugin_insn_data", &qemu.insn_data_v3, 3, 99 },
	{ "qemu_plugin_register_vcpu_insn_exec_inline", &qemu.insn_inline_v1, 1, 1 },
	{ "qemu_plugin_register_vcpu_insn_exec_inline_per_vcpu", &qemu.insn_inline_v2, 2, 99 },
	{ "qemu_plugin_scoreboard_new", &qemu.scoreboard_new, 2, 99 },
	{ "qemu_plugin_scoreboard_find", &qemu.scoreboard_find, 2, 99 },
};

const char *qemu__bind(const struct qemu_info *info)
{
	const struct function *f;
	void *found;

	for (f = functions; f < functions + sizeof(functions) / sizeof(*functions); f++) {
		if (info->version.cur < f->from || info->version.cur > f->to)
			continue;
		found = dlsym(RTLD_DEFAULT, f->name);
		if (!found)
			return f->name;
		memcpy(f->at, &found, sizeof(found));
	}
	counter = &own_counter;
	if (qemu.scoreboard_new) {
		score.score = qemu.scoreboard_new(sizeof(uint64_t));
		counter = NULL;
	}
	return NULL;
}

/* Both are QEMU's own and no part of the interface. Where they are missing, so is the fault. */
void qemu__settle(void)
{
	void *(*get_cpu)(int number);
	void (*disable)(void *cpu);
	void *found = dlsym(RTLD_DEFAULT, "qemu_get_cpu");

	memcpy(&get_cpu, &found, sizeof(found));
	found = dlsym(RTLD_DEFAULT, "qemu_plugin_disable_mem_helpers");
	memcpy(&disable, &found, sizeof(found));
	if (get_cpu && disable && get_cpu(0))
		disable(get_cpu(0));
}

void qemu__bytes(const struct qemu_plugin_insn *insn, uint8_t *bytes, size_t size)
{
	memset(bytes, 0, size);
	if (qemu.insn_data_v3)
		qemu.insn_data_v3(insn, bytes, size);
	else
		memcpy(bytes, qemu.insn_data_v1(insn), size);
}

void qemu__count(struct qemu_plugin_insn *insn)
{
	if (qemu.insn_inline_v2)
		qemu.insn_inline_v2(insn, QEMU_INLINE_ADD_U64, score, 1);
	else
		qemu.insn_inline_v1(insn, QEMU_INLINE_ADD_U64, &own_counter, 1);
}

/* The machine has one CPU. A scoreboard moves when it grows: before that CPU exists. */
uint64_t qemu__counted(void)
{
	if (!counter)
		counter = qemu.scoreboard_find(score.score, 0);
	return *counter;
}
