// SPDX-License-Identifier: GPL-2.0-only
/*
 * ops-state.c - one vCPU's state from outside, above all what leaves pointers
 * to it or timers of it elsewhere in KVM.
 */
#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>

#include "guests/x86/apic.h"
#include "stress.h"
#include "vmm/x86/state.h"

#define MSR_KVM_WALL_CLOCK_NEW	0x4b564d00	/* Documentation/virt/kvm/x86/msr.rst */
#define MSR_KVM_SYSTEM_TIME_NEW	0x4b564d01
#define MSR_KVM_ASYNC_PF_EN	0x4b564d02
#define MSR_KVM_STEAL_TIME	0x4b564d03
#define MSR_KVM_PV_EOI_EN	0x4b564d04
#define MSR_IA32_TSC		0x10
#define HV_X64_MSR_VP_INDEX	0x40000002	/* Hyper-V TLFS, chapter 3 onwards */
#define HV_X64_MSR_REFERENCE_TSC	0x40000021
#define HV_X64_MSR_VP_ASSIST_PAGE	0x40000073
#define HV_X64_MSR_SCONTROL	0x40000080
#define HV_X64_MSR_SINT0	0x40000090
#define HV_X64_MSR_STIMER0_CONFIG	0x400000b0
#define HV_X64_MSR_STIMER0_COUNT	0x400000b1
#define SPARE_PAGE		0x8000	/* below the payload, used by nobody */

static int set_msr(int fd, unsigned int index, uint64_t data)
{
	const struct vcpu_state_msr msr = vcpu_state__msr(index, data);

	return ioctl(fd, KVM_SET_MSRS, &msr) == 1 ? 0 : -1;
}

/* Pages that KVM writes to on the vCPU's behalf, and requests to all others. */
static int kvm_clock(struct life *life, struct rand *r)
{
	static const unsigned int msrs[] = {
		MSR_KVM_SYSTEM_TIME_NEW, MSR_KVM_STEAL_TIME, MSR_KVM_PV_EOI_EN,
		MSR_KVM_WALL_CLOCK_NEW, MSR_KVM_ASYNC_PF_EN,
	};

	return set_msr(life__vcpu(life, r), msrs[rand__below(r, 5)],
		       SPARE_PAGE + rand__below(r, 8) * 64 + rand__below(r, 2));
}

/* The VM's clock is matched over all its vCPUs. */
static int tsc(struct life *life, struct rand *r)
{
	return set_msr(life__vcpu(life, r), MSR_IA32_TSC,
		       rand__chance(r, 50) ? 0 : rand__next(r) >> 20);
}

static int timer(struct life *life, struct rand *r)
{
	struct kvm_lapic_state state;
	int fd = life__vcpu(life, r);
	uint32_t lvt = APIC_LVTT_PERIODIC | 0x40, divide = APIC_TDCR_1, count = 1000 + rand__below(r, 1000000);

	if (ioctl(fd, KVM_GET_LAPIC, &state))
		return -errno;
	memcpy(state.regs + APIC_LVTT, &lvt, sizeof(lvt));
	memcpy(state.regs + APIC_TDCR, &divide, sizeof(divide));
	memcpy(state.regs + APIC_TMICT, &count, sizeof(count));
	return ioctl(fd, KVM_SET_LAPIC, &state);
}

static int hyperv_index(struct life *life, struct rand *r)
{
	return set_msr(life__vcpu(life, r), HV_X64_MSR_VP_INDEX, rand__below(r, life->nr_ids));
}

/* Synthetic interrupts and timers; where SynIC is on, the IOAPIC looks at it. */
static int hyperv_synic(struct life *life, struct rand *r)
{
	struct kvm_enable_cap cap = { .cap = KVM_CAP_HYPERV_SYNIC };
	int fd = life__vcpu(life, r);
	unsigned int timer = 2 * rand__below(r, 4);

	if (ioctl(fd, KVM_ENABLE_CAP, &cap))
		return -errno;
	set_msr(fd, HV_X64_MSR_SCONTROL, 1);
	set_msr(fd, HV_X64_MSR_SINT0 + 4, 0x50);
	set_msr(fd, HV_X64_MSR_STIMER0_COUNT + timer, 1000 + rand__below(r, 100000));
	return set_msr(fd, HV_X64_MSR_STIMER0_CONFIG + timer, 0x4000b);
}

static int hyperv_pages(struct life *life, struct rand *r)
{
	return set_msr(life__vcpu(life, r),
		       rand__chance(r, 50) ? HV_X64_MSR_REFERENCE_TSC : HV_X64_MSR_VP_ASSIST_PAGE,
		       (SPARE_PAGE + 0x1000) | rand__below(r, 2));
}

static int mp_state(struct life *life, struct rand *r)
{
	static const unsigned int states[] = {
		KVM_MP_STATE_RUNNABLE, KVM_MP_STATE_HALTED, KVM_MP_STATE_UNINITIALIZED,
	};
	struct kvm_mp_state state = { .mp_state = states[rand__below(r, 3)] };

	return ioctl(life__vcpu(life, r), KVM_SET_MP_STATE, &state);
}

static int restart(struct life *life, struct rand *r)
{
	int fd = life__vcpu(life, r);

	if (fd < 0)
		return -1;
	prepare__vcpu(fd, rand__below(r, life->nr_ids));
	return 0;
}

static int events(struct life *life, struct rand *r)
{
	struct kvm_vcpu_events state;
	int fd = life__vcpu(life, r);

	/* KVM_KVMCLOCK_CTRL is for guests that use the clock. */
	return ioctl(fd, KVM_GET_VCPU_EVENTS, &state) || ioctl(fd, KVM_NMI) ||
	       set_msr(fd, MSR_KVM_SYSTEM_TIME_NEW, SPARE_PAGE | 1) ||
	       ioctl(fd, KVM_KVMCLOCK_CTRL) ? -errno : 0;
}

static const struct op ops[] STRESS_OPS = {
	{ "kvm-clock", 6, kvm_clock },
	{ "tsc", 4, tsc },
	{ "lapic-timer", 4, timer },
	{ "hyperv-index", 4, hyperv_index },
	{ "hyperv-synic", 4, hyperv_synic },
	{ "hyperv-pages", 2, hyperv_pages },
	{ "mp-state", 4, mp_state },
	{ "restart", 8, restart },
	{ "events", 3, events },
};
