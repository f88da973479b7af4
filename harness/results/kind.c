// SPDX-License-Identifier: GPL-2.0-only
/* kind.c - what two runs have to have in common to be compared. */
#include "kind.h"

#include <string.h>

const char * const results__kind[] = {
	"testbed", "machine", "cpu", "kernel-base", "kernel-config", NULL,
};

static bool is_host(const struct results *r)
{
	return !strcmp(results__base(r) ?: "", RESULTS_HOST_BASE);
}

const char *results__base(const struct results *r)
{
	const char *base = results__get(r, "kernel-base");
	const char *kernel = results__get(r, "kernel");

	if (base && *base)
		return base;
	return kernel && !strcmp(kernel, "host") ? RESULTS_HOST_BASE : NULL;
}

const char *results__config(const struct results *r)
{
	const char *config = results__get(r, "kernel-config");

	return config && *config ? config : RESULTS_PACKAGED;
}

static const char *get(const struct results *r, const char *key)
{
	if (!strcmp(key, "kernel-base"))
		return results__base(r);
	if (!strcmp(key, "kernel-config"))
		return results__config(r);
	return results__get(r, key);
}

bool results__differ(const struct results *a, const struct results *b,
		     const char *key, const char **of_a, const char **of_b)
{
	bool of_kernel = !strncmp(key, "kernel-", strlen("kernel-"));

	*of_a = get(a, key);
	*of_b = get(b, key);
	if (!*of_a || !*of_b || (of_kernel && (is_host(a) || is_host(b))))
		return false;
	return strcmp(*of_a, *of_b);
}
