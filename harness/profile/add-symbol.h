/* SPDX-License-Identifier: GPL-2.0-only */
/* add-symbol.h - how tables of symbols are filled. */
#ifndef PROFILE_ADD_SYMBOL_H
#define PROFILE_ADD_SYMBOL_H

#include "symbols.h"

/** symbols__add() - add a copy of a symbol; 0 or -ENOMEM */
int symbols__add(struct symbols *s, const struct symbol *like);

/** symbols__sort() - once all are there: by address, one an address */
void symbols__sort(struct symbols *s);

#endif
