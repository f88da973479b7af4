/* SPDX-License-Identifier: GPL-2.0-only */
/* perf-events.h - the events that this machine has, and what was counted of them. */
#ifndef MEASURE_PERF_EVENTS_H
#define MEASURE_PERF_EVENTS_H

#include <stdio.h>

#include "measure.h"

/** perf_events__find() - probe this machine's events, by perf_event_open(2) and tracefs */
void perf_events__find(void);

/** perf_events__list() - those there are, separated by commas, as perf -e takes them */
const char *perf_events__list(void);

/** perf_events__missing() - "cycles, instructions": events that it lacks, or "" */
const char *perf_events__missing(void);

/** perf_events__sampling() - the event to sample by: cycles, or cpu-clock without a PMU */
const char *perf_events__sampling(void);

/** perf_events__parse() - perf stat -x, from @log into @perf's counts */
void perf_events__parse(struct perf *perf, FILE *log);

#endif
