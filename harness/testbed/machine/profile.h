/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * profile.h - profiles of a machine that counts instructions: docs/profile-format.md.
 * vcpuscale-profile.so, a plugin of QEMU, makes them; the first round is profiled,
 * each benchmark at one vCPU and at the largest number of them.
 */
#ifndef TESTBED_MACHINE_PROFILE_H
#define TESTBED_MACHINE_PROFILE_H

#include "plan.h"

#define PROFILE_ROUND	1

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

/** profile__collect() - take a machine's profiles, before its stage goes; 0 or a negative errno */
int profile__collect(const struct machine_options *s, const struct plan *p, const char *stage,
		     struct why *why);

/** profile__trim() - of a side's symbols, leave those that its profiles need */
int profile__trim(const struct machine_options *s, int side, struct why *why);

#endif
