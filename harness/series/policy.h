/* SPDX-License-Identifier: GPL-2.0-only */
/* policy.h - which files count where only KVM's modules are replaced. */
#ifndef SERIES_POLICY_H
#define SERIES_POLICY_H

#include "diff.h"

/**
 * enum policy - what a change of a file means for KVM's modules
 * @POLICY_KEEP: they are built of it
 * @POLICY_SKIP: no kernel for x86 is built of it
 * @POLICY_REFUSE: the kernel image is, which is not replaced
 */
enum policy { POLICY_KEEP, POLICY_SKIP, POLICY_REFUSE };

/**
 * policy__of() - what a part of a patch means
 * @file: the part; a file that moves from one class to another is refused
 * @name: set to the file that decides, without a/
 */
enum policy policy__of(const struct diff_file *file, const char **name);

/**
 * policy__is_left_out() - are a file's sources left out of the base?
 * @name: without a/
 * @dirs: directories without C sources and headers, separated by blanks; or NULL
 */
bool policy__is_left_out(const char *name, const char *dirs);

/** policy__note() - what to say of a file that is kept, or NULL */
const char *policy__note(const char *name);

#endif
