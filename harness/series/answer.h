/* SPDX-License-Identifier: GPL-2.0-only */
/* answer.h - to whom an answer goes, and where it stands in the thread. */
#ifndef SERIES_ANSWER_H
#define SERIES_ANSWER_H

#include "series.h"

/**
 * struct reply - what is answered
 * @verdict: "regressed", "unbuilt" and so on
 * @report: the file with the report, text of 78 columns at most; NULL for none
 * @base: what the series was put on, as "Linux 6.1"
 * @from: the sender, UTF-8, as "Name <address>"; NULL: who sends it knows
 * @patch: the only patch that the answer is on; 0: the series
 */
struct reply {
	const char *verdict, *report, *base, *from;
	size_t patch;
};

/**
 * answer__head() - the headers of an answer to @mail, and the empty line behind them
 * @out: where to
 * @id: gets the Message-ID, the caller's to free
 */
void answer__head(struct text *out, const struct reply *reply, const struct series *series,
		 const struct mail *mail, char **id);

/** answer__target() - the mail that is answered: a patch's, or the cover letter */
const struct mail *answer__target(const struct series *series, size_t patch);

/** answer__is_of_series() - is it one of the mails that were read for a patch of it? */
bool answer__is_of_series(const struct series *series, const struct mail *mail);

#endif
