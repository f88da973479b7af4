// SPDX-License-Identifier: GPL-2.0-only
/*
 * bench.c - benchmarks that go wrong, each in a way of its own, between two that do not.
 * They are built into a vcpuscale-run for tests alone. The names sort in the
 * order of the file, which is the order in which they run.
 */
#include "bench/bench.h"
#include "variants.h"

BENCH_PAYLOAD(faulty);

#define FAULTY(symbol, the_name, the_variant, ...)		\
	static BENCH(symbol) = {				\
		.name = the_name,				\
		.question = "What?",				\
		.who = "tests",					\
		.path = "none",					\
		BENCH_RUNS(faulty),				\
		.variant = the_variant,				\
		.clock = BENCH_CLOCK_GUEST,			\
		.others = BENCH_OTHERS_HALTED,			\
		.ops = 2,					\
		.batches = 3,					\
		.warmup = 1,					\
		.evidence = { __VA_ARGS__ },			\
	}

FAULTY(good_first, "GoodFirst", VARIANT_GOOD, .exits = 1);
FAULTY(triple_fault, "TripleFault", VARIANT_TRIPLE_FAULT, .exits = 1);
FAULTY(other_triple_fault, "OtherTripleFault", VARIANT_OTHER_TRIPLE_FAULT, .exits = 1);
FAULTY(unknown_port, "UnknownPort", VARIANT_UNKNOWN_PORT, .exits = 1);
FAULTY(no_memory, "NoMemory", VARIANT_NO_MEMORY, .exits = 1);
FAULTY(never_ready, "NeverReady", VARIANT_NEVER_READY, .exits = 1);
FAULTY(never_ends, "NeverEnds", VARIANT_NEVER_ENDS, .exits = 1);
FAULTY(exception, "Exception", VARIANT_EXCEPTION, .exits = 1);
FAULTY(gives_up, "GivesUp", VARIANT_GIVES_UP, .exits = 1);
FAULTY(wrong_exits, "WrongExits", VARIANT_GOOD, .exits = 2);
FAULTY(wrong_stats, "WrongStats", VARIANT_GOOD, .exits = 1, .stats = { { "halt_exits", 1 } });
FAULTY(wrong_stats_name, "WrongStatsName", VARIANT_GOOD, .exits = 1, .stats = { { "no_such", 1 } });
FAULTY(wrong_taken, "WrongTaken", VARIANT_GOOD, .exits = 1, .taken = 1);
FAULTY(wrong_taker, "WrongTaker", VARIANT_ONE_TAKES_ALL, .exits = 1, .taken = 1);
FAULTY(good_last, "GoodLast", VARIANT_GOOD, .exits = 1);
