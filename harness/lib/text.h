/* SPDX-License-Identifier: GPL-2.0-only */
/* text.h - strings: safe to print, and how they end. */
#ifndef LIB_TEXT_H
#define LIB_TEXT_H

#include <stdbool.h>
#include <stddef.h>

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

/**
 * text__escape() - a string in printable ASCII, a different one for each string
 * @s: UTF-8, or anything
 *
 * Tabs become blanks, the micro sign and the Greek letter that looks like it 'u';
 * any other character becomes \uXXXX (\UXXXXXXXX), and a byte that is none \xXX.
 *
 * Return: a copy, to be freed; NULL: out of memory.
 */
char *text__escape(const char *s);

#define TEXT_PERCENT	24	/* room for a text__percent() */

/**
 * text__percent() - a part of 1 as a percentage of two digits, and never as a power of ten
 * @buf: room for TEXT_PERCENT bytes
 * @part: 0.015 for "1.5%"
 *
 * Return: @buf.
 */
const char *text__percent(char *buf, double part);

/**
 * text__append() - append to a string
 * @buf:	holds a string already, and @size bytes at most
 *
 * What does not fit is cut.
 */
void text__append(char *buf, size_t size, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/** text__ends_in() - are these the last characters of a string? */
bool text__ends_in(const char *s, const char *suffix);

#endif
