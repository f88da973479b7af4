// SPDX-License-Identifier: GPL-2.0-only
/* bytes.c - the sizes of KVM's structures, in all reports. */
#include "bytes.h"

#include <stdlib.h>

#include "lib/text.h"

/** struct structure - one whose size a build says */
static const struct structure {
	const char *key;
	const char *name;
} structures[] = {
	{ "sizeof-kvm", "struct kvm" },
	{ "sizeof-kvm-vcpu", "struct kvm_vcpu" },
};

#define NR_STRUCTURES	(sizeof(structures) / sizeof(structures[0]))

/* 0 where the file does not say. */
static long size_of(const struct results *r, const char *key)
{
	const char *value = results__get(r, key);

	return value ? strtol(value, NULL, 10) : 0;
}

static void add(char *buf, const char *name, long base, long head)
{
	if (!base && !head)
		return;
	text__append(buf, BYTES_TEXT, "%s%s ", *buf ? "; " : "", name);
	if (base == head)
		text__append(buf, BYTES_TEXT, "%ld", base);
	else if (!base)
		text__append(buf, BYTES_TEXT, "%ld in head, unknown in base", head);
	else if (!head)
		text__append(buf, BYTES_TEXT, "%ld in base, unknown in head", base);
	else
		text__append(buf, BYTES_TEXT, "%ld instead of %ld (%+ld)", head, base, head - base);
}

const char *bytes__words(char *buf, const struct comparison *c)
{
	size_t i;

	*buf = '\0';
	for (i = 0; i < NR_STRUCTURES; i++)
		add(buf, structures[i].name, size_of(c->base, structures[i].key),
		    size_of(c->head, structures[i].key));
	return buf;
}

void bytes__set(json_t *object, const struct results *r)
{
	size_t i;

	for (i = 0; i < NR_STRUCTURES; i++)
		if (size_of(r, structures[i].key))
			json_object_set_new(object, structures[i].key,
					    json_integer(size_of(r, structures[i].key)));
}
