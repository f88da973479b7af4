/* SPDX-License-Identifier: GPL-2.0-only */
/* releases.h - a history across releases as a table: a benchmark a row, a release a column. */
#ifndef REPORT_RELEASES_H
#define REPORT_RELEASES_H

#include "history/series.h"

#define RELEASES_VERSION	40
#define RELEASES_NAME		160

/**
 * struct releases - what is known of a kernel on all bases
 * @h: the history, with options.across
 * @runs: a run a column, @nr_runs of them, in the order of their sources' versions
 * @rows: a series a row, of one size each: @nr_rows
 * @vcpus: that size
 */
struct releases {
	const struct history *h;
	const struct history_run **runs;
	size_t nr_runs;
	const struct history_series **rows;
	size_t nr_rows;
	unsigned int vcpus;
};

/**
 * releases__open() - the releases of a history's first machine
 * @h: made with options.across
 * @r: filled in, to be closed; refers to @h
 *
 * Return: 0 or -ENOMEM.
 */
int releases__open(const struct history *h, struct releases *r);

/** releases__size() - the size that is shown: the largest */
unsigned int releases__size(const struct history *h);

/** releases__close() - free what releases__open() has made */
void releases__close(struct releases *r);

/** releases__point() - a series' point in a column, or NULL if that release has none */
const struct history_point *releases__point(const struct releases *r,
					    const struct history_series *s, size_t column);

/**
 * releases__step() - what a release did to a series
 *
 * Return: the cost over that of the release before, if there is a change point; else NaN.
 */
double releases__step(const struct releases *r, const struct history_series *s, size_t column);

/**
 * releases__version() - a column's name: "6.1.190" of sources 6.1.190-1
 * @buf: RELEASES_VERSION bytes
 *
 * Where two columns would have one name, they keep the package's revision.
 *
 * Return: @buf.
 */
const char *releases__version(const struct releases *r, size_t column, char *buf);

/** releases__name() - a row's name, RELEASES_NAME bytes; of another unit than most with it */
const char *releases__name(const struct releases *r, const struct history_series *s, char *buf);

/** releases__print() - the table for plots/releases.gp */
void releases__print(FILE *out, const struct releases *r);

#endif
