// SPDX-License-Identifier: GPL-2.0-only
/* test_measure.c - the parts of the measuring side that need no KVM. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "lib/command-line.h"
#include "lib/kernel-log.h"
#include "measure/catalog.h"
#include "measure/options.h"

static unsigned int sizes[MAX_SIZES];
static struct number_list list;
static struct why why;

static int parse(const char *text)
{
	list = (struct number_list){ .at = sizes, .room = MAX_SIZES };
	why.text[0] = 0;
	return command_line__sizes(&list, text, 255, &why);
}

static void sizes_are(const char *text, unsigned int nr, const unsigned int *expected)
{
	assert_int_equal(parse(text), 0);
	assert_int_equal(list.nr, nr);
	assert_memory_equal(sizes, expected, nr * sizeof(*sizes));
	assert_string_equal(why.text, "");
}

static void sizes_wrong(const char *text, const char *part)
{
	char expected[128];

	snprintf(expected, sizeof(expected),
		 "vCPU count %s: give whole numbers of 1 to 255", part);
	assert_int_equal(parse(text), -EINVAL);
	assert_string_equal(why.text, expected);
}

static void test_sizes(void **state)
{
	(void)state;
	sizes_are("1 2,255", 3, (const unsigned int[]){ 1, 2, 255 });
	sizes_are(" 4 , 8 ", 2, (const unsigned int[]){ 4, 8 });
	sizes_are("16", 1, (const unsigned int[]){ 16 });
	sizes_are("8 1 8", 3, (const unsigned int[]){ 8, 1, 8 });
}

static void test_wrong_sizes(void **state)
{
	(void)state;
	sizes_wrong("0", "0");
	sizes_wrong("-1", "-1");
	sizes_wrong("256", "256");
	sizes_wrong("abc", "abc");
	sizes_wrong("1.5", "1.5");
	sizes_wrong("1,2x,3", "2x");
	sizes_wrong("4-8", "4-8");
	sizes_wrong("0x10", "0x10");
	/* 2^32 + 1, which an int would take for 1, and what no long holds */
	sizes_wrong("4294967297", "4294967297");
	sizes_wrong("99999999999999999999", "99999999999999999999");
	sizes_wrong("", "missing");
	sizes_wrong("1,,2", "missing in 1,,2");
}

static void test_too_many_sizes(void **state)
{
	char text[2 * (MAX_SIZES + 1) + 1] = "";
	unsigned int i;

	(void)state;
	for (i = 0; i < MAX_SIZES; i++)
		strcat(text, "1 ");
	assert_int_equal(parse(text), 0);
	assert_int_equal(list.nr, MAX_SIZES);
	strcat(text, "7");
	assert_int_equal(parse(text), -EINVAL);
	assert_string_equal(why.text, "vCPU counts from the 256th on: 7: give fewer");
}

static void test_globs(void **state)
{
	const struct bench quiet = { .name = "IrqDelivery/state=quiet" };
	const struct bench wake = { .name = "IrqDelivery/state=wake" };

	(void)state;
	assert_true(catalog__matches(&quiet, NULL));
	assert_true(catalog__matches(&quiet, "IrqDelivery/state=quiet"));
	assert_true(catalog__matches(&quiet, "IrqDelivery/*"));
	assert_true(catalog__matches(&quiet, "*/state=quiet"));
	assert_true(catalog__matches(&quiet, "Vcpu*, Irq*"));
	assert_true(catalog__matches(&quiet, "[AI]*quiet"));
	assert_false(catalog__matches(&wake, "*/state=quiet"));
	assert_false(catalog__matches(&wake, "IrqDelivery"));
	assert_false(catalog__matches(&wake, "irqdelivery/*"));
	assert_false(catalog__matches(&wake, ""));
	assert_false(catalog__matches(&wake, " , "));
}

/* A name that is the beginning of another must not stand for it. */
static void test_catalog(void **state)
{
	const char *cell = "IrqDelivery/state=wake/vcpus=8";
	const struct bench *b = catalog__find(cell, strlen("IrqDelivery/state=wake"));

	(void)state;
	assert_non_null(b);
	assert_string_equal(b->name, "IrqDelivery/state=wake");
	assert_null(catalog__find(cell, strlen("IrqDelivery")));
	assert_null(catalog__find(cell, strlen(cell)));
}

/* Taken from kernel logs, with the kernel's own wording. */
static void test_complaints(void **state)
{
	static const char * const lines[] = {
		"WARNING: CPU: 0 PID: 171 at arch/x86/kvm/../../../virt/kvm/kvm_main.c:3752 kvm_vcpu_on_spin+0x291/0x2a0 [kvm]",
		"WARNING: possible circular locking dependency detected",
		"WARNING: suspicious RCU usage",
		"BUG: kernel NULL pointer dereference, address: 0000000000000000",
		"BUG: unable to handle page fault for address: ffffc90000a5b000",
		"BUG: scheduling while atomic: vcpuscale-run/89/0x00000002",
		"BUG: KASAN: use-after-free in kvm_vcpu_on_spin+0x12c/0x2a0 [kvm]",
		"BUG kmalloc-64 (Not tainted): Object already free",
		"BUG kvm_vcpu (Tainted: G           OE     ): Poison overwritten",
		"UBSAN: array-index-out-of-bounds in arch/x86/kvm/lapic.c:310:12",
		"watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [vcpuscale-run:89]",
		"NMI watchdog: Watchdog detected hard LOCKUP on cpu 0",
		"rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:",
		"rcu: INFO: rcu_preempt detected expedited stalls on CPUs/tasks: { 0-.... } 5252 jiffies s: 57 root: 0x1/.",
		"rcu: INFO: rcu_preempt self-detected stall on CPU",
		"Oops: 0000 [#1] PREEMPT SMP NOPTI",
		"general protection fault, probably for non-canonical address 0xdead000000000100: 0000 [#1] PREEMPT SMP",
		"Kernel panic - not syncing: Fatal exception",
		"kernel BUG at arch/x86/kvm/mmu/mmu.c:1234!",
		"invalid opcode: 0000 [#1] PREEMPT SMP NOPTI",
		"INFO: task vcpuscale-run:89 blocked for more than 120 seconds.",
		"unchecked MSR access error: WRMSR to 0xc0000080 (tried to write 0x0000000000000d01)",
		"list_del corruption. next->prev should be ffff888100a5b008, but was dead000000000122",
		"refcount_t: underflow; use-after-free.",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		if (!is_complaint(lines[i]))
			fail_msg("taken for innocent: %s", lines[i]);
}

static void test_innocent_lines(void **state)
{
	static const char * const lines[] = {
		"",
		"kvm: loading out-of-tree module taints kernel.",
		"kvm: module verification failed: signature and/or required key missing - tainting kernel",
		"kvm_amd: TSC scaling supported",
		"kvm_amd: Nested Virtualization enabled",
		"SVM: kvm: Nested Paging enabled",
		"kvm: apic: phys broadcast and lowest prio",
		"kvm [89]: vcpu0, guest rIP: 0x10028 Unhandled WRMSR(0xc0010007) = 0x0",
		"acpi PNP0A03:00: fail to add MMCONFIG information, can't access extended PCI configuration space under this bridge.",
		"rcu: \tRCU debug extended QS entry/exit.",
		"rcu: Hierarchical SRCU implementation.",
		"clocksource: tsc: mask: 0xffffffffffffffff max_cycles: 0x1cd42e4dffb, max_idle_ns: 881590591483 ns",
		"NMI watchdog: Perf NMI watchdog permanently disabled",
		"reboot: Restarting system",
		"------------[ cut here ]------------",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		if (is_complaint(lines[i]))
			fail_msg("taken for a complaint: %s", lines[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_wrong_sizes),
		cmocka_unit_test(test_too_many_sizes),
		cmocka_unit_test(test_globs),
		cmocka_unit_test(test_catalog),
		cmocka_unit_test(test_complaints),
		cmocka_unit_test(test_innocent_lines),
	};

	return cmocka_run_group_tests_name("measure", tests, NULL, NULL);
}
