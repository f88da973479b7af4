// SPDX-License-Identifier: GPL-2.0-only
/* names.c - find what has a name in an array, without looking through the array. */
#include "names.h"

#include <errno.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

/**
 * struct name - a node of the tree
 * @text: points to @copy, or, while it is looked for, to the caller's
 */
struct name {
	const char *text;
	size_t number;
	char copy[];
};

static int compare(const void *a, const void *b)
{
	const struct name *x = a, *y = b;

	return strcmp(x->text, y->text);
}

size_t *names__find(const struct names *n, const char *name)
{
	const struct name key = { .text = name };
	struct name **found = tfind(&key, &n->tree, compare);

	return found ? &(*found)->number : NULL;
}

int names__add(struct names *n, const char *name, size_t number)
{
	size_t size = strlen(name) + 1;
	struct name *node = malloc(sizeof(*node) + size);

	if (!node)
		return -ENOMEM;
	node->text = memcpy(node->copy, name, size);
	node->number = number;
	if (tsearch(node, &n->tree, compare))
		return 0;
	free(node);
	return -ENOMEM;
}

void names__free(struct names *n)
{
	tdestroy(n->tree, free);
	n->tree = NULL;
}
