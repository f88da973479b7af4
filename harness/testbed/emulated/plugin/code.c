// SPDX-License-Identifier: GPL-2.0-only
/* code.c - what is known of the machine's code. */
#include <stdlib.h>
#include <string.h>

#include "cache.h"
#include "code.h"
#include "guests/abi.h"

#define BUCKETS		(1u << 16)

/* The kernel's image is mapped from here on, physical zero first, without KASLR. */
#define IMAGE_START	0xffffffff80000000ull
#define IMAGE_END	0xffffffffc0000000ull

struct insn **code__all;
size_t code__nr;

static size_t room;
static struct insn *buckets[BUCKETS];
static struct block *blocks;
static uintptr_t memory_at;	/* of the machine's physical address zero, in QEMU */

enum world code__world(uint64_t vaddr)
{
	if (vaddr >> 63)
		return WORLD_KERNEL;
	return vaddr < GUEST_MEMORY_LARGE ? WORLD_GUEST : WORLD_USER;
}

static bool enlist(struct insn *insn)
{
	if (code__nr == room) {
		size_t more = room ? 2 * room : 4096;
		struct insn **all = realloc(code__all, more * sizeof(*all));

		if (!all)
			return false;
		code__all = all;
		room = more;
	}
	code__all[code__nr++] = insn;
	return true;
}

struct insn *code__insn(uint64_t vaddr)
{
	struct insn **bucket = &buckets[(vaddr ^ vaddr >> 16) % BUCKETS], *insn;

	for (insn = *bucket; insn; insn = insn->next)
		if (insn->vaddr == vaddr)
			return insn;
	insn = calloc(1, sizeof(*insn));
	if (!insn || !enlist(insn)) {
		free(insn);
		return NULL;
	}
	insn->vaddr = vaddr;
	insn->next = *bucket;
	*bucket = insn;
	return insn;
}

static struct insn *know_insn(const struct qemu_plugin_insn *from)
{
	struct insn *insn = code__insn(qemu.insn_vaddr(from));
	uint8_t bytes[INSN_MAX_BYTES] = { 0 };
	size_t size = qemu.insn_size(from);

	if (!insn)
		return NULL;
	size = size < sizeof(bytes) ? size : sizeof(bytes);
	qemu__bytes(from, bytes, size);
	insn->size = size;
	insn->class = insn__classify(bytes, size, code__world(insn->vaddr) != WORLD_GUEST);
	return insn;
}

void code__locate(const struct qemu_plugin_insn *insn)
{
	uint64_t vaddr = qemu.insn_vaddr(insn);
	uintptr_t at = (uintptr_t)qemu.insn_haddr(insn);

	if (at && vaddr >= IMAGE_START && vaddr < IMAGE_END)
		memory_at = at - (vaddr - IMAGE_START);
}

/*
 * QEMU tells where an instruction lies in its own memory. The physical address
 * follows from an instruction of the kernel's image, of which both are known.
 */
static uint64_t physical(const struct qemu_plugin_insn *insn)
{
	uintptr_t at = (uintptr_t)qemu.insn_haddr(insn);

	return at ? at - memory_at : 0;
}

static void add_fetches(struct block *b, const struct qemu_plugin_insn *from, struct insn *insn)
{
	uint64_t first = physical(from), line;

	for (line = first >> CACHE_LINE_SHIFT;
	     line <= (first + insn->size - 1) >> CACHE_LINE_SHIFT; line++)
		if (!b->nr_fetches || b->fetches[b->nr_fetches - 1].line != line)
			b->fetches[b->nr_fetches++] = (struct fetch){ line, insn };
}

struct block *code__block(const struct qemu_plugin_tb *tb)
{
	struct block *b = calloc(1, sizeof(*b));
	unsigned int i, nr = qemu.tb_n_insns(tb);

	if (!b)
		return NULL;
	b->insns = calloc(nr, sizeof(*b->insns));
	b->fetches = calloc(2 * nr, sizeof(*b->fetches));
	b->next = blocks;
	blocks = b;
	for (i = 0; b->insns && b->fetches && i < nr; i++) {
		const struct qemu_plugin_insn *from = qemu.tb_get_insn(tb, i);

		b->insns[i] = know_insn(from);
		if (!b->insns[i])
			return NULL;
		add_fetches(b, from, b->insns[i]);
		b->has_atomic |= b->insns[i]->class.atomic;
		b->nr++;
	}
	if (b->nr)
		b->world = code__world(b->insns[0]->vaddr);
	return b->nr ? b : NULL;
}

static int by_vaddr(const void *a, const void *b)
{
	const struct insn *x = *(struct insn * const *)a, *y = *(struct insn * const *)b;

	return (x->vaddr > y->vaddr) - (x->vaddr < y->vaddr);
}

struct insn **code__insns(size_t *nr)
{
	qsort(code__all, code__nr, sizeof(*code__all), by_vaddr);
	*nr = code__nr;
	return code__all;
}

void code__forget(void)
{
	struct block *b, *next;
	struct insn **i;

	for (b = blocks; b; b = next) {
		next = b->next;
		free(b->insns);
		free(b->fetches);
		free(b);
	}
	blocks = NULL;
	code__for_each(i)
		free(*i);
	code__nr = 0;
	memset(buckets, 0, sizeof(buckets));
}
