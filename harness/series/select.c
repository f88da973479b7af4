// SPDX-License-Identifier: GPL-2.0-only
/* select.c - duplicates, order, and what is missing. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "series.h"

static bool same(const char *a, const char *b)
{
	return a && b && !strcmp(a, b);
}

static bool same_patch(const struct mail *a, const struct mail *b)
{
	return a->patch.len && a->patch.len == b->patch.len && a->subject.n == b->subject.n &&
		!memcmp(a->patch.data, b->patch.data, a->patch.len) &&
		same(a->subject.plain, b->subject.plain);
}

static bool is_numbered(const struct mail *mail)
{
	return mail->subject.n && !mail->is_listed;
}

/* In one place, of one version and one total: one series, unless told apart. */
static bool same_group(const struct mail *a, const struct mail *b)
{
	return is_numbered(a) && is_numbered(b) && !strcmp(a->place, b->place) &&
		a->subject.version == b->subject.version && a->subject.total == b->subject.total;
}

/* By Message-ID first, for a list's footer may differ: sorted, neighbours. */
static int by_id(const void *a, const void *b)
{
	const struct mail *x = *(struct mail *const *)a, *y = *(struct mail *const *)b;
	int diff = strcmp(x->id ? x->id : "", y->id ? y->id : "");

	if (!diff)
		diff = !!x->bad - !!y->bad;
	return diff ? diff : (x->position > y->position) - (x->position < y->position);
}

static int by_patch(const void *a, const void *b)
{
	const struct mail *x = *(struct mail *const *)a, *y = *(struct mail *const *)b;
	int diff = !!x->left_out - !!y->left_out;

	if (!diff)
		diff = (x->patch.len > y->patch.len) - (x->patch.len < y->patch.len);
	if (!diff && x->patch.len)
		diff = memcmp(x->patch.data, y->patch.data, x->patch.len);
	return diff ? diff : (x->position > y->position) - (x->position < y->position);
}

static int by_position(const void *a, const void *b)
{
	const struct mail *x = *(struct mail *const *)a, *y = *(struct mail *const *)b;

	return (x->position > y->position) - (x->position < y->position);
}

static void leave_out_double(struct mail *mail, const struct mail *first, const char *what)
{
	if (!mail->left_out && !first->left_out)
		mail->left_out = text__format("%s %s: applied once", what, first->origin);
}

static void leave_out_same_ids(struct series *series)
{
	struct mail **m = series->mail;
	size_t i, first;

	qsort(m, series->nr, sizeof(*m), by_id);
	for (first = 0, i = 1; i < series->nr; i++)
		if (same(m[first]->id, m[i]->id))
			leave_out_double(m[i], m[first], "the same message as");
		else
			first = i;
	qsort(m, series->nr, sizeof(*m), by_position);
}

/* Behind the choice of a version: two of them share patches. */
static void leave_out_same_patches(struct series *series)
{
	struct mail **m = series->mail;
	size_t i, first;

	qsort(m, series->nr, sizeof(*m), by_patch);
	for (first = 0, i = 1; i < series->nr; i++)
		if (!m[first]->left_out && !m[i]->is_listed && same_patch(m[first], m[i]))
			leave_out_double(m[i], m[first], "the same patch as");
		else
			first = i;
	qsort(m, series->nr, sizeof(*m), by_position);
}

/* Two mails with one number: sent again, or of two threads, or a mistake. */
static int settle(struct mail *a, struct mail *b, struct why *why)
{
	struct mail *older = a->subject.is_resend ? b : a, *newer = older == a ? b : a;
	char *first, *second;

	if (a->subject.is_resend != b->subject.is_resend) {
		older->left_out = text__format("sent again as %s", newer->origin);
		return 0;
	}
	if (a->root && b->root && strcmp(a->root, b->root))
		return 0;
	first = mail__name(a);
	second = mail__name(b);
	why__set(why, EINVAL, "%s and %s are both patch %u of %u: leave one out",
		 first, second, a->subject.n, a->subject.total);
	free(first);
	free(second);
	return -EINVAL;
}

/* What is sorted by number is of one thread, where threads are known. */
static bool same_series(const struct mail *a, const struct mail *b, bool by_thread)
{
	return same_group(a, b) && (!by_thread || !a->root || !b->root || same(a->root, b->root));
}

/*
 * A group: the mails from @i on that are of one series with it. Those that are
 * not left out get consecutive places, by number.
 */
struct group {
	struct mail **mail;
	size_t nr;
	bool by_thread;
};

static int by_number(const void *a, const void *b)
{
	const struct mail *x = *(struct mail *const *)a, *y = *(struct mail *const *)b;

	if (x->subject.n != y->subject.n)
		return x->subject.n < y->subject.n ? -1 : 1;
	return by_position(a, b);
}

static void collect(struct group *group, const struct series *series, const struct mail *first)
{
	struct mail *mail;
	size_t i;

	group->nr = 0;
	for (i = 0; i < series->nr; i++) {
		mail = series->mail[i];
		if (!mail->left_out && !mail->is_placed && same_series(first, mail, group->by_thread))
			group->mail[group->nr++] = mail;
	}
	qsort(group->mail, group->nr, sizeof(*group->mail), by_number);
}

/* Are there two of one number, in two threads? Then threads are told apart. */
static int find_clashes(struct group *group, struct why *why)
{
	size_t i;
	int err;

	for (i = 1; i < group->nr; i++) {
		if (group->mail[i - 1]->subject.n != group->mail[i]->subject.n)
			continue;
		err = settle(group->mail[i - 1], group->mail[i], why);
		if (err)
			return err;
		if (!group->mail[i - 1]->left_out && !group->mail[i]->left_out)
			group->by_thread = true;
	}
	return 0;
}

/* "2/7, 4/7", or nothing. */
static struct text missing_of(const struct group *group)
{
	unsigned int n, nr = 0, total = group->mail[0]->subject.total;
	struct text missing = { 0 };
	size_t i = 0;

	for (n = 1; n <= total; n++) {
		if (i < group->nr && group->mail[i]->subject.n == n)
			i++;
		else if (++nr <= 5)
			text__printf(&missing, "%s%u/%u", nr == 1 ? "" : ", ", n, total);
	}
	if (nr > 5)
		text__printf(&missing, " and %u more", nr - 5);
	return missing;
}

static int find_missing(const struct group *group, struct why *why)
{
	struct text missing = { 0 };
	int err = 0;

	if (group->nr > 1 || !group->mail[0]->is_alone)
		missing = missing_of(group);
	if (missing.len)
		err = why__set(why, EINVAL, "%s: of the series v%u patch %s is missing (%s is there): save the whole thread, or list what is meant in a file \"series\"",
			       group->mail[0]->place, group->mail[0]->subject.version,
			       missing.data, group->mail[0]->subject.title);
	text__free(&missing);
	return err;
}

static int place_group(struct series *series, struct mail *first, struct mail **order,
		       size_t *nr, struct why *why)
{
	struct group group = { .mail = order + *nr };
	bool again;
	size_t i;
	int err;

	do {
		again = group.by_thread;
		collect(&group, series, first);
		err = find_clashes(&group, why);
		if (err)
			return err;
	} while (again != group.by_thread);
	collect(&group, series, first);
	if (!group.nr)
		return 0;
	err = find_missing(&group, why);
	if (err)
		return err;
	for (i = 0; i < group.nr; i++)
		group.mail[i]->is_placed = true;
	*nr += group.nr;
	return 0;
}

/* Numbered patches where the first of them stands; all others where they are. */
static int put_in_order(struct series *series, struct why *why)
{
	struct mail **order = calloc(series->nr + 1, sizeof(*order)), *mail;
	size_t i, nr = 0;
	int err = 0;

	if (!order)
		abort();
	for (i = 0; i < series->nr && !err; i++) {
		mail = series->mail[i];
		if (mail->left_out || mail->is_placed)
			continue;
		if (is_numbered(mail))
			err = place_group(series, mail, order, &nr, why);
		else
			order[nr++] = mail;
	}
	for (i = 0; i < series->nr; i++)
		if (series->mail[i]->left_out)
			order[nr++] = series->mail[i];
	if (!err) {
		free(series->mail);
		series->mail = order;
	} else {
		free(order);
	}
	return err;
}

/* All that cannot be read, in one sentence: the first one in full. */
static int find_bad(const struct series *series, struct why *why)
{
	const struct mail *first = NULL;
	struct text others = { 0 };
	size_t i, nr = 0;
	char *name;

	for (i = 0; i < series->nr; i++) {
		if (series->mail[i]->left_out || !series->mail[i]->bad)
			continue;
		if (!first)
			first = series->mail[i];
		else if (nr++ < 5)
			text__printf(&others, "%s%s", nr == 1 ? " (the same goes for " : ", ", series->mail[i]->origin);
	}
	if (!first)
		return 0;
	if (nr)
		text__printf(&others, nr > 5 ? " and %zu more)" : ")", nr - 5);
	name = mail__name(first);
	why__set(why, EINVAL, "%s: %s%s: save it as the list has it, or write it anew with git format-patch",
		 name, first->bad, others.data ? others.data : "");
	text__free(&others);
	free(name);
	return -EINVAL;
}

static int nothing(const struct series *series, struct why *why)
{
	char *name;

	if (!series->nr)
		return why__set(why, EINVAL, "%s: a directory without patches: put them there, or use KERNEL=unpatched",
				series->name);
	name = mail__name(series->mail[0]);
	why__set(why, EINVAL, "%s: nothing in it is a patch: %s is %s%s: give the patches themselves",
		 series->name, name, series->mail[0]->left_out,
		 series->nr > 1 ? ", and so on" : "");
	free(name);
	return -EINVAL;
}

int select__mails(struct series *series, struct why *why)
{
	int err;

	leave_out_same_ids(series);
	versions__select(series);
	leave_out_same_patches(series);
	if (!series__applied(series))
		return nothing(series, why);
	err = find_bad(series, why);
	if (!err)
		err = put_in_order(series, why);
	return err;
}

void select__first(struct series *series, size_t nr)
{
	size_t i, kept = 0;

	for (i = 0; i < series->nr; i++)
		if (!series->mail[i]->left_out && kept++ >= nr)
			series->mail[i]->left_out = text__format("behind patch %zu", nr);
}
