// SPDX-License-Identifier: GPL-2.0-only
/*
 * leaving.c - what a vCPU leaves behind for others to stumble over: debugfs,
 * statistics, work that the module's end has to wait for.
 */
#include <stdlib.h>

#include "functional.h"

#define VCPUS	8
#define TURNS	5

static bool directories_are(void *arg)
{
	return kernel__vcpu_directories() == (long)arg;
}

TEST(debugfs_directory, NEEDS_MODULES | NEEDS_DEBUGFS,
     "each vCPU has a directory in debugfs until the VM goes")
{
	int kvm = kvm__open(), vm = kvm__create_vm(kvm);
	int first = kvm__need_vcpu(vm, 0), second = kvm__need_vcpu(vm, 1);

	EXPECT(directories_are((void *)2), "%ld directories of 2 vCPUs",
	       kernel__vcpu_directories());
	kvm__close(first);
	kvm__close(second);
	kvm__close(vm);
	EXPECT(wait_until(directories_are, (void *)0), "%ld directories are left",
	       kernel__vcpu_directories());
}

TEST(debugfs_gone, NEEDS_VCPU_GONE | NEEDS_MODULES | NEEDS_DEBUGFS,
     "and not one moment longer than it lives")
{
	int kvm = kvm__open(), vm = kvm__create_vm(kvm), vcpu;
	unsigned int i;

	kvm__need_vcpu(vm, 0);
	for (i = 0; i < 10; i++) {
		vcpu = kvm__need_vcpu(vm, 1);
		EXPECT(directories_are((void *)2), "%ld directories of 2 vCPUs",
		       kernel__vcpu_directories());
		kvm__close(vcpu);
		EXPECT(directories_are((void *)1), "%ld directories of 1 vCPU",
		       kernel__vcpu_directories());
	}
}

static int need_stats(int fd)
{
	int stats = ioctl(fd, KVM_GET_STATS_FD, NULL);

	EXPECT(stats >= 0, "KVM_GET_STATS_FD: %s", strerror(errno));
	return stats;
}

/* All of it, as a monitor would; more than there is, so that it reads the end. */
static ssize_t read_stats(int stats)
{
	static char data[1 << 16];

	return pread(stats, data, sizeof(data), 0);
}

TEST(stats_after_vm, 0, "statistics of a vCPU and a VM that were closed read or fail in order")
{
	int kvm = kvm__open(), vm = kvm__create_vm(kvm), vcpu = kvm__need_vcpu(vm, 0);
	int of_vcpu = need_stats(vcpu), of_vm = need_stats(vm);
	ssize_t length = read_stats(of_vcpu);

	EXPECT(length > 0, "statistics of a living vCPU: %s", strerror(errno));
	kvm__close(vcpu);
	kvm__close(vm);
	usleep(20000);
	length = read_stats(of_vcpu);
	EXPECT(length > 0 || errno == ENODEV || errno == ENOENT || errno == ESRCH || errno == EIO,
	       "statistics of a vCPU that was closed: %s", strerror(errno));
	EXPECT(read_stats(of_vm) > 0, "statistics of a VM that was closed: %s", strerror(errno));
}

TEST(stats_gone, NEEDS_VCPU_GONE, "statistics of a vCPU that is gone read or fail in order")
{
	int kvm = kvm__open(), vm = kvm__create_vm(kvm), vcpu, stats, i;

	kvm__need_vcpu(vm, 0);
	for (i = 0; i < 20; i++) {
		vcpu = kvm__need_vcpu(vm, 1);
		stats = need_stats(vcpu);
		kvm__close(vcpu);
		usleep(i * 1000);
		EXPECT(read_stats(stats) > 0 || errno == ENODEV || errno == ENOENT ||
		       errno == ESRCH || errno == EIO, "%s", strerror(errno));
		kvm__close(kvm__need_vcpu(vm, 2));
		kvm__close(stats);
	}
}

static void load(const char *path)
{
	int err = kernel__load(path);

	EXPECT(!err, "loading %s: %s", path, strerror(-err));
}

static void unload_and_load(void)
{
	int err = kernel__unload("kvm_amd"), err_kvm;

	EXPECT(!err, "unloading kvm_amd: %s", strerror(-err));
	err_kvm = kernel__unload("kvm");
	load("/modules/0/kvm.ko");
	load("/modules/0/kvm-amd.ko");
	EXPECT(!err_kvm, "unloading kvm: %s", strerror(-err_kvm));
}

TEST(unload, NEEDS_MODULES, "the modules can be unloaded right after the last descriptor is closed")
{
	int kvm, vm, vcpus[VCPUS], turn, i;

	for (turn = 0; turn < TURNS; turn++) {
		kvm = kvm__open();
		vm = kvm__create_vm(kvm);
		for (i = 0; i < VCPUS; i++)
			vcpus[i] = kvm__need_vcpu(vm, i);
		kvm__close(kvm);
		if (turn % 2)
			kvm__close(vm);
		for (i = 0; i < VCPUS; i++)
			kvm__close(vcpus[i]);
		if (turn % 2 == 0)
			kvm__close(vm);
		unload_and_load();
	}
}

TEST(unload_refused, NEEDS_MODULES, "and not before")
{
	int kvm = kvm__open(), vm = kvm__create_vm(kvm), vcpu = kvm__need_vcpu(vm, 0), err;

	kvm__close(kvm);
	kvm__close(vm);
	err = kernel__unload("kvm_amd");
	if (!err)
		load("/modules/0/kvm-amd.ko");
	EXPECT(err == -EAGAIN || err == -EBUSY, "kvm_amd was unloaded under a vCPU");
	kvm__close(vcpu);
}
