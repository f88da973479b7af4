/* SPDX-License-Identifier: GPL-2.0-only */
/* where-json.h - the key "where" of vcpuscale-compare/1. */
#ifndef REPORT_WHERE_JSON_H
#define REPORT_WHERE_JSON_H

#include <jansson.h>

#include "compare/comparison.h"

/** where__json() - the cells that have profiles, as an array; c->where is not NULL */
json_t *where__json(const struct comparison *c);

#endif
