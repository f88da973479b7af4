/* SPDX-License-Identifier: GPL-2.0-only */
/* csv.h - a field of a CSV file. */
#ifndef LIB_CSV_H
#define LIB_CSV_H

#include <stdio.h>

/** csv__text() - print a field, quoted where it must be */
void csv__text(FILE *out, const char *s);

#endif
