// SPDX-License-Identifier: GPL-2.0-only
/*
 * evidence.c - the proof of a cell, from KVM's statistics and the guest's own
 * counters.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "evidence.h"
#include "states.h"
#include "vmm/kvmstats.h"

/*
 * yield_to() counts its successes in the first figure of a CPU's line
 * (Documentation/scheduler/sched-stats.rst), if scheduler statistics are on.
 */
static int64_t count_yields(void)
{
	unsigned long long yields;
	char line[512];
	int64_t sum = 0;
	int on = 0;
	FILE *f = fopen("/proc/sys/kernel/sched_schedstats", "r");

	if (f) {
		on = fgetc(f) == '1';
		fclose(f);
	}
	f = on ? fopen("/proc/schedstat", "r") : NULL;
	if (!f)
		return -1;
	while (fgets(line, sizeof(line), f))
		if (sscanf(line, "cpu%*u %llu", &yields) == 1)
			sum += yields;
	fclose(f);
	return sum;
}

/* vCPU 0 counts none where it operates. */
uint64_t evidence__taken(const struct vm *vm)
{
	uint64_t sum = 0;
	unsigned int i;

	for (i = 0; i < vm->nr_vcpus; i++)
		sum += vm->shared->taken[i];
	return sum;
}

/* Does vCPU 0 take interrupts as the others do? */
static bool own_takes(const struct bench *bench)
{
	return bench->vmm_op && bench__own(bench) == BENCH_OTHERS_HALTED;
}

/* Of vCPU @index: interrupts an operation. */
static unsigned int taken_by(const struct bench *bench, unsigned int index)
{
	unsigned int takers = bench->evidence.takers;

	if (!index)
		return own_takes(bench) ? bench->evidence.taken : 0;
	return !takers || index <= takers ? bench->evidence.taken : 0;
}

unsigned int evidence__taken_per_op(const struct vm *vm, const struct bench *bench)
{
	unsigned int i, sum = 0;

	for (i = 0; i < vm->nr_vcpus; i++)
		sum += taken_by(bench, i);
	return sum;
}

void evidence__collect(struct evidence *e, const struct vm *vm, const struct bench *bench)
{
	const struct bench_stat *stats = bench->evidence.stats;
	unsigned int i;

	*e = (struct evidence){
		.exits = kvmstats__read(&vm->vcpus[0], KVMSTAT_EXITS),
		.irq_exits = kvmstats__read(&vm->vcpus[0], KVMSTAT_IRQ_EXITS),
		.emulated = kvmstats__read(&vm->vcpus[0], KVMSTAT_EMULATED),
		.others_exits = kvmstats__sum_others(vm, KVMSTAT_EXITS),
		.taken = evidence__taken(vm),
		.yields = count_yields(),
	};
	for (i = 0; i < BENCH_MAX_STATS && stats[i].name; i++)
		e->stats[i] = kvmstats__named(&vm->vcpus[0], stats[i].name);
}

static int mismatch(char *text, size_t size, const char *what, uint64_t seen, uint64_t expected)
{
	snprintf(text, size, "%s: %" PRIu64 " seen, %" PRIu64 " expected", what, seen, expected);
	return -EPROTO;
}

/*
 * A KVM without hardware support emulates every instruction of the guest, and
 * its operations cause no VM exit. All that its statistics can prove then is
 * that the instructions were executed, several an operation. Where the VMM operates,
 * vCPU 0 may have had no CPU meanwhile: what it has emulated before tells as well.
 */
static bool runs_in_emulator(const struct evidence *before, const struct evidence *after,
			     const struct bench *bench, uint64_t ops, unsigned int ends)
{
	bool emulated = bench->vmm_op ? after->emulated >= STATES_EMULATED :
			after->emulated - before->emulated >= 3 * ops;

	return emulated && after->exits - before->exits < ops + ends;
}

/* In debugfs the others' exits, where they may have any, are counted with vCPU 0's. */
static bool counts_others(const struct vm *vm, const struct bench *bench)
{
	return *vm->debugfs && bench->evidence.others_exit;
}

static int check_exits(const struct evidence *before, const struct evidence *after,
		       const struct vm *vm, const struct bench *bench, uint64_t ops,
		       unsigned int ends, char *text, size_t size)
{
	uint64_t exits = after->exits - before->exits - (after->irq_exits - before->irq_exits);
	uint64_t expected = ops * bench->evidence.exits + ends;

	if (bench->evidence.exits < 0 || exits == expected ||
	    (counts_others(vm, bench) && exits > expected) ||
	    runs_in_emulator(before, after, bench, ops, ends))
		return 0;
	return mismatch(text, size, "VM exits of vCPU 0", exits, expected);
}

static int check_stats(const struct evidence *before, const struct evidence *after,
		       const struct vm *vm, const struct bench *bench, uint64_t ops,
		       unsigned int batches, unsigned int ends, char *text, size_t size)
{
	const struct bench_stat *stats = bench->evidence.stats;
	char what[64];
	unsigned int i;

	if (runs_in_emulator(before, after, bench, ops, ends))
		return 0;
	for (i = 0; i < BENCH_MAX_STATS && stats[i].name; i++) {
		uint64_t seen = after->stats[i] - before->stats[i];
		uint64_t expected = ops * stats[i].per_op;

		snprintf(what, sizeof(what), "%s of vCPU 0", stats[i].name);
		if (before->stats[i] < 0) {
			snprintf(text, size, "KVM's statistics lack %s", stats[i].name);
			return -EPROTO;
		}
		if (seen > expected && counts_others(vm, bench))
			continue;
		if (seen < expected || seen > expected + (stats[i].retried ? batches : 0))
			return mismatch(text, size, what, seen, expected);
	}
	return 0;
}

/* A vCPU with a CPU of its own has nobody to yield to. */
static int check_yields(const struct evidence *before, const struct evidence *after,
			uint64_t ops, const struct vm *vm, char *text, size_t size)
{
	uint64_t yields = after->yields - before->yields;

	if (vm->nr_vcpus <= sysconf(_SC_NPROCESSORS_ONLN) || before->yields < 0 ||
	    yields >= ops / 2)
		return 0;
	snprintf(text, size, "directed yields: %" PRIu64 " seen in %" PRIu64 " operations",
		 yields, ops);
	return -EPROTO;
}

/*
 * About one interrupt in 10^5 was seen to arrive twice, in the emulated machine alone.
 * Likely, by reading: QEMU's VMRUN leaves the number of the interrupt that it injects in
 * exception_index (helper_vmrun() in its svm_helper.c), and where its loop ends before
 * the next VM exit, for an instruction count that is used up, delivers it again. It was
 * not reproduced on purpose. A KVM that delivers one too many does so again and again.
 */
#define TAKEN_TWICE	1	/* by one vCPU in a cell */

/*
 * Each vCPU has to take its own: two that differ by one up and one down would
 * add up. None has taken any before the first operation.
 */
static int check_taken(const struct vm *vm, const struct bench *bench, uint64_t ops,
		       uint64_t taken, char *text, size_t size)
{
	uint64_t expected = ops * evidence__taken_per_op(vm, bench);
	unsigned int i, twice = 0;
	int length;

	for (i = !own_takes(bench); i < vm->nr_vcpus; i++) {
		uint64_t more = vm->shared->taken[i] - ops * taken_by(bench, i);

		if (more && (more > TAKEN_TWICE || !taken_by(bench, i) || twice++))
			break;
	}
	if (taken == expected + twice && i >= vm->nr_vcpus)
		return 0;
	mismatch(text, size, bench->vmm_op ? "interrupts taken by the vCPUs" :
		 "interrupts taken by the other vCPUs", taken, expected);
	length = strlen(text);
	if (i < vm->nr_vcpus)
		snprintf(text + length, size - length, "; by vCPU %u: %u of %" PRIu64, i,
			 vm->shared->taken[i], ops * taken_by(bench, i));
	return -EPROTO;
}

int evidence__check(const struct evidence *before, const struct evidence *after,
		    const struct vm *vm, const struct bench *bench, unsigned int batches,
		    unsigned int ends, char *text, size_t size)
{
	uint64_t ops = (uint64_t)batches * bench__ops(bench, vm->nr_vcpus);
	uint64_t others = after->others_exits - before->others_exits;
	uint64_t taken = after->taken - before->taken;

	if (check_exits(before, after, vm, bench, ops, ends, text, size))
		return -EPROTO;
	if (check_stats(before, after, vm, bench, ops, batches, ends, text, size))
		return -EPROTO;
	if (!bench->evidence.others_exit && others)
		return mismatch(text, size, "VM exits of the other vCPUs", others, 0);
	if (check_taken(vm, bench, ops, taken, text, size))
		return -EPROTO;
	return bench->evidence.yields ? check_yields(before, after, ops, vm, text, size) : 0;
}
