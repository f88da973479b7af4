/* SPDX-License-Identifier: GPL-2.0-only */
/* patch.h - one patch put on a base. */
#ifndef SERIES_PATCH_H
#define SERIES_PATCH_H

#include "attempt.h"

/**
 * patch__apply() - put the text of one patch on the stage
 * @trial: the stage
 * @attempt: gets the outcome
 * @text: the patch, -p1
 * @why: set when it could not be tried
 */
int patch__apply(struct series_trial *trial, struct attempt *attempt, const struct text *text,
		 struct why *why);

#endif
