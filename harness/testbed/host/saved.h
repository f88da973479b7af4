/* SPDX-License-Identifier: GPL-2.0-only */
/* saved.h - exchange KVM's modules, and put the machine's own back. */
#ifndef TESTBED_HOST_SAVED_H
#define TESTBED_HOST_SAVED_H

#include "journal.h"

/**
 * own__swap() - unload what is loaded of KVM, load another
 * @own:	its arguments are used, its vendor is loaded
 * @dir:	where kvm.ko and the vendor's are
 *
 * Return: 0, or a negative errno after the reason was told.
 */
int own__swap(const struct own *own, const char *dir);

/**
 * own__restore() - the machine's own modules with their own parameters
 * @own:	what they were; its arguments are learned, and kept in the journal
 *
 * Loads, compares all parameters with what they were, sets those that differ
 * or loads once more with them.
 *
 * Return: 0, or a negative errno after the reason was told. The journal stays.
 */
int own__restore(struct own *own);

#endif
