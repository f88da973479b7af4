/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * journal.h - the machine's own KVM modules as they were, in a directory.
 *
 * The directory goes with the next boot, as the modules do. It holds copies of
 * them and a journal. The journal is there as long as other modules may be
 * loaded: whoever finds it has to restore.
 */
#ifndef TESTBED_HOST_JOURNAL_H
#define TESTBED_HOST_JOURNAL_H

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
 * journal__note() - copy the modules' files, read the parameters, write the journal
 * @own:	with @dir and @vendor
 * @from:	directory with the files of the modules that are loaded
 *
 * Return: 0, or a negative errno after the reason was told.
 */
int journal__note(struct own *own, const char *from);

/**
 * journal__read() - from the journal in @dir
 *
 * Return: 0, or -ENOENT if there is none, or -EINVAL after it was told.
 */
int journal__read(struct own *own, const char *dir);

/** journal__write() - replace it as a whole; 0, or a negative errno after it was told */
int journal__write(const struct own *own);

/** journal__forget() - remove the journal: all is as it was */
void journal__forget(const struct own *own);

#endif
