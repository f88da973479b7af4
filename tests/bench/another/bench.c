// SPDX-License-Identifier: GPL-2.0-only
/*
 * A benchmark that is added to a copy of the tree, as somebody would add one of
 * his own: other keys in the names, descriptors by a macro.
 */
#include "bench/bench.h"

BENCH_PAYLOAD(another);

#define ANOTHER(symbol, the_name, ...)			\
	static BENCH(symbol) = {			\
		.name = the_name,			\
		.path = "ioapic_mmio_write",		\
		BENCH_RUNS(another),			\
		.clock = BENCH_CLOCK_GUEST,		\
		.others = BENCH_OTHERS_HALTED,		\
		.ops = 2,				\
		.batches = 5,				\
		.warmup = 1,				\
		.evidence = { .exits = 1 },		\
		__VA_ARGS__				\
	}

ANOTHER(plain, "Another/kind=mmio/mode=a-1.5");
ANOTHER(request, "Another/kind=request", .on_request = 1);
