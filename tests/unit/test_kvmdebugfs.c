// SPDX-License-Identifier: GPL-2.0-only
/* test_kvmdebugfs.c - counters of a KVM without binary statistics, from made-up files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vmm/kvmdebugfs.h"
#include "vmm/kvmstats.h"

static struct vcpu vcpus[2];
static struct vm vm = { .vcpus = vcpus, .nr_vcpus = 2 };

static void put(const char *name, const char *text)
{
	char path[200];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", vm.debugfs, name);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static int make_files(void **state)
{
	unsigned int i;

	(void)state;
	strcpy(vm.debugfs, "/tmp/test-kvmdebugfs.XXXXXX");
	if (!mkdtemp(vm.debugfs))
		return -1;
	for (i = 0; i < 2; i++)
		vcpus[i] = (struct vcpu){ .vm = &vm, .index = i, .fd = -1, .stats_fd = -1 };
	put("exits", "4711\n");
	put("irq_exits", "18446744073709551615\n");
	put("hypercalls", "");
	return 0;
}

static int remove_files(void **state)
{
	char command[200];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", vm.debugfs);
	return system(command);
}

/* The sum is vCPU 0's, so that no exit is counted twice. */
static void sums_are_the_first_vcpus(void **state)
{
	(void)state;
	assert_int_equal(kvmstats__read(&vcpus[0], KVMSTAT_EXITS), 4711);
	assert_int_equal(kvmstats__read(&vcpus[1], KVMSTAT_EXITS), 0);
	assert_int_equal(kvmstats__sum_others(&vm, KVMSTAT_EXITS), 0);
	assert_int_equal(kvmstats__named(&vcpus[0], "exits"), 4711);
}

/* A counter that is missing or empty is told from one that is 0. */
static void missing_is_no_zero(void **state)
{
	(void)state;
	assert_int_equal(kvmstats__named(&vcpus[0], "halt_exits"), -1);
	assert_int_equal(kvmstats__named(&vcpus[0], "hypercalls"), -1);
	assert_int_equal(kvmstats__read(&vcpus[0], KVMSTAT_EMULATED), 0);
}

static pthread_barrier_t begun;
static int ends[2];

static void *sleeper(void *arg)
{
	struct vcpu *vcpu = arg;
	char c;

	vcpu->tid = gettid();
	pthread_barrier_wait(&begun);
	return (void *)read(ends[0], &c, 1);
}

/* A thread without KVM_RUN is not blocked in it, whether it runs, sleeps or is none. */
static void others_are_not_blocked(void **state)
{
	pthread_t thread;

	(void)state;
	assert_false(kvmstats__is_blocked(&vcpus[0]));
	vcpus[0].tid = gettid();
	assert_false(kvmstats__is_blocked(&vcpus[0]));
	pthread_barrier_init(&begun, NULL, 2);
	assert_int_equal(pipe(ends), 0);
	pthread_create(&thread, NULL, sleeper, &vcpus[1]);
	pthread_barrier_wait(&begun);
	usleep(20000);
	assert_false(kvmstats__is_blocked(&vcpus[1]));
	assert_int_equal(write(ends[1], "x", 1), 1);
	pthread_join(thread, NULL);
	vcpus[1].tid = 0x7fffffff;
	assert_false(kvmstats__is_blocked(&vcpus[1]));
}

/* It has never been in a guest; where there is no thread there is no time. */
static void no_guest_time(void **state)
{
	(void)state;
	vcpus[0].tid = gettid();
	assert_int_equal(kvmstats__interrupted(&vcpus[0]), 0);
	vcpus[0].tid = 0;
	assert_int_equal(kvmstats__interrupted(&vcpus[0]), 0);
}

static void no_debugfs_is_said(void **state)
{
	struct vm none = { .vcpus = vcpus, .nr_vcpus = 0, .fd = 999999, .kvm_fd = -1 };

	(void)state;
	assert_int_equal(kvmstats__open(&none), -ENOENT);
	assert_non_null(strstr(none.failure, "999999 has no exits: mount debugfs"));
	assert_int_equal(none.debugfs[0], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sums_are_the_first_vcpus),
		cmocka_unit_test(missing_is_no_zero),
		cmocka_unit_test(others_are_not_blocked),
		cmocka_unit_test(no_guest_time),
		cmocka_unit_test(no_debugfs_is_said),
	};

	return cmocka_run_group_tests_name("kvmdebugfs", tests, make_files, remove_files);
}
