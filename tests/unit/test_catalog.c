// SPDX-License-Identifier: GPL-2.0-only
/*
 * Descriptors that break a rule of bench.h, each by one field.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "../../guests/abi.h"
#include "../../harness/measure/catalog.h"

static const uint8_t image[GUEST_PAYLOAD_MAX + 1];

static int vmm_op(struct vm *vm, unsigned int nr_vcpus)
{
	(void)vm;
	(void)nr_vcpus;
	return 0;
}

/* Right as they are. */
static const struct bench guest = {
	.name = "Good/state=quiet",
	.path = "kvm_vcpu_on_spin",
	.question = "What does it cost?",
	.who = "nobody",
	.payload = image,
	.payload_end = image + 16,
	.clock = BENCH_CLOCK_GUEST,
	.others = BENCH_OTHERS_HALTED,
	.ops = 8,
	.batches = 16,
	.warmup = 2,
};
static const struct bench vmm = {
	.name = "Good",
	.path = "kvm_vm_ioctl_create_vcpu",
	.question = "What does it cost?",
	.who = "nobody",
	.clock = BENCH_CLOCK_VMM,
	.others = BENCH_OTHERS_NEVER_RUN,
	.ops = 8,
	.batches = 6,
	.vmm_op = vmm_op,
};

#define LOAD(b, from)	b.payload = (from).payload, b.payload_end = (from).payload_end

/* One of them with a change: "b.batches = 0". */
#define ACCEPTED(right, ...)		do { struct bench b = right; __VA_ARGS__; accepted(&b); } while (0)
#define REFUSED(right, part, ...)	do { struct bench b = right; __VA_ARGS__; refused(&b, part); } while (0)

static void accepted(const struct bench *b)
{
	char wrong[512] = "";

	if (catalog__check(b, b + 1, wrong, sizeof(wrong)))
		fail_msg("refused: %s", wrong);
}

static void refused(const struct bench *b, const char *part)
{
	char wrong[512] = "";

	assert_int_equal(catalog__check(b, b + 1, wrong, sizeof(wrong)), -EINVAL);
	if (!strstr(wrong, part))
		fail_msg("'%s' does not say '%s'", wrong, part);
	/* "vcpuscale: what is wrong: what to do" */
	assert_ptr_equal(strstr(wrong, "benchmark "), wrong);
	assert_non_null(strstr(strstr(wrong, ": ") + 2, ": "));
}

static void test_right(void **state)
{
	(void)state;
	accepted(&guest);
	accepted(&vmm);
	ACCEPTED(vmm, b.clock = BENCH_CLOCK_TASKS);
	ACCEPTED(vmm, b.clock = BENCH_CLOCK_ELAPSED, b.vmm_before = vmm_op, b.vmm_after = vmm_op);
	REFUSED(guest, ".vmm_op, nor what is around it", b.vmm_before = vmm_op);
	REFUSED(guest, ".vmm_op, nor what is around it", b.vmm_after = vmm_op);
}

static void test_names(void **state)
{
	(void)state;
	ACCEPTED(guest, b.name = "A");
	ACCEPTED(guest, b.name = "IrqDelivery2/kind=x2apic/mode=0x1.5-b_c+d");
	REFUSED(guest, "benchmark without a name: .name", b.name = NULL);
	REFUSED(guest, "benchmark : .name", b.name = "");
	REFUSED(guest, "benchmark irq: .name", b.name = "irq");
	REFUSED(guest, ".name", b.name = "Irq delivery");
	REFUSED(guest, ".name", b.name = "Irq/");
	REFUSED(guest, ".name", b.name = "Irq/quiet");
	REFUSED(guest, ".name", b.name = "Irq/state=");
	REFUSED(guest, ".name", b.name = "Irq/=quiet");
	REFUSED(guest, ".name", b.name = "Irq/State=quiet");
	REFUSED(guest, ".name", b.name = "Irq/state=quiet=");
	REFUSED(guest, ".name", b.name = "Irq/state=quiet/");
	REFUSED(guest, ".name", b.name = "Irq/state=*");
	REFUSED(guest, ".name", b.name = "Irq/state='quiet'");
	REFUSED(guest, ".name", b.name = "Irq/vcpus=8");
	ACCEPTED(guest, b.name = "Irq/vcpus-moved=8");
}

static void test_long_name(void **state)
{
	char name[BENCH_MAX_NAME + 2];

	(void)state;
	memset(name, 'A', sizeof(name));
	name[BENCH_MAX_NAME] = 0;
	ACCEPTED(guest, b.name = name);
	name[BENCH_MAX_NAME] = 'A';
	name[BENCH_MAX_NAME + 1] = 0;
	REFUSED(guest, ".name", b.name = name);
}

static void test_paths(void **state)
{
	(void)state;
	ACCEPTED(guest, b.path = "__x2apic_send_IPI_mask");
	REFUSED(guest, ".path", b.path = NULL);
	REFUSED(guest, ".path", b.path = "");
	REFUSED(guest, ".path", b.path = "kvm_vcpu_on_spin()");
	REFUSED(guest, ".path", b.path = "2fast");
}

static void test_words(void **state)
{
	char text[BENCH_MAX_TEXT + 2];

	(void)state;
	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = 0;
	text[BENCH_MAX_TEXT] = '?';
	REFUSED(guest, ".question", b.question = text);
	ACCEPTED(guest, b.question = text + 1);
	REFUSED(guest, ".question", b.question = NULL);
	REFUSED(guest, ".question", b.question = "?");
	REFUSED(guest, ".question", b.question = "It costs this.");
	REFUSED(guest, ".question", b.question = "What\tdoes it cost?");
	REFUSED(guest, ".who", b.who = NULL);
	REFUSED(guest, ".who", b.who = "");
	REFUSED(guest, ".who", b.who = "two\nlines");
}

static void test_sets(void **state)
{
	(void)state;
	ACCEPTED(guest, b.set = "exits");
	REFUSED(guest, ".set", b.set = "");
	REFUSED(guest, ".set", b.set = "Exits");
	REFUSED(guest, ".set", b.set = "exits2");
	REFUSED(guest, ".set", b.set = "all");
	REFUSED(guest, ".set", b.set = "default");
	REFUSED(guest, ".set", b.set = "request");
}

static void test_counts(void **state)
{
	(void)state;
	ACCEPTED(guest, b.batches = 1);
	ACCEPTED(guest, b.batches = BENCH_MAX_BATCHES);
	REFUSED(guest, "benchmark Good/state=quiet: .batches", b.batches = 0);
	REFUSED(guest, "benchmark Good/state=quiet: .batches", b.batches = BENCH_MAX_BATCHES + 1);
	REFUSED(vmm, "benchmark Good: .batches", b.batches = BENCH_MAX_BATCHES + 1);
	ACCEPTED(guest, b.ops = 0, b.ops_by_vcpus = 64);
	REFUSED(guest, ".ops", b.ops = 0);
	REFUSED(guest, ".ops", b.ops_by_vcpus = 64);
	REFUSED(guest, ".ops_by_vcpus", b.ops = 0, b.ops_by_vcpus = 64, b.others = BENCH_OTHERS_GONE,
		b.needs = BENCH_NEEDS_VCPU_GONE);
}

static void test_enumerations(void **state)
{
	(void)state;
	REFUSED(guest, ".clock", b.clock = BENCH_CLOCK_ELAPSED + 1);
	REFUSED(guest, ".others", b.others = BENCH_OTHERS_NONE + 1);
	REFUSED(guest, ".needs", b.needs = 0x80);
}

static void test_needs(void **state)
{
	(void)state;
	ACCEPTED(guest, b.needs = BENCH_NEEDS_HYPERV | BENCH_NEEDS_VCPU_GONE);
	ACCEPTED(guest, b.others = BENCH_OTHERS_GONE, b.needs = BENCH_NEEDS_VCPU_GONE);
	ACCEPTED(guest, b.needs = BENCH_NEEDS_X2APIC);
	REFUSED(guest, "two CPUIDs", b.needs = BENCH_NEEDS_HYPERV | BENCH_NEEDS_X2APIC);
	REFUSED(guest, "BENCH_NEEDS_VCPU_GONE", b.others = BENCH_OTHERS_GONE);
	ACCEPTED(vmm, b.needs = BENCH_NEEDS_HYPERV);
	REFUSED(vmm, "BENCH_OTHERS_NONE", b.others = BENCH_OTHERS_NONE, b.needs = BENCH_NEEDS_HYPERV);
}

static void test_who_operates(void **state)
{
	(void)state;
	REFUSED(guest, "nothing to time", b.payload = NULL, b.payload_end = NULL);
	REFUSED(vmm, "nothing to time", b.vmm_op = NULL);
	REFUSED(guest, ".clock does not time .vmm_op", b.vmm_op = vmm_op);
	REFUSED(guest, "payload", b.payload_end = NULL);
	REFUSED(guest, "payload", b.payload_end = image);
	ACCEPTED(guest, b.payload_end = image + GUEST_PAYLOAD_MAX);
	REFUSED(guest, "payload", b.payload_end = image + GUEST_PAYLOAD_MAX + 1);
}

static void test_others(void **state)
{
	(void)state;
	ACCEPTED(guest, b.clock = BENCH_CLOCK_THREAD, b.others = BENCH_OTHERS_SPINNING,
		 b.evidence.others_exit = 1);
	REFUSED(guest, ".others", b.others = BENCH_OTHERS_NEVER_RUN);
	REFUSED(guest, ".others", b.others = BENCH_OTHERS_NONE);
	ACCEPTED(vmm, b.others = BENCH_OTHERS_NONE);
	REFUSED(vmm, ".others", b.others = BENCH_OTHERS_HALTED);
	REFUSED(vmm, ".others", b.others = BENCH_OTHERS_SPINNING);
}

/* All vCPUs run while the VMM operates, or none. */
static void test_own(void **state)
{
	const struct bench running = { .payload = image, .payload_end = image + 16 };

	(void)state;
	ACCEPTED(guest, b.vmm_setup = vmm_op);
	ACCEPTED(vmm, b.vmm_setup = vmm_op);
	REFUSED(vmm, ".own", b.own = BENCH_OWN_SPINNING + 1);
	REFUSED(guest, ".own is given, but vCPU 0 operates", b.own = BENCH_OWN_HALTED);
	REFUSED(vmm, "no vCPU runs its guest", LOAD(b, running));
	REFUSED(vmm, "they have no guest", b.others = BENCH_OTHERS_HALTED);
	ACCEPTED(vmm, LOAD(b, running), b.others = BENCH_OTHERS_HALTED);
	ACCEPTED(vmm, LOAD(b, running), b.others = BENCH_OTHERS_SPINNING, b.own = BENCH_OWN_HALTED,
		 b.evidence.others_exit = 1);
	ACCEPTED(vmm, LOAD(b, running), b.others = BENCH_OTHERS_GONE,
		 b.needs = BENCH_NEEDS_VCPU_GONE, b.own = BENCH_OWN_SPINNING);
	REFUSED(vmm, ".others do not run", LOAD(b, running), b.own = BENCH_OWN_SPINNING);
	REFUSED(vmm, "BENCH_CLOCK_TASKS", LOAD(b, running), b.clock = BENCH_CLOCK_TASKS,
		b.others = BENCH_OTHERS_HALTED, b.own = BENCH_OWN_SPINNING);
	ACCEPTED(vmm, LOAD(b, running), b.clock = BENCH_CLOCK_TASKS, b.others = BENCH_OTHERS_HALTED);
	REFUSED(vmm, ".others do not run", LOAD(b, running), b.own = BENCH_OWN_HALTED,
		b.others = BENCH_OTHERS_NONE);
}

/* What cannot be checked may not be asked for. */
static void test_evidence(void **state)
{
	const struct bench running = { .payload = image, .payload_end = image + 16 };

	(void)state;
	ACCEPTED(guest, b.evidence.exits = 1);
	ACCEPTED(guest, b.evidence.exits = -1, b.evidence.taken = 1, b.evidence.others_exit = 1);
	ACCEPTED(guest, b.evidence.others_exit = 1, b.evidence.yields = 1,
		 b.others = BENCH_OTHERS_SPINNING);
	REFUSED(guest, ".evidence.yields", b.evidence.yields = 1);
	REFUSED(guest, ".evidence.taken", b.evidence.taken = 1, b.others = BENCH_OTHERS_SPINNING,
		b.evidence.others_exit = 1);
	REFUSED(guest, ".evidence.taken", b.evidence.taken = 1, b.others = BENCH_OTHERS_GONE,
		b.needs = BENCH_NEEDS_VCPU_GONE);
	REFUSED(guest, ".evidence.others_exit", b.evidence.others_exit = 1,
		b.others = BENCH_OTHERS_GONE, b.needs = BENCH_NEEDS_VCPU_GONE);
	REFUSED(vmm, ".evidence.exits", b.evidence.exits = 1);
	ACCEPTED(guest, b.evidence.stats[0].name = "halt_exits");
	REFUSED(vmm, ".evidence.stats", b.evidence.stats[0].name = "halt_exits");
	REFUSED(vmm, ".evidence.exits", b.evidence.exits = -1);
	REFUSED(vmm, ".evidence.taken", b.evidence.taken = 1);
	REFUSED(vmm, ".evidence.others_exit", b.evidence.others_exit = 1);
	REFUSED(vmm, ".evidence.yields", b.evidence.yields = 1);
	ACCEPTED(vmm, LOAD(b, running), b.others = BENCH_OTHERS_HALTED, b.evidence.exits = 2,
		 b.evidence.taken = 1, b.evidence.others_exit = 1);
	ACCEPTED(vmm, LOAD(b, running), b.others = BENCH_OTHERS_SPINNING, b.own = BENCH_OWN_HALTED,
		 b.evidence.taken = 1, b.evidence.others_exit = 1);
	ACCEPTED(guest, b.asleep = 1);
	REFUSED(guest, ".asleep", b.asleep = 1, b.evidence.others_exit = 1);
	ACCEPTED(guest, b.asleep = 1, b.evidence.taken = 1, b.evidence.takers = 1, b.evidence.others_exit = 1);
	REFUSED(guest, ".evidence.takers", b.evidence.takers = 1);
	REFUSED(guest, "make .evidence.others_exit 1", b.others = BENCH_OTHERS_SPINNING);
}

static void test_repeated(void **state)
{
	struct bench all[] = { guest, vmm, guest };
	char wrong[512];

	(void)state;
	assert_int_equal(catalog__check(all, all + 2, wrong, sizeof(wrong)), 0);
	assert_int_equal(catalog__check(all, all + 3, wrong, sizeof(wrong)), -EINVAL);
	assert_non_null(strstr(wrong, "benchmark Good/state=quiet: another one"));
}

/* What "*" names must not grow with the sets. */
static void test_globs(void **state)
{
	const struct bench of_set = { .name = "Exit/state=quiet", .set = "exits" };
	const struct bench usual = { .name = "Walk/state=quiet" };

	(void)state;
	assert_true(catalog__matches(&usual, "*/state=quiet"));
	assert_false(catalog__matches(&of_set, "*/state=quiet"));
	assert_false(catalog__matches(&of_set, "[A-Z]*"));
	assert_false(catalog__matches(&of_set, NULL));
	assert_true(catalog__matches(&of_set, "Exit/*"));
	assert_true(catalog__matches(&of_set, "* exits"));
	assert_true(catalog__matches(&of_set, "all"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_right),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_long_name),
		cmocka_unit_test(test_paths),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_sets),
		cmocka_unit_test(test_globs),
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_enumerations),
		cmocka_unit_test(test_needs),
		cmocka_unit_test(test_who_operates),
		cmocka_unit_test(test_others),
		cmocka_unit_test(test_own),
		cmocka_unit_test(test_evidence),
		cmocka_unit_test(test_repeated),
	};

	return cmocka_run_group_tests_name("catalog", tests, NULL, NULL);
}
