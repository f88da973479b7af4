/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * userfault.h - memory whose pages do not come until the test says so: whoever
 * touches it, the kernel on behalf of an ioctl or of a guest, waits.
 */
#ifndef TESTS_USERFAULT_H
#define TESTS_USERFAULT_H

#include <stdbool.h>

/**
 * struct userfault - a page
 * @fd:		what the kernel reports accesses by
 * @page:	its address
 */
struct userfault {
	int fd;
	void *page;
};

/** userfault__works() - does this kernel have userfaultfd? */
bool userfault__works(void);

/** userfault__create() - a page that is missing */
void userfault__create(struct userfault *u);

/** userfault__take_event() - has another thread come to wait for the page since? */
bool userfault__take_event(struct userfault *u);

/** userfault__resolve() - the page is there, empty; all who wait go on */
void userfault__resolve(struct userfault *u);

#endif
