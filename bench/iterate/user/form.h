/* SPDX-License-Identifier: GPL-2.0-only */
/* form.h - one of the two forms of the benchmark: here, or the module. */
#ifndef ITERATE_FORM_H
#define ITERATE_FORM_H

#include <stdbool.h>

#include "../cell.h"

/**
 * struct form - who carries out batches
 * @run:	0 or a negative errno, as batch__run()
 * @lacks:	why it has no walks of a kind, NULL if it has
 */
struct form {
	int (*run)(const struct iterate_cell *cell, struct iterate_batch *batch);
	const char *(*lacks)(const struct iterate_cell *cell);
};

extern const struct form form_user, form_module;

/** form__open_module() - 0, or a negative errno if the module is not loaded */
int form__open_module(void);

#endif
