// SPDX-License-Identifier: GPL-2.0-only
/* capability.c - KVM_CAP_VCPU_DESTROY_ON_CLOSE: nothing changes for who does not ask. */
#include "functional.h"
#include "vmm/vcpu-gone.h"

/* A VM of somebody who has never heard of the capability. */
static int plain_vm(int kvm)
{
	int vm = ioctl(kvm, KVM_CREATE_VM, 0);

	EXPECT(vm >= 0, "KVM_CREATE_VM: %s", strerror(errno));
	EXPECT(!ioctl(vm, KVM_CREATE_IRQCHIP, 0), "KVM_CREATE_IRQCHIP: %s", strerror(errno));
	return vm;
}

static int enable(int vm, struct kvm_enable_cap cap)
{
	cap.cap = KVM_CAP_VCPU_DESTROY_ON_CLOSE;
	return ioctl(vm, KVM_ENABLE_CAP, &cap) ? -errno : 0;
}

static void expect_kept(int vm, unsigned long id)
{
	int err;

	kvm__close(kvm__need_vcpu(vm, id));
	err = kvm__create_vcpu(vm, id);
	EXPECT(err == -EEXIST, "id %lu after close: %s", id, err < 0 ? strerror(-err) : "created");
}

TEST(not_asked, 0, "a closed vCPU stays with a VM that did not ask for anything else")
{
	int kvm = kvm__open(), vm = plain_vm(kvm);
	long vcpus = kernel__vcpus();

	expect_kept(vm, 0);
	expect_kept(vm, 5);
	if (vcpus >= 0)
		EXPECT(kernel__vcpus() >= vcpus + 2, "%ld vCPUs allocated, %ld before two were closed",
		       kernel__vcpus(), vcpus);
}

TEST(not_asked_max, 0, "and keeps counting against KVM_CAP_MAX_VCPUS")
{
	int kvm = kvm__open(), vm = plain_vm(kvm), max = kvm__can(kvm, KVM_CAP_MAX_VCPUS), i, err;

	for (i = 0; i < max; i++)
		kvm__close(kvm__need_vcpu(vm, i));
	err = kvm__create_vcpu(vm, max);
	EXPECT(err == -EINVAL, "one more than %d: %s", max, err < 0 ? strerror(-err) : "created");
}

TEST(can_be_asked, NEEDS_VCPU_GONE, "/dev/kvm and VMs say that closed vCPUs can be destroyed")
{
	int kvm = kvm__open(), vm = plain_vm(kvm), said;

	said = kvm__can(kvm, KVM_CAP_VCPU_DESTROY_ON_CLOSE);
	EXPECT(said == 1, "KVM_CHECK_EXTENSION of /dev/kvm: %d", said);
	said = kvm__can(vm, KVM_CAP_VCPU_DESTROY_ON_CLOSE);
	EXPECT(said == 1, "KVM_CHECK_EXTENSION of a VM: %d", said);
}

TEST(asked_late, NEEDS_VCPU_GONE, "it is too late to ask for it once there was a vCPU")
{
	int kvm = kvm__open(), vm = plain_vm(kvm), vcpu = kvm__need_vcpu(vm, 0), err;

	err = enable(vm, (struct kvm_enable_cap){ 0 });
	EXPECT(err == -EINVAL, "KVM_ENABLE_CAP with a vCPU: %s", strerror(-err));
	kvm__close(vcpu);
	err = enable(vm, (struct kvm_enable_cap){ 0 });
	EXPECT(err == -EINVAL, "KVM_ENABLE_CAP after a vCPU: %s", strerror(-err));
	expect_kept(vm, 1);
}

TEST(asked_with_more, NEEDS_VCPU_GONE, "flags and arguments that nobody knows are refused")
{
	int kvm = kvm__open(), vm = plain_vm(kvm), err, i;

	for (i = 0; i < 32; i++) {
		err = enable(vm, (struct kvm_enable_cap){ .flags = 1u << i });
		EXPECT(err == -EINVAL, "flag %d: %s", i, strerror(-err));
	}
	for (i = 0; i < 4; i++) {
		struct kvm_enable_cap cap = { 0 };

		cap.args[i] = 1ull << (16 * i);
		err = enable(vm, cap);
		EXPECT(err == -EINVAL, "argument %d: %s", i, strerror(-err));
	}
	expect_kept(vm, 0);
}

TEST(asked_twice, NEEDS_VCPU_GONE, "it can be asked for twice, and too late changes nothing")
{
	int kvm = kvm__open(), vm = plain_vm(kvm), err;

	EXPECT(!enable(vm, (struct kvm_enable_cap){ 0 }), "the first time: %s", strerror(errno));
	EXPECT(!enable(vm, (struct kvm_enable_cap){ 0 }), "the second time: %s", strerror(errno));
	kvm__close(kvm__need_vcpu(vm, 0));
	err = enable(vm, (struct kvm_enable_cap){ 0 });
	EXPECT(err == -EINVAL, "after a vCPU: %s", strerror(-err));
	kvm__close(kvm__need_vcpu(vm, 0));
}

TEST(dirty_ring_keeps, NEEDS_VCPU_GONE, "a VM with dirty rings keeps its vCPUs, and says so")
{
	struct kvm_enable_cap ring = { .cap = KVM_CAP_DIRTY_LOG_RING, .args = { 4096 } };
	int kvm = kvm__open(), vm = plain_vm(kvm), said, err;

	EXPECT(!ioctl(vm, KVM_ENABLE_CAP, &ring), "KVM_CAP_DIRTY_LOG_RING: %s", strerror(errno));
	said = kvm__can(vm, KVM_CAP_VCPU_DESTROY_ON_CLOSE);
	EXPECT(!said, "KVM_CHECK_EXTENSION: %d", said);
	err = enable(vm, (struct kvm_enable_cap){ 0 });
	EXPECT(err == -EINVAL, "KVM_ENABLE_CAP: %s", strerror(-err));
	vm = plain_vm(kvm);
	EXPECT(!enable(vm, (struct kvm_enable_cap){ 0 }), "KVM_ENABLE_CAP: %s", strerror(errno));
	EXPECT(!ioctl(vm, KVM_ENABLE_CAP, &ring), "KVM_CAP_DIRTY_LOG_RING: %s", strerror(errno));
	expect_kept(vm, 0);
}
