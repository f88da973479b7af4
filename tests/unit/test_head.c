// SPDX-License-Identifier: GPL-2.0-only
/* What is read of a kernel's info, and where its results go. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "results-file.h"
#include "results/head.h"

static char lines[256], name[HEAD_NAME_SIZE], base[HEAD_BASE_SIZE];

static struct why why;

static int read_kernel(const char *text)
{
	const char *path = write_results(NULL, text);
	int err = head__read_kernel(path, lines, sizeof(lines), name, base, &why);

	unlink(path);
	return err;
}

static void test_read_kernel(void **state)
{
	(void)state;
	assert_int_equal(read_kernel("kernel-id: kernel: x\nkernel: k\n"
				     "kernel-base: 6.12\ncompiler: gcc\n"), 0);
	assert_string_equal(name, "k");
	assert_string_equal(base, "6.12");
	assert_non_null(strstr(lines, "compiler: gcc\n"));
	assert_int_equal(read_kernel("kernel-base: tree\nkernel: 0123456789ab"), 0);
	assert_string_equal(name, "0123456789ab");
	assert_string_equal(base, "tree");
	assert_int_equal(read_kernel("kernel: k\nkernel-release: 6.1\n"), -ENODATA);
	assert_int_equal(read_kernel("kernel-base: 6.1\n"), -ENODATA);
	assert_int_equal(read_kernel("kernel: k\nkernel-base: "), -ENODATA);
	assert_int_equal(read_kernel(""), -ENODATA);
	assert_int_equal(head__read_kernel("/nowhere/info", lines, sizeof(lines), name, base, &why),
			 -ENOENT);
}

static void test_path(void **state)
{
	const struct head_place place = { "results", "6.12", "patched", "nested", "r1" };
	char path[128];

	(void)state;
	head__path(path, sizeof(path), &place, "", ".txt");
	assert_string_equal(path, "results/6.12/patched/nested/r1.txt");
	head__path(path, sizeof(path), &place, ".", ".perf");
	assert_string_equal(path, "results/6.12/patched/nested/.r1.perf");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read_kernel),
		cmocka_unit_test(test_path),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
