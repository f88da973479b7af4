// SPDX-License-Identifier: GPL-2.0-only
/*
 * MsiInject - KVM_SIGNAL_MSI: to one vCPU, to all, to the one of eight that has the
 * lowest priority. Irqfd - an eventfd that KVM turns into an MSI to one vCPU. No vCPU
 * runs: their LAPICs, which are enabled, keep the interrupt.
 */
#include <errno.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "bench/bench.h"
#include "guests/x86/apic.h"
#include "vmm/vm.h"

#define VECTOR		0x40
#define GSI		0
#define FLAT_CPUS	8	/* that logical destinations of the flat model name */
#define TO_ONE		(MSI_ADDRESS | MSI_DEST(0))
#define TO_ALL		(MSI_ADDRESS | MSI_DEST(MSI_TO_ALL))
#define TO_LOWEST	(MSI_ADDRESS | MSI_LOGICAL | MSI_REDIRECT | MSI_DEST(0xff))

static void set_register(struct kvm_lapic_state *lapic, unsigned int reg, unsigned int value)
{
	memcpy(lapic->regs + reg, &value, sizeof(value));
}

static int enable_lapic(const struct vcpu *vcpu)
{
	struct kvm_lapic_state lapic;

	if (ioctl(vcpu->fd, KVM_GET_LAPIC, &lapic))
		return -errno;
	set_register(&lapic, APIC_SPIV, APIC_SPIV_ENABLE | 0xff);
	if (vcpu->index < FLAT_CPUS)
		set_register(&lapic, APIC_LDR, APIC_LOGICAL_ID(vcpu->index));
	return ioctl(vcpu->fd, KVM_SET_LAPIC, &lapic) ? -errno : 0;
}

static int enable_lapics(struct vm *vm, unsigned int nr_vcpus)
{
	unsigned int i;
	int err = 0;

	for (i = 0; i < nr_vcpus && !err; i++)
		err = enable_lapic(&vm->vcpus[i]);
	return err;
}

/* KVM answers whether any LAPIC has taken it. */
static int inject(const struct vm *vm, unsigned int address, unsigned int data)
{
	struct kvm_msi msi = { .address_lo = address, .data = data };
	int taken = ioctl(vm->fd, KVM_SIGNAL_MSI, &msi);

	if (taken < 0)
		return -errno;
	return taken ? 0 : -EIO;
}

static int to_one(struct vm *vm, unsigned int nr_vcpus)
{
	(void)nr_vcpus;
	return inject(vm, TO_ONE, APIC_DM_FIXED | VECTOR);
}

static int to_all(struct vm *vm, unsigned int nr_vcpus)
{
	(void)nr_vcpus;
	return inject(vm, TO_ALL, APIC_DM_FIXED | VECTOR);
}

static int to_lowest(struct vm *vm, unsigned int nr_vcpus)
{
	(void)nr_vcpus;
	return inject(vm, TO_LOWEST, APIC_DM_LOWEST | VECTOR);
}

/* The eventfd lives as long as the process, or until the next cell's. */
static int trigger = -1;

static int signal_event(struct vm *vm, unsigned int nr_vcpus)
{
	const unsigned long long one = 1;

	(void)vm;
	(void)nr_vcpus;
	return write(trigger, &one, sizeof(one)) == sizeof(one) ? 0 : -EIO;
}

static int set_route(const struct vm *vm)
{
	struct {
		struct kvm_irq_routing head;
		struct kvm_irq_routing_entry entry;
	} routes = {
		.head.nr = 1,
		.entry = { .gsi = GSI, .type = KVM_IRQ_ROUTING_MSI,
			   .u.msi = { .address_lo = TO_ONE, .data = VECTOR } },
	};

	return ioctl(vm->fd, KVM_SET_GSI_ROUTING, &routes) ? -errno : 0;
}

/* Does the event reach vCPU 0's LAPIC? */
static int check_event(struct vm *vm)
{
	struct kvm_lapic_state lapic;
	unsigned int pending;
	int err = signal_event(vm, 1);

	if (err)
		return err;
	if (ioctl(vm->vcpus[0].fd, KVM_GET_LAPIC, &lapic))
		return -errno;
	memcpy(&pending, lapic.regs + APIC_IRR + VECTOR / 32 * 0x10, sizeof(pending));
	return pending & 1u << VECTOR % 32 ? 0 : -EPROTO;
}

static int setup_irqfd(struct vm *vm, unsigned int nr_vcpus)
{
	struct kvm_irqfd irqfd = { .gsi = GSI };
	int err = enable_lapics(vm, nr_vcpus);

	if (!err)
		err = set_route(vm);
	if (err)
		return err;
	if (trigger >= 0)
		close(trigger);
	trigger = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (trigger < 0)
		return -errno;
	irqfd.fd = trigger;
	if (ioctl(vm->fd, KVM_IRQFD, &irqfd))
		return -errno;
	return check_event(vm);
}

#define INJECT(symbol, the_name, the_path, setup, op, ...)	\
	static BENCH(symbol) = {				\
		.name = the_name,				\
		.path = the_path,				\
		.set = "irq",					\
		.clock = BENCH_CLOCK_VMM,			\
		.others = BENCH_OTHERS_NEVER_RUN,		\
		.ops = 16,					\
		.batches = 8,					\
		.warmup = 2,					\
		.vmm_setup = setup,				\
		.vmm_op = op,					\
		__VA_ARGS__					\
	}

#define MSI_QUESTION	.question = "What does an MSI of the VMM's cost, by its destination?"

INJECT(unicast, "MsiInject/dest=unicast", "kvm_send_userspace_msi", enable_lapics, to_one,
       MSI_QUESTION, .who = "devices that the VMM emulates in its own threads, where no irqfd is set: QEMU's kvm_irqchip_send_msi() (accel/kvm)");
INJECT(broadcast, "MsiInject/dest=broadcast", "kvm_irq_delivery_to_apic", enable_lapics, to_all,
       MSI_QUESTION, .who = "next to nobody: a guest would have to program a device so");
INJECT(lowest, "MsiInject/dest=lowest", "kvm_irq_delivery_to_apic_fast", enable_lapics, to_lowest,
       MSI_QUESTION, .who = "each MSI of a guest that leaves the choice to the chipset: Linux to 4.14 (irq_msi_compose_msg() in its arch/x86/kernel/apic/msi.c), Windows of up to 8 CPUs");
INJECT(irqfd, "Irqfd", "irqfd_wakeup", setup_irqfd, signal_event,
       .question = "What does an interrupt by eventfd cost, from write() to the LAPIC?",
       .who = "each interrupt of vhost, VFIO and vhost-user devices: 10^3 to 10^6 a second (vhost_signal() in drivers/vhost/vhost.c)");
