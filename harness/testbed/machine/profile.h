/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * profile.h - profiles of a machine that counts instructions: docs/profile-format.md.
 * vcpuscale-profile.so, a plugin of QEMU, makes them: of one round a side, each benchmark
 * at one vCPU and at the largest number of them, or at all sizes.
 */
#ifndef TESTBED_MACHINE_PROFILE_H
#define TESTBED_MACHINE_PROFILE_H

#include "plan.h"

/**
 * profile__round() - the round in which a side is profiled
 *
 * What is profiled takes longer. So each side is profiled in a machine of its own, where
 * there are two: they run side by side, and in each the profiled step is the first.
 */
unsigned int profile__round(const struct machine_options *s, int side);

/** profile__sides() - the sides that a machine profiles, a bit each; 0: none */
unsigned int profile__sides(const struct machine_options *s, const struct plan *p);

/**
 * profile__check() - can this QEMU load the plugin? If not, says so, and nothing is profiled
 * @s:		what was asked for
 * @why:	says what is wrong with --cache
 *
 * Return: 0, or a negative errno if what was asked for makes no sense.
 */
int profile__check(struct machine_options *s, struct why *why);

/**
 * profile__option() - QEMU's option for a machine
 * @text:	gets it, @size bytes
 * @p:		what the machine is to do
 * @stage:	its directory
 *
 * Return: @text, or NULL if the machine is not profiled.
 */
const char *profile__option(char *text, size_t size, const struct machine_options *s,
			    const struct plan *p, const char *stage);

/** profile__drop() - a cell that a machine has not ended has no profile, written or not */
void profile__drop(const char *stage, unsigned int step, const char *cell);

/**
 * profile__collect() - take a machine's profiles, before its stage goes
 *
 * They gain a line "round:", which the plugin does not know.
 *
 * Return: 0 or a negative errno.
 */
int profile__collect(const struct machine_options *s, const struct plan *p, const char *stage,
		     struct why *why);

/** profile__trim() - compress a side's profiles, leave the symbols that they need; 0 or a negative errno */
int profile__trim(const struct machine_options *s, int side, struct why *why);

#endif
