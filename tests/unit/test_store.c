// SPDX-License-Identifier: GPL-2.0-only
/* Which of the stored runs a name stands for, in every way in which they may lie. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <cmocka.h>

#include "results-file.h"
#include "results/find.h"

static char dir[64];
static struct why why;

static int set_up(void **state)
{
	(void)state;
	strcpy(dir, "/tmp/vcpuscale-store-XXXXXX");
	return !mkdtemp(dir);
}

static int tear_down(void **state)
{
	char command[128];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	return system(command);
}

/* A run at @place, "kernel/testbed/run" below any folders, of a kernel of @base. */
static void put(const char *place, const char *base)
{
	char path[256], text[512], *slash;

	snprintf(path, sizeof(path), "%s/%s.txt", dir, place);
	for (slash = path + strlen(dir) + 1; (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		mkdir(path, 0700);
		*slash = '/';
	}
	snprintf(text, sizeof(text), HEADER("k") "%s%s\n" EXACT
		 "BenchmarkA/vcpus=1 1 1 insns/op\nend: 1\n",
		 base ? "kernel-base: " : "# no base", base ?: "");
	write_results(path, text);
}

/* Where what is found lies below the folder of the results; "" if nothing is. */
static const char *place_of(struct results *r)
{
	static char place[4][128];
	static int next;
	char *p = place[next++ % 4];

	snprintf(p, sizeof(place[0]), "%s", r ? r->path + strlen(dir) + 1 : "");
	results__free(r);
	return p;
}

static const char *newest(const char *base, const char *kernel, const char *other)
{
	const struct results_store store = { dir, "emulated", base };
	struct results *r = NULL;

	why.text[0] = '\0';
	results__newest(&store, kernel, other, false, &r, &why);
	return place_of(r);
}

/* Both as compare takes them, with a blank between. */
static const char *both(const char *base, const char *a, const char *b)
{
	const struct results_store store = { dir, "emulated", base };
	char *names[2] = { (char *)a, (char *)b };
	struct results *r[2] = { NULL };
	static char text[300];

	why.text[0] = '\0';
	if (results__find(&store, names, 2, false, r, &why)) {
		assert_null(r[0]);
		assert_null(r[1]);
		return "";
	}
	snprintf(text, sizeof(text), "%s %s", place_of(r[0]), place_of(r[1]));
	return text;
}

static void test_newest_by_id(void **state)
{
	(void)state;
	/* Written last, and of the greatest number, but not the last by its bytes. */
	put("6.1/k/emulated/3", "6.1");
	put("k/emulated/2", "6.1");
	put("6.1/k/emulated/10", "6.1");
	assert_string_equal(newest(NULL, "k", NULL), "6.1/k/emulated/3.txt");
	put("k/emulated/4", "6.1");
	assert_string_equal(newest(NULL, "k", NULL), "k/emulated/4.txt");
	assert_string_equal(newest(NULL, NULL, NULL), "k/emulated/4.txt");
	assert_string_equal(newest(NULL, NULL, "k"), "");
	assert_non_null(strstr(why.text, "no results of emulated but of k"));
	put("6.1/j/emulated/1", "6.1");
	put("6.1/j/nested/9", "6.1");
	assert_string_equal(newest(NULL, NULL, "k"), "6.1/j/emulated/1.txt");
	assert_string_equal(newest(NULL, NULL, NULL), "k/emulated/4.txt");
}

static void test_base_of_head(void **state)
{
	(void)state;
	put("6.1/unpatched/emulated/1", "6.1");
	put("6.1/patched/emulated/1", "6.1");
	put("6.12/unpatched/emulated/2", "6.12");
	assert_string_equal(both(NULL, "unpatched", "patched"),
			    "6.1/unpatched/emulated/1.txt 6.1/patched/emulated/1.txt");
	put("patched/emulated/3", "6.12");
	assert_string_equal(both(NULL, "unpatched", "patched"),
			    "6.12/unpatched/emulated/2.txt patched/emulated/3.txt");
	assert_string_equal(both("6.1", "unpatched", "patched"),
			    "6.1/unpatched/emulated/1.txt 6.1/patched/emulated/1.txt");
	assert_string_equal(both("7.2", "unpatched", "patched"), "");
	assert_non_null(strstr(why.text, "no run of kernel 'patched' on testbed 'emulated' with kernel-base 7.2"));
	assert_non_null(strstr(why.text, "6.12/unpatched/emulated"));
	put("7.2/patched/emulated/4", "7.2");
	assert_string_equal(both(NULL, "unpatched", "patched"), "");
	assert_non_null(strstr(why.text, "'unpatched' on testbed 'emulated' with kernel-base 7.2"));
}

/* As many folders as there are tell what they are, whatever they are called. */
static void test_names_alike(void **state)
{
	(void)state;
	put("6.1/emulated/1", "6.12");		/* a kernel called 6.1, in the old place */
	put("6.1/6.1/emulated/2", "6.1");
	put("6.1/emulated/emulated/3", "6.1");	/* one called emulated */
	put("tree/emulated/4", "6.1");
	put("tree/tree/emulated/5", "tree");
	put("tree/6.1/emulated/6", "tree");
	assert_string_equal(newest("6.12", "6.1", NULL), "6.1/emulated/1.txt");
	assert_string_equal(newest("6.1", "6.1", NULL), "6.1/6.1/emulated/2.txt");
	assert_string_equal(newest("tree", "6.1", NULL), "tree/6.1/emulated/6.txt");
	assert_string_equal(newest(NULL, "emulated", NULL), "6.1/emulated/emulated/3.txt");
	assert_string_equal(newest("6.1", "tree", NULL), "tree/emulated/4.txt");
	assert_string_equal(newest("tree", "tree", NULL), "tree/tree/emulated/5.txt");
	assert_string_equal(newest("6.12", "tree", NULL), "");
}

static void test_other_things(void **state)
{
	(void)state;
	put("noise/k/emulated/1", "6.1");
	put("noise/6.1/k/emulated/1", "6.1");
	put("reference/6.1/k/emulated/1", "6.1");
	put("reference/k/emulated/1", "6.1");
	put("plots/k/emulated/1", "6.1");
	put("published/k/emulated/1", "6.1");
	put("k/emulated/1.perf/emulated/1", "6.1");
	put("mine/k/emulated/1", "6.1");	/* a folder of the user's own */
	put("6.1/k/emulated/.1", "6.1");
	assert_string_equal(newest(NULL, "k", NULL), "");
	/* Names of kernels, in both places, these are nevertheless. */
	put("noise/emulated/1", "6.1");
	assert_string_equal(newest(NULL, "noise", NULL), "noise/emulated/1.txt");
	put("6.1/plots/emulated/1", "6.1");
	assert_string_equal(newest(NULL, "plots", NULL), "6.1/plots/emulated/1.txt");
}

/* This machine's own KVM has no base: it goes with kernels of any. */
static void test_host(void **state)
{
	(void)state;
	put("host/host/emulated/2", "host");
	put("6.1/k/emulated/1", "6.1");
	put("6.12/k/emulated/3", "6.12");
	assert_string_equal(both(NULL, "host", "k"),
			    "host/host/emulated/2.txt 6.12/k/emulated/3.txt");
	assert_string_equal(both("6.1", "k", "host"),
			    "6.1/k/emulated/1.txt host/host/emulated/2.txt");
	assert_string_equal(both(NULL, "k", "host"),
			    "6.12/k/emulated/3.txt host/host/emulated/2.txt");
}

static void test_without_key(void **state)
{
	(void)state;
	put("6.1/k/emulated/1", NULL);
	assert_string_equal(newest(NULL, "k", NULL), "6.1/k/emulated/1.txt");
	assert_string_equal(newest("6.1", "k", NULL), "6.1/k/emulated/1.txt");
	put("k/emulated/2", NULL);
	assert_string_equal(newest(NULL, "k", NULL), "k/emulated/2.txt");
	assert_string_equal(newest("6.12", "k", NULL), "");
}

static void test_name(void **state)
{
	char buf[STORED_NAME], longest[300];

	(void)state;
	assert_string_equal(stored__name(buf, "6.12"), "6.12");
	assert_string_equal(stored__name(buf, "a-b_c+1.x"), "a-b_c+1.x");
	assert_string_equal(stored__name(buf, NULL), "unknown");
	assert_string_equal(stored__name(buf, ""), "unknown");
	assert_string_equal(stored__name(buf, ".."), "_.");
	assert_string_equal(stored__name(buf, "/a b/\t"), "_a_b__");
	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	assert_int_equal(strlen(stored__name(buf, longest)), STORED_NAME - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_newest_by_id, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_base_of_head, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_names_alike, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_other_things, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_host, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_without_key, set_up, tear_down),
		cmocka_unit_test(test_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
