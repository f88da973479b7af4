/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bench.h - the contract that a benchmark fulfils.
 *
 * A benchmark is a folder bench/<name>/ with bench.c, which holds its
 * descriptors, and guest.c, the payload that its vCPUs run (left out where the
 * operation is the VMM's own). The build finds both by wildcard.
 */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <stddef.h>
#include <stdint.h>

struct vm;

/**
 * enum bench_clock - what a batch is timed by
 *
 * In a machine that counts instructions, the first three clocks repeat to the
 * instruction. A timer tick only adds to the TSC, but it may also take away from a
 * thread's CPU time: keep batches of BENCH_CLOCK_THREAD short. The CPU time of all
 * tasks does not repeat, for unrelated tasks run too. It has a unit of its own,
 * which is judged as times are. It is for a vmm_op() that sleeps, or that KVM works
 * on after it has returned. BENCH_CLOCK_VMM would count what the machine does
 * meanwhile: a cell in which each batch has a context switch is invalid.
 *
 * In a machine that measures time, both give the time that the operations took.
 *
 * BENCH_CLOCK_ELAPSED counts what no counter of instructions sees: that an operation
 * waits, for a grace period or a work item. In a machine that counts instructions, it
 * is that machine's own time, virtual-ns/op: one instruction takes 1 ns, and an idle
 * CPU jumps to its next timer. That depends on HZ and the scheduler, and is judged as
 * times are.
 *
 * BENCH_CLOCK_BYTES is no clock: a batch is one operation, and its cost what the machine
 * has less memory after it, in bytes. It takes a machine in which nothing else runs, so
 * that cells are skipped in machines that measure time.
 *
 * BENCH_CLOCK_SKEW is none either. A probe counts whom KVM yields to. Of the shares that
 * vCPUs 1 to N-1 have in a batch, the one that is furthest from 1/(N-1) gives the cost, in
 * thousandths of it and 1,000 more: 1,000 is fair, 2,000 a vCPU with nothing, or with
 * twice its share.
 */
enum bench_clock {
	BENCH_CLOCK_GUEST,	/* the TSC, read by vCPU 0 in the guest */
	BENCH_CLOCK_THREAD,	/* the CPU time of vCPU 0's thread */
	BENCH_CLOCK_VMM,	/* the TSC, read by the VMM around vmm_op() */
	BENCH_CLOCK_TASKS,	/* the CPU time of all tasks, read by the VMM around
				 * vmm_op() and what KVM does for it later */
	BENCH_CLOCK_ELAPSED,	/* the time that vmm_op() takes, waiting included */
	BENCH_CLOCK_BYTES,	/* the memory that vmm_op() leaves allocated */
	BENCH_CLOCK_SKEW,	/* how unevenly vCPU 0 has yielded to the others */
};

/** enum bench_others - the state of vCPUs 1 to N-1 while vCPU 0 measures */
enum bench_others {
	BENCH_OTHERS_HALTED,	/* blocked in KVM_RUN */
	BENCH_OTHERS_SPINNING,	/* in guest mode, runnable */
	BENCH_OTHERS_NEVER_RUN,	/* created, not one KVM_RUN, nor is there a guest */
	BENCH_OTHERS_GONE,	/* created, closed, and gone before vCPU 0 runs */
	BENCH_OTHERS_NONE,	/* no vCPU at all: vmm_op() has VMs of its own */
};

/** enum bench_own - the state of vCPU 0 while the VMM operates */
enum bench_own {
	BENCH_OWN_AS_OTHERS,
	BENCH_OWN_HALTED,	/* blocked in KVM_RUN */
	BENCH_OWN_SPINNING,	/* in guest mode, runnable */
};

#define BENCH_MAX_NAME		100	/* characters */
#define BENCH_MAX_TEXT		78	/* characters of a question: a line of help */
#define BENCH_MAX_BATCHES	64

/** Features of KVM; a cell that needs a missing one is skipped with the reason. */
#define BENCH_NEEDS_HYPERV	0x1	/* Hyper-V hypercalls */
#define BENCH_NEEDS_VCPU_GONE	0x2	/* a closed vCPU goes before its VM */
#define BENCH_NEEDS_X2APIC	0x4	/* all vCPUs have KVM's CPUID and are in x2APIC mode */
#define BENCH_NEEDS_RELOAD	0x8	/* KVM's modules are loaded again before each batch */

#define BENCH_MAX_STATS		3

/**
 * struct bench_stat - a counter of vCPU 0 that an operation moves
 * @name:	of KVM's binary statistics, such as "halt_exits"; NULL for none
 * @per_op:	by how much
 * @retried:	KVM counts what it takes back and does again: once more a batch at most,
 *		for a batch is far shorter than the time between two timer ticks
 */
struct bench_stat {
	const char *name;
	unsigned int per_op;
	int retried;
};

/**
 * struct bench_evidence - what one operation must cause, or the cell is invalid
 *
 * A vCPU that does not run shows nothing, so nothing may be asked of it.
 *
 * @exits:	VM exits of vCPU 0 per operation where nothing else runs, not
 *		counting those that a host interrupt caused; -1: not exactly known
 * @taken:	interrupts that each other vCPU takes per operation, and vCPU 0 as
 *		well where it is halted while the VMM operates. They may come after
 *		vmm_op() has returned: the next batch waits for them. Two operations
 *		in a batch may be one interrupt to a vCPU that has not yet run. One
 *		in a cell may be one too many, see check_taken() in evidence.c
 * @takers:	with @taken: only vCPUs 1 to @takers take them, as far as there are any;
 *		0 if all others do
 * @others_exit: others may exit to KVM; where not, one exit of any of them in
 *		the whole cell is one too many
 * @yields:	at least every second operation ends in a directed yield where
 *		there are more vCPUs than CPUs; seen only by a kernel whose
 *		scheduler statistics are on
 * @stats:	counters of vCPU 0, each with what an operation adds to it, exactly unless
 *		@retried;
 *		where vCPU 0 runs, and KVM does not emulate each of its instructions
 */
struct bench_evidence {
	int exits;
	unsigned int taken;
	unsigned int takers;
	int others_exit;
	int yields;
	struct bench_stat stats[BENCH_MAX_STATS];
};

/**
 * struct bench - one benchmark
 *
 * vcpuscale-run refuses to start with a descriptor that breaks these rules.
 *
 * @name:	as in a results file, without "Benchmark" and "/vcpus=": Name, then
 *		any number of /key=value, BENCH_MAX_NAME characters at most
 * @path:	the kernel function under test
 * @question:	that its number answers, BENCH_MAX_TEXT characters at most
 * @who:	does this, how often, and where that can be read
 * @set:	NULL, or the set that it is measured with: a word of small letters,
 *		for BENCH=; the default set has none
 * @payload:	image that the vCPUs run, up to @payload_end; NULL where none runs
 * @variant:	given to the payload as guest_shared.variant
 * @clock:	what times a batch
 * @cache:	with BENCH_CLOCK_BYTES: NULL, or the slab cache whose objects alone count
 * @others:	the state of the other vCPUs
 * @own:	with @vmm_op: the state of vCPU 0, if not that of the others
 * @asleep:	with BENCH_OTHERS_HALTED, for an operation that wakes nobody but
 *		@evidence.takers: the other vCPUs are halted before their first KVM_RUN,
 *		which blocks at once. They never enter guest_other(). Most of a VM's life
 *		is their first entry
 * @least:	0, or vCPUs that the operation takes: a smaller VM's cell is skipped
 * @large:	may have more than 255 vCPUs, whose LAPICs are then in x2APIC mode; with
 *		BENCH_NEEDS_X2APIC they always are, and it may have
 * @extra:	vCPUs that the operation adds to those of the VM
 * @needs:	BENCH_NEEDS_* bits
 * @ops:	operations in a batch, so few that most batches are free of
 *		timer ticks where the clock counts instructions
 * @ops_by_vcpus: instead of @ops: divided by the number of vCPUs,
 *		for an operation whose cost is in proportion to them
 * @ops_by_others: instead of @ops: so many for each vCPU but the first
 * @batches:	batches in a cell, each a sample; 1 to BENCH_MAX_BATCHES
 * @warmup:	batches before the first sample; with @ops_by_vcpus so many operations,
 *		in whole batches
 * @varies:	samples differ from round to round even where instructions are
 *		counted, for the scheduler takes part: each round measures the cell.
 *		Without it, a cell is measured again only until it is seen to repeat
 * @on_request:	measured only if it is asked for by name or glob
 * @evidence:	what an operation must cause
 * @vmm_setup:	NULL, or what prepares the VM, once: it may enable LAPICs, set routes;
 *		0 or a negative errno. No vCPU has run yet. Once a vCPU runs, its own
 *		ioctls wait until it returns from KVM_RUN
 * @vmm_before:	NULL, or with @vmm_op what comes before each batch, untimed
 * @vmm_after:	NULL, or what comes after each batch, untimed, even of a failed one
 * @vmm_op:	BENCH_CLOCK_VMM, _TASKS, _ELAPSED, _BYTES: the operation, of a VM that has
 *		@nr_vcpus, or of VMs of that many; 0 or a negative errno. Whatever
 *		it creates is closed when it returns; KVM may free that later
 */
struct bench {
	const char *name;
	const char *path;
	const char *question;
	const char *who;
	const char *set;
	const uint8_t *payload, *payload_end;
	unsigned int variant;
	enum bench_clock clock;
	const char *cache;
	enum bench_others others;
	enum bench_own own;
	int asleep;
	unsigned int least;
	int large;
	unsigned int extra;
	unsigned int needs;
	unsigned int ops;
	unsigned int ops_by_vcpus;
	unsigned int ops_by_others;
	unsigned int batches;
	unsigned int warmup;
	int on_request;
	int varies;
	struct bench_evidence evidence;
	int (*vmm_setup)(struct vm *vm, unsigned int nr_vcpus);
	int (*vmm_before)(struct vm *vm, unsigned int nr_vcpus);
	int (*vmm_op)(struct vm *vm, unsigned int nr_vcpus);
	int (*vmm_after)(struct vm *vm, unsigned int nr_vcpus);
};

/** bench__own() - the state of vCPU 0 while the VMM operates */
static inline enum bench_others bench__own(const struct bench *bench)
{
	if (bench->own == BENCH_OWN_AS_OTHERS)
		return bench->others;
	return bench->own == BENCH_OWN_HALTED ? BENCH_OTHERS_HALTED : BENCH_OTHERS_SPINNING;
}

/** bench__ops() - operations in a batch at this number of vCPUs, at least 1 */
static inline unsigned int bench__ops(const struct bench *bench, unsigned int nr_vcpus)
{
	if (bench->ops_by_others)
		return nr_vcpus > 1 ? bench->ops_by_others * (nr_vcpus - 1) : 1;
	if (!bench->ops_by_vcpus)
		return bench->ops;
	return bench->ops_by_vcpus > nr_vcpus ? bench->ops_by_vcpus / nr_vcpus : 1;
}

/** bench__warmup() - batches before the first sample at this number of vCPUs */
static inline unsigned int bench__warmup(const struct bench *bench, unsigned int nr_vcpus)
{
	unsigned int ops = bench->ops_by_vcpus ? bench__ops(bench, nr_vcpus) : 1;

	return (bench->warmup + ops - 1) / ops;
}

/** bench__varies() - does each round have to measure it? */
static inline int bench__varies(const struct bench *bench)
{
	return bench->varies || bench->clock == BENCH_CLOCK_TASKS ||
	       bench->clock == BENCH_CLOCK_ELAPSED;
}

/** Put a descriptor on the list that the build makes of all folders. */
#define BENCH(symbol) \
	const struct bench symbol __attribute__((section("benches"), used, aligned(8)))

/** The payload of folder x-y is payload_x_y to payload_x_y_end. */
#define BENCH_PAYLOAD(folder)						\
	extern const uint8_t payload_##folder[], payload_##folder##_end[]

/** In a descriptor: its vCPUs run the payload of this folder. */
#define BENCH_RUNS(folder) \
	.payload = payload_##folder, .payload_end = payload_##folder##_end

#endif
