/* SPDX-License-Identifier: GPL-2.0-only */
/* Two results files, written from strings and compared. After cmocka.h. */
#ifndef VCPUSCALE_TEST_COMPARISON_H
#define VCPUSCALE_TEST_COMPARISON_H

#include <math.h>
#include <string.h>

#include "compare/compare.h"
#include "results-file.h"
#include "results/load.h"

static struct results *base, *head;
static struct comparison *c;
static struct why why;

static inline struct results *load(const char *text)
{
	const char *path = write_results(NULL, text);
	struct results *r;
	int err = results__load(path, true, &r, &why);

	unlink(path);
	if (err)
		fail_msg("%s", why.text);
	return r;
}

static inline int compare(const char *b, const char *h, bool force)
{
	const struct compare_options options = { .threshold = NAN, .force = force };
	int err;

	why.text[0] = '\0';
	base = load(b);
	head = load(h);
	err = compare__results(base, head, &options, &c, &why);
	if (err)
		c = NULL;
	return err;
}

static inline int done(void **state)
{
	(void)state;
	compare__free(c);
	results__free(base);
	results__free(head);
	c = NULL;
	base = head = NULL;
	return 0;
}

#define AT(n, cost)	"BenchmarkA/vcpus=" #n " 9 " #cost " insns/op\n"
#define BASE	HEADER("b") EXACT
#define HEAD	HEADER("h") EXACT
#define LINE	AT(1, 110) AT(2, 120) AT(4, 140)	/* 100 + 10 N */
#define STEEP	AT(1, 111) AT(2, 122) AT(4, 144)	/* 100 + 11 N */

/* 6 rounds with up to 0.3 % of noise from a linear congruential generator. */
static inline const char *noisy(char *text, const char *head, double linear,
			 double bent, double curved)
{
	static const int sizes[] = { 1, 2, 4, 8, 16, 32, 64, 128, 255 };
	static unsigned int seed = 1;
	int round, i, end = sprintf(text, "%s", head);
	double cost;

	for (round = 1; round <= 6; round++) {
		end += sprintf(text + end, "round: %d\n", round);
		for (i = 0; i < 9; i++) {
			cost = 3000 + linear * sizes[i] +
			       bent * sizes[i] * sizes[i] +
			       curved * log2(sizes[i]);
			seed = seed * 1664525 + 1013904223;
			cost *= 1 + 0.006 * (seed / 4294967296.0 - 0.5);
			end += sprintf(text + end,
				       "BenchmarkA/vcpus=%d 9 %.6g ns/op\n",
				       sizes[i], cost);
		}
	}
	return text;
}

#endif
