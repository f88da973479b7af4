// SPDX-License-Identifier: GPL-2.0-only
/* testbeds.c - find a testbed in the table that the linker makes. */
#include <string.h>

#include "testbeds.h"

/* The linker gathers what TESTBED() defines, in the order of the folders' names. */
extern const struct testbed __start_testbeds[], __stop_testbeds[];

#define for_each_testbed(t) for (t = __start_testbeds; t < __stop_testbeds; t++)

const struct testbed *testbeds__find(const char *name)
{
	const struct testbed *t;

	for_each_testbed(t)
		if (!strcmp(t->name, name))
			return t;
	return NULL;
}

const struct testbed *testbeds__default(void)
{
	const struct testbed *t;

	for_each_testbed(t)
		if (t->exact && t->exec)
			return t;
	return NULL;
}

void testbeds__names(char *text, size_t size)
{
	const struct testbed *t;
	size_t used = 0;

	text[0] = 0;
	for_each_testbed(t)
		if (used < size)
			used += snprintf(text + used, size - used, "%s%s",
					 t == __start_testbeds ? "" :
					 t + 1 == __stop_testbeds ? " and " : ", ", t->name);
}

void testbeds__list(FILE *out)
{
	const struct testbed *t;

	for_each_testbed(t)
		fprintf(out, "%s\t%s\n", t->name, t->summary);
}

void testbeds__describe(const struct testbed *t, FILE *out)
{
	fprintf(out, "rounds=%u\nunit=%s\nvendors=%s\nkind=%s\n", t->rounds,
		t->exact ? "insns" : "ns", t->vendors, t->exec ? "machine" : "host");
}
