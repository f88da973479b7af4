/* SPDX-License-Identifier: GPL-2.0-only */
/* journal.h - struct own as a file; see own.h. */
#ifndef TESTBED_HOST_JOURNAL_H
#define TESTBED_HOST_JOURNAL_H

#include "saved.h"

/** journal__write() - replace it as a whole; 0, or a negative errno after it was told */
int journal__write(const struct own *own);

#endif
