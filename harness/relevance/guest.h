/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * guest.h - vcpuscale-guest: a Linux kernel as a guest of KVM, with so many vCPUs, and
 * how often KVM's functions are called for it.
 */
#ifndef RELEVANCE_GUEST_H
#define RELEVANCE_GUEST_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/why.h"

#define LINUX_GUEST_MEMORY	(256ull << 20)
#define LINUX_GUEST_VCPUS	254	/* APIC ids of a byte */

/* Where things lie in the guest's memory, below its kernel. */
#define LINUX_GUEST_TABLES	0x1000		/* page tables, three pages */
#define LINUX_GUEST_GDT		0x6000
#define LINUX_GUEST_PARAMS	0x7000		/* struct boot_params */
#define LINUX_GUEST_CMDLINE	0x20000
#define LINUX_GUEST_ACPI	0xe0000		/* where a BIOS would be */

/**
 * struct linux_guest - the guest
 * @kvm_fd:	/dev/kvm
 * @fd:		the VM
 * @vcpu_fds:	@nr_vcpus of them
 * @runs:	their run pages
 * @run_size:	of each
 * @mem:	LINUX_GUEST_MEMORY bytes
 * @nr_vcpus:	1 to LINUX_GUEST_VCPUS
 * @paravirtual: it may use all hypercalls and clocks of KVM's; else its clock alone
 * @entry:	address of the kernel's 64-bit entry
 * @phase:	phases that have ended
 * @lock:	of @ended and the console
 * @changed:	@ended was set
 * @ended:	it was reset, or failed
 */
struct linux_guest {
	int kvm_fd, fd;
	int vcpu_fds[LINUX_GUEST_VCPUS];
	struct kvm_run *runs[LINUX_GUEST_VCPUS];
	size_t run_size;
	uint8_t *mem;
	unsigned int nr_vcpus;
	bool paravirtual;
	uint64_t entry;
	unsigned int phase;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool ended;
};

/** linux_guest__load() - put kernel, initramfs and command line into the memory */
int linux_guest__load(struct linux_guest *guest, const char *kernel, const char *initramfs,
		      const char *cmdline, struct why *why);

/** linux_guest__write_acpi() - tables that name the CPUs and the IOAPIC; returns the RSDP's address */
uint64_t linux_guest__write_acpi(struct linux_guest *guest);

/** linux_guest__setup_vcpu() - a vCPU's CPUID, and the registers of the first */
int linux_guest__setup_vcpu(struct linux_guest *guest, unsigned int index, struct why *why);

/** linux_guest__run() - its vCPUs, until the guest resets or @seconds are over */
int linux_guest__run(struct linux_guest *guest, unsigned int seconds, struct why *why);

/**
 * probes__set() - count calls of the functions that a file names, one a line
 *
 * A line "name" counts calls, "name=VALUE" those calls that return VALUE. Where this
 * kernel has no such function, __name() is counted, which newer ones have behind an inline
 * name(), and printed as "renamed NAME"; what it has neither of as "absent NAME".
 */
int probes__set(const char *path, struct why *why);

/** probes__clear() - count no more: the modules may go */
void probes__clear(void);

/** probes__print() - "hits PHASE NAME N" for each since the beginning, on standard output */
void probes__print(const char *phase);

#endif
