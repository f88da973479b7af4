/* SPDX-License-Identifier: GPL-2.0-only */
/* yields.h - whom do vCPUs yield to? By a probe of the kernel's yield_to(). */
#ifndef MEASURE_YIELDS_H
#define MEASURE_YIELDS_H

/**
 * yields__open() - begin to watch
 *
 * In a machine of one's own: it mounts tracefs, and takes its only buffer.
 *
 * Return: 0, or -ENODEV if the kernel has no probes.
 */
int yields__open(void);

/**
 * yields__skew() - how unevenly have others been yielded to since the last call?
 * @nr_others:	tasks that may have been, 1 or more
 *
 * Return: 1,000 if all have the same share; 1,000 more for each time that the worst one
 * is off by the fair share. 0 if nobody was yielded to.
 */
double yields__skew(unsigned int nr_others);

/** yields__hurry() - the calling task gets its turn often, however often it yields */
void yields__hurry(void);

/** yields__close() - watch no longer */
void yields__close(void);

#endif
