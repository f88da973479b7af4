// SPDX-License-Identifier: GPL-2.0-only
/* ops.c - all operations, which stand in files of their own, as one table. */
#include "stress.h"

TABLE(op_table, struct op);

unsigned int op__count(void)
{
	return (const struct op *)op_table.end - (const struct op *)op_table.start;
}

const struct op *op__at(unsigned int n)
{
	return n < op__count() ? (const struct op *)op_table.start + n : NULL;
}

static unsigned int total_weight(void)
{
	unsigned int n, total = 0;

	for (n = 0; n < op__count(); n++)
		total += op__at(n)->weight;
	return total;
}

void op__random(struct life *life, struct rand *r)
{
	unsigned int n = 0, left = rand__below(r, total_weight());
	const struct op *op = op__at(0);

	while (left >= op->weight) {
		left -= op->weight;
		op = op__at(++n);
	}
	if (op->fn(life, r) < 0)
		atomic_fetch_add(&life->board->counts[n].refused, 1);
	else
		atomic_fetch_add(&life->board->counts[n].done, 1);
}
