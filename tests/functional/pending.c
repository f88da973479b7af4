// SPDX-License-Identifier: GPL-2.0-only
/*
 * pending.c - what a vCPU has under way when its descriptor is closed: page
 * faults whose page does not come, a nested guest, timers.
 */
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>

#include "functional.h"
#include "guests/x86/apic.h"
#include "lib/userfault.h"
#include "vmm/x86/nested.h"

#define PAGE		4096
#define CODE		0x1000
#define MISSING		0x2000
#define WORKERS		256	/* a workqueue's limit unless it asks for another */

/* sti; nop; mov al, [MISSING]; hlt: with interrupts on, KVM fetches the page by a worker. */
static const uint8_t code[] = { 0xfb, 0x90, 0xa0, MISSING & 0xff, MISSING >> 8, 0xf4 };

static void set_memory(int vm, unsigned int slot, unsigned long at, void *page)
{
	const struct kvm_userspace_memory_region region = {
		.slot = slot, .guest_phys_addr = at, .memory_size = PAGE,
		.userspace_addr = (unsigned long)page,
	};

	EXPECT(!ioctl(vm, KVM_SET_USER_MEMORY_REGION, &region), "KVM_SET_USER_MEMORY_REGION: %s",
	       strerror(errno));
}

static void start_in_real_mode(int vcpu)
{
	struct kvm_regs regs = { .rip = CODE, .rflags = 2 };
	struct kvm_mp_state running = { KVM_MP_STATE_RUNNABLE };
	struct kvm_sregs sregs;

	EXPECT(!ioctl(vcpu, KVM_GET_SREGS, &sregs), "KVM_GET_SREGS: %s", strerror(errno));
	sregs.cs.base = sregs.cs.selector = 0;
	EXPECT(!ioctl(vcpu, KVM_SET_SREGS, &sregs), "KVM_SET_SREGS: %s", strerror(errno));
	EXPECT(!ioctl(vcpu, KVM_SET_REGS, &regs), "KVM_SET_REGS: %s", strerror(errno));
	EXPECT(!ioctl(vcpu, KVM_SET_MP_STATE, &running), "KVM_SET_MP_STATE: %s", strerror(errno));
}

static void do_nothing(int unused)
{
	(void)unused;
}

/* KVM_RUN returns at each tick. */
static void tick(void)
{
	const struct sigaction action = { .sa_handler = do_nothing };
	const struct itimerval often = { { 0, 2000 }, { 0, 2000 } };

	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
}

/* Until a worker of the kernel waits for the page on behalf of the vCPU. */
static void run_into_page(int vcpu, struct userfault *missing)
{
	unsigned int i;

	for (i = 0; i < 5000; i++) {
		EXPECT(ioctl(vcpu, KVM_RUN, 0) < 0 && errno == EINTR, "KVM_RUN: %s",
		       strerror(errno));
		if (userfault__take_event(missing))
			return;
	}
	test__fail("the guest does not come to its page");
}

/* What a stranger's VM needs of KVM: a vCPU closed before its VM, and the VM's end. */
static void *live_and_die(void *ended)
{
	int kvm = kvm__open(), vm = kvm__create_vm(kvm);

	kvm__close(kvm__need_vcpu(vm, 0));
	kvm__close(vm);
	kvm__close(kvm);
	*(volatile bool *)ended = true;
	return NULL;
}

static bool is_set(void *flag)
{
	return *(volatile bool *)flag;
}

TEST(pages_never_come, NEEDS_VCPU_GONE | NEEDS_USERFAULT,
     "closed vCPUs whose pages do not come hold up no other VM")
{
	static struct userfault missing;
	int kvm = kvm__open(), vm = kvm__create_vm(kvm), vcpu, i;
	bool ended = false;
	pthread_t stranger;
	void *page;

	page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	memcpy(page, code, sizeof(code));
	EXPECT(!userfault__create(&missing, 1), "userfaultfd: %s", strerror(errno));
	set_memory(vm, 0, CODE, page);
	set_memory(vm, 1, MISSING, missing.pages);
	tick();
	for (i = 0; i < WORKERS; i++) {
		vcpu = kvm__need_vcpu(vm, i);
		start_in_real_mode(vcpu);
		run_into_page(vcpu, &missing);
		kvm__close(vcpu);
	}
	setitimer(ITIMER_REAL, &(struct itimerval){ 0 }, NULL);
	EXPECT(!pthread_create(&stranger, NULL, live_and_die, &ended), "no thread");
	EXPECT(wait_until(is_set, &ended), "another VM's destruction hangs");
	kvm__close(kvm__need_vcpu(vm, 0));
	EXPECT(!userfault__resolve(&missing, missing.pages), "UFFDIO_ZEROPAGE: %s", strerror(errno));
	pthread_join(stranger, NULL);
}

/* One number of the vCPU's statistics, by its name. */
static uint64_t statistic(int stats, const char *name)
{
	struct kvm_stats_header head;
	struct kvm_stats_desc *desc;
	unsigned int i, size;
	uint64_t value;

	EXPECT(pread(stats, &head, sizeof(head), 0) == sizeof(head), "statistics");
	size = sizeof(*desc) + head.name_size;
	desc = calloc(1, size);
	for (i = 0; i < head.num_desc; i++) {
		EXPECT(pread(stats, desc, size, head.desc_offset + i * size) == (ssize_t)size,
		       "statistics");
		if (strcmp(desc->name, name))
			continue;
		EXPECT(pread(stats, &value, sizeof(value), head.data_offset + desc->offset) ==
		       sizeof(value), "statistics");
		free(desc);
		return value;
	}
	test__fail("no statistics of the name %s", name);
}

static void offer_svm(int kvm, int vcpu)
{
	const unsigned int room = 256;
	struct kvm_cpuid2 *cpuid = calloc(1, sizeof(*cpuid) + room * sizeof(cpuid->entries[0]));

	cpuid->nent = room;
	EXPECT(!ioctl(kvm, KVM_GET_SUPPORTED_CPUID, cpuid), "KVM_GET_SUPPORTED_CPUID: %s",
	       strerror(errno));
	EXPECT(!ioctl(vcpu, KVM_SET_CPUID2, cpuid), "KVM_SET_CPUID2: %s", strerror(errno));
	free(cpuid);
}

static void enter_nested(int vcpu)
{
	struct kvm_nested_state *state = nested__guest_mode(CODE);
	struct kvm_sregs sregs;

	EXPECT(!ioctl(vcpu, KVM_GET_SREGS, &sregs), "KVM_GET_SREGS: %s", strerror(errno));
	sregs.efer |= NESTED_EFER_SVME;
	EXPECT(!ioctl(vcpu, KVM_SET_SREGS, &sregs), "KVM_SET_SREGS: %s", strerror(errno));
	EXPECT(!ioctl(vcpu, KVM_SET_NESTED_STATE, state), "KVM_SET_NESTED_STATE: %s",
	       strerror(errno));
	free(state);
}

TEST(nested_gone, NEEDS_VCPU_GONE | NEEDS_SVM, "a vCPU that is closed in nested guest mode has left it before close() returns")
{
	int kvm = kvm__open(), vm = kvm__create_vm(kvm), vcpu = kvm__need_vcpu(vm, 0), stats;

	stats = ioctl(vcpu, KVM_GET_STATS_FD, NULL);
	EXPECT(stats >= 0, "KVM_GET_STATS_FD: %s", strerror(errno));
	offer_svm(kvm, vcpu);
	enter_nested(vcpu);
	EXPECT(statistic(stats, "guest_mode") == 1, "the vCPU is not in nested guest mode");
	kvm__close(vcpu);
	EXPECT(!statistic(stats, "guest_mode"), "the vCPU that is gone is in nested guest mode");
}

/* Timers in the kernel's list that run this function. */
static unsigned int timers(const char *function)
{
	FILE *f = fopen("/proc/timer_list", "re");
	unsigned int n = 0;
	char line[256];

	EXPECT(f, "/proc/timer_list: %s", strerror(errno));
	while (fgets(line, sizeof(line), f))
		n += !!strstr(line, function);
	fclose(f);
	return n;
}

TEST(timer_gone, NEEDS_VCPU_GONE, "the timer of a vCPU that is gone has stopped, though its statistics are held")
{
	int kvm = kvm__open(), vm = kvm__create_vm(kvm), vcpu = kvm__need_vcpu(vm, 0), stats;
	struct kvm_lapic_state state;

	stats = ioctl(vcpu, KVM_GET_STATS_FD, NULL);
	EXPECT(stats >= 0, "KVM_GET_STATS_FD: %s", strerror(errno));
	EXPECT(!ioctl(vcpu, KVM_GET_LAPIC, &state), "KVM_GET_LAPIC: %s", strerror(errno));
	*(uint32_t *)(state.regs + APIC_SPIV) = APIC_SPIV_ENABLE | 0xff;
	*(uint32_t *)(state.regs + APIC_LVTT) = 0x40;
	*(uint32_t *)(state.regs + APIC_TDCR) = APIC_TDCR_1;
	*(uint32_t *)(state.regs + APIC_TMICT) = UINT32_MAX;	/* four seconds */
	*(uint32_t *)(state.regs + APIC_TMCCT) = UINT32_MAX;
	EXPECT(!ioctl(vcpu, KVM_SET_LAPIC, &state), "KVM_SET_LAPIC: %s", strerror(errno));
	EXPECT(timers("apic_timer_fn") == 1, "the timer does not run");
	kvm__close(vcpu);
	EXPECT(!timers("apic_timer_fn"), "the timer runs on");
	kvm__close(stats);
}
