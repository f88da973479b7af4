// SPDX-License-Identifier: GPL-2.0-only
/* ops-vcpu.c - vCPUs come and go. */
#include <errno.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "stress.h"

/* An id that exists already is refused, unless its vCPU is gone. */
int life__add_vcpu(struct life *life, struct rand *r, unsigned int id)
{
	int fd = ioctl(life->vm_fd, KVM_CREATE_VCPU, id);

	if (fd < 0)
		return -errno;
	prepare__vcpu(fd, id);
	life__put(life, r, fd);
	return 0;
}

static int create(struct life *life, struct rand *r)
{
	return life__add_vcpu(life, r, rand__below(r, life->nr_ids));
}

static int close_one(struct life *life, struct rand *r)
{
	unsigned int first = rand__below(r, MAX_SLOTS), i;
	int fd = -1;

	for (i = first; fd < 0 && i < first + MAX_SLOTS; i++)
		fd = atomic_exchange(&life->slots[i % MAX_SLOTS], -1);
	return fd < 0 ? -1 : close(fd);
}

/* The boot vCPU's id, over and over: it is closed and made again under all others. */
static int boot_vcpu(struct life *life, struct rand *r)
{
	int fd = ioctl(life->vm_fd, KVM_CREATE_VCPU, 0);

	if (fd < 0)
		return -errno;
	if (rand__chance(r, 50))
		prepare__vcpu(fd, 0);
	return close(fd);
}

/* Made, and closed at once while its creation may still be going on elsewhere. */
static int blink(struct life *life, struct rand *r)
{
	unsigned int id = rand__below(r, life->nr_ids), i;
	int fd;

	for (i = 0; i < 4; i++) {
		fd = ioctl(life->vm_fd, KVM_CREATE_VCPU, id);
		if (fd < 0)
			return -errno;
		close(fd);
	}
	return 0;
}

static int duplicate(struct life *life, struct rand *r)
{
	int fd = dup(life__vcpu(life, r));

	if (fd < 0)
		return -errno;
	life__put(life, r, fd);
	return 0;
}

/*
 * The descriptor that the next creation will get, closed as soon as it is there:
 * before the creating thread knows its number.
 */
static int guess(struct life *life, struct rand *r)
{
	int fd = dup(life->kvm_fd), tries = 1 + rand__below(r, 200);

	if (fd < 0)
		return -errno;
	close(fd);
	while (tries--)
		if (!close(fd))
			return 0;
	return -EAGAIN;
}

static int map(struct life *life, struct rand *r)
{
	int fd = life__vcpu(life, r);
	void *page;

	if (fd < 0)
		return -EBADF;
	page = mmap(NULL, life->run_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (page == MAP_FAILED)
		return -errno;
	page = atomic_exchange(&life->maps[rand__below(r, MAX_KEPT)], page);
	return page ? munmap(page, life->run_size) : 0;
}

static int unmap(struct life *life, struct rand *r)
{
	void *page = atomic_exchange(&life->maps[rand__below(r, MAX_KEPT)], NULL);

	return page ? munmap(page, life->run_size) : -1;
}

static int run(struct life *life, struct rand *r)
{
	return runner__run(life, r);
}

static const struct op ops[] STRESS_OPS = {
	{ "vcpu-create", 24, create },
	{ "vcpu-close", 16, close_one },
	{ "vcpu-boot", 4, boot_vcpu },
	{ "vcpu-blink", 4, blink },
	{ "vcpu-guess", 6, guess },
	{ "vcpu-dup", 4, duplicate },
	{ "vcpu-map", 4, map },
	{ "vcpu-unmap", 4, unmap },
	{ "vcpu-run", 8, run },
};
