/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * userfault.h - memory whose pages do not come until somebody serves them: whoever
 * touches it, the kernel on behalf of an ioctl or of a guest, waits.
 */
#ifndef LIB_USERFAULT_H
#define LIB_USERFAULT_H

#include <stdbool.h>
#include <stddef.h>

#define USERFAULT_PAGE	4096ul

/**
 * struct userfault - some pages
 * @fd:		what the kernel reports accesses by; whoever waits goes on, with empty
 *		pages, when this is closed
 * @pages:	their address
 * @size:	in bytes
 */
struct userfault {
	int fd;
	char *pages;
	size_t size;
};

/** userfault__works() - does this kernel have userfaultfd? */
bool userfault__works(void);

/**
 * userfault__create() - @nr_pages that are missing
 *
 * They stay mapped, and @u->fd open, until the process ends or the caller says
 * otherwise.
 *
 * Return: 0 or a negative errno: the kernel has no userfaultfd, or not for this user.
 */
int userfault__create(struct userfault *u, unsigned int nr_pages);

/**
 * userfault__take_event() - has a thread come to wait for a page since?
 *
 * Return: the page, or NULL.
 */
char *userfault__take_event(struct userfault *u);

/**
 * userfault__resolve() - the page is there, empty; all who wait for it go on
 *
 * Return: 0 or a negative errno.
 */
int userfault__resolve(struct userfault *u, char *page);

#endif
