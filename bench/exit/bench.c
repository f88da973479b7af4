// SPDX-License-Identifier: GPL-2.0-only
/*
 * Exit - one VM exit and back, by its kind. All vCPUs have the CPUID that KVM
 * supports and LAPICs in x2APIC mode, so that the kinds can be compared.
 */
#include "bench/bench.h"
#include "variants.h"

BENCH_PAYLOAD(exit);

#define EXIT(symbol, the_kind, the_variant, ...)		\
	static BENCH(symbol) = {				\
		.name = "Exit/kind=" the_kind,			\
		.question = "What does one exit to KVM and back cost, by its kind?", \
		.set = "exits",					\
		BENCH_RUNS(exit),				\
		.variant = the_variant,				\
		.clock = BENCH_CLOCK_GUEST,			\
		.others = BENCH_OTHERS_HALTED,			\
		.asleep = 1,					\
		.needs = BENCH_NEEDS_X2APIC,			\
		.ops = 16,					\
		.batches = 8,					\
		.warmup = 2,					\
		__VA_ARGS__					\
	}

EXIT(cpuid, "cpuid", EXIT_CPUID,
     .path = "kvm_emulate_cpuid",
     .who = "each program start: glibc 2.36's ld.so executes CPUID 43 times on an AMD EPYC (sysdeps/x86/cpu-features.c)",
     .evidence = { .exits = 1 });

EXIT(rdmsr, "rdmsr", EXIT_RDMSR,
     .path = "kvm_emulate_rdmsr",
     .who = "an idle Linux CPU reads TSC_ADJUST once a second (tsc_verify_tsc_adjust() in arch/x86/kernel/tsc_sync.c)",
     .evidence = { .exits = 1 });

/* The ICR is the one MSR that is served before the exit handlers everywhere. */
EXIT(wrmsr_fast, "wrmsr-fast", EXIT_WRMSR_FAST,
     .path = "kvm_apic_send_ipi",
     .who = "each IPI of an x2APIC guest: reschedules, TLB shoot-downs (arch/x86/kernel/apic/x2apic_phys.c)",
     .evidence = { .exits = 1 });

EXIT(hypercall, "hypercall", EXIT_HYPERCALL,
     .path = "kvm_emulate_hypercall",
     .who = "paravirtual spin locks, at each hand-over to a vCPU that sleeps (kvm_kick_cpu() in arch/x86/kernel/kvm.c)",
     .evidence = { .exits = 1, .stats = { { "hypercalls", 1 } } });

EXIT(pio, "pio", EXIT_PIO,
     .path = "kvm_fast_pio",
     .who = "each kick of a legacy virtio queue, a port with an ioeventfd (vp_notify() in drivers/virtio/virtio_pci_common.c)",
     .evidence = { .exits = 1 });

EXIT(mmio, "mmio", EXIT_MMIO,
     .path = "ioapic_mmio_write",
     .who = "each register of an IOAPIC or xAPIC: an EOI an interrupt (native_apic_mem_eoi() in arch/x86/include/asm/apic.h)",
     .evidence = { .exits = 1, .stats = { { "insn_emulation", 1 }, { "mmio_exits", 0 } } });

/*
 * Also the IPI to itself and the EOI. Whether KVM waits for the interrupt window
 * between the IPI and the HLT, an exit more, is the CPU's affair.
 */
EXIT(hlt_wake, "hlt-wake", EXIT_HLT_WAKE,
     .path = "kvm_emulate_halt",
     .who = "each idle period of a guest's CPU that does not poll: 10^2 to 10^5 a second (default_idle() in arch/x86/kernel/process.c)",
     .evidence = { .exits = -1, .stats = { { "halt_exits", 1 } } });

EXIT(userspace_pio, "userspace-pio", EXIT_USERSPACE_PIO,
     .path = "kvm_arch_vcpu_ioctl_run",
     .who = "each character on a serial console (serial8250_console_putchar() in drivers/tty/serial/8250)",
     .evidence = { .exits = 1 });
