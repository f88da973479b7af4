/* SPDX-License-Identifier: GPL-2.0-only */
/* table.h - a run's profile as the suite keeps it. docs/profile.md describes the format. */
#ifndef PROFILE_TABLE_H
#define PROFILE_TABLE_H

#include <stdio.h>

#include "profile.h"

/** profile__print() - print a profile as profile__load() reads it; the caller checks @out */
void profile__print(FILE *out, const struct profile *p);

/**
 * profile__load() - read what profile__print() has printed
 * @out: to be freed with profile__free(); untouched on error
 *
 * Return: 0; -ENOENT, without a text, where there is no such file; another negative
 * errno where it is cut off or broken.
 */
int profile__load(const char *path, struct profile **out, struct why *why);

#endif
