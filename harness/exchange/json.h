/* SPDX-License-Identifier: GPL-2.0-only */
/* json.h - print a JSON document. */
#ifndef EXCHANGE_JSON_H
#define EXCHANGE_JSON_H

#include <jansson.h>
#include <stdio.h>

#include "lib/why.h"

/**
 * export__json() - print a document
 * @root: taken over, also when it is NULL for lack of memory
 *
 * Return: 0 or -ENOMEM.
 */
int export__json(FILE *out, json_t *root, struct why *why);

#endif
