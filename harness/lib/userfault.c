// SPDX-License-Identifier: GPL-2.0-only
/* userfault.c - pages that come when somebody serves them. */
#include <errno.h>
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "userfault.h"

static int watch_pages(struct userfault *u)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register where = {
		.mode = UFFDIO_REGISTER_MODE_MISSING,
		.range = { .start = (unsigned long)u->pages, .len = u->size },
	};

	u->fd = syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);
	if (u->fd < 0)
		return -errno;
	return ioctl(u->fd, UFFDIO_API, &api) || ioctl(u->fd, UFFDIO_REGISTER, &where) ? -errno : 0;
}

bool userfault__works(void)
{
	int fd = syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		return errno != ENOSYS;
	close(fd);
	return true;
}

int userfault__create(struct userfault *u, unsigned int nr_pages)
{
	int err;

	u->fd = -1;
	u->size = nr_pages * USERFAULT_PAGE;
	u->pages = mmap(NULL, u->size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (u->pages == MAP_FAILED)
		return -errno;
	err = watch_pages(u);
	if (err) {
		if (u->fd >= 0)
			close(u->fd);
		munmap(u->pages, u->size);
	}
	return err;
}

char *userfault__take_event(struct userfault *u)
{
	struct uffd_msg message;

	if (read(u->fd, &message, sizeof(message)) != sizeof(message) ||
	    message.event != UFFD_EVENT_PAGEFAULT)
		return NULL;
	return (char *)(message.arg.pagefault.address & -USERFAULT_PAGE);
}

int userfault__resolve(struct userfault *u, char *page)
{
	struct uffdio_zeropage zero = {
		.range = { .start = (unsigned long)page, .len = USERFAULT_PAGE },
	};

	return ioctl(u->fd, UFFDIO_ZEROPAGE, &zero) ? -errno : 0;
}
