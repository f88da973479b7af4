// SPDX-License-Identifier: GPL-2.0-only
/*
 * ApicMap - KVM keeps a map from APIC ids to vCPUs. When a LAPIC changes its id, its
 * logical id or its mode, the whole map is built again, of all vCPUs. In a boot each
 * vCPU does that, so that it is quadratic.
 */
#include <errno.h>
#include <sys/ioctl.h>

#include "bench/bench.h"
#include "vmm/vm.h"

BENCH_PAYLOAD(apic_map);

#define PATH	.path = "kvm_recalculate_apic_map", .set = "walks", \
		.question = "What does the change of one LAPIC cost a VM of N vCPUs?"

static BENCH(ldr) = {
	.name = "ApicMap/change=ldr",
	PATH,
	.who = "each vCPU's boot in xAPIC mode: DFR, LDR, SPIV (setup_local_APIC() in arch/x86/kernel/apic/apic.c), N times in a VM of N",
	BENCH_RUNS(apic_map),
	.clock = BENCH_CLOCK_GUEST,
	.others = BENCH_OTHERS_HALTED,
	.asleep = 1,
	.ops = 4,
	.batches = 12,
	.warmup = 2,
	.evidence = { .exits = 1 },
};

static struct kvm_lapic_state lapic;

static int save(struct vm *vm, unsigned int nr_vcpus)
{
	(void)nr_vcpus;
	return ioctl(vm->vcpus[0].fd, KVM_GET_LAPIC, &lapic) ? -errno : 0;
}

static int restore(struct vm *vm, unsigned int nr_vcpus)
{
	(void)nr_vcpus;
	return ioctl(vm->vcpus[0].fd, KVM_SET_LAPIC, &lapic) ? -errno : 0;
}

static BENCH(restored) = {
	.name = "ApicMap/change=restore",
	PATH,
	.who = "each vCPU of a VM that is migrated or restored, in x2APIC mode: KVM_SET_LAPIC, N times in a VM of N (kvm_apic_put() in QEMU's hw/i386/kvm/apic.c)",
	.clock = BENCH_CLOCK_VMM,
	.others = BENCH_OTHERS_NEVER_RUN,
	.needs = BENCH_NEEDS_X2APIC,
	.varies = 1,		/* by 2 or 3 instructions, from round to round and boot to boot */
	.ops = 4,
	.batches = 12,
	.warmup = 2,
	.vmm_setup = save,
	.vmm_op = restore,
};
