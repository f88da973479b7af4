// SPDX-License-Identifier: GPL-2.0-only
/*
 * main.c - vcpuscale-profile.so, a plugin of QEMU: count each instruction and each
 * miss of simulated caches, by address, in the batches that are samples.
 *
 * The machine's programs say by marks (guests/mark.h) what they do. Messages are
 *
 *	step N			init begins a step of its plan
 *	cell NAME OPS		a cell follows, of OPS operations a batch
 *	arm			its batches follow
 *	arm tasks		the same of batches that wait, for other tasks or for a time
 *	disarm			no more of them
 *	batch KIND COST		what the last one was: sample, empty, or none of both
 *	end, drop		the cell is over; it has a number, or has none
 *
 * Watching every block and every access is slow. So code is translated with
 * callbacks only from "arm" to "disarm" in a cell that is to be profiled; QEMU
 * forgets all translations when the plugin is reset. What was counted is kept until
 * the cell's end tells whether it has a number.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cell.h"
#include "options.h"
#include "stack.h"
#include "trace.h"

#define BAD_OPTIONS	3	/* exit code: vcpuscale-testbed asks whether --cache is sound */

static struct plugin_options options;
static qemu_id plugin;
static int interface;

static int step = -1;
static bool wanted;		/* the current cell is to be profiled */
static bool watching;		/* code is translated with callbacks */
static bool ended;		/* the cell is, while code still is */
static bool counted;		/* there is something to write */
static uint64_t window;		/* instructions of the last one */

static char message[256];
static size_t bits;

static void start_watching(qemu_id id);
static void stop_watching(qemu_id id);

static void begin_cell(const char *text)
{
	char name[CELL_NAME_SIZE];
	unsigned long ops;
	unsigned int vcpus;
	char *size;

	if (sscanf(text, "%127s %lu", name, &ops) != 2)
		return;
	size = strstr(name, "/vcpus=");
	vcpus = size ? strtoul(size + strlen("/vcpus="), NULL, 10) : 0;
	wanted = options__has(options.steps, step) && options__has(options.sizes, vcpus);
	cell__begin(name, ops);
}

static void end_batch(const char *text)
{
	char kind[16];
	unsigned long long cost;

	if (sscanf(text, "%15s %llu", kind, &cost) != 2)
		return;
	cell__window(!window ? WINDOW_NONE : !strcmp(kind, "sample") ? WINDOW_SAMPLE :
		     !strcmp(kind, "empty") ? WINDOW_EMPTY : WINDOW_NONE, cost, window);
	window = 0;
}

static void forget(void)
{
	counted = ended = false;
	stack__forget();
	code__forget();
}

/* A cell that failed in the middle was not disarmed. */
static void end_cell(bool measured)
{
	char dir[PATH_MAX];
	int err;

	wanted = false;
	if (!counted)
		return;
	snprintf(dir, sizeof(dir), "%s/%d", options.out, step);
	err = measured ? cell__write(dir, &options.caches, interface) : 0;
	if (err)
		fprintf(stderr, "vcpuscale: a profile in %s cannot be written: %s: make room\n",
			dir, strerror(-err));
	ended = true;
	if (watching)
		qemu.reset(plugin, stop_watching);
	else
		forget();
}

static void take_message(void)
{
	const char *text = strchr(message, ' ');

	text = text ? text + 1 : "";
	if (!strncmp(message, "step ", 5))
		step = atoi(text);
	else if (!strncmp(message, "cell ", 5))
		begin_cell(text);
	else if ((!strcmp(message, "arm") || (!strcmp(message, "arm tasks") && options.tasks)) &&
		 wanted && !watching)
		qemu.reset(plugin, start_watching);
	else if (!strcmp(message, "disarm") && watching)
		qemu.reset(plugin, stop_watching);
	else if (!strncmp(message, "batch ", 6) && watching)
		end_batch(text);
	else if (!strcmp(message, "end") || !strcmp(message, "drop"))
		end_cell(message[0] == 'e');
}

static void take_bit(bool one)
{
	if (bits / 8 >= sizeof(message) - 1)
		return;
	message[bits / 8] |= one << bits % 8;
	bits++;
}

/* Before a mark is executed. */
static void on_message(unsigned int cpu, void *data)
{
	(void)cpu;
	switch ((enum insn_kind)(uintptr_t)data) {
	case INSN_MARK_ZERO:
	case INSN_MARK_ONE:
		take_bit((uintptr_t)data == INSN_MARK_ONE);
		break;
	default:
		take_message();
		memset(message, 0, sizeof(message));
		bits = 0;
	}
}

/*
 * A window that a program has opened is the program's: what the guest marks meanwhile
 * lies in it.
 */
static bool by_program;

static bool is_guest(uintptr_t at)
{
	return (at & 3) == WORLD_GUEST;
}

static void on_begin(unsigned int cpu, void *data)
{
	uintptr_t at = (uintptr_t)data;

	(void)cpu;
	if (by_program && is_guest(at))
		return;
	by_program = !is_guest(at);
	trace__open(at >> 2, TRACE_ALL);
}

static void on_begin_thread(unsigned int cpu, void *data)
{
	(void)cpu;
	by_program = true;
	trace__open((uintptr_t)data >> 2, TRACE_THREAD);
}

static void on_begin_tasks(unsigned int cpu, void *data)
{
	(void)cpu;
	by_program = true;
	trace__open((uintptr_t)data >> 2, TRACE_TASKS);
}

static void on_end(unsigned int cpu, void *data)
{
	uintptr_t at = (uintptr_t)data;

	(void)cpu;
	if (by_program && is_guest(at))
		return;
	by_program = false;
	window = trace__close(at >> 2);
}

static void watch_mark(struct qemu_plugin_insn *insn, enum insn_kind kind, enum world world,
		       uintptr_t at)
{
	void *place = (void *)(at << 2 | world);

	if (kind == INSN_MARK_BEGIN && watching)
		qemu.register_vcpu_insn_exec_cb(insn, on_begin, QEMU_CB_NO_REGS, place);
	else if (kind == INSN_MARK_THREAD && watching)
		qemu.register_vcpu_insn_exec_cb(insn, on_begin_thread, QEMU_CB_NO_REGS, place);
	else if (kind == INSN_MARK_TASKS && watching)
		qemu.register_vcpu_insn_exec_cb(insn, on_begin_tasks, QEMU_CB_NO_REGS, place);
	else if (kind == INSN_MARK_END && watching)
		qemu.register_vcpu_insn_exec_cb(insn, on_end, QEMU_CB_NO_REGS, place);
	else if (kind == INSN_MARK_ZERO || kind == INSN_MARK_ONE || kind == INSN_MARK_MESSAGE)
		qemu.register_vcpu_insn_exec_cb(insn, on_message, QEMU_CB_NO_REGS,
						(void *)(uintptr_t)kind);
}

static void translate_marks(qemu_id id, struct qemu_plugin_tb *tb)
{
	size_t i, nr = qemu.tb_n_insns(tb);

	(void)id;
	for (i = 0; i < nr; i++) {
		struct qemu_plugin_insn *insn = qemu.tb_get_insn(tb, i);
		uint8_t bytes[3];

		code__locate(insn);
		if (qemu.insn_size(insn) != sizeof(bytes))
			continue;
		qemu__bytes(insn, bytes, sizeof(bytes));
		watch_mark(insn, insn__classify(bytes, sizeof(bytes), true).kind, WORLD_USER, i);
	}
}

static void on_block(unsigned int cpu, void *data)
{
	(void)cpu;
	trace__enter(data);
}

static void on_access(unsigned int cpu, uint32_t info, uint64_t vaddr, void *data)
{
	(void)cpu;
	trace__access(data, info, vaddr);
}

static void translate_all(qemu_id id, struct qemu_plugin_tb *tb)
{
	struct block *b = code__block(tb);
	unsigned int i;

	(void)id;
	for (i = 0; b && i < b->nr; i++) {
		struct qemu_plugin_insn *insn = qemu.tb_get_insn(tb, i);

		if (!i)
			qemu.register_vcpu_tb_exec_cb(tb, on_block, QEMU_CB_NO_REGS, b);
		qemu__count(insn);
		qemu.register_vcpu_mem_cb(insn, on_access, QEMU_CB_NO_REGS, QEMU_MEM_RW,
					  b->insns[i]);
		watch_mark(insn, b->insns[i]->class.kind, b->world, i);
	}
}

/* QEMU has no translated code now. */
static void start_watching(qemu_id id)
{
	qemu__settle();
	watching = counted = !trace__start(&options.caches);
	window = 0;
	by_program = false;
	qemu.register_vcpu_tb_trans_cb(id, watching ? translate_all : translate_marks);
}

static void stop_watching(qemu_id id)
{
	qemu__settle();
	watching = false;
	if (ended)
		forget();
	qemu.register_vcpu_tb_trans_cb(id, translate_marks);
}

__attribute__((visibility("default")))
int qemu_plugin_install(qemu_id id, const struct qemu_info *info, int argc, char **argv)
{
	const char *wrong = options__parse(&options, argc, argv), *missing;

	if (wrong) {
		fprintf(stderr, "vcpuscale: %s\n", wrong);
		exit(BAD_OPTIONS);
	}
	missing = qemu__bind(info);
	if (missing) {
		fprintf(stderr, "vcpuscale: its plugins have no %s (version %d of the interface)\n",
			missing, info->version.cur);
		return -1;
	}
	if (options.check)
		exit(0);
	plugin = id;
	interface = info->version.cur;
	qemu.register_vcpu_tb_trans_cb(id, translate_marks);
	return 0;
}
