/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * saved.h - the machine's own KVM modules: what they were, and how they come back.
 *
 * A directory, which goes with the next boot as the modules do, holds copies of
 * them and a journal. The journal is there as long as other modules may be
 * loaded: whoever finds it has to restore.
 */
#ifndef TESTBED_HOST_SAVED_H
#define TESTBED_HOST_SAVED_H

#include <limits.h>

#include "module.h"

/**
 * struct own - the machine's own modules
 * @dir:	kvm.ko, the vendor's, and the journal
 * @vendor:	kvm_amd or kvm_intel
 * @args:	of kvm and of @vendor: what is not at its default
 * @params:	of both, as they were
 */
struct own {
	char dir[PATH_MAX];
	char vendor[NAME_SIZE];
	char args[2][ARGS_SIZE];
	struct params params;
};

/**
 * own__note() - copy the modules' files, read the parameters, write the journal
 * @own:	with @dir and @vendor
 * @from:	directory with the files of the modules that are loaded
 *
 * Return: 0, or a negative errno after the reason was told.
 */
int own__note(struct own *own, const char *from);

/**
 * own__read() - from the journal in @dir
 *
 * Return: 0, or -ENOENT if there is none, or -EINVAL after it was told.
 */
int own__read(struct own *own, const char *dir);

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

/** own__forget() - remove the journal: all is as it was */
void own__forget(const struct own *own);

#endif
