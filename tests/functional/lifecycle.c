// SPDX-License-Identifier: GPL-2.0-only
/* lifecycle.c - creating and closing, in every order, and what remains. */
#include "functional.h"

#define VCPU_TURNS	10000
#define VM_TURNS	300
#define WARM_TURNS	50	/* what KVM and the slabs set up once and keep */

/*
 * Half an object and half a page a turn: a leak is one or more. Not zero:
 * slabs that are not full, logs and timers come and go meanwhile.
 */
#define STRAY_OBJECTS(turns)	((turns) / 2)
#define STRAY_KIB(turns)	((turns) * 2)

/* What there was before the turns, and how much it may differ after them. */
struct baseline {
	long vcpus, objects, kib;
	unsigned int turns;
};

static bool no_vcpus(void *arg)
{
	return kernel__vcpus() <= (long)arg;
}

static void vcpu_turns(int vm, unsigned int turns)
{
	unsigned int i;

	for (i = 0; i < turns; i++)
		kvm__close(kvm__need_vcpu(vm, 1));
}

static void vm_turns(int kvm, unsigned int turns)
{
	unsigned int i;
	int vm, vcpu;

	for (i = 0; i < turns; i++) {
		vm = kvm__create_vm(kvm);
		vcpu = kvm__need_vcpu(vm, 0);
		kvm__close(vcpu);
		kvm__close(vm);
	}
}

static struct baseline take_baseline(unsigned int vcpus, unsigned int turns)
{
	char grown[64];

	EXPECT(wait_until(no_vcpus, (void *)(long)vcpus), "%ld vCPUs allocated, %u alive",
	       kernel__vcpus(), vcpus);
	usleep(100000);
	return (struct baseline){
		.turns = turns,
		.vcpus = vcpus,
		.kib = kernel__free_kib(),
		.objects = kernel__objects(grown),
	};
}

struct growth {
	const struct baseline *since;
	long more, less;
	char grown[64];
};

/* What still waits to be freed will be; what has leaked never is. */
static bool objects_are_back(void *arg)
{
	struct growth *g = arg;

	g->more = kernel__objects(g->grown) - g->since->objects;
	return g->more < STRAY_OBJECTS(g->since->turns);
}

static bool memory_is_back(void *arg)
{
	struct growth *g = arg;

	g->less = g->since->kib - kernel__free_kib();
	return g->less < STRAY_KIB(g->since->turns);
}

static void expect_back(const struct baseline *b)
{
	struct growth after = { .since = b };

	EXPECT(wait_until(no_vcpus, (void *)b->vcpus), "%ld vCPUs allocated, %ld before",
	       kernel__vcpus(), b->vcpus);
	usleep(100000);		/* what else waits for a grace period or for a work item */
	EXPECT(wait_until(memory_is_back, &after), "%ld KiB less memory free after %u turns",
	       after.less, b->turns);
	EXPECT(wait_until(objects_are_back, &after),
	       "%ld objects more in all slabs after %u turns, most of them in %s", after.more,
	       b->turns, after.grown);
}

TEST(vcpu_10000_times, NEEDS_VCPU_GONE | NEEDS_MODULES,
     "a vCPU is created and closed 10,000 times, and all memory is back")
{
	int kvm = kvm__open(), vm = kvm__create_vm(kvm);
	struct baseline b;

	kvm__need_vcpu(vm, 0);
	vcpu_turns(vm, WARM_TURNS);
	b = take_baseline(1, VCPU_TURNS);
	vcpu_turns(vm, VCPU_TURNS);
	expect_back(&b);
}

TEST(vm_300_times, NEEDS_MODULES,
     "a VM with a vCPU is created and closed 300 times, and all memory is back")
{
	int kvm = kvm__open();
	struct baseline b;

	vm_turns(kvm, WARM_TURNS);
	b = take_baseline(0, VM_TURNS);
	vm_turns(kvm, VM_TURNS);
	expect_back(&b);
}

TEST(vm_without_vcpu, 0, "a VM is created and closed without a vCPU")
{
	int kvm = kvm__open(), vm = ioctl(kvm, KVM_CREATE_VM, 0);

	EXPECT(vm >= 0, "KVM_CREATE_VM: %s", strerror(errno));
	kvm__close(vm);
	kvm__close(kvm__create_vm(kvm));
	kvm__close(kvm);
}

TEST(duplicate_id, 0, "an id in use is refused with EEXIST, and creation goes on")
{
	int kvm = kvm__open(), vm = kvm__create_vm(kvm), err;
	unsigned int i;

	kvm__need_vcpu(vm, 0);
	for (i = 1; i <= 20; i++) {
		err = kvm__create_vcpu(vm, 0);
		EXPECT(err == -EEXIST, "id 0 again: %s", err < 0 ? strerror(-err) : "created");
		kvm__need_vcpu(vm, i);
		err = kvm__create_vcpu(vm, i);
		EXPECT(err == -EEXIST, "id %u again: %s", i, err < 0 ? strerror(-err) : "created");
	}
}

TEST(id_too_high, 0, "an id beyond the limit is refused with EINVAL, and creation goes on")
{
	int kvm = kvm__open(), vm = kvm__create_vm(kvm), err;
	int max = kvm__can(kvm, KVM_CAP_MAX_VCPU_ID);

	err = kvm__create_vcpu(vm, max);
	EXPECT(err == -EINVAL, "id %d: %s", max, err < 0 ? strerror(-err) : "created");
	kvm__close(kvm__need_vcpu(vm, 0));
}

TEST(same_id_again, NEEDS_VCPU_GONE, "the id of a closed vCPU can be created at once")
{
	int kvm = kvm__open(), vm = kvm__create_vm(kvm), vcpu;
	unsigned long id;

	for (id = 0; id < 32; id++) {
		vcpu = kvm__need_vcpu(vm, id);
		kvm__close(vcpu);
		vcpu = kvm__need_vcpu(vm, id);
		if (id % 2)
			kvm__close(vcpu);
	}
	for (id = 1; id < 32; id += 2)
		kvm__need_vcpu(vm, id);
}

TEST(closed_id_stays, 0, "an id is refused for as long as its vCPU lives")
{
	int kvm = kvm__open(), vm = kvm__create_vm(kvm), vcpu = kvm__need_vcpu(vm, 3);
	int second = dup(vcpu), err;

	EXPECT(second >= 0, "dup: %s", strerror(errno));
	kvm__close(vcpu);
	err = kvm__create_vcpu(vm, 3);
	EXPECT(err == -EEXIST, "while a second descriptor is open: %s",
	       err < 0 ? strerror(-err) : "created");
	kvm__close(second);
}

TEST(max_vcpus, 0, "as many vCPUs as KVM_CAP_MAX_VCPUS says can be created, and not one more")
{
	int kvm = kvm__open(), vm = kvm__create_vm(kvm), err;
	int max = kvm__can(kvm, KVM_CAP_MAX_VCPUS), i;

	for (i = 0; i < max; i++)
		kvm__need_vcpu(vm, i);
	err = kvm__create_vcpu(vm, max);
	EXPECT(err == -EINVAL, "one more than %d: %s", max, err < 0 ? strerror(-err) : "created");
}

TEST(max_counts_living, NEEDS_VCPU_GONE, "KVM_CAP_MAX_VCPUS counts the living")
{
	int kvm = kvm__open(), vm = kvm__create_vm(kvm), err, vcpu = -1, i;
	int max = kvm__can(kvm, KVM_CAP_MAX_VCPUS);

	for (i = 0; i < max; i++)
		vcpu = kvm__need_vcpu(vm, i);
	kvm__close(vcpu);
	kvm__need_vcpu(vm, max);
	err = kvm__create_vcpu(vm, max - 1);
	EXPECT(err == -EINVAL, "one more than %d: %s", max, err < 0 ? strerror(-err) : "created");
}
