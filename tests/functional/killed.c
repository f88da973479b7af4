// SPDX-License-Identifier: GPL-2.0-only
/*
 * killed.c - a process with many vCPUs is killed. Prints how long it takes until
 * nothing is left of them: in an emulated machine, of its own time, which goes by
 * instructions. tests/long/killed.sh compares kernels by that.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>

#include "functional.h"
#include "lib/clock.h"

#define VCPUS		1000
#define MAX_CPUID	80
#define CPUID_X2APIC	(1u << 21)	/* leaf 1, ECX */
#define APIC_BASE_X2APIC (1ull << 10)

/* APIC ids over 255 that reach one vCPU each take x2APIC mode. */
static void allow_x2apic(int kvm, int vm, struct kvm_cpuid2 *cpuid)
{
	struct kvm_enable_cap cap = { .cap = KVM_CAP_X2APIC_API,
				      .args = { KVM_X2APIC_API_USE_32BIT_IDS } };
	unsigned int i;

	EXPECT(!ioctl(vm, KVM_ENABLE_CAP, &cap), "KVM_CAP_X2APIC_API: %s", strerror(errno));
	cpuid->nent = MAX_CPUID;
	EXPECT(!ioctl(kvm, KVM_GET_SUPPORTED_CPUID, cpuid), "KVM_GET_SUPPORTED_CPUID: %s",
	       strerror(errno));
	for (i = 0; i < cpuid->nent; i++)
		if (cpuid->entries[i].function == 1)
			cpuid->entries[i].ecx |= CPUID_X2APIC;
}

static void create_vcpu(int vm, unsigned int id, struct kvm_cpuid2 *cpuid)
{
	int vcpu = kvm__need_vcpu(vm, id);
	struct kvm_sregs sregs;

	EXPECT(!ioctl(vcpu, KVM_SET_CPUID2, cpuid), "KVM_SET_CPUID2: %s", strerror(errno));
	EXPECT(!ioctl(vcpu, KVM_GET_SREGS, &sregs), "KVM_GET_SREGS: %s", strerror(errno));
	sregs.apic_base |= APIC_BASE_X2APIC;
	EXPECT(!ioctl(vcpu, KVM_SET_SREGS, &sregs), "KVM_SET_SREGS: %s", strerror(errno));
}

static void __attribute__((noreturn)) create_and_wait(int said)
{
	struct kvm_cpuid2 *cpuid = calloc(1, sizeof(*cpuid) + MAX_CPUID * sizeof(cpuid->entries[0]));
	int kvm = kvm__open(), vm = kvm__create_vm(kvm);
	unsigned int i;

	EXPECT(cpuid, "no memory");
	allow_x2apic(kvm, vm, cpuid);
	for (i = 0; i < VCPUS; i++)
		create_vcpu(vm, i, cpuid);
	if (write(said, "", 1) == 1)
		pause();
	_exit(1);
}

static long long now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000000ll + ts.tv_nsec;
}

TEST(killed_many, NEEDS_MODULES, "a process killed with 1,000 vCPUs leaves nothing behind")
{
	int said[2], status, kvm = kvm__open();
	long long start, gone, busy;
	char byte;
	pid_t pid;

	EXPECT(kvm__can(kvm, KVM_CAP_MAX_VCPUS) >= VCPUS, "KVM_CAP_MAX_VCPUS is %d",
	       kvm__can(kvm, KVM_CAP_MAX_VCPUS));
	EXPECT(!pipe(said), "pipe: %s", strerror(errno));
	pid = fork();
	if (!pid)
		create_and_wait(said[1]);
	close(said[1]);
	EXPECT(read(said[0], &byte, 1) == 1, "the process does not create its vCPUs");
	usleep(100000);		/* what creation leaves behind for later */
	clock__leave_cpu();
	busy = clock__tasks_ns();
	start = now_ns();
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	while (kernel__vcpus() > 0 && now_ns() - start < 10000000000ll)
		usleep(100);
	gone = now_ns();
	clock__leave_cpu();
	busy = clock__tasks_ns() - busy;
	printf("# gone after %lld us, of these in tasks %lld us\n", (gone - start) / 1000,
	       busy / 1000);
	fflush(stdout);
	EXPECT(WIFSIGNALED(status), "the process ended with %d", WEXITSTATUS(status));
}
