// SPDX-License-Identifier: GPL-2.0-only
/* names.c - cells and their names. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "names.h"

static const char * const kinds[ITERATE_KINDS] = {
	"none", "plain", "array", "xarray", "rcu-list", "srcu-list", "mb-list"
};

static const char * const loops[ITERATE_LOOPS] = { "spin", "request", "irq" };

void names__first(struct iterate_cell *cell)
{
	*cell = (struct iterate_cell){ .kind = ITERATE_PLAIN };
}

/* Warm without a writer, cold, warm with a writer: no cold with a writer. */
static bool next_state(struct iterate_cell *cell)
{
	if (cell->writer) {
		cell->writer = 0;
		return false;
	}
	cell->writer = cell->cold;
	cell->cold = !cell->cold;
	return true;
}

bool names__next(struct iterate_cell *cell)
{
	if (next_state(cell))
		return true;
	cell->shuffled = !cell->shuffled;
	if (cell->shuffled)
		return true;
	cell->loop = (cell->loop + 1) % ITERATE_LOOPS;
	if (cell->loop)
		return true;
	return ++cell->kind < ITERATE_KINDS;
}

void names__bench(const struct iterate_cell *cell, char *name)
{
	snprintf(name, NAMES_SIZE, "Iterate/kind=%s/loop=%s/order=%s/cache=%s/writer=%s",
		 kinds[cell->kind], loops[cell->loop],
		 cell->shuffled ? "shuffled" : "created",
		 cell->cold ? "cold" : "warm", cell->writer ? "yes" : "no");
}

bool names__parse(const char *name, struct iterate_cell *cell)
{
	const char *size = strstr(name, "/vcpus=");
	char bench[NAMES_SIZE], *end;
	unsigned long nr;

	if (!size)
		return false;
	nr = strtoul(size + strlen("/vcpus="), &end, 10);
	if (*end || nr < 1 || nr > ITERATE_MAX_OBJECTS)
		return false;
	names__first(cell);
	do {
		names__bench(cell, bench);
		if (strlen(bench) == (size_t)(size - name) && !memcmp(bench, name, size - name)) {
			cell->nr = nr;
			return true;
		}
	} while (names__next(cell));
	return false;
}
