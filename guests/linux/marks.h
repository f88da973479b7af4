/* SPDX-License-Identifier: GPL-2.0-only */
/* marks.h - what the Linux guest's process 1 says to the loader, by a port. */
#ifndef GUESTS_LINUX_MARKS_H
#define GUESTS_LINUX_MARKS_H

/** MARK_PORT - a byte written to it is the number of the phase that has ended */
#define MARK_PORT	0xf4

/** MARK_PHASES - in the order of their numbers; the guest resets after the last */
#define MARK_PHASES	"boot", "idle", "messages", "barriers", "unmaps", "locks"

/** MARK_FAILED - instead of a phase's number: process 1 cannot go on */
#define MARK_FAILED	0xff

#endif
