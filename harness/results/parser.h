/* SPDX-License-Identifier: GPL-2.0-only */
/* parser.h - where in a results file we are, and its kinds of lines: for the parser alone. */
#ifndef RESULTS_PARSER_H
#define RESULTS_PARSER_H

#include "repeat.h"

#define PARSER_BLANKS	" \t\r\n\v\f"
#define PARSER_PREFIX	"Benchmark"

/**
 * struct parser - where in the file we are
 * @index: tree of the cells, for finding them (see tsearch(3))
 * @line: number of the current line, from 1
 * @round: value of the last round line, 0 before the first
 * @ended: the end line was seen, and promised @promised samples
 * @repeat: the line before, if it was a sample with one value
 */
struct parser {
	struct results *r;
	struct why *why;
	void *index;
	size_t line;
	unsigned int round;
	bool ended;
	unsigned long promised;
	struct repeat repeat;
};

/** parser__bad() - refuse the current line; -EINVAL */
int __attribute__((format(printf, 2, 3)))
parser__bad(struct parser *p, const char *fmt, ...);

/** parser__number() - an unsigned decimal number of @max at most, and nothing else */
bool parser__number(const char *s, unsigned long max, unsigned long *out);

/**
 * parser__benchmark() - a line that begins with PARSER_PREFIX, which is changed
 *
 * Go ignores some of them, and so does this.
 *
 * Return: 0, -ENOMEM or -EINVAL.
 */
int parser__benchmark(struct parser *p, char *line);

/** parser__unit() - a line "Unit <unit> key=value...", changed; 0, -ENOMEM or -EINVAL */
int parser__unit(struct parser *p, char *line);

/** parser__setting() - a line "key: value"; 0, -ENOMEM or -EINVAL */
int parser__setting(struct parser *p, const char *key, const char *value);

#endif
