// SPDX-License-Identifier: GPL-2.0-only
/*
 * main.c - vcpuscale-guest VCPUS[,plain]: boot a Linux guest, and count how often it takes
 * KVM's paths. Runs in an emulated machine, which holds
 *
 *	/guest/vmlinuz, /guest/initramfs	the guest
 *	/guest/functions			what is counted, see probes__set()
 *	/guest/cmdline				the kernel's command line
 *
 * "plain": it is offered KVM's clock, and nothing else that is paravirtual.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "guest.h"

#define SECONDS		3000	/* of the machine's own time */
#define TSS_ADDR	0xfffbd000

static struct linux_guest guest = {
	.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER,
};

static int fail(struct why *why, const char *what)
{
	return why__set(why, errno, "%s: %s", what, strerror(errno));
}

static int create_vm(struct why *why)
{
	struct kvm_userspace_memory_region memory = { .memory_size = LINUX_GUEST_MEMORY };
	struct kvm_pit_config pit = { .flags = KVM_PIT_SPEAKER_DUMMY };

	guest.kvm_fd = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	guest.fd = guest.kvm_fd < 0 ? -1 : ioctl(guest.kvm_fd, KVM_CREATE_VM, 0);
	if (guest.fd < 0)
		return fail(why, "/dev/kvm");
	guest.mem = mmap(NULL, LINUX_GUEST_MEMORY, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (guest.mem == MAP_FAILED)
		return fail(why, "guest memory");
	memory.userspace_addr = (uintptr_t)guest.mem;
	guest.run_size = ioctl(guest.kvm_fd, KVM_GET_VCPU_MMAP_SIZE, 0);
	if (ioctl(guest.fd, KVM_SET_TSS_ADDR, TSS_ADDR) || ioctl(guest.fd, KVM_CREATE_IRQCHIP, 0) ||
	    ioctl(guest.fd, KVM_CREATE_PIT2, &pit))
		return fail(why, "interrupt controllers");
	if (ioctl(guest.fd, KVM_SET_USER_MEMORY_REGION, &memory))
		return fail(why, "KVM_SET_USER_MEMORY_REGION");
	return 0;
}

static int parse(const char *text, struct why *why)
{
	char *end;
	unsigned long n = strtoul(text, &end, 10);

	if (n < 1 || n > LINUX_GUEST_VCPUS || (*end && strcmp(end, ",plain")))
		return why__set(why, EINVAL, "%s: give 1 to %u vCPUs, and \",plain\" or nothing",
				text, LINUX_GUEST_VCPUS);
	guest.nr_vcpus = n;
	guest.paravirtual = !*end;
	return 0;
}

static int load(struct why *why)
{
	char cmdline[1024] = "";
	FILE *file = fopen("/guest/cmdline", "re");

	if (!file || !fgets(cmdline, sizeof(cmdline), file))
		fail(why, "/guest/cmdline");
	if (file)
		fclose(file);
	cmdline[strcspn(cmdline, "\n")] = 0;
	return why->text[0] ? -EIO :
	       linux_guest__load(&guest, "/guest/vmlinuz", "/guest/initramfs", cmdline, why);
}

int main(int argc, char **argv)
{
	struct why why = { "" };
	unsigned int i;
	int err;

	setvbuf(stdout, NULL, _IOLBF, 0);
	err = parse(argc == 2 ? argv[1] : "", &why);
	printf("guest %s\n", argc == 2 ? argv[1] : "");
	if (!err)
		err = probes__set("/guest/functions", &why);
	if (!err)
		err = create_vm(&why);
	if (!err)
		err = load(&why);
	for (i = 0; i < guest.nr_vcpus && !err; i++)
		err = linux_guest__setup_vcpu(&guest, i, &why);
	if (!err)
		err = linux_guest__run(&guest, SECONDS, &why);
	probes__clear();
	if (err)
		printf("vcpuscale: vcpuscale-guest: %s\n", why.text);
	fflush(stdout);
	_exit(err ? 2 : 0);
}
