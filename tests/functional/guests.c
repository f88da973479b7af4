// SPDX-License-Identifier: GPL-2.0-only
/* guests.c - VMs that run a guest while a test does something to them. */
#include "functional.h"
#include "guests.h"

#define VCPU_DEADLINE_MS	20000
#define OPS			4	/* in a batch */

BENCH_PAYLOAD(ready);
BENCH_PAYLOAD(functional);
BENCH_PAYLOAD(all_cpus_request);
BENCH_PAYLOAD(vcpu_on_spin);

const struct bench guest_ready = {
	.name = "ready", BENCH_RUNS(ready),
};

const struct bench guest_broadcast = {
	.name = "broadcast", BENCH_RUNS(functional),
};

const struct bench guest_request = {
	.name = "request", BENCH_RUNS(all_cpus_request),
};

const struct bench guest_on_spin = {
	.name = "on spin", BENCH_RUNS(vcpu_on_spin),
	.variant = 1,			/* the others spin */
	.needs = BENCH_NEEDS_HYPERV,
};

static int next_batch(struct vm *vm, void *unused)
{
	(void)unused;
	vm->shared->ops = OPS;
	return 0;
}

void guests__create(struct vm *vm, unsigned int nr_vcpus, const struct bench *guest)
{
	EXPECT(!vm__create(vm, kvm__open(), nr_vcpus, guest), "%s", vm->failure);
	vm->batch = next_batch;
}

void guests__start(struct vm *vm)
{
	EXPECT(!vm__start(vm, VCPU_DEADLINE_MS), "%s", vm->failure);
	vm__release(vm);
}

static bool is_ready(void *ready)
{
	return *(volatile uint8_t *)ready;
}

void guests__add(struct vm *vm, unsigned int index)
{
	struct vcpu *vcpu = &vm->vcpus[index];

	vm->shared->ready[index] = 0;
	EXPECT(!vcpu__create(vcpu, vm, index), "%s", vm->failure);
	EXPECT(!vcpu__start(vcpu), "%s", vm->failure);
	EXPECT(wait_until(is_ready, (void *)&vm->shared->ready[index]),
	       "vCPU %u, created again, does not run: %s", index, vm->failure);
}

void guests__remove(struct vm *vm, unsigned int index)
{
	vcpu__stop(&vm->vcpus[index]);
	vcpu__destroy(&vm->vcpus[index]);
}

struct progress {
	struct vm *vm;
	unsigned int goal;
};

static bool has_progressed(void *arg)
{
	struct progress *p = arg;
	bool reached;

	pthread_mutex_lock(&p->vm->lock);
	reached = p->vm->done || (int)(p->vm->batches - p->goal) >= 0;
	pthread_mutex_unlock(&p->vm->lock);
	return reached;
}

void guests__expect_progress(struct vm *vm, unsigned int batches)
{
	struct progress p = { .vm = vm, .goal = vm->batches + batches };

	EXPECT(wait_until(has_progressed, &p), "vCPU 0 has not ended %d of %u batches in time",
	       (int)(p.goal - vm->batches), batches);
	EXPECT(!vm->failure[0], "%s", vm->failure);
}

void guests__destroy(struct vm *vm)
{
	int kvm = vm->kvm_fd;

	EXPECT(!vm->failure[0], "%s", vm->failure);
	vm__destroy(vm);
	kvm__close(kvm);
}
