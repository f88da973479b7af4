/* SPDX-License-Identifier: GPL-2.0-only */
/* watcher.h - tell what goes on to who watches all instructions; see guests/mark.h. */
#ifndef LIB_WATCHER_H
#define LIB_WATCHER_H

/**
 * watcher__tell() - a message, as printf() makes it: 127 bytes at most
 *
 * It is told by instructions that do nothing, and takes as many where nobody watches:
 * so it may stand between batches, but not in one.
 */
void __attribute__((format(printf, 1, 2))) watcher__tell(const char *fmt, ...);

#endif
