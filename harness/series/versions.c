// SPDX-License-Identifier: GPL-2.0-only
/* versions.c - of two versions of a series the newest is meant. */
#include <stdlib.h>
#include <string.h>

#include "lib/array.h"
#include "series.h"

/* Patches of one version, wherever they were found. */
struct version {
	unsigned int version, total;
	const char *place;
	struct mail **mail;
	size_t nr, room;
};

static bool counts(const struct mail *mail)
{
	return mail->subject.is_patch && !mail->is_listed && !mail->left_out;
}

static bool is_of(const struct version *v, const struct mail *mail)
{
	return v->version == mail->subject.version && v->total == mail->subject.total &&
		!strcmp(v->place, mail->place);
}

static struct version *find(struct version *v, size_t nr, const struct mail *mail)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (is_of(&v[i], mail))
			return &v[i];
	return NULL;
}

static void add(struct version *v, struct mail *mail)
{
	struct mail **grown = array__grow(v->mail, &v->room, v->nr, sizeof(*grown));

	if (!grown)
		abort();
	v->mail = grown;
	v->mail[v->nr++] = mail;
}

/* Patches that are not numbered are series of their own, by their subject. */
static size_t collect(struct version *v, const struct series *series)
{
	struct version *of;
	struct mail *mail;
	size_t i, nr = 0;

	for (i = 0; i < series->nr; i++) {
		mail = series->mail[i];
		if (!counts(mail))
			continue;
		of = mail->subject.total ? find(v, nr, mail) : NULL;
		if (!of) {
			of = &v[nr++];
			of->version = mail->subject.version;
			of->total = mail->subject.total;
			of->place = mail->place;
		}
		add(of, mail);
	}
	return nr;
}

static bool has_subject(const struct version *v, const char *subject)
{
	size_t i;

	for (i = 0; i < v->nr; i++)
		if (!strcasecmp(v->mail[i]->subject.plain, subject))
			return true;
	return false;
}

static bool shares_thread(const struct version *a, const struct version *b)
{
	return a->mail[0]->root && b->mail[0]->root && !strcmp(a->mail[0]->root, b->mail[0]->root);
}

/* Versions of one series: in one thread, or half of the subjects are the same. */
static bool is_newer(const struct version *a, const struct version *than)
{
	size_t i, same = 0;

	if (a->version <= than->version)
		return false;
	for (i = 0; i < than->nr; i++)
		same += has_subject(a, than->mail[i]->subject.plain);
	return shares_thread(a, than) || 2 * same >= than->nr || 2 * same >= a->nr;
}

static const struct mail *numbered(const struct version *v, unsigned int n)
{
	size_t i;

	for (i = 0; i < v->nr; i++)
		if (v->mail[i]->subject.n == n)
			return v->mail[i];
	return NULL;
}

/* Some patches only were sent again, each in reply to the one it replaces. */
static bool replaces_parts(const struct version *a, const struct version *of)
{
	const struct mail *replaced;
	size_t i;

	if (!a->total || a->total != of->total || a->nr >= a->total)
		return false;
	for (i = 0; i < a->nr; i++) {
		replaced = numbered(of, a->mail[i]->subject.n);
		if (!replaced || !replaced->id || !a->mail[i]->parent ||
		    strcmp(replaced->id, a->mail[i]->parent))
			return false;
	}
	return true;
}

static void leave_out(struct series *series, const struct version *old,
		      const struct version *newest)
{
	bool parts = replaces_parts(newest, old);
	size_t i;

	text__printf(&series->notes, "note: takes v%u, not v%u, of \"%s\"%s\n", newest->version,
		     old->version, newest->mail[0]->subject.plain,
		     parts ? ", and of the older one what was not sent again" : "");
	for (i = 0; i < old->nr; i++) {
		if (parts && !numbered(newest, old->mail[i]->subject.n))
			old->mail[i]->subject.version = newest->version;
		else
			old->mail[i]->left_out = text__format("v%u: there is v%u",
							      old->version, newest->version);
	}
}

void versions__select(struct series *series)
{
	struct version *v = calloc(series->nr + 1, sizeof(*v));
	const struct version *newest;
	size_t i, j, nr;

	if (!v)
		abort();
	nr = collect(v, series);
	for (i = 0; i < nr; i++) {
		newest = NULL;
		for (j = 0; j < nr; j++)
			if (is_newer(&v[j], &v[i]) && (!newest || v[j].version > newest->version))
				newest = &v[j];
		if (newest)
			leave_out(series, &v[i], newest);
	}
	for (i = 0; i < nr; i++)
		free(v[i].mail);
	free(v);
}
