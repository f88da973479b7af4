// SPDX-License-Identifier: GPL-2.0-only
/* pair.c - BASE and HEAD, loaded and compared. */
#include "pair.h"

#include <errno.h>

#include "compare/covered.h"

int pair__load(struct pair *p, const struct command_options *o, struct why *why)
{
	struct compare_options options = o->compare;
	int err = results__find(&o->store, o->operand, 2, o->compare.force, p->side, why);

	if (!err && where__load(p->side, &p->where))
		err = why__set(why, ENOMEM, "out of memory: compare smaller files");
	if (err)
		return err;
	noise__find(o->store.dir, p->side[0], &p->noise);
	options.noise = *p->noise.run ? &p->noise : NULL;
	err = compare__results(p->side[0], p->side[1], &options, &p->c, why);
	if (err)
		return err;
	return where__explain(p->c, p->where) || covered__judge(p->c, p->where) ?
	       why__set(why, ENOMEM, "out of memory: compare smaller files") : 0;
}

void pair__free(struct pair *p)
{
	covered__free(p->c ? p->c->covered : NULL);
	compare__free(p->c);
	where__free(p->where);
	noise__forget(&p->noise);
	results__free(p->side[0]);
	results__free(p->side[1]);
}
