/* SPDX-License-Identifier: GPL-2.0-only */
/* attempt.h - one patch on one base, and all patches of a series on it. */
#ifndef SERIES_ATTEMPT_H
#define SERIES_ATTEMPT_H

#include "diff.h"

/**
 * enum outcome - what became of one patch
 * @OUTCOME_APPLIES: it is in the stage now
 * @OUTCOME_SKIPPED: nothing in it is built
 * @OUTCOME_ALREADY: the base has it: it applies in reverse
 * @OUTCOME_FAILS: hunks do not apply
 * @OUTCOME_REFUSED: it touches what is not replaced
 */
enum outcome {
	OUTCOME_APPLIES, OUTCOME_SKIPPED, OUTCOME_ALREADY, OUTCOME_FAILS, OUTCOME_REFUSED,
	OUTCOME_NR
};

/**
 * struct attempt - one patch on one base
 * @file: the patch in the normalised series
 * @label: where it came from, for messages
 * @outcome: what became of it
 * @what: of one that fails: which hunks of which files; of one that is refused
 *	  the file
 * @loose: hunks that apply with fuzz or far from where they say
 * @loose_file: the file named last in @loose
 * @names: the files that failed, each between two newlines
 */
struct attempt {
	char *file, *label;
	enum outcome outcome;
	struct text what, loose, names;
	char *loose_file;
};

/**
 * struct series_trial - a series on one base
 * @series: directory of the normalised series
 * @stage: directory that is patched
 * @pristine: where files come from that the stage does not have; may be NULL
 * @temp: directory for files of programs
 * @left_out: directories whose C files no kernel is built of; or NULL
 * @modules: only KVM's modules are built
 * @attempt: the patches
 * @nr: how many
 * @room: of @attempt
 * @count: how many ended in each way
 * @log: what git and patch said
 * @notes: a line each, on what is skipped, and without effect
 */
struct series_trial {
	const char *series, *stage, *pristine, *temp, *left_out;
	bool modules;
	struct attempt *attempt;
	size_t nr, room, count[OUTCOME_NR];
	struct text log, notes;
};

#endif
