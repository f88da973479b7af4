// SPDX-License-Identifier: GPL-2.0-only
/* userfault.c - a page that comes when the test says so. */
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "functional.h"
#include "userfault.h"

#define PAGE	4096

bool userfault__works(void)
{
	int fd = syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		return errno != ENOSYS;
	close(fd);
	return true;
}

void userfault__create(struct userfault *u)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register where = { .mode = UFFDIO_REGISTER_MODE_MISSING };

	u->fd = syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);
	EXPECT(u->fd >= 0, "userfaultfd: %s", strerror(errno));
	EXPECT(!ioctl(u->fd, UFFDIO_API, &api), "UFFDIO_API: %s", strerror(errno));
	u->page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	EXPECT(u->page != MAP_FAILED, "mmap: %s", strerror(errno));
	where.range.start = (unsigned long)u->page;
	where.range.len = PAGE;
	EXPECT(!ioctl(u->fd, UFFDIO_REGISTER, &where), "UFFDIO_REGISTER: %s", strerror(errno));
}

bool userfault__take_event(struct userfault *u)
{
	struct uffd_msg message;

	return read(u->fd, &message, sizeof(message)) == sizeof(message);
}

void userfault__resolve(struct userfault *u)
{
	struct uffdio_zeropage zero = {
		.range = { .start = (unsigned long)u->page, .len = PAGE },
	};

	EXPECT(!ioctl(u->fd, UFFDIO_ZEROPAGE, &zero), "UFFDIO_ZEROPAGE: %s", strerror(errno));
}
