/* SPDX-License-Identifier: GPL-2.0-only */
/* console.h - look into a machine's console log. */
#ifndef TESTBED_MACHINE_CONSOLE_H
#define TESTBED_MACHINE_CONSOLE_H

#include <stddef.h>

/** console__show() - print the last lines of a console log on standard error */
void console__show(const char *path);

/** console__text() - a line less its "[    2.536356] ", to read the same each time */
const char *console__text(const char *line);

/**
 * console__find_complaint() - the first line in which a kernel complains
 * @path:	a console log
 * @text:	gets the line; if there is none, that the machine ended by itself
 * @size:	of @text
 */
void console__find_complaint(const char *path, char *text, size_t size);

/** console__first_line_of() - the first line of a file, empty if there is none */
void console__first_line_of(const char *dir, const char *name, char *text, size_t size);

#endif
