// SPDX-License-Identifier: GPL-2.0-only
/* ops.c - all operations as one table. */
#include "stress.h"

const struct op *op__at(unsigned int n)
{
	static const struct op * const lists[] = {
		vcpu_ops, after_ops, state_ops, irq_ops, vm_ops, look_ops,
	};
	const struct op *op;
	unsigned int i;

	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		for (op = lists[i]; op->name; op++)
			if (!n--)
				return op;
	return NULL;
}

static unsigned int total_weight(void)
{
	unsigned int n, total = 0;

	for (n = 0; op__at(n); n++)
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
