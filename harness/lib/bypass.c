// SPDX-License-Identifier: GPL-2.0-only
/* bypass.c - eventfds with an IRQ bypass producer. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "bypass.h"

int bypass__create(struct bypass *b)
{
	char text[16];
	int length, err;

	b->file = open(BYPASS_FILE, O_RDWR | O_CLOEXEC);
	if (b->file < 0)
		return -errno;
	b->eventfd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	length = snprintf(text, sizeof(text), "%d", b->eventfd);
	if (b->eventfd >= 0 && write(b->file, text, length) == length)
		return 0;
	err = -errno;
	bypass__destroy(b);
	return err;
}

bool bypass__is_connected(const struct bypass *b)
{
	char text[2] = "";

	return read(b->file, text, sizeof(text)) == 2 && text[0] == '1';
}

void bypass__destroy(struct bypass *b)
{
	close(b->file);
	if (b->eventfd >= 0)
		close(b->eventfd);
}
