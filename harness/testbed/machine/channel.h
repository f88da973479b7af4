/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * channel.h - how process 1 of a machine speaks to the one that started it: by a
 * debug port of the machine, byte by byte, without a driver or a buffer.
 */
#ifndef TESTBED_MACHINE_CHANNEL_H
#define TESTBED_MACHINE_CHANNEL_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/io.h>

/** CHANNEL_PORT - QEMU's isa-debugcon */
#define CHANNEL_PORT	0xe9

/**
 * CHANNEL_SYMBOLS - what a read of the port gives where symbols are wanted, with a bit for
 * each side whose they are; else QEMU's own number, 0xe9. It asks a machine for more without
 * giving it another program, file or command line: it executes the same instructions until
 * it reads the port.
 */
#define CHANNEL_SYMBOLS	0x50

/** channel__open() - before anything is sent, by root; 0, or -1 with errno set */
static inline int channel__open(void)
{
	return ioperm(CHANNEL_PORT, 1, 1);
}

/** channel__symbols_wanted() - does somebody want the symbols of a side, 0 or 1? */
static inline bool channel__symbols_wanted(int side)
{
	unsigned char sides = inb(CHANNEL_PORT) ^ CHANNEL_SYMBOLS;

	return sides < 4 && sides & 1 << side;
}

/** channel__send() - @length bytes as they are */
static inline void channel__send(const char *bytes, size_t length)
{
	asm volatile("rep outsb" : "+S"(bytes), "+c"(length) : "d"(CHANNEL_PORT) : "memory");
}

/** channel__say() - a line, or part of one, as printf() makes it: 511 bytes at most */
static inline void __attribute__((format(printf, 1, 2))) channel__say(const char *fmt, ...)
{
	char line[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	channel__send(line, strlen(line));
}

#endif
