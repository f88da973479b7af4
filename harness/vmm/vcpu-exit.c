// SPDX-License-Identifier: GPL-2.0-only
/*
 * vcpu-exit.c - what the VMM does at each exit from KVM_RUN. The guest talks
 * through four ports; every other exit ends the cell, by its name.
 */
#include <stdio.h>
#include <string.h>

#include "arch.h"
#include "guests/abi.h"
#include "kvmstats.h"
#include "vcpu-exit.h"

#define NAME(x) [KVM_EXIT_##x] = "KVM_EXIT_" #x
static const char * const exit_names[] = {
	NAME(UNKNOWN), NAME(EXCEPTION), NAME(IO), NAME(HYPERCALL), NAME(DEBUG),
	NAME(HLT), NAME(MMIO), NAME(IRQ_WINDOW_OPEN), NAME(SHUTDOWN),
	NAME(FAIL_ENTRY), NAME(INTR), NAME(SET_TPR), NAME(TPR_ACCESS),
	NAME(NMI), NAME(INTERNAL_ERROR), NAME(SYSTEM_EVENT), NAME(IOAPIC_EOI),
	NAME(HYPERV), NAME(X86_RDMSR), NAME(X86_WRMSR), NAME(DIRTY_RING_FULL),
	NAME(X86_BUS_LOCK), NAME(XEN), NAME(NOTIFY),
};
#undef NAME

static const char *exit_name(unsigned int reason)
{
	if (reason < sizeof(exit_names) / sizeof(exit_names[0]) && exit_names[reason])
		return exit_names[reason];
	return "an exit without a name here";
}

static const char *exit_detail(const struct kvm_run *run, char *text, size_t size)
{
	text[0] = 0;
	switch (run->exit_reason) {
	case KVM_EXIT_SHUTDOWN:
		snprintf(text, size, " (triple fault)");
		break;
	case KVM_EXIT_INTERNAL_ERROR:
		snprintf(text, size, " (suberror %u)", run->internal.suberror);
		break;
	case KVM_EXIT_FAIL_ENTRY:
		snprintf(text, size, " (hardware reason 0x%llx)",
			 run->fail_entry.hardware_entry_failure_reason);
		break;
	case KVM_EXIT_MMIO:
		snprintf(text, size, " (%s of %u bytes at 0x%llx)",
			 run->mmio.is_write ? "write" : "read", run->mmio.len,
			 run->mmio.phys_addr);
		break;
	case KVM_EXIT_IO:
		snprintf(text, size, " (port 0x%x)", run->io.port);
		break;
	}
	return text;
}

static enum vcpu_next unexpected(struct vcpu *vcpu)
{
	char where[256], detail[80];

	vcpu__describe(vcpu, where, sizeof(where));
	vm__fail(vcpu->vm, "vCPU %u: unexpected exit %u, %s%s; %s", vcpu->index,
		 vcpu->run->exit_reason, exit_name(vcpu->run->exit_reason),
		 exit_detail(vcpu->run, detail, sizeof(detail)), where);
	return VCPU_END;
}

static enum vcpu_next guest_failed(struct vcpu *vcpu, uint32_t why)
{
	static const char * const reasons[] = {
		[GUEST_FAIL_EXCEPTION] = "an exception or an unexpected interrupt",
		[GUEST_FAIL_OP] = "the operation under test failed",
		[GUEST_FAIL_RETURN] = "the payload returned",
	};
	const char *reason = "a reason without a name here";
	char where[256];

	if (why < sizeof(reasons) / sizeof(reasons[0]) && reasons[why])
		reason = reasons[why];
	vcpu__describe(vcpu, where, sizeof(where));
	vm__fail(vcpu->vm, "vCPU %u: the guest gave up: %s (error %u); %s", vcpu->index,
		 reason, vcpu->vm->shared->error, where);
	return VCPU_END;
}

/* Hold a vCPU that is going to spin until the measurement begins. */
static enum vcpu_next hold(struct vcpu *vcpu)
{
	struct vm *vm = vcpu->vm;

	vcpu->irqs_held = kvmstats__interrupted(vcpu);
	pthread_mutex_lock(&vm->lock);
	while (!vm->release)
		pthread_cond_wait(&vm->changed, &vm->lock);
	pthread_mutex_unlock(&vm->lock);
	return VCPU_RUN;
}

static enum vcpu_next next_batch(struct vm *vm)
{
	/* The first batch has to find all others in their state. */
	pthread_mutex_lock(&vm->lock);
	while (!vm->release)
		pthread_cond_wait(&vm->changed, &vm->lock);
	vm->batches++;
	pthread_mutex_unlock(&vm->lock);
	if (vm->stop)
		return VCPU_END;
	if (!vm->batch(vm, vm->batch_arg))
		return VCPU_RUN;
	pthread_mutex_lock(&vm->lock);
	vm->done = true;
	pthread_cond_broadcast(&vm->changed);
	pthread_mutex_unlock(&vm->lock);
	return VCPU_END;
}

enum vcpu_next vcpu__handle_exit(struct vcpu *vcpu)
{
	const struct kvm_run *run = vcpu->run;
	uint32_t value;

	if (run->exit_reason != KVM_EXIT_IO || run->io.direction != KVM_EXIT_IO_OUT ||
	    run->io.size != sizeof(value))
		return unexpected(vcpu);
	memcpy(&value, (const char *)run + run->io.data_offset, sizeof(value));
	switch (run->io.port) {
	case GUEST_PORT_BATCH:
		return next_batch(vcpu->vm);
	case GUEST_PORT_READY:
		return hold(vcpu);
	case GUEST_PORT_NOTHING:
		return VCPU_RUN;
	case GUEST_PORT_FAIL:
		return guest_failed(vcpu, value);
	default:
		return unexpected(vcpu);
	}
}
