// SPDX-License-Identifier: GPL-2.0-only
/*
 * owed.c - a vCPU goes that has not signalled EOI for an interrupt: whoever waits
 * for that must not wait for ever. Nothing runs: an interrupt that was delivered
 * stands in the LAPIC's IRR.
 */
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>

#include "functional.h"
#include "guests/x86/apic.h"

#define PIT_PIN		0
#define RTC_PIN		8
#define LEVEL_PIN	5
#define VECTOR		0x51
#define GOES		1
#define STAYS		0

#define HV_X64_MSR_SINT0	0x40000090
#define SINT			2

struct pair {
	int kvm, vm, vcpus[2];
};

static void create(struct pair *p)
{
	struct kvm_lapic_state state;
	int i;

	p->kvm = kvm__open();
	p->vm = kvm__create_vm(p->kvm);
	for (i = 0; i < 2; i++) {
		p->vcpus[i] = kvm__need_vcpu(p->vm, i);
		EXPECT(!ioctl(p->vcpus[i], KVM_GET_LAPIC, &state), "KVM_GET_LAPIC: %s",
		       strerror(errno));
		*(uint32_t *)(state.regs + APIC_SPIV) = APIC_SPIV_ENABLE | 0xff;
		EXPECT(!ioctl(p->vcpus[i], KVM_SET_LAPIC, &state), "KVM_SET_LAPIC: %s",
		       strerror(errno));
	}
}

static bool is_pending(void *vcpu)
{
	struct kvm_lapic_state state;

	EXPECT(!ioctl(*(int *)vcpu, KVM_GET_LAPIC, &state), "KVM_GET_LAPIC: %s", strerror(errno));
	return *(uint32_t *)(state.regs + APIC_IRR + VECTOR / 32 * 16) >> VECTOR % 32 & 1;
}

static void route(struct pair *p, unsigned int pin, int to, bool level)
{
	struct kvm_irqchip chip = { .chip_id = KVM_IRQCHIP_IOAPIC };

	EXPECT(!ioctl(p->vm, KVM_GET_IRQCHIP, &chip), "KVM_GET_IRQCHIP: %s", strerror(errno));
	chip.chip.ioapic.redirtbl[pin].fields.vector = VECTOR;
	chip.chip.ioapic.redirtbl[pin].fields.mask = 0;
	chip.chip.ioapic.redirtbl[pin].fields.trig_mode = level;
	chip.chip.ioapic.redirtbl[pin].fields.dest_id = to;
	EXPECT(!ioctl(p->vm, KVM_SET_IRQCHIP, &chip), "KVM_SET_IRQCHIP: %s", strerror(errno));
}

/* KVM delivers the RTC's next one in any case to who does not ask for the status. */
static void set_line(struct pair *p, unsigned int pin, int level)
{
	struct kvm_irq_level line = { .irq = pin, .level = level };

	EXPECT(!ioctl(p->vm, KVM_IRQ_LINE_STATUS, &line), "KVM_IRQ_LINE_STATUS %u: %s", pin,
	       strerror(errno));
}

static void start_pit(struct pair *p)
{
	const struct kvm_pit_config config = { 0 };
	struct kvm_pit_state2 state;

	EXPECT(!ioctl(p->vm, KVM_CREATE_PIT2, &config), "KVM_CREATE_PIT2: %s", strerror(errno));
	EXPECT(!ioctl(p->vm, KVM_GET_PIT2, &state), "KVM_GET_PIT2: %s", strerror(errno));
	state.channels[0].mode = 2;
	state.channels[0].count = 11932;	/* 10 ms */
	EXPECT(!ioctl(p->vm, KVM_SET_PIT2, &state), "KVM_SET_PIT2: %s", strerror(errno));
}

TEST(owed_pit, NEEDS_VCPU_GONE, "the PIT ticks on when the vCPU goes that owes it an EOI")
{
	struct pair p;

	create(&p);
	route(&p, PIT_PIN, GOES, false);
	start_pit(&p);
	EXPECT(wait_until(is_pending, &p.vcpus[GOES]), "the PIT does not tick");
	kvm__close(p.vcpus[GOES]);
	route(&p, PIT_PIN, STAYS, false);
	EXPECT(wait_until(is_pending, &p.vcpus[STAYS]), "no tick reaches the other vCPU");
}

/* As if the guest had taken the interrupt and signalled EOI. */
static void end_interrupt(int vcpu)
{
	struct kvm_lapic_state state;

	EXPECT(!ioctl(vcpu, KVM_GET_LAPIC, &state), "KVM_GET_LAPIC: %s", strerror(errno));
	*(uint32_t *)(state.regs + APIC_IRR + VECTOR / 32 * 16) = 0;
	EXPECT(!ioctl(vcpu, KVM_SET_LAPIC, &state), "KVM_SET_LAPIC: %s", strerror(errno));
}

/* To all. The route stays: KVM_SET_IRQCHIP counts anew what is owed. */
TEST(owed_rtc, NEEDS_VCPU_GONE, "and so does the RTC")
{
	struct pair p;

	create(&p);
	route(&p, RTC_PIN, MSI_TO_ALL, false);
	set_line(&p, RTC_PIN, 1);
	set_line(&p, RTC_PIN, 0);
	EXPECT(is_pending(&p.vcpus[GOES]) && is_pending(&p.vcpus[STAYS]),
	       "the RTC's interrupt does not arrive");
	kvm__close(p.vcpus[GOES]);
	end_interrupt(p.vcpus[STAYS]);
	EXPECT(!is_pending(&p.vcpus[STAYS]), "the interrupt does not end");
	set_line(&p, RTC_PIN, 1);
	set_line(&p, RTC_PIN, 0);
	EXPECT(is_pending(&p.vcpus[STAYS]), "its next one does not reach the other vCPU");
}

TEST(owed_level, NEEDS_VCPU_GONE, "a level-triggered interrupt that the vCPU took along is delivered again")
{
	struct pair p;

	create(&p);
	route(&p, LEVEL_PIN, GOES, true);
	set_line(&p, LEVEL_PIN, 1);
	EXPECT(is_pending(&p.vcpus[GOES]), "the interrupt does not arrive");
	route(&p, LEVEL_PIN, STAYS, true);
	EXPECT(!is_pending(&p.vcpus[STAYS]), "it is delivered twice");
	kvm__close(p.vcpus[GOES]);
	EXPECT(is_pending(&p.vcpus[STAYS]), "it does not reach the other vCPU");
}

static void expect_resampled(int resample, bool expected)
{
	struct pollfd wait = { .fd = resample, .events = POLLIN };

	EXPECT(poll(&wait, 1, 0) == expected, "the irqfd's end of interrupt is %ssignalled",
	       expected ? "not " : "");
}

/* Returns the eventfd that KVM signals when the interrupt has been handled. */
static int raise_resampled(struct pair *p, unsigned int gsi)
{
	const uint64_t one = 1;
	struct kvm_irqfd irqfd = {
		.fd = eventfd(0, EFD_CLOEXEC), .gsi = gsi,
		.flags = KVM_IRQFD_FLAG_RESAMPLE, .resamplefd = eventfd(0, EFD_CLOEXEC),
	};
	int fd = irqfd.fd, resample = irqfd.resamplefd;

	EXPECT(!ioctl(p->vm, KVM_IRQFD, &irqfd), "KVM_IRQFD: %s", strerror(errno));
	EXPECT(write(fd, &one, sizeof(one)) == sizeof(one), "eventfd: %s", strerror(errno));
	EXPECT(wait_until(is_pending, &p->vcpus[GOES]), "the interrupt does not arrive");
	expect_resampled(resample, false);
	return resample;
}

TEST(owed_resample, NEEDS_VCPU_GONE, "and the device behind an irqfd with resampling learns that it has ended")
{
	struct pair p;
	int resample;

	create(&p);
	route(&p, LEVEL_PIN, GOES, true);
	resample = raise_resampled(&p, LEVEL_PIN);
	kvm__close(p.vcpus[GOES]);
	expect_resampled(resample, true);
}

static void enable_synic(int vcpu)
{
	const struct kvm_enable_cap cap = { .cap = KVM_CAP_HYPERV_SYNIC };
	struct {
		struct kvm_msrs head;
		struct kvm_msr_entry entry;
	} msr = { .head.nmsrs = 1, .entry = { .index = HV_X64_MSR_SINT0 + SINT, .data = VECTOR } };

	EXPECT(!ioctl(vcpu, KVM_ENABLE_CAP, &cap), "KVM_CAP_HYPERV_SYNIC: %s", strerror(errno));
	EXPECT(ioctl(vcpu, KVM_SET_MSRS, &msr) == 1, "KVM_SET_MSRS: %s", strerror(errno));
}

TEST(owed_synic, NEEDS_VCPU_GONE | NEEDS_HYPERV, "also where it comes by Hyper-V's SynIC")
{
	struct kvm_irq_routing *routes = calloc(1, sizeof(*routes) + sizeof(routes->entries[0]));
	struct pair p;
	int resample;

	create(&p);
	enable_synic(p.vcpus[GOES]);
	routes->nr = 1;
	routes->entries[0].gsi = LEVEL_PIN;
	routes->entries[0].type = KVM_IRQ_ROUTING_HV_SINT;
	routes->entries[0].u.hv_sint.vcpu = GOES;
	routes->entries[0].u.hv_sint.sint = SINT;
	EXPECT(!ioctl(p.vm, KVM_SET_GSI_ROUTING, routes), "KVM_SET_GSI_ROUTING: %s",
	       strerror(errno));
	resample = raise_resampled(&p, LEVEL_PIN);
	kvm__close(p.vcpus[GOES]);
	expect_resampled(resample, true);
}
