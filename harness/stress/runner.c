// SPDX-License-Identifier: GPL-2.0-only
/* runner.c - enter vCPUs that other threads use or close meanwhile. */
#include <errno.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "stress.h"

/*
 * With a descriptor of its own, or with the one that others may close now; with
 * the shared page mapped or not. All of these hold the vCPU, or fail to.
 */
int runner__run(struct life *life, struct rand *r)
{
	bool brief = rand__chance(r, 30), own = rand__chance(r, 50);
	unsigned int turns = brief ? 1 : 1 + rand__below(r, 40);
	int shared = life__vcpu(life, r);
	int fd = own && shared >= 0 ? dup(shared) : shared;
	void *page = MAP_FAILED;

	if (fd < 0)
		return -1;
	if (rand__chance(r, 30))
		page = mmap(NULL, life->run_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (rand__chance(r, 30))
		prepare__registers(fd, rand__below(r, life->nr_ids));
	while (turns-- && !life->stop) {
		if (!ioctl(fd, KVM_RUN, 0) || errno == EINTR)
			atomic_fetch_add(&life->board->entered, 1);
		else if (errno != EAGAIN)
			break;
	}
	if (own)
		close(fd);
	/* It may be here because another vCPU has just yielded to this one. */
	if (brief)
		life__close(life, shared);
	if (page != MAP_FAILED)
		munmap(page, life->run_size);
	return 0;
}
