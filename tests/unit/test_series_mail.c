// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "series/series.h"

static struct subject parsed(const char *title)
{
	struct subject s;

	subject__parse(&s, text__format("%s", title));
	return s;
}

/* "version n/total plain flags", flags being p, r for patch and reply. */
static void subject_is(const char *title, const char *want)
{
	struct subject s = parsed(title);
	char *got = text__format("v%u %u/%u '%s' %s%s%s", s.version, s.n, s.total, s.plain,
				 s.is_patch ? "p" : "", s.is_reply ? "r" : "", s.is_resend ? "s" : "");

	assert_string_equal(got, want);
	free(got);
	free(s.title);
}

static void test_subjects(void **state)
{
	(void)state;
	subject_is("[PATCH] KVM: x", "v1 0/0 'KVM: x' p");
	subject_is("[PATCH v2 03/17] KVM: x", "v2 3/17 'KVM: x' p");
	subject_is("[PATCH 0/7] KVM", "v1 0/7 'KVM' p");
	subject_is("[RFC PATCH V3 1/2] a [b] c", "v3 1/2 'a [b] c' p");
	subject_is("[PATCHv4 RESEND 2/2] a", "v4 2/2 'a' ps");
	subject_is("[kvm-x86] [PATCH-v5,1/2] a", "v5 1/2 'a' p");
	subject_is("[PATCH 1/2] [v6] a", "v6 1/2 'a' p");
	subject_is("Re: [PATCH v2 3/7] KVM: x", "v2 3/7 'KVM: x' pr");
	subject_is("AW: Re[2]: [PATCH] x", "v1 0/0 'x' pr");
	subject_is("[PATCH] sv: a subsystem", "v1 0/0 'sv: a subsystem' p");
	subject_is("[lkp 1/2] a report", "v1 0/0 '[lkp 1/2] a report' ");
	subject_is("[PATCH 9/7] a", "v1 0/0 'a' p");
	subject_is("[PATCH 1/0] a", "v1 0/0 'a' p");
	subject_is("[PATCH 1/99999999999999999999] a", "v1 1/999999 'a' p");
	subject_is("[PATCH a", "v1 0/0 '[PATCH a' ");
	subject_is("", "v1 0/0 '' ");
}

static void decodes(const char *value, const char *want)
{
	char *got = header__decode(text__format("%s", value));

	assert_string_equal(got, want);
	free(got);
}

static void test_encoded_words(void **state)
{
	(void)state;
	decodes("plain", "plain");
	decodes("=?utf-8?q?K=C3=B6nig_K?=", "K\xc3\xb6nig K");
	decodes("=?ISO-8859-1?Q?K=F6nig?= <k@x>", "K\xc3\xb6nig <k@x>");
	decodes("=?UTF-8?B?w7Y=?= =?UTF-8?B?w7Y=?=", "\xc3\xb6\xc3\xb6");
	decodes("=?utf-8*de?q?a?= b", "a b");
	decodes("=?utf-8?q?a", "=?utf-8?q?a");
	decodes("=?utf-8?x?a?=", "=?utf-8?x?a?=");
	decodes("=?nosuch?q?=F6?=", "\xc3\xb6");
	decodes("=?", "=?");
}

static void header_is(const char *mail, const char *name, const char *want)
{
	struct text text = { 0 };
	char *got;

	text__puts(&text, mail);
	got = header__get(&text, name);
	if (want)
		assert_string_equal(got, want);
	else
		assert_null(got);
	free(got);
	text__free(&text);
}

static void test_headers(void **state)
{
	(void)state;
	header_is("From: a\nSubject: b\n c\n\td\nTo: e\n\nSubject: f\n", "subject", "b c d");
	header_is("From: a\r\nSubject: b\r\n c\r\n\r\nX: y\r\n", "Subject", "b c");
	header_is("From: a\n\nSubject: f\n", "Subject", NULL);
	header_is("Subjects: a\n", "Subject", NULL);
	header_is("Subject:", "Subject", "");
	header_is("", "Subject", NULL);
}

static struct series series;
static struct why why;

static int begin(void **state)
{
	(void)state;
	series = (struct series) { .name = "s", .level = LEVEL_UNKNOWN };
	why.text[0] = '\0';
	return 0;
}

static int end(void **state)
{
	(void)state;
	series__free(&series);
	return 0;
}

/* A mail of the series, whose patch is what its subject says. */
static struct mail *add(const char *title, const char *id, const char *root)
{
	struct mail *mail = series__add(&series, text__format("m%zu", series.nr), text__format("p"));

	subject__parse(&mail->subject, text__format("%s", title));
	mail->id = id ? text__format("%s", id) : NULL;
	mail->root = root ? text__format("%s", root) : NULL;
	mail->has_diff = true;
	text__puts(&mail->patch, mail->subject.plain);
	return mail;
}

/* Origins in the order in which they are applied. */
static void order_is(const char *want)
{
	struct text got = { 0 };
	size_t i;

	if (select__mails(&series, &why))
		fail_msg("%s", why.text);
	text__puts(&got, "");
	for (i = 0; i < series.nr; i++)
		if (!series.mail[i]->left_out)
			text__printf(&got, "%s%s", got.len ? " " : "", series.mail[i]->origin);
	assert_string_equal(got.data, want);
	text__free(&got);
}

static void refused(const char *part)
{
	assert_int_equal(select__mails(&series, &why), -EINVAL);
	if (!strstr(why.text, part))
		fail_msg("'%s' does not say '%s'", why.text, part);
}

static void test_order(void **state)
{
	(void)state;
	add("[PATCH] before", NULL, NULL);
	add("[PATCH 3/3] c", NULL, NULL);
	add("no numbers", NULL, NULL);
	add("[PATCH 1/3] a", NULL, NULL);
	add("[PATCH 2/3] b", NULL, NULL);
	order_is("m0 m3 m4 m1 m2");
}

static void test_two_threads(void **state)
{
	(void)state;
	add("[PATCH 2/2] b", "2", "1");
	add("[PATCH 1/2] c", "3", "3");
	add("[PATCH 1/2] a", "1", "1");
	add("[PATCH 2/2] d", "4", "3");
	order_is("m2 m0 m1 m3");
}

static void test_versions(void **state)
{
	(void)state;
	add("[PATCH v3 1/2] a", NULL, NULL);
	add("[PATCH v2 1/3] a", NULL, NULL);
	add("[PATCH v3 2/2] new", NULL, NULL);
	add("[PATCH 1/1] a", NULL, NULL);
	add("[PATCH v2 2/2] of something else", NULL, NULL);
	add("[PATCH v2 1/2] and something else", NULL, NULL);
	order_is("m0 m2 m5 m4");
}

/* Only what replies to the patch of its number replaces it. */
static void test_part_sent_again(void **state)
{
	(void)state;
	add("[PATCH 1/3] a", "1", "1");
	add("[PATCH 2/3] b", "2", "1");
	add("[PATCH 3/3] c", "3", "1");
	add("[PATCH v2 2/3] b", "4", "1")->parent = text__format("2");
	order_is("m0 m3 m2");
}

static void test_part_is_lost(void **state)
{
	(void)state;
	add("[PATCH 1/2] a", "1", "1");
	add("[PATCH 2/2] b", "2", "1");
	add("[PATCH v2 2/2] b", "4", "1")->parent = text__format("3");
	refused("v2 patch 1/2 is missing");
}

/* Of an older version nothing has to be complete, nor readable. */
static void test_old_is_broken(void **state)
{
	(void)state;
	add("[PATCH 2/2] a", NULL, NULL)->bad = text__format("is broken");
	add("[PATCH v2] a", NULL, NULL);
	order_is("m1");
}

static void test_doubles(void **state)
{
	(void)state;
	add("[PATCH 1/2] a", "1", NULL)->bad = text__format("is broken");
	add("[PATCH 1/2] a", "1", NULL);
	add("[PATCH 2/2] b", "2", NULL);
	add("[PATCH 2/2] b", NULL, NULL);
	add("[PATCH RESEND 1/2] a", NULL, NULL);
	order_is("m1 m2");
}

static void test_listed(void **state)
{
	(void)state;
	add("[PATCH 3/9] a", NULL, NULL)->is_listed = true;
	add("[PATCH v2 1/9] a", NULL, NULL)->is_listed = true;
	order_is("m0 m1");
}

static void test_missing(void **state)
{
	(void)state;
	add("[PATCH v2 1/9] a", NULL, NULL);
	add("[PATCH v2 3/9] b", NULL, NULL);
	refused("v2 patch 2/9, 4/9, 5/9, 6/9, 7/9 and 2 more is missing");
}

static void test_two_of_one_number(void **state)
{
	(void)state;
	add("[PATCH 1/1] a", NULL, NULL);
	add("[PATCH 1/1] b", NULL, NULL);
	refused("m0 and m1 are both patch 1 of 1");
}

static void test_bad(void **state)
{
	(void)state;
	add("[PATCH 1/2] a", NULL, NULL);
	add("[PATCH 2/2] b", NULL, NULL)->bad = text__format("is broken");
	refused("m1: is broken");
}

static void test_nothing(void **state)
{
	(void)state;
	add("Re: hello", NULL, NULL)->left_out = text__format("a reply");
	refused("nothing in it is a patch: m0 is a reply");
}

#define WITH_SERIES(f)	cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_subjects),
		cmocka_unit_test(test_encoded_words),
		cmocka_unit_test(test_headers),
		WITH_SERIES(test_order),
		WITH_SERIES(test_two_threads),
		WITH_SERIES(test_versions),
		WITH_SERIES(test_part_sent_again),
		WITH_SERIES(test_part_is_lost),
		WITH_SERIES(test_old_is_broken),
		WITH_SERIES(test_doubles),
		WITH_SERIES(test_listed),
		WITH_SERIES(test_missing),
		WITH_SERIES(test_two_of_one_number),
		WITH_SERIES(test_bad),
		WITH_SERIES(test_nothing),
	};

	return cmocka_run_group_tests_name("series_mail", tests, NULL, NULL);
}
