/* SPDX-License-Identifier: GPL-2.0-only */
/* text.h - strings: safe to print, and how they end. */
#ifndef LIB_TEXT_H
#define LIB_TEXT_H

#include <stdbool.h>

/**
 * text__plain() - make a string safe to print anywhere
 * @s: changed in place: whatever is not printable ASCII becomes '?'
 *
 * Results come from machines whose CPU names and kernel logs we do not choose;
 * reports go to terminals, mail and JSON.
 *
 * Return: @s.
 */
char *text__plain(char *s);

/** text__ends_in() - are these the last characters of a string? */
bool text__ends_in(const char *s, const char *suffix);

#endif
