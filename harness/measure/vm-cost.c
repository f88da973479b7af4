// SPDX-License-Identifier: GPL-2.0-only
/* vm-cost.c - the harness's own overhead around a VM's life. */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>

#include "vm-cost.h"
#include "vmm/arch.h"
#include "vmm/vm.h"

#define TRIES		5
#define DEADLINE_MS	60000

BENCH_PAYLOAD(ready);

static const struct bench ready = {
	.name = "ready",
	BENCH_RUNS(ready),
};

static double now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1e3 + ts.tv_nsec / 1e6;
}

/* Every vCPU is set up and run to its first report, one after the other. */
static int run_to_report(struct vm *vm)
{
	unsigned int i;
	int err = 0;

	for (i = 0; i < vm->nr_vcpus && !err; i++) {
		err = vcpu__setup(&vm->vcpus[i]);
		if (!err && ioctl(vm->vcpus[i].fd, KVM_RUN, 0)) {
			vm__fail(vm, "vCPU %u: KVM_RUN: %s", i, strerror(errno));
			err = -EIO;
		}
	}
	return err;
}

static int ioctls_alone(int kvm_fd, unsigned int nr_vcpus, double *ms, struct why *why)
{
	double start = now_ms();
	struct vm vm;
	int err = vm__create(&vm, kvm_fd, nr_vcpus, &ready);

	if (!err)
		err = run_to_report(&vm);
	if (err)
		why__set(why, -err, "%u vCPUs: %s", nr_vcpus, vm.failure);
	vm__destroy(&vm);
	*ms = now_ms() - start;
	return err;
}

static int whole(int kvm_fd, unsigned int nr_vcpus, double *ms, struct why *why)
{
	double start = now_ms();
	struct vm vm;
	int err = vm__create(&vm, kvm_fd, nr_vcpus, &ready);

	if (!err)
		err = vm__start(&vm, DEADLINE_MS);
	if (err)
		why__set(why, -err, "%u vCPUs: %s", nr_vcpus, vm.failure);
	vm__destroy(&vm);
	*ms = now_ms() - start;
	return err;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *values)
{
	qsort(values, TRIES, sizeof(*values), by_value);
	return values[TRIES / 2];
}

int vm_cost__print(int kvm_fd, const unsigned int *sizes, unsigned int nr_sizes, struct why *why)
{
	double alone[TRIES], all[TRIES];
	unsigned int i, try;
	int err;

	printf("vCPUs  whole ms  ioctls alone ms  ratio   (medians of %d)\n", TRIES);
	for (i = 0; i < nr_sizes; i++) {
		for (try = 0; try < TRIES; try++) {
			err = ioctls_alone(kvm_fd, sizes[i], &alone[try], why);
			if (!err)
				err = whole(kvm_fd, sizes[i], &all[try], why);
			if (err)
				return err;
		}
		printf("%5u  %8.1f  %15.1f  %5.2f\n", sizes[i], median(all), median(alone),
		       median(all) / median(alone));
	}
	return 0;
}

int vm_cost__live(int kvm_fd, const unsigned int *sizes, unsigned int nr_sizes, struct why *why)
{
	unsigned int i;
	double ms;
	int err = 0;

	for (i = 0; i < nr_sizes && !err; i++)
		err = whole(kvm_fd, sizes[i], &ms, why);
	return err;
}
