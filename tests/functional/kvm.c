// SPDX-License-Identifier: GPL-2.0-only
/* kvm.c - the simplest VM, ioctl by ioctl. */
#include <fcntl.h>
#include <sys/mman.h>

#include "functional.h"
#include "vmm/vcpu-gone.h"

int kvm__open(void)
{
	int fd = open("/dev/kvm", O_RDWR | O_CLOEXEC);

	EXPECT(fd >= 0, "/dev/kvm: %s", strerror(errno));
	return fd;
}

int kvm__create_vm(int kvm)
{
	int fd = ioctl(kvm, KVM_CREATE_VM, 0);

	EXPECT(fd >= 0, "KVM_CREATE_VM: %s", strerror(errno));
	vm__let_vcpus_go(fd);
	EXPECT(!ioctl(fd, KVM_CREATE_IRQCHIP, 0), "KVM_CREATE_IRQCHIP: %s", strerror(errno));
	return fd;
}

int kvm__create_vcpu(int vm, unsigned long id)
{
	int fd = ioctl(vm, KVM_CREATE_VCPU, id);

	return fd < 0 ? -errno : fd;
}

int kvm__need_vcpu(int vm, unsigned long id)
{
	int fd = kvm__create_vcpu(vm, id);

	EXPECT(fd >= 0, "KVM_CREATE_VCPU of id %lu: %s", id, strerror(-fd));
	return fd;
}

void kvm__close(int fd)
{
	EXPECT(!close(fd), "close: %s", strerror(errno));
}

struct kvm_run *kvm__map_run(int kvm, int vcpu)
{
	struct kvm_run *run = mmap(NULL, ioctl(kvm, KVM_GET_VCPU_MMAP_SIZE, 0),
				   PROT_READ | PROT_WRITE, MAP_SHARED, vcpu, 0);

	EXPECT(run != MAP_FAILED, "mmap of the run page: %s", strerror(errno));
	return run;
}

void kvm__unmap_run(int kvm, struct kvm_run *run)
{
	EXPECT(!munmap(run, ioctl(kvm, KVM_GET_VCPU_MMAP_SIZE, 0)), "munmap: %s", strerror(errno));
}

bool kvm__vcpu_goes(void)
{
	int kvm = kvm__open(), vm = kvm__create_vm(kvm), vcpu;

	kvm__close(kvm__need_vcpu(vm, 0));
	vcpu = kvm__create_vcpu(vm, 0);
	if (vcpu >= 0)
		kvm__close(vcpu);
	kvm__close(vm);
	kvm__close(kvm);
	return vcpu >= 0;
}

int kvm__can(int kvm, int capability)
{
	return ioctl(kvm, KVM_CHECK_EXTENSION, capability);
}
