// SPDX-License-Identifier: GPL-2.0-only
/*
 * index.c - a vCPU's place among the others, as the guest of a Hyper-V VM sees
 * it: HV_X64_MSR_VP_INDEX is KVM's vcpu_idx.
 */
#include "functional.h"

#define HV_X64_MSR_VP_INDEX	0x40000002	/* Hyper-V TLFS, section 7.8.1 */
#define VCPUS			8

static unsigned int vp_index(int vcpu)
{
	struct {
		struct kvm_msrs head;
		struct kvm_msr_entry entry;
	} msrs = { .head.nmsrs = 1, .entry.index = HV_X64_MSR_VP_INDEX };

	EXPECT(ioctl(vcpu, KVM_GET_MSRS, &msrs) == 1, "KVM_GET_MSRS of the VP index: %s",
	       strerror(errno));
	return msrs.entry.data;
}

TEST(index_by_creation, NEEDS_HYPERV, "VP indices follow the order of creation")
{
	int kvm = kvm__open(), vm = kvm__create_vm(kvm), vcpu;
	unsigned int i;

	for (i = 0; i < VCPUS; i++) {
		vcpu = kvm__need_vcpu(vm, VCPUS - i);
		EXPECT(vp_index(vcpu) == i, "vCPU %u in order has VP index %u", i, vp_index(vcpu));
	}
}

TEST(index_stable, NEEDS_HYPERV | NEEDS_VCPU_GONE,
     "VP indices are unique and stay, whoever comes and goes")
{
	int kvm = kvm__open(), vm = kvm__create_vm(kvm), vcpus[VCPUS];
	unsigned int i, j, turn;

	for (i = 0; i < VCPUS; i++)
		vcpus[i] = kvm__need_vcpu(vm, i);
	for (turn = 0; turn < 3 * VCPUS; turn++) {
		unsigned int which = turn * 5 % VCPUS, before[VCPUS];

		for (i = 0; i < VCPUS; i++)
			before[i] = vp_index(vcpus[i]);
		kvm__close(vcpus[which]);
		vcpus[which] = kvm__need_vcpu(vm, which);
		for (i = 0; i < VCPUS; i++) {
			unsigned int now = vp_index(vcpus[i]);

			EXPECT(i == which || now == before[i],
			       "vCPU %u had VP index %u, has %u", i, before[i], now);
			for (j = 0; j < i; j++)
				EXPECT(vp_index(vcpus[j]) != now,
				       "vCPUs %u and %u have VP index %u", i, j, now);
		}
	}
}
