// SPDX-License-Identifier: GPL-2.0-only
/* import-name.c - a benchmark's name as Go has it, to one as ours have. */
#include "import-name.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS	"0123456789"

/* "-8" at the end is GOMAXPROCS, a part like any other. NULL: there is none. */
static const char *find_procs(const char *name)
{
	const char *dash = strrchr(name, '-');

	return dash && dash[1] && !dash[1 + strspn(dash + 1, DIGITS)] ? dash : NULL;
}

/* A part must not look like two, nor a name like two fields. */
static void print_part(FILE *out, const struct import_key *key)
{
	const char *c;

	fprintf(out, "/%s=", key->key);
	for (c = key->value; *c; c++)
		fputc(*c == '/' ? '.' : *c == ' ' ? '_' : *c, out);
}

static void print_keys(FILE *out, const struct import_text *t)
{
	size_t i;

	for (i = 0; i < t->nr_keys; i++) {
		if (t->keys[i].changes && !t->keys[i].ignored && *t->keys[i].value)
			print_part(out, &t->keys[i]);
	}
}

/* @full with its suffix as a part: take out the one that counts. */
static int take_size(const char *full, const char *key, FILE *out,
		     unsigned long *vcpus, bool *sized)
{
	char part[80];
	const char *at, *end;

	snprintf(part, sizeof(part), "/%s=", key);
	at = strstr(full, part);
	*vcpus = 1;
	if (!at) {
		fputs(full, out);
		return 0;
	}
	at += strlen(part);
	end = at + strspn(at, DIGITS);
	*vcpus = strtoul(at, NULL, 10);
	if ((*end && *end != '/') || end - at > 5 || !*vcpus || *vcpus > RESULTS_MAX_VCPUS)
		return -EINVAL;
	*sized = true;
	fprintf(out, "%.*s%s", (int)(at - strlen(part) - full), full, end);
	return 0;
}

int import__name(const struct import_text *t, const char *vcpus_key, const char *name,
		 char **out, bool *sized)
{
	const char *procs = find_procs(name);
	unsigned long vcpus = 1;
	char *full = NULL;
	size_t size;
	FILE *f;
	int err;

	*out = NULL;
	if (asprintf(&full, "%.*s%s%s", (int)(procs ? procs - name : (long)strlen(name)),
		     name, procs ? "/gomaxprocs=" : "", procs ? procs + 1 : "") < 0)
		return -ENOMEM;
	f = open_memstream(out, &size);
	if (!f) {
		free(full);
		return -ENOMEM;
	}
	err = take_size(full, vcpus_key ? vcpus_key : "vcpus", f, &vcpus, sized);
	print_keys(f, t);
	fprintf(f, "/vcpus=%lu", vcpus);
	if (fclose(f) && !err)
		err = -ENOMEM;
	free(full);
	return err;
}
