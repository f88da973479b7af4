/* SPDX-License-Identifier: GPL-2.0-only */
/* saved.h - exchange KVM's modules, and put the saved ones back. */
#ifndef TESTBED_HOST_SAVED_H
#define TESTBED_HOST_SAVED_H

#include "journal.h"

/**
 * saved__swap() - unload what is loaded of KVM, load another
 * @saved:	its arguments are used, its vendor is loaded
 * @dir:	where kvm.ko and the vendor's are
 *
 * Return: 0 or a negative errno.
 */
int saved__swap(const struct saved_modules *saved, const char *dir, struct why *why);

/**
 * saved__restore() - the saved modules with their own parameters
 * @saved:	what they were; its arguments are learned, and kept in the journal
 *
 * Loads, compares all parameters with what they were, sets those that differ
 * or loads once more with them.
 *
 * Return: 0 or a negative errno. The journal stays.
 */
int saved__restore(struct saved_modules *saved, struct why *why);

#endif
