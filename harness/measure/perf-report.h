/* SPDX-License-Identifier: GPL-2.0-only */
/* perf-report.h - perf.data as text, and the share of one function in it. */
#ifndef MEASURE_PERF_REPORT_H
#define MEASURE_PERF_REPORT_H

#include "measure.h"

#define PERF_SAMPLES	32

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
