// SPDX-License-Identifier: GPL-2.0-only
/*
 * catalog-check.c - refuse a descriptor that cannot be measured as it says.
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "catalog.h"
#include "guests/abi.h"

#define TEXT(number)		TEXT_OF(number)
#define TEXT_OF(number)		#number

#define SMALL_LETTERS		"abcdefghijklmnopqrstuvwxyz"
#define LETTERS			SMALL_LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define ALPHANUMERIC		LETTERS "0123456789"
#define ALL_NEEDS		(BENCH_NEEDS_HYPERV | BENCH_NEEDS_VCPU_GONE | BENCH_NEEDS_X2APIC | \
				 BENCH_NEEDS_RELOAD)

/**
 * struct rule - what a descriptor must not be
 * @broken:	is it?
 * @says:	what is wrong, and what to do
 */
struct rule {
	bool (*broken)(const struct bench *b);
	const char *says;
};

/* "/key=value" at *@at; then *@at is behind it. The key vcpus is the cell's. */
static bool take_pair(const char **at)
{
	const char *key = *at + 1;
	size_t length = strspn(key, ALPHANUMERIC "_-"), value;

	if (**at != '/' || !islower((unsigned char)*key) || key[length] != '=' ||
	    (length == strlen("vcpus") && !strncmp(key, "vcpus", length)))
		return false;
	value = strspn(key + length + 1, ALPHANUMERIC "_.+-");
	*at = key + length + 1 + value;
	return value > 0;
}

static bool bad_name(const struct bench *b)
{
	const char *at = b->name;

	if (!at || strlen(at) > BENCH_MAX_NAME || !isupper((unsigned char)*at))
		return true;
	at += strspn(at, ALPHANUMERIC);
	while (*at)
		if (!take_pair(&at))
			return true;
	return false;
}

static bool bad_path(const struct bench *b)
{
	return !b->path || !*b->path || isdigit((unsigned char)*b->path) ||
	       b->path[strspn(b->path, ALPHANUMERIC "_")];
}

/* One line of a table, and of help. */
static bool bad_question(const struct bench *b)
{
	size_t length = b->question ? strlen(b->question) : 0;

	return length < 2 || length > BENCH_MAX_TEXT || b->question[length - 1] != '?' ||
	       strpbrk(b->question, "\t\n");
}

static bool bad_who(const struct bench *b)
{
	return !b->who || !*b->who || strpbrk(b->who, "\t\n");
}

/* Other words of small letters are options of BENCH=. */
static bool bad_set(const struct bench *b)
{
	static const char * const taken[] = { "all", "default", "exact", "request" };
	size_t i;

	if (!b->set)
		return false;
	for (i = 0; i < sizeof(taken) / sizeof(*taken); i++)
		if (!strcmp(b->set, taken[i]))
			return true;
	return !islower((unsigned char)*b->set) || b->set[strspn(b->set, SMALL_LETTERS)];
}

static bool bad_batches(const struct bench *b)
{
	return b->batches < 1 || b->batches > BENCH_MAX_BATCHES;
}

static bool bad_ops(const struct bench *b)
{
	return !!b->ops + !!b->ops_by_vcpus + !!b->ops_by_others != 1;
}

static bool ops_by_gone(const struct bench *b)
{
	return b->ops_by_vcpus && b->others == BENCH_OTHERS_GONE;
}

static bool bad_clock(const struct bench *b)
{
	return b->clock > BENCH_CLOCK_SKEW;
}

static bool bad_others(const struct bench *b)
{
	return b->others > BENCH_OTHERS_NONE;
}

static bool bad_needs(const struct bench *b)
{
	return b->needs & ~ALL_NEEDS;
}

static bool gone_without_need(const struct bench *b)
{
	return b->others == BENCH_OTHERS_GONE && !(b->needs & BENCH_NEEDS_VCPU_GONE);
}

static bool hyperv_and_x2apic(const struct bench *b)
{
	return b->needs & BENCH_NEEDS_HYPERV && b->needs & BENCH_NEEDS_X2APIC;
}

static bool hyperv_without_vcpu(const struct bench *b)
{
	return b->others == BENCH_OTHERS_NONE &&
	       b->needs & (BENCH_NEEDS_HYPERV | BENCH_NEEDS_X2APIC);
}

static bool bad_own(const struct bench *b)
{
	return b->own > BENCH_OWN_SPINNING;
}

static bool vmm_operates(const struct bench *b)
{
	return b->clock == BENCH_CLOCK_VMM || b->clock == BENCH_CLOCK_TASKS ||
	       b->clock == BENCH_CLOCK_ELAPSED || b->clock == BENCH_CLOCK_BYTES;
}

static bool nobody_operates(const struct bench *b)
{
	return vmm_operates(b) ? !b->vmm_op : !b->payload;
}

static bool two_operate(const struct bench *b)
{
	return !vmm_operates(b) && (b->vmm_op || b->vmm_before || b->vmm_after);
}

static bool bytes_of_many(const struct bench *b)
{
	return b->clock == BENCH_CLOCK_BYTES && (b->ops != 1 || b->payload);
}

static bool cache_without_bytes(const struct bench *b)
{
	return b->cache && b->clock != BENCH_CLOCK_BYTES;
}

static bool bad_payload(const struct bench *b)
{
	return b->payload && (b->payload_end <= b->payload ||
			      b->payload_end - b->payload > GUEST_PAYLOAD_MAX);
}

static bool runs(enum bench_others state)
{
	return state == BENCH_OTHERS_HALTED || state == BENCH_OTHERS_SPINNING;
}

/* All vCPUs are started together, or none. */
static bool others_left_out(const struct bench *b)
{
	bool started = !vmm_operates(b) || runs(bench__own(b));

	return b->others != BENCH_OTHERS_GONE && started != runs(b->others);
}

static bool own_of_guest(const struct bench *b)
{
	return !vmm_operates(b) && b->own != BENCH_OWN_AS_OTHERS;
}

static bool runs_without_payload(const struct bench *b)
{
	return vmm_operates(b) && runs(bench__own(b)) && !b->payload;
}

static bool payload_without_run(const struct bench *b)
{
	return vmm_operates(b) && !runs(bench__own(b)) && b->payload;
}

static bool tasks_that_spin(const struct bench *b)
{
	return b->clock == BENCH_CLOCK_TASKS && (b->others == BENCH_OTHERS_SPINNING ||
						 bench__own(b) == BENCH_OTHERS_SPINNING);
}

static bool exits_of_nobody(const struct bench *b)
{
	return b->evidence.exits && vmm_operates(b) && !runs(bench__own(b));
}

static bool nobody_takes(const struct bench *b)
{
	bool own = vmm_operates(b) && bench__own(b) == BENCH_OTHERS_HALTED;

	return b->evidence.taken && b->others != BENCH_OTHERS_HALTED && !own;
}

static bool stats_of_nobody(const struct bench *b)
{
	return b->evidence.stats[0].name && vmm_operates(b) && !runs(bench__own(b));
}

static bool takers_of_nothing(const struct bench *b)
{
	return b->evidence.takers && !b->evidence.taken;
}

static bool others_cannot_exit(const struct bench *b)
{
	return b->evidence.others_exit && !runs(b->others);
}

static bool spinning_is_seen(const struct bench *b)
{
	return b->others == BENCH_OTHERS_SPINNING && !b->evidence.others_exit;
}

static bool nobody_to_yield_to(const struct bench *b)
{
	return b->evidence.yields && b->others != BENCH_OTHERS_SPINNING;
}

static bool wakes_the_asleep(const struct bench *b)
{
	bool wakes = b->evidence.others_exit || b->evidence.taken;

	return b->asleep && (b->others != BENCH_OTHERS_HALTED || vmm_operates(b) ||
			     (wakes && !b->evidence.takers));
}

static const struct rule rules[] = {
	{ bad_name, ".name is not of the form Name/key=value, is longer than " TEXT(BENCH_MAX_NAME)
		    " characters or has the key vcpus: give another" },
	{ bad_path, ".path is no function's name: give the function under test" },
	{ bad_question, ".question is none, is longer than " TEXT(BENCH_MAX_TEXT)
			" characters or does not end in a question mark: ask what its number answers" },
	{ bad_who, ".who is missing: say which guest does this, how often, and where that can be read" },
	{ bad_set, ".set is no word of small letters, or all, default or request: give another, or none" },
	{ bad_batches, ".batches is not within 1 to " TEXT(BENCH_MAX_BATCHES)
		       ": give a number that is, and larger batches by .ops" },
	{ bad_ops, "of .ops, .ops_by_vcpus and .ops_by_others not one is given: give one" },
	{ ops_by_gone, ".ops_by_vcpus counts vCPUs that are gone: give .ops" },
	{ bad_clock, ".clock is none: choose one of enum bench_clock" },
	{ bad_others, ".others is no state: choose one of enum bench_others" },
	{ bad_needs, ".needs has an unknown bit: define it, and test for it in supported()" },
	{ gone_without_need, "BENCH_OTHERS_GONE takes a KVM that lets vCPUs go: add BENCH_NEEDS_VCPU_GONE to .needs" },
	{ hyperv_without_vcpu, "BENCH_OTHERS_NONE leaves no vCPU for BENCH_NEEDS_HYPERV or _X2APIC: choose other .others" },
	{ hyperv_and_x2apic, ".needs gives vCPU 0 two CPUIDs: BENCH_NEEDS_HYPERV or _X2APIC, not both" },
	{ nobody_operates, ".clock has nothing to time: give .vmm_op for BENCH_CLOCK_VMM, _TASKS, _ELAPSED or _BYTES, else BENCH_RUNS()" },
	{ two_operate, ".clock does not time .vmm_op, nor what is around it: drop them, or choose BENCH_CLOCK_VMM, _TASKS, _ELAPSED or _BYTES" },
	{ bytes_of_many, "BENCH_CLOCK_BYTES counts what one operation leaves: make .ops 1, and .others BENCH_OTHERS_NONE or _NEVER_RUN" },
	{ cache_without_bytes, ".cache is given, but no memory is counted: choose BENCH_CLOCK_BYTES" },
	{ bad_payload, "its payload is empty or larger than GUEST_PAYLOAD_MAX: look at guest.c" },
	{ bad_own, ".own is no state: choose one of enum bench_own" },
	{ own_of_guest, ".own is given, but vCPU 0 operates: drop it" },
	{ others_left_out, ".others do not run, but vCPU 0 does: make them BENCH_OTHERS_HALTED or _SPINNING" },
	{ runs_without_payload, "vCPUs are to run, but they have no guest: give BENCH_RUNS(), or make .others BENCH_OTHERS_NEVER_RUN" },
	{ payload_without_run, "no vCPU runs its guest: drop BENCH_RUNS(), or make .others BENCH_OTHERS_HALTED or _SPINNING" },
	{ tasks_that_spin, "BENCH_CLOCK_TASKS counts what spinning vCPUs execute: choose BENCH_CLOCK_VMM" },
	{ exits_of_nobody, ".evidence.exits is given, but vCPU 0 does not run: make it 0" },
	{ stats_of_nobody, ".evidence.stats are given, but vCPU 0 does not run: drop them" },
	{ nobody_takes, ".evidence.taken is given, but no vCPU is halted to take interrupts: make it 0" },
	{ takers_of_nothing, ".evidence.takers is given, but not what they take: give .evidence.taken" },
	{ others_cannot_exit, ".evidence.others_exit is given, but no other vCPU runs: make it 0" },
	{ wakes_the_asleep, ".asleep is for others that are halted, never exit and take no interrupt while vCPU 0 operates: drop it, or name .evidence.takers" },
	{ spinning_is_seen, ".others spin, and so exit for each host interrupt: make .evidence.others_exit 1" },
	{ nobody_to_yield_to, ".evidence.yields is given, but no other vCPU spins: make it 0" },
};

static bool is_repeated(const struct bench *first, const struct bench *b)
{
	for (; first < b; first++)
		if (!strcmp(first->name, b->name))
			return true;
	return false;
}

static int complain(const struct bench *b, const char *says, char *wrong, size_t size)
{
	snprintf(wrong, size, "benchmark %s: %s", b->name ? b->name : "without a name", says);
	return -EINVAL;
}

int catalog__check(const struct bench *first, const struct bench *end, char *wrong, size_t size)
{
	const struct bench *b;
	size_t i;

	for (b = first; b < end; b++) {
		for (i = 0; i < sizeof(rules) / sizeof(*rules); i++)
			if (rules[i].broken(b))
				return complain(b, rules[i].says, wrong, size);
		if (is_repeated(first, b))
			return complain(b, "another one has this .name: rename one of them",
					wrong, size);
	}
	return 0;
}
