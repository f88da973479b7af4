// SPDX-License-Identifier: GPL-2.0-only
/*
 * runner.c - enter vCPUs, whoever else uses or closes them meanwhile.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "stress.h"

#define MAX_CPUID_ENTRIES	256
#define HV_CPUID_INTERFACE	0x40000001	/* Hyper-V TLFS, chapter 2 */
#define HV_INTERFACE_HV1	0x31237648
#define HV_X64_MSR_GUEST_OS_ID	0x40000000
#define CR0_PE_ET		0x11

static struct kvm_cpuid2 *cpuid;

int runner__cpuid(int kvm_fd)
{
	unsigned int i, kept = 0;

	if (!cpuid)
		cpuid = calloc(1, sizeof(*cpuid) + MAX_CPUID_ENTRIES * sizeof(cpuid->entries[0]));
	if (!cpuid)
		return -ENOMEM;
	cpuid->nent = MAX_CPUID_ENTRIES - 1;
	if (ioctl(kvm_fd, KVM_GET_SUPPORTED_CPUID, cpuid))
		return -errno;
	for (i = 0; i < cpuid->nent; i++)
		if (cpuid->entries[i].function >> 8 != 0x400000)
			cpuid->entries[kept++] = cpuid->entries[i];
	cpuid->entries[kept++] = (struct kvm_cpuid_entry2){
		.function = HV_CPUID_INTERFACE, .eax = HV_INTERFACE_HV1,
	};
	cpuid->nent = kept;
	return 0;
}

static void prepare_registers(int fd, unsigned int id)
{
	const struct kvm_segment code = {
		.limit = 0xffffffff, .selector = GUEST_CS, .type = 0xb, .present = 1,
		.db = 1, .s = 1, .g = 1,
	};
	struct kvm_segment data = code;
	struct kvm_mp_state state = { .mp_state = KVM_MP_STATE_RUNNABLE };
	struct kvm_sregs sregs;
	struct kvm_regs regs = {
		.rip = GUEST_PAYLOAD_ADDR, .rax = id, .rflags = 2,
		.rsp = GUEST_STACK_ADDR + (id % GUEST_MAX_VCPUS + 1) * GUEST_STACK_SIZE,
	};

	if (ioctl(fd, KVM_GET_SREGS, &sregs))
		return;
	data.selector = GUEST_DS;
	data.type = 3;
	sregs.cs = code;
	sregs.ds = sregs.es = sregs.fs = sregs.gs = sregs.ss = data;
	sregs.cr0 = CR0_PE_ET;
	ioctl(fd, KVM_SET_SREGS, &sregs);
	ioctl(fd, KVM_SET_REGS, &regs);
	ioctl(fd, KVM_SET_MP_STATE, &state);
}

void vcpu__prepare(int fd, unsigned int id)
{
	struct {
		struct kvm_msrs head;
		struct kvm_msr_entry entry;
	} msrs = {
		.head.nmsrs = 1,
		.entry = { .index = HV_X64_MSR_GUEST_OS_ID, .data = 1 },
	};

	ioctl(fd, KVM_SET_CPUID2, cpuid);
	ioctl(fd, KVM_SET_MSRS, &msrs);
	prepare_registers(fd, id);
}

/*
 * With a descriptor of its own, or with the one that others may close now; with
 * the shared page mapped or not. All of these hold the vCPU, or fail to.
 */
int runner__run(struct life *life, struct rand *r)
{
	unsigned int turns = 1 + rand__below(r, 40);
	bool own = rand__chance(r, 50);
	int fd = life__vcpu(life, r);
	void *page = MAP_FAILED;

	if (own && fd >= 0)
		fd = dup(fd);
	if (fd < 0)
		return -1;
	if (rand__chance(r, 30))
		page = mmap(NULL, life->run_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (rand__chance(r, 30))
		prepare_registers(fd, rand__below(r, life->nr_ids));
	while (turns-- && !life->stop) {
		if (!ioctl(fd, KVM_RUN, 0) || errno == EINTR)
			atomic_fetch_add(&life->board->entered, 1);
		else if (errno != EAGAIN)
			break;
	}
	if (own)
		close(fd);
	if (page != MAP_FAILED)
		munmap(page, life->run_size);
	return 0;
}
