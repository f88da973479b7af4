/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * report.h - how numbers, names and sentences look in all reports, never what they are.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include <stdio.h>

#include "compare/compare.h"

#define REPORT_NUMBER	24	/* bytes for report__number() */

/**
 * report__number() - a cost in at most 10 characters, or "-" for NaN
 * @buf: REPORT_NUMBER bytes
 *
 * Return: @buf.
 */
const char *report__number(char *buf, double value);

/**
 * report__percent() - a ratio's change, e.g. "-51.2%", or "-" for NaN
 * @buf: REPORT_NUMBER bytes
 *
 * Return: @buf.
 */
const char *report__percent(char *buf, double ratio);

/**
 * report__wrap() - print words in lines of at most @width characters
 * @lead: starts the first line; the others are indented by as much
 */
void report__wrap(FILE *out, int width, const char *lead, const char *text);

/**
 * report__command() - print a command in lines that a shell takes as one
 * @text: broken at blanks; clobbered
 */
void report__command(FILE *out, int width, char *text);

/** report__name() - name of a side's kernel */
const char *report__name(const struct results *r);

/** report__get() - value of a key, "-" when the file has none */
const char *report__get(const struct results *r, const char *key);

/**
 * report__sizes() - "1, 2, 4" or "every size"
 * @buf: cut to @size bytes, with "..." at the end
 *
 * Return: @buf.
 */
const char *report__sizes(char *buf, size_t size,
			  const struct compare_missing *a);

/**
 * report__verdict() - the sentence about the whole, without "verdict: "
 * @buf: cut to @size bytes
 *
 * Return: @buf.
 */
const char *report__verdict(char *buf, size_t size, const struct comparison *c);

/**
 * report__noise() - what the machine's newest A/A has shown, where c->options.noise is one
 * @buf: cut to @size bytes
 *
 * Return: @buf.
 */
const char *report__noise(char *buf, size_t size, const struct comparison *c);

#endif
