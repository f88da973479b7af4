/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * functional.h - what the functional tests of a KVM share. A test is a function
 * that runs in a process of its own and returns if all is well.
 */
#ifndef TESTS_FUNCTIONAL_H
#define TESTS_FUNCTIONAL_H

#include <errno.h>
#include <linux/kvm.h>
#include <stdbool.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/** What a test needs; without it the test is skipped with the reason. */
#define NEEDS_VCPU_GONE	0x1	/* a KVM that destroys a closed vCPU before its VM */
#define NEEDS_HYPERV	0x2	/* Hyper-V hypercalls */
#define NEEDS_MODULES	0x4	/* KVM as modules that nobody else uses, and root */
#define NEEDS_PRODUCER	0x8	/* a KVM that connects bypass producers, and the module */
#define NEEDS_SVM	0x10	/* nested guests on AMD */
#define NEEDS_USERFAULT	0x20	/* userfaultfd */
#define NEEDS_DEBUGFS	0x40	/* debugfs */

/**
 * struct test - one promise
 * @name:	what is promised
 * @needs:	NEEDS_* bits
 * @run:	returns if the promise is kept, else calls test__fail()
 */
struct test {
	const char *name;
	unsigned int needs;
	void (*run)(void);
};

/** Put a test on the list, in the order of the files and their lines. */
#define TEST(symbol, the_needs, the_name)					\
	static void symbol(void);						\
	static const struct test test_##symbol					\
		__attribute__((section("tests"), used, aligned(8))) = {		\
		.name = the_name, .needs = the_needs, .run = symbol,		\
	};									\
	static void symbol(void)

/** test__fail() - end the test, which has failed for this reason */
void test__fail(const char *fmt, ...) __attribute__((noreturn, format(printf, 1, 2)));

/** EXPECT() - the test fails with what follows unless the condition holds */
#define EXPECT(condition, ...) do { if (!(condition)) test__fail(__VA_ARGS__); } while (0)

/**
 * wait_until() - poll a condition each millisecond
 * @condition:	called with @arg
 * @arg:	its argument
 *
 * Return: whether it held within 10 s, more than any grace period takes.
 */
bool wait_until(bool (*condition)(void *arg), void *arg);

/* kvm.c: ioctls of the simplest VM. All end the test where they cannot fail. */

/** kvm__open() - /dev/kvm */
int kvm__open(void);
/**
 * kvm__create_vm() - a VM with an in-kernel irqchip, without memory, whose vCPUs
 * go when they are closed, if this KVM can do that
 */
int kvm__create_vm(int kvm);
/** kvm__create_vcpu() - a descriptor or a negative errno */
int kvm__create_vcpu(int vm, unsigned long id);
/** kvm__need_vcpu() - a descriptor, or the end of the test */
int kvm__need_vcpu(int vm, unsigned long id);
/** kvm__close() - close a descriptor and expect no error */
void kvm__close(int fd);
/** kvm__map_run() - map a vCPU's run page */
struct kvm_run *kvm__map_run(int kvm, int vcpu);
/** kvm__unmap_run() - and unmap it */
void kvm__unmap_run(int kvm, struct kvm_run *run);
/** kvm__vcpu_goes() - does this KVM destroy a closed vCPU before its VM? */
bool kvm__vcpu_goes(void);
/** kvm__can() - KVM_CHECK_EXTENSION */
int kvm__can(int kvm, int capability);

/** producer__works() - is the module there, and does this KVM connect bypass producers? */
bool producer__works(void);

/* kernel.c: what the kernel tells of itself. */

/** kernel__vcpus() - vCPUs whose memory is allocated, -1 if not known */
long kernel__vcpus(void);
/** kernel__vms() - directories of VMs in debugfs, -1 if not known */
long kernel__vms(void);
/** kernel__vcpu_directories() - directories of vCPUs in debugfs, in all VMs */
long kernel__vcpu_directories(void);
/** kernel__module_users() - kvm_amd's reference count, -1 if it is no module here */
long kernel__module_users(void);
/**
 * kernel__objects() - objects in all slab caches
 * @grown:	gets the name of the cache that grew most since the first call
 *
 * Counts high while objects wait to be freed, never low. The first call opens
 * some hundred files, which stay open.
 *
 * Return: their sum.
 */
long kernel__objects(char grown[64]);
/** kernel__free_kib() - free memory, caches that can be dropped having been dropped */
long kernel__free_kib(void);
/** kernel__settled() - nothing of KVM is left: no vCPU, no VM, no user of the module */
bool kernel__settled(void *unused);
/** kernel__mount_all() - mount debugfs if it is not; harmless where it cannot be */
void kernel__mount_all(void);
/** kernel__load(), kernel__unload() - a module; 0 or a negative errno */
int kernel__load(const char *path);
int kernel__unload(const char *name);

#endif
