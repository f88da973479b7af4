/* SPDX-License-Identifier: GPL-2.0-only */
/* trial.h - a series put on a base, all of it, also behind what fails. */
#ifndef SERIES_TRIAL_H
#define SERIES_TRIAL_H

#include "attempt.h"

/**
 * trial__run() - put all patches on the base
 * @trial: the directories are set, the rest is zero
 * @why: set when it could not be tried
 *
 * What applies is in the stage afterwards, also where other patches fail.
 *
 * Return: 0 when all was tried, or a negative errno.
 */
int trial__run(struct series_trial *trial, struct why *why);

/** trial__free() - give back what trial__run() allocated */
void trial__free(struct series_trial *trial);

#endif
