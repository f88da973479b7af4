/* SPDX-License-Identifier: GPL-2.0-only */
/* import-name.h - a benchmark's name as Go has it, to one as ours have. */
#ifndef EXCHANGE_IMPORT_NAME_H
#define EXCHANGE_IMPORT_NAME_H

#include "import-store.h"

/**
 * import__name() - "BenchmarkX/size=64-8" to "BenchmarkX/gomaxprocs=8/vcpus=64"
 * @t: settings that change on the way become parts of the name
 * @vcpus_key: the part that counts vCPUs, NULL for "vcpus". A name that has
 *	       none is of size 1, as Go leaves out a GOMAXPROCS of 1
 * @name: as in the text
 * @out: to be freed
 * @sized: set if the name has such a part
 *
 * Return: 0, -ENOMEM, or -EINVAL if that part is no number.
 */
int import__name(const struct import_text *t, const char *vcpus_key, const char *name,
		 char **out, bool *sized);

#endif
