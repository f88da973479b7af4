/* SPDX-License-Identifier: GPL-2.0-only */
/* text.h - strings that are safe to print. */
#ifndef LIB_TEXT_H
#define LIB_TEXT_H

/**
 * text__plain - make a string safe to print anywhere
 * @s: changed in place: whatever is not printable ASCII becomes '?'
 *
 * Results come from machines whose CPU names and kernel logs we do not choose;
 * reports go to terminals, mail and JSON.
 *
 * Return: @s.
 */
char *text__plain(char *s);

#endif
