/* SPDX-License-Identifier: GPL-2.0-only */
/* raw.h - what the machine has counted for a cell, by address. See docs/profile-format.md. */
#ifndef PROFILE_RAW_H
#define PROFILE_RAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "counts.h"
#include "lib/why.h"

/* The worlds that instructions are executed in. */
#define PROFILE_KERNEL	'k'
#define PROFILE_USER	'u'
#define PROFILE_GUEST	'g'

/**
 * struct raw_address - counts of the instruction at an address
 * @world: PROFILE_KERNEL, PROFILE_USER or PROFILE_GUEST
 * @empty: counted in the empty windows, which run the loop around nothing
 * @counts: in all these windows
 */
struct raw_address {
	char world;
	bool empty;
	uint64_t address;
	struct profile_counts counts;
};

/**
 * struct raw_call - calls from one address to a function
 * @world: as in struct raw_address
 * @empty: likewise
 * @caller: address of the call
 * @callee: where it leads to
 * @counts: of everything until it returned
 */
struct raw_call {
	char world;
	bool empty;
	uint64_t caller;
	uint64_t callee;
	double calls;
	struct profile_counts counts;
};

/**
 * struct raw_profile - a raw file
 * @bench: as in struct results_cell
 * @vcpus: as in struct results_cell
 * @round: that was profiled, from 1; 0 where the file does not say
 * @cache: the simulated caches, in the file's words; empty where it does not say
 * @ops: operations in a window
 * @windows: measured windows
 * @empty_windows: windows of the loop alone
 * @columns: what the counts are, @nr_columns; -1: nothing that is known here
 * @addresses: @nr_addresses, of both kinds of windows
 * @calls: @nr_calls, likewise
 * @whole: its last line was seen
 */
struct raw_profile {
	char bench[160];
	unsigned int vcpus;
	double round;
	char cache[160];
	double ops;
	double windows;
	double empty_windows;
	int columns[2 * PROFILE_EVENTS];
	size_t nr_columns;
	struct raw_address *addresses;
	size_t nr_addresses;
	size_t room_addresses;
	struct raw_call *calls;
	size_t nr_calls;
	size_t room_calls;
	bool whole;
};

/**
 * raw_profile__read() - read a raw file
 * @out: to be freed with raw_profile__free(); untouched on error
 *
 * A file without its last line, "end", is half a profile, and none.
 *
 * Return: 0 or a negative errno, with a text.
 */
int raw_profile__read(const char *path, struct raw_profile **out, struct why *why);

/** raw_profile__free() - NULL is allowed */
void raw_profile__free(struct raw_profile *raw);

#endif
