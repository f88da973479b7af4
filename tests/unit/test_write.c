// SPDX-License-Identifier: GPL-2.0-only
/* The lines that every measuring program writes, byte by byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "results/write.h"

static const struct results_head head = {
	.run = "20261122T071000Z-3f9c",
	.kernel = "kernel: patched\nkernel-id: 5d0c2a91b7e4\n",
	.testbed = "emulated",
	.machine = "qemu-7.2.22-tcg cpu=max",
	.cpu = "AMD EPYC",
};

static FILE *out;
static char *text;
static size_t size;

static int begin(void **state)
{
	(void)state;
	out = open_memstream(&text, &size);
	return !out;
}

static int end(void **state)
{
	(void)state;
	free(text);
	return 0;
}

static void written(const char *expected)
{
	fclose(out);
	assert_string_equal(text, expected);
}

static void test_alone(void **state)
{
	(void)state;
	write__head(out, &head);
	write__unit(out, &clock_insns);
	write__round(out, 1);
	write__end(out, 0);
	written("schema: vcpuscale/1\nrun: 20261122T071000Z-3f9c\n"
		"kernel: patched\nkernel-id: 5d0c2a91b7e4\ntestbed: emulated\n"
		"machine: qemu-7.2.22-tcg cpu=max\ncpu: AMD EPYC\n"
		"Unit insns/op better=lower assume=exact\nround: 1\nend: 0\n");
}

static void test_paired(void **state)
{
	struct results_head paired = head;

	(void)state;
	paired.paired_with = "20261122T071000Z-928b";
	paired.boots_alternate = true;
	write__head(out, &paired);
	write__unit(out, &clock_ns);
	write__incomplete(out);
	written("schema: vcpuscale/1\nrun: 20261122T071000Z-3f9c\n"
		"beside: 20261122T071000Z-928b\nalternates: boots\n"
		"kernel: patched\nkernel-id: 5d0c2a91b7e4\ntestbed: emulated\n"
		"machine: qemu-7.2.22-tcg cpu=max\ncpu: AMD EPYC\n"
		"Unit ns/op better=lower\nincomplete: yes\n");
}

/* Never an exponent, which benchstat reads and people do not. */
static void test_numbers(void **state)
{
	(void)state;
	write__number(out, 19516);
	fputc(' ', out);
	write__number(out, 0.25);
	fputc(' ', out);
	write__number(out, 123456789012);
	written("19516 0.25 123456789012");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_alone, begin, end),
		cmocka_unit_test_setup_teardown(test_paired, begin, end),
		cmocka_unit_test_setup_teardown(test_numbers, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
