/* SPDX-License-Identifier: GPL-2.0-only */
/* perf-internal.h - between perf.c, perf-events.c and perf-report.c. */
#ifndef MEASURE_PERF_INTERNAL_H
#define MEASURE_PERF_INTERNAL_H

#include "perf.h"

#define PERF_SAMPLES	32

/** perf_events__find() - probe this machine's events, by perf_event_open(2) and tracefs */
void perf_events__find(void);

/** perf_events__list() - those there are, separated by commas, as perf -e takes them */
const char *perf_events__list(void);

/** perf_events__sampling() - the event to sample by: cycles, or cpu-clock without a PMU */
const char *perf_events__sampling(void);

/** perf_events__parse() - perf stat -x, from @log into @perf's counts */
void perf_events__parse(struct perf *perf, FILE *log);

/**
 * perf_run() - run perf to its end, in machines that have no shell as well
 * @argv:	from "perf" on, NULL-terminated
 * @output:	file for what it prints, or NULL for none
 *
 * Return: 0, or -EIO if it failed or is not there.
 */
int perf_run(char *const argv[], const char *output);

/**
 * perf_report__write() - perf.data to a text file by symbol, beside it
 * @perf:	with data
 * @path:	the function under test
 * @share:	gets the share of samples in it and what it calls, in percent
 * @samples:	gets how many samples there are, as perf says it: "573", "1K"
 *
 * Return: 0, or -EIO.
 */
int perf_report__write(const struct perf *perf, const char *path, double *share,
		       char (*samples)[PERF_SAMPLES]);

#endif
