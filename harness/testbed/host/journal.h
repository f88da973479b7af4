/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * journal.h - KVM's modules of this machine, saved in a directory.
 *
 * The directory goes with the next boot, as the modules do. It holds copies of
 * them and a journal. The journal is there as long as other modules may be
 * loaded: a process that finds it has to restore.
 */
#ifndef TESTBED_HOST_JOURNAL_H
#define TESTBED_HOST_JOURNAL_H

#include <limits.h>

#include "lib/why.h"
#include "module.h"

/**
 * struct saved_modules - what this machine had loaded
 * @dir:	kvm.ko, the vendor's, and the journal
 * @vendor:	kvm_amd or kvm_intel
 * @args:	of kvm and of @vendor: what is not at its default
 * @params:	of both, as they were
 */
struct saved_modules {
	char dir[PATH_MAX];
	char vendor[NAME_SIZE];
	char args[2][ARGS_SIZE];
	struct params params;
};

/**
 * journal__note() - copy the modules' files, read the parameters, write the journal
 * @saved:	with @dir and @vendor
 * @from:	directory with the files of the modules that are loaded
 *
 * Return: 0 or a negative errno.
 */
int journal__note(struct saved_modules *saved, const char *from, struct why *why);

/**
 * journal__read() - from the journal in @dir
 *
 * Return: 0, or -ENOENT if there is none, or -EINVAL.
 */
int journal__read(struct saved_modules *saved, const char *dir, struct why *why);

/** journal__write() - replace it as a whole; 0 or a negative errno */
int journal__write(const struct saved_modules *saved, struct why *why);

/** journal__forget() - remove the journal: all is as it was */
void journal__forget(const struct saved_modules *saved);

#endif
