/* SPDX-License-Identifier: GPL-2.0-only */
/* kind.h - what two runs have to have in common to be compared. */
#ifndef RESULTS_KIND_H
#define RESULTS_KIND_H

#include "results.h"

/* The base of the KVM that runs on a machine: it was built of none of ours. */
#define RESULTS_HOST_BASE	"host"
/* The configuration of kernels whose file names none: the distribution's. */
#define RESULTS_PACKAGED	"packaged"

/**
 * results__base() - what the kernel's series applies to
 *
 * Return: the key "kernel-base", RESULTS_HOST_BASE of a machine's own KVM, or NULL
 * where the file does not say.
 */
const char *results__base(const struct results *r);

/** results__config() - the key "kernel-config", or RESULTS_PACKAGED without it */
const char *results__config(const struct results *r);

/* Keys in which runs that are compared must not differ; ends with NULL. */
extern const char * const results__kind[];

/**
 * results__differ() - do two runs differ in one of results__kind?
 * @of_a: the first one's value, NULL if it does not say
 * @of_b: the other's
 *
 * Runs do not differ in what one of them does not say. A machine's own KVM is
 * measured against kernels of any base and configuration.
 */
bool results__differ(const struct results *a, const struct results *b,
		     const char *key, const char **of_a, const char **of_b);

#endif
