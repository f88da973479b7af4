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

#include "series/diff.h"

static struct diff diff;
static struct text text;
static struct why why;

static int parse(const char *patch)
{
	diff__free(&diff);
	text__free(&text);
	text__puts(&text, patch);
	why.text[0] = '\0';
	return diff__parse(&diff, &text, &why);
}

static void refused(const char *patch, const char *part)
{
	assert_int_equal(parse(patch), -EINVAL);
	if (!strstr(why.text, part))
		fail_msg("'%s' does not say '%s'", why.text, part);
}

static int clean_up(void **state)
{
	(void)state;
	diff__free(&diff);
	text__free(&text);
	return 0;
}

#define GIT(name)	"diff --git a/" name " b/" name "\nindex 1..2 100644\n" \
			"--- a/" name "\n+++ b/" name "\n"
#define HUNK		"@@ -1,2 +1,2 @@ f()\n-a\n+b\n c\n"

static void test_git(void **state)
{
	(void)state;
	assert_int_equal(parse("text\n" GIT("x.c") HUNK "@@ -9 +9 @@\n-a\n+b\n" GIT("d/y.c") HUNK "-- \n2.39.5\n"), 0);
	assert_int_equal(diff.nr, 2);
	assert_string_equal(diff.file[0].old, "a/x.c");
	assert_string_equal(diff.file[0].new, "b/x.c");
	assert_int_equal(diff.file[0].hunks, 2);
	assert_int_equal(diff.file[1].hunks, 1);
	assert_int_equal(diff.file[0].end, diff.file[1].start);
	assert_string_equal(text.data + diff.file[1].end, "-- \n2.39.5\n");
}

/* A removed "-- a" and an added "++ b" are no headers. */
static void test_lines_like_headers(void **state)
{
	(void)state;
	assert_int_equal(parse(GIT("x") "@@ -1,3 +1,3 @@\n--- a/y\n+++ b/y\n c\n-@@ -1 +1 @@\n+diff --git a/z b/z\n"), 0);
	assert_int_equal(diff.nr, 1);
	assert_int_equal(diff.file[0].hunks, 1);
	assert_int_equal(diff.file[0].end, text.len);
}

static void test_traditional(void **state)
{
	(void)state;
	assert_int_equal(parse("--- linux.old/x\t2026-01-01\n+++ linux/x\t2026-01-02\n" HUNK
			       "Index: y\n===\n--- /dev/null\n+++ linux/y\n@@ -0,0 +1 @@\n+a\n"), 0);
	assert_int_equal(diff.nr, 2);
	assert_string_equal(diff.file[0].old, "linux.old/x");
	assert_null(diff.file[1].old);
	assert_string_equal(diff.file[1].new, "linux/y");
	assert_int_equal(diff__level(&diff), 1);
}

static void test_without_hunks(void **state)
{
	(void)state;
	assert_int_equal(parse("diff --git a/x b/x\nold mode 100644\nnew mode 100755\n"
			       "diff --git a/old name b/new name\nsimilarity index 100%\nrename from old name\nrename to new name\n"
			       "diff --git a/e b/e\nnew file mode 100644\nindex 0..0\n"
			       "diff --git a/g b/g\ndeleted file mode 100644\n"
			       "diff --git a/p b/p\nindex 1..2 100644\nGIT binary patch\nliteral 3\nKc\n\nliteral 2\nKd\n\n"), 0);
	assert_int_equal(diff.nr, 5);
	assert_true(diff.file[0].is_mode);
	assert_true(diff.file[1].is_move);
	assert_string_equal(diff.file[1].old, "a/old name");
	assert_string_equal(diff.file[1].new, "b/new name");
	assert_null(diff.file[2].old);
	assert_null(diff.file[3].new);
	assert_true(diff.file[4].is_binary);
	assert_int_equal(diff.file[4].end, text.len);
}

static void test_no_diff(void **state)
{
	(void)state;
	assert_int_equal(parse(""), 0);
	assert_int_equal(diff.nr, 0);
	assert_int_equal(parse("---\n x | 2 +-\n> @@ -1 +1 @@\n--- text\n"), 0);
	assert_int_equal(diff.nr, 0);
}

static void test_malformed(void **state)
{
	(void)state;
	refused(GIT("x") "@@ -1,2 +1,2 @@\n-a\n+b\n", "is cut off in the hunk that begins in line 5");
	refused(GIT("x") "@@ -1,2 +1,2 @@\n-a\n+b\nwrapped\n c\n", "does not fit line 8, \"wrapped\"");
	refused("@@ -1 +1 @@\n-a\n+b\n", "without the name of a file");
	refused(GIT("x") HUNK "text\n@@ -5 +5 @@\n-a\n+b\n", "without the name of a file");
	refused(GIT("x") "@@ -1,99999999999999999999 +1,2 @@\n-a\n", "is cut off");
}

static void test_levels(void **state)
{
	(void)state;
	parse(GIT("virt/kvm/x.c") HUNK);
	assert_int_equal(diff__level(&diff), 1);
	parse("--- virt/kvm/x.c\n+++ virt/kvm/x.c\n" HUNK);
	assert_int_equal(diff__level(&diff), 0);
	parse("--- /dev/null\n+++ Documentation/virt/x.rst\n@@ -0,0 +1 @@\n+a\n");
	assert_int_equal(diff__level(&diff), 0);
	parse("--- tools/lib/x.c\n+++ tools/lib/x.c\n" HUNK);
	assert_int_equal(diff__level(&diff), 0);
	parse("--- kernel/virt/x.c\n+++ kernel.new/virt/x.c\n" HUNK);
	assert_int_equal(diff__level(&diff), 1);
	parse(GIT("linux/virt/kvm/x.c") HUNK);
	assert_int_equal(diff__level(&diff), 2);
	parse("diff --git virt/kvm/x.c virt/kvm/x.c\nold mode 100644\nnew mode 100755\n");
	assert_int_equal(diff__level(&diff), 0);
}

/* What is written parses again, with the names of -p1. */
static void written(const char *patch, const char *want)
{
	struct text out = { 0 };
	size_t i;

	assert_int_equal(parse(patch), 0);
	for (i = 0; i < diff.nr; i++)
		diff__write(&out, &text, &diff.file[i], diff__level(&diff));
	assert_string_equal(out.data, want);
	text__free(&out);
}

static void test_write(void **state)
{
	(void)state;
	written("mail\n" GIT("virt/x") HUNK "-- \n2.1\n", GIT("virt/x") HUNK);
	written("--- virt/x\t2026\n+++ virt/x\t2027\n" HUNK, "--- a/virt/x\t2026\n+++ b/virt/x\t2027\n" HUNK);
	written("--- /dev/null\n+++ virt/x\n@@ -0,0 +1 @@\n+a", "--- /dev/null\n+++ b/virt/x\n@@ -0,0 +1 @@\n+a\n");
	written("diff --git virt/x virt/y\nsimilarity index 100%\nrename from virt/x\nrename to virt/y\n",
		"diff --git a/virt/x b/virt/y\nsimilarity index 100%\nrename from virt/x\nrename to virt/y\n");
	written("diff --git a/linux/virt/x b/linux/virt/y\nrename from linux/virt/x\nrename to linux/virt/y\n",
		"diff --git a/virt/x b/virt/y\nrename from virt/x\nrename to virt/y\n");
	written(GIT("linux/virt/x") "@@ -1,2 +1,2 @@\n--- a/linux/y\n+++ b/linux/y\n c\n",
		GIT("virt/x") "@@ -1,2 +1,2 @@\n--- a/linux/y\n+++ b/linux/y\n c\n");
}

static void test_begins(void **state)
{
	(void)state;
	parse("KVM: x\n\n--- \n--- a\nno\n" GIT("x") HUNK);
	assert_int_equal(diff__begins(&text), strlen("KVM: x\n\n--- \n--- a\nno\n"));
	parse("nothing\n");
	assert_int_equal(diff__begins(&text), text.len);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_git),
		cmocka_unit_test(test_lines_like_headers),
		cmocka_unit_test(test_traditional),
		cmocka_unit_test(test_without_hunks),
		cmocka_unit_test(test_no_diff),
		cmocka_unit_test(test_malformed),
		cmocka_unit_test(test_levels),
		cmocka_unit_test(test_write),
		cmocka_unit_test(test_begins),
	};

	return cmocka_run_group_tests_name("series_diff", tests, NULL, clean_up);
}
