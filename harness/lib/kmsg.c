// SPDX-License-Identifier: GPL-2.0-only
/*
 * kmsg.c - read /dev/kmsg (Documentation/ABI/testing/dev-kmsg) and find the
 * lines with which a kernel says that something is wrong with it.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "kernel-log.h"
#include "kmsg.h"

#define RECORD_SIZE	8192	/* more than the kernel's longest record */
#define FACILITY_MASK	~7	/* priority = facility * 8 + level; the kernel's own is 0 */

int kmsg__open(void)
{
	int fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	if (fd >= 0)
		lseek(fd, 0, SEEK_END);
	return fd;
}

/* "priority,sequence,time,flags;text\n key=value...": the text of the kernel. */
static char *record_text(char *record, ssize_t length)
{
	char *text;
	int priority = 0;

	record[length] = 0;
	if (sscanf(record, "%d", &priority) != 1 || priority & FACILITY_MASK)
		return NULL;
	text = strchr(record, ';');
	if (text)
		text[1 + strcspn(text + 1, "\n")] = 0;
	return text ? text + 1 : NULL;
}

int kmsg__check(int fd, char *first, size_t size, FILE *log)
{
	char record[RECORD_SIZE + 1], *text;
	int found = 0;
	ssize_t length;

	while (fd >= 0) {
		length = read(fd, record, RECORD_SIZE);
		if (length < 0 && errno == EPIPE)
			continue;		/* records were overwritten: read on */
		if (length <= 0)
			break;
		text = record_text(record, length);
		if (!text || (!found && !is_complaint(text)))
			continue;
		if (!found)
			snprintf(first, size, "%s", text);
		found = 1;
		if (log)
			fprintf(log, "# log: %s\n", text);
	}
	return found;
}
