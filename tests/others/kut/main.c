// SPDX-License-Identifier: GPL-2.0-only
/*
 * main.c - vcpu-kut: run one of kvm-unit-tests' flat images on a PC of its own.
 *
 * usage: vcpu-kut [-smp N] [-m MIB] [-cpu CPU] [-check FILE=TEXT]... [-append ARGUMENTS] IMAGE
 *
 * Exit code: 0 passed, 4 skipped, anything else failed.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "kut.h"

#define LOW_MAX		(3ul << 30)	/* below it there is room for devices */

/** struct cpu - what a vCPU's thread has to know */
struct cpu {
	struct machine *machine;
	unsigned int index;
	int fd;
	struct kvm_run *run;
	pthread_t thread;
};

static void __attribute__((noreturn)) end(int code, const char *word, const char *fmt, va_list ap)
{
	fflush(stdout);
	printf("%s: ", word);
	vprintf(fmt, ap);
	printf("\n");
	fflush(stdout);
	_exit(code);
}

void skip(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	end(EXIT_SKIP, "SKIP", fmt, ap);
}

void fail(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	end(EXIT_FAIL, "FAIL", fmt, ap);
}

void machine__create(struct machine *m)
{
	struct kvm_userspace_memory_region region = { .slot = 0 };
	struct kvm_pit_config pit = { .flags = KVM_PIT_SPEAKER_DUMMY };
	struct kvm_reinject_control discard = { .pit_reinject = 0 };
	uint64_t size = m->low_size + m->high_size, identity = 0xfffbc000;

	m->kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	m->vm = ioctl(m->kvm, KVM_CREATE_VM, 0);
	if (m->vm < 0)
		fail("no VM: %m");
	m->low = mmap(NULL, size, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (m->low == MAP_FAILED)
		skip("no %lu MiB of memory", size / KUT_MIB);
	region.memory_size = m->low_size;
	region.userspace_addr = (uintptr_t)m->low;
	if (ioctl(m->vm, KVM_SET_IDENTITY_MAP_ADDR, &identity) ||
	    ioctl(m->vm, KVM_SET_TSS_ADDR, identity + 4096) ||
	    ioctl(m->vm, KVM_CREATE_IRQCHIP, 0) ||
	    (!m->no_pit && (ioctl(m->vm, KVM_CREATE_PIT2, &pit) ||
			    ioctl(m->vm, KVM_REINJECT_CONTROL, &discard))) ||
	    ioctl(m->vm, KVM_SET_USER_MEMORY_REGION, &region))
		fail("the VM: %m");
	if (!m->high_size)
		return;
	region = (struct kvm_userspace_memory_region){
		.slot = 1, .guest_phys_addr = 1ull << 32, .memory_size = m->high_size,
		.userspace_addr = (uintptr_t)m->low + m->low_size,
	};
	if (ioctl(m->vm, KVM_SET_USER_MEMORY_REGION, &region))
		fail("memory above 4 GiB: %m");
}

static void create_cpu(struct cpu *cpu, struct machine *m, unsigned int index)
{
	struct kvm_cpuid2 *cpuid = cpu__describe(m, index);
	struct kvm_enable_cap synic = { .cap = KVM_CAP_HYPERV_SYNIC2 };

	*cpu = (struct cpu){ .machine = m, .index = index };
	cpu->fd = ioctl(m->vm, KVM_CREATE_VCPU, index);
	if (cpu->fd < 0)
		fail("vCPU %u: %m", index);
	cpu->run = mmap(NULL, ioctl(m->kvm, KVM_GET_VCPU_MMAP_SIZE, 0), PROT_READ | PROT_WRITE,
			MAP_SHARED, cpu->fd, 0);
	if (cpu->run == MAP_FAILED || ioctl(cpu->fd, KVM_SET_CPUID2, cpuid))
		fail("vCPU %u: %m", index);
	free(cpuid);
	if (strstr(m->cpu, "hv_passthrough") && ioctl(cpu->fd, KVM_ENABLE_CAP, &synic))
		skip("this KVM has no SynIC");
}

/* The boot vCPU: 32-bit, flat, as a multiboot loader leaves it. The others wait for SIPI. */
static void set_boot_state(const struct cpu *cpu, uint32_t entry)
{
	struct kvm_segment code = {
		.limit = 0xffffffff, .selector = 8, .type = 0xb, .present = 1, .db = 1, .s = 1, .g = 1,
	}, data = code;
	struct kvm_regs regs = {
		.rip = entry, .rax = 0x2badb002, .rbx = image__information(), .rflags = 2,
	};
	struct kvm_sregs sregs;

	data.selector = 16;
	data.type = 3;
	if (ioctl(cpu->fd, KVM_GET_SREGS, &sregs))
		fail("KVM_GET_SREGS: %m");
	sregs.cs = code;
	sregs.ds = sregs.es = sregs.fs = sregs.gs = sregs.ss = data;
	sregs.cr0 = 0x11;
	if (ioctl(cpu->fd, KVM_SET_SREGS, &sregs) || ioctl(cpu->fd, KVM_SET_REGS, &regs))
		fail("the first state: %m");
}

static void *run_cpu(void *arg)
{
	struct cpu *cpu = arg;

	cpu__run(cpu->machine, cpu->index, cpu->fd, cpu->run);
	return NULL;
}

/* "FILE=TEXT": of a module's parameter. */
static void check(char *text)
{
	char *wanted = strchr(text, '='), has[64] = "";
	FILE *f;

	if (!wanted)
		return;
	*wanted++ = 0;
	f = fopen(text, "re");
	if (!f || !fgets(has, sizeof(has), f) || strncmp(has, wanted, strlen(wanted)))
		skip("%s is not %s", text, wanted);
	fclose(f);
}

/* "128" MiB, or "4g". */
static void set_memory(struct machine *m, const char *text)
{
	char *unit;
	uint64_t size = strtoull(text, &unit, 10) * (*unit == 'g' || *unit == 'G' ? 1024 : 1) * KUT_MIB;

	m->low_size = size < LOW_MAX ? size : LOW_MAX;
	m->high_size = size - m->low_size;
}

/* kvmclock_test is told the time when it begins, as its shell would. */
static const char *expand(const char *text)
{
	const char *date = strstr(text, "`date +%s`");
	char *expanded;

	if (!date || asprintf(&expanded, "%.*s%ld%s", (int)(date - text), text, (long)time(NULL),
			      date + strlen("`date +%s`")) < 0)
		return text;
	return expanded;
}

/* As QEMU's, of which the images' list has them. */
static void read_options(struct machine *m, char **argv)
{
	*m = (struct machine){ .nr_cpus = 1, .cpu = "max", .arguments = "" };
	set_memory(m, "128");
	for (argv++; argv[0] && argv[0][0] == '-' && argv[1]; argv += 2) {
		if (!strcmp(argv[0], "-smp"))
			m->nr_cpus = atoi(argv[1]);
		else if (!strcmp(argv[0], "-m"))
			set_memory(m, argv[1]);
		else if (!strcmp(argv[0], "-cpu"))
			m->cpu = argv[1];
		else if (!strcmp(argv[0], "-append"))
			m->arguments = expand(argv[1]);
		else if (!strcmp(argv[0], "-machine") && !strcmp(argv[1], "pit=off"))
			m->no_pit = true;
		else if (!strcmp(argv[0], "-check"))
			check(argv[1]);
		else
			skip("needs QEMU's %s %s", argv[0], argv[1]);
	}
	m->image = argv[0];
	if (!m->image || !m->nr_cpus || m->nr_cpus > KUT_MAX_CPUS || !m->low_size)
		fail("usage: vcpu-kut [-smp N] [-m MIB] [-cpu CPU] [-check FILE=TEXT]... [-append ARGUMENTS] IMAGE");
}

int main(int argc, char **argv)
{
	struct cpu cpus[KUT_MAX_CPUS];
	struct machine m;
	unsigned int i;

	(void)argc;
	setvbuf(stdout, NULL, _IOLBF, 0);	/* who is killed leaves what it has said */
	read_options(&m, argv);
	machine__create(&m);
	for (i = 0; i < m.nr_cpus; i++)
		create_cpu(&cpus[i], &m, i);
	set_boot_state(&cpus[0], image__load(&m));
	for (i = 1; i < m.nr_cpus; i++)
		pthread_create(&cpus[i].thread, NULL, run_cpu, &cpus[i]);
	run_cpu(&cpus[0]);
	return EXIT_FAIL;
}
