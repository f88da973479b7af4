/* SPDX-License-Identifier: GPL-2.0-only */
/* verdict.h - what the user is told of a trial. */
#ifndef SERIES_VERDICT_H
#define SERIES_VERDICT_H

#include "trial.h"

/**
 * struct bases - other bases at hand, and whether the series applies there
 * @good: names of those to which all of it applies
 * @notes: a line for each other one
 * @whole: names of those that take any series, whether they are at hand or not
 */
struct bases {
	struct text good, notes;
	const char *whole;
};

/**
 * verdict__bases() - try other bases
 * @bases: filled
 * @trial: the series, which failed on its own base
 * @list: "NAME:DIR", a directory of sources each; NULL at the end
 * @why: set when one could not be tried
 */
int verdict__bases(struct bases *bases, const struct series_trial *trial, char *const *list,
		   struct why *why);

/** verdict__is_good() - something applies, and nothing fails */
bool verdict__is_good(const struct series_trial *trial);

/** verdict__notes() - print a line for each patch, and where else it applies */
void verdict__notes(const struct series_trial *trial, const struct bases *bases, bool quiet);

/**
 * verdict__why() - the sentence on a series that cannot be used
 * @why: set
 * @trial: what was tried
 * @base: what the base is called, as "linux-source-6.1 6.1.170-1"
 * @bases: where else it applies
 * @see: where rejects and log are, or NULL
 */
int verdict__why(struct why *why, const struct series_trial *trial, const char *base,
		 const struct bases *bases, const char *see);

#endif
