// SPDX-License-Identifier: GPL-2.0-only
/* pair.c - BASE and HEAD, loaded and compared. */
#include "pair.h"

#include "compare/noise.h"

int pair__load(struct pair *p, const struct command_options *o, struct why *why)
{
	int err = results__find(&o->store, o->operand, 2, o->compare.force, p->side, why);

	if (!err)
		err = compare__results(p->side[0], p->side[1], &o->compare, &p->c, why);
	if (!err)
		noise__find(o->store.dir, p->side[0], &p->c->noise);
	return err;
}

void pair__free(struct pair *p)
{
	compare__free(p->c);
	results__free(p->side[0]);
	results__free(p->side[1]);
}
