/* SPDX-License-Identifier: GPL-2.0-only */
/* why.h - the text of an error. */
#ifndef LIB_WHY_H
#define LIB_WHY_H

/**
 * struct why - why a call failed
 * @text: "what is wrong: what to do", one line without a newline; empty as
 *	  long as nothing failed
 *
 * The place that knows the cause fills it in, once. Who prints it is the
 * caller's business: vcpuscale's main() puts it on stderr, `vcpuscale list`
 * into its table.
 */
struct why {
	char text[1024];
};

/**
 * why__set() - record why a call fails
 * @why: where to; the first text recorded stays
 * @err: a positive errno
 * @fmt: as printf(); control characters and line ends become '?'
 *
 * Return: -@err, so that a caller may write `return why__set(...)`.
 */
int why__set(struct why *why, int err, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/**
 * why__unread() - record that a file that was opened could not be read, by errno
 * @why: where to
 * @path: of the file, or of the folder that was named in its place
 */
int why__unread(struct why *why, const char *path);

#endif
