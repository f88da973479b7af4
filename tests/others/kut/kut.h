/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kut.h - vcpu-kut: as much of a PC as kvm-unit-tests' flat images want of QEMU.
 *
 * A test that this PC cannot run is skipped with the reason, never failed. What the
 * images look for is in their lib/x86: multiboot information (setup.c), a serial port
 * and the port to exit by (io.c), fw_cfg (fwcfg.c), QEMU's test device (apic.c).
 */
#ifndef KUT_H
#define KUT_H

#include <linux/kvm.h>
#include <stdbool.h>
#include <stdint.h>

#define KUT_MAX_CPUS	16
#define KUT_MIB		(1ul << 20)

#define EXIT_FAIL	1
#define EXIT_SKIP	4	/* of kselftest, which main.c of the folder above knows */

/**
 * struct machine - the PC
 * @kvm:	/dev/kvm
 * @vm:		the VM's descriptor
 * @low:	memory from 0 on
 * @low_size:	of @low, in bytes
 * @high_size:	of the memory from 4 GiB on, which follows in the same mapping
 * @nr_cpus:	1 to KUT_MAX_CPUS
 * @no_pit:	there is no PIT
 * @cpu:	QEMU's -cpu, "max,+svm"
 * @image:	path of the test
 * @arguments:	what the test gets, one string
 */
struct machine {
	int kvm, vm;
	uint8_t *low;
	uint64_t low_size, high_size;
	unsigned int nr_cpus;
	bool no_pit;
	const char *cpu;
	const char *image;
	const char *arguments;
};

/** skip() - the test cannot be run here, for this reason: ends the process */
void __attribute__((noreturn, format(printf, 1, 2))) skip(const char *fmt, ...);

/** fail() - the test, or KVM, has failed: ends the process */
void __attribute__((noreturn, format(printf, 1, 2))) fail(const char *fmt, ...);

/** machine__create() - the VM: memory and interrupt chips, no vCPU yet */
void machine__create(struct machine *m);

/**
 * image__load() - put a flat image and its multiboot information into memory
 *
 * Return: where it begins.
 */
uint32_t image__load(const struct machine *m);

/** image__information() - where the multiboot information is */
uint32_t image__information(void);

/** cpu__describe() - CPUID of vCPU @index, as @m->cpu asks for: for KVM_SET_CPUID2 */
struct kvm_cpuid2 *cpu__describe(const struct machine *m, unsigned int index);

/** cpu__run() - a thread: vCPU @index until the test ends the process */
void cpu__run(const struct machine *m, unsigned int index, int fd, struct kvm_run *run);

/** device__port() - an access to a port, as KVM_EXIT_IO describes it */
void device__port(const struct machine *m, struct kvm_run *run);

/** device__memory() - an access to memory that is none */
void device__memory(struct kvm_run *run);

#endif
