// SPDX-License-Identifier: GPL-2.0-only
/* import.c - from Go benchmark text to a results file. */
#include "import.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "results/load.h"
#include "results/write.h"

static int apply_settings(struct import_text *t, const struct import *i,
			  struct why *why)
{
	const char *equals;
	char key[80];
	size_t n;
	int err = 0;

	for (n = 0; !err && n < i->nr_settings; n++) {
		equals = strchr(i->settings[n], '=');
		if (!equals || equals == i->settings[n] || !equals[1] ||
		    equals - i->settings[n] >= (long)sizeof(key) ||
		    strcspn(i->settings[n], " :ABCDEFGHIJKLMNOPQRSTUVWXYZ") <
		    (size_t)(equals - i->settings[n]))
			return why__set(why, EINVAL,
					"--set=%.80s: write --set=key=value, the key in lower case",
					i->settings[n]);
		snprintf(key, sizeof(key), "%.*s",
			 (int)(equals - i->settings[n]), i->settings[n]);
		err = import__set(t, i->path, key, equals + 1, why);
	}
	return err;
}

/* All that is missing at once: nobody wants to learn of it one by one. */
static int check_required(const struct import_text *t, const struct import *i,
			  struct why *why)
{
	char missing[256] = "", set[256] = "";
	size_t n, len;

	for (n = 0; n < IMPORT_REQUIRED; n++) {
		if (import__get(t, import__required[n]))
			continue;
		len = strlen(missing);
		snprintf(missing + len, sizeof(missing) - len, "%s%s",
			 len ? ", " : "", import__required[n]);
		len = strlen(set);
		snprintf(set + len, sizeof(set) - len, " --set=%s=...",
			 import__required[n]);
	}
	if (!*missing)
		return 0;
	return why__set(why, EINVAL, "%s: does not tell %s: add%s", i->path,
			missing, set);
}

/* Go's own units need no Unit line. */
static const char *usual_unit(const char *name)
{
	static const char * const lower[] = {
		"ns/op", "sec/op", "s/op", "us/op", "ms/op", "B/op",
		"allocs/op",
	};
	size_t i;

	for (i = 0; i < sizeof(lower) / sizeof(*lower); i++) {
		if (!strcmp(lower[i], name))
			return "better=lower";
	}
	return !strcmp(name, "MB/s") || !strcmp(name, "B/s") ?
	       "better=higher" : NULL;
}

/* Does a Unit line of this unit say which way is better? */
static bool has_direction(const struct import_text *t, const char *name)
{
	size_t i, len = strlen(name);
	const char *s;

	for (i = 0; i < t->nr_units; i++) {
		s = t->units[i] + strlen("Unit ");
		s += strspn(s, " ");
		if (!strncmp(s, name, len) && s[len] == ' ' && strstr(s + len, " better="))
			return true;
	}
	return false;
}

static void print_units(FILE *out, const struct import_text *t)
{
	size_t i;

	for (i = 0; i < t->nr_units; i++)
		fprintf(out, "%s\n", t->units[i]);
	for (i = 0; i < t->nr_named; i++) {
		if (usual_unit(t->named[i]) && !has_direction(t, t->named[i]))
			fprintf(out, "Unit %s %s\n", t->named[i],
				usual_unit(t->named[i]));
	}
}

static int by_round(const void *a, const void *b)
{
	const struct import_sample *x = a, *y = b;

	if (x->round != y->round)
		return x->round < y->round ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

static void print_file(FILE *out, const struct import_text *t)
{
	unsigned int round = 0;
	size_t i;

	fputs("schema: " RESULTS_SCHEMA "\n", out);
	for (i = 0; i < IMPORT_REQUIRED; i++)
		fprintf(out, "%s: %s\n", import__required[i], import__get(t, import__required[i]));
	for (i = 0; i < t->nr_keys; i++) {
		if (!import__is_required(t->keys[i].key) && !t->keys[i].changes)
			fprintf(out, "%s: %s\n", t->keys[i].key, t->keys[i].value);
	}
	print_units(out, t);
	for (i = 0; i < t->nr_samples; i++) {
		if (!i || t->samples[i].round != round)
			write__round(out, t->samples[i].round);
		round = t->samples[i].round;
		fprintf(out, "%s\n", t->samples[i].text);
	}
	write__end(out, t->nr_values);
}

static int cannot_write(const char *path, struct why *why)
{
	return why__set(why, errno ? errno : EIO,
			"%s: %s: choose another --output", path,
			errno ? strerror(errno) : "cannot be written");
}

/* Our own reader has the last word, before anyone sees the file. */
static int check_readable(const char *hidden, const struct import *i,
			  struct why *why)
{
	struct why inner = { "" };
	struct results *r;
	int err = results__load(hidden, false, &r, &inner);
	const char *text = inner.text;

	if (!err) {
		results__free(r);
		return 0;
	}
	if (!strncmp(text, hidden, strlen(hidden)))
		text += strlen(hidden);
	return why__set(why, -err, "%s: as a results file%s", i->path, text);
}

static int write_file(const struct import_text *t, const struct import *i,
		      struct why *why)
{
	const char *slash = strrchr(i->output, '/');
	int dir = slash ? slash - i->output + 1 : 0, err = 0;
	char *hidden;
	FILE *out;

	if (!access(i->output, F_OK))
		return why__set(why, EEXIST,
				"%s: exists: choose another --output", i->output);
	if (asprintf(&hidden, "%.*s.%s.%d", dir, i->output, i->output + dir,
		     (int)getpid()) < 0)
		return -ENOMEM;
	errno = 0;
	out = fopen(hidden, "wex");
	if (!out) {
		err = cannot_write(i->output, why);
		goto out;
	}
	print_file(out, t);
	errno = 0;
	if (ferror(out) | fclose(out))
		err = cannot_write(i->output, why);
	if (!err)
		err = check_readable(hidden, i, why);
	if (!err && rename(hidden, i->output))
		err = cannot_write(i->output, why);
	if (err)
		unlink(hidden);
out:
	free(hidden);
	return err;
}

int import__run(const struct import *i, struct why *why)
{
	struct import_text t = { 0 };
	int err = import__read(&t, i, why);

	if (!err)
		err = apply_settings(&t, i, why);
	if (!err)
		err = check_required(&t, i, why);
	if (!err) {
		qsort(t.samples, t.nr_samples, sizeof(*t.samples), by_round);
		err = write_file(&t, i, why);
	}
	if (err == -ENOMEM)
		why__set(why, ENOMEM, "out of memory: import a smaller file");
	import__free(&t);
	return err;
}
