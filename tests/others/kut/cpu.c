// SPDX-License-Identifier: GPL-2.0-only
/* cpu.c - a vCPU: what CPUID says, and what it leaves guest mode for. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "kut.h"

#define MAX_CPUID	256

enum reg { EAX, EBX, ECX, EDX };

/** struct feature - a bit of CPUID, by the name that QEMU gives it */
struct feature {
	const char *name;
	uint32_t function, index;
	enum reg reg;
	unsigned int bit;
};

static const struct feature features[] = {
	{ "vmx", 1, 0, ECX, 5 }, { "pcid", 1, 0, ECX, 17 }, { "x2apic", 1, 0, ECX, 21 },
	{ "tsc-deadline", 1, 0, ECX, 24 }, { "xsave", 1, 0, ECX, 26 },
	{ "smap", 7, 0, EBX, 20 }, { "invpcid", 7, 0, EBX, 10 },
	{ "umip", 7, 0, ECX, 2 }, { "pku", 7, 0, ECX, 3 }, { "la57", 7, 0, ECX, 16 },
	{ "svm", 0x80000001, 0, ECX, 2 }, { "skinit", 0x80000001, 0, ECX, 12 },
	{ "rdtscp", 0x80000001, 0, EDX, 27 }, { "npt", 0x8000000a, 0, EDX, 0 },
};

static struct kvm_cpuid_entry2 *entry_of(struct kvm_cpuid2 *cpuid, uint32_t function, uint32_t index)
{
	unsigned int i;

	for (i = 0; i < cpuid->nent; i++)
		if (cpuid->entries[i].function == function && cpuid->entries[i].index == index)
			return &cpuid->entries[i];
	return NULL;
}

static uint32_t *reg_of(struct kvm_cpuid_entry2 *e, enum reg reg)
{
	uint32_t *regs[] = { &e->eax, &e->ebx, &e->ecx, &e->edx };

	return regs[reg];
}

static void set_vendor(struct kvm_cpuid2 *cpuid, const char *vendor)
{
	struct kvm_cpuid_entry2 *e = entry_of(cpuid, 0, 0);

	if (!e || strlen(vendor) != 12)
		skip("no CPU of vendor %s", vendor);
	memcpy(&e->ebx, vendor, 4);
	memcpy(&e->edx, vendor + 4, 4);
	memcpy(&e->ecx, vendor + 8, 4);
}

/* "+svm", "-npt". What the CPU does not have, the test says itself. */
static void set_feature(struct kvm_cpuid2 *cpuid, const char *text)
{
	struct kvm_cpuid_entry2 *e;
	unsigned int i;

	for (i = 0; i < sizeof(features) / sizeof(features[0]); i++) {
		const struct feature *f = &features[i];

		if (strcmp(f->name, text + 1))
			continue;
		e = entry_of(cpuid, f->function, f->index);
		if (e && *text == '-')
			*reg_of(e, f->reg) &= ~(1u << f->bit);
		return;
	}
	if (*text == '-')
		skip("-cpu %s: vcpu-kut does not know that feature", text);
}

/* Hyper-V's leaves instead of KVM's own. */
static void add_hyperv(struct kvm_cpuid2 *cpuid, int kvm)
{
	struct kvm_cpuid2 *hv = calloc(1, sizeof(*hv) + MAX_CPUID * sizeof(hv->entries[0]));
	unsigned int i, kept = 0;

	if (!hv)
		fail("no memory");
	hv->nent = MAX_CPUID;
	if (ioctl(kvm, KVM_GET_SUPPORTED_HV_CPUID, hv))
		skip("this KVM does not tell its Hyper-V features");
	for (i = 0; i < cpuid->nent; i++)
		if (cpuid->entries[i].function >> 8 != 0x400000)
			cpuid->entries[kept++] = cpuid->entries[i];
	for (i = 0; i < hv->nent && kept < MAX_CPUID; i++)
		cpuid->entries[kept++] = hv->entries[i];
	cpuid->nent = kept;
	free(hv);
}

/* The model is what KVM supports, whatever its name. */
static void apply(struct kvm_cpuid2 *cpuid, int kvm, const char *cpu)
{
	char *copy = strdup(cpu), *rest = copy, *word;

	strsep(&rest, ",");
	while ((word = strsep(&rest, ","))) {
		if (*word == '+' || *word == '-')
			set_feature(cpuid, word);
		else if (!strncmp(word, "vendor=", 7))
			set_vendor(cpuid, word + 7);
		else if (!strcmp(word, "hv_passthrough"))
			add_hyperv(cpuid, kvm);
		else if (strcmp(word, "host-phys-bits") && strcmp(word, "migratable=no"))
			skip("needs QEMU's -cpu %s", word);
	}
	free(copy);
}

static void set_index(struct kvm_cpuid2 *cpuid, unsigned int index)
{
	unsigned int i;

	for (i = 0; i < cpuid->nent; i++) {
		struct kvm_cpuid_entry2 *e = &cpuid->entries[i];

		if (e->function == 1)
			e->ebx = (e->ebx & 0xff00ffff) | index << 24;
		else if (e->function == 0xb || e->function == 0x1f)
			e->edx = index;
		else if (e->function == 0x8000001e)
			e->eax = index;
	}
}

struct kvm_cpuid2 *cpu__describe(const struct machine *m, unsigned int index)
{
	struct kvm_cpuid2 *cpuid = calloc(1, sizeof(*cpuid) + MAX_CPUID * sizeof(cpuid->entries[0]));
	struct kvm_cpuid_entry2 *e;

	if (!cpuid)
		fail("no memory");
	cpuid->nent = MAX_CPUID;
	if (ioctl(m->kvm, KVM_GET_SUPPORTED_CPUID, cpuid))
		fail("KVM_GET_SUPPORTED_CPUID: %m");
	e = entry_of(cpuid, 1, 0);
	if (e) {
		e->ecx |= 1u << 21 | 1u << 31;		/* x2APIC, hypervisor */
		if (ioctl(m->kvm, KVM_CHECK_EXTENSION, KVM_CAP_TSC_DEADLINE_TIMER) > 0)
			e->ecx |= 1u << 24;
	}
	apply(cpuid, m->kvm, m->cpu);
	set_index(cpuid, index);
	return cpuid;
}

static void describe_end(int fd, const struct kvm_run *run, unsigned int index)
{
	struct kvm_regs regs = { 0 };

	ioctl(fd, KVM_GET_REGS, &regs);
	switch (run->exit_reason) {
	case KVM_EXIT_SHUTDOWN:
		fail("triple fault of vCPU %u at %#llx", index, regs.rip);
	case KVM_EXIT_INTERNAL_ERROR:
		fail("KVM's internal error %u of vCPU %u at %#llx", run->internal.suberror, index, regs.rip);
	case KVM_EXIT_FAIL_ENTRY:
		fail("entry refused, reason %#llx, of vCPU %u",
		     run->fail_entry.hardware_entry_failure_reason, index);
	default:
		fail("exit %u of vCPU %u at %#llx", run->exit_reason, index, regs.rip);
	}
}

void cpu__run(const struct machine *m, unsigned int index, int fd, struct kvm_run *run)
{
	for (;;) {
		if (ioctl(fd, KVM_RUN, 0)) {
			if (errno == EINTR || errno == EAGAIN)
				continue;
			fail("KVM_RUN of vCPU %u: %m", index);
		}
		switch (run->exit_reason) {
		case KVM_EXIT_IO:
			device__port(m, run);
			break;
		case KVM_EXIT_MMIO:
			device__memory(run);
			break;
		case KVM_EXIT_INTR:
		case KVM_EXIT_IRQ_WINDOW_OPEN:
		case KVM_EXIT_HYPERV:
			break;
		default:
			describe_end(fd, run, index);
		}
	}
}
