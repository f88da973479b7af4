// SPDX-License-Identifier: GPL-2.0-only
/*
 * head.c - what is the same at the head of every results file, whoever measures.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "head.h"

void head__run_id(char *id, size_t size, time_t now)
{
	char stamp[32];

	strftime(stamp, sizeof(stamp), "%Y%m%dT%H%M%SZ", gmtime(&now));
	snprintf(id, size, "%s-%04lx", stamp, random() & 0xffff);
}

int head__read_kernel(const char *path, char *lines, size_t size, char name[HEAD_NAME_SIZE])
{
	FILE *f = fopen(path, "re");
	const char *line;
	size_t n;

	if (!f)
		return -errno;
	n = fread(lines, 1, size - 1, f);
	lines[n] = 0;
	fclose(f);
	line = strstr(lines, "kernel: ");
	return line && sscanf(line, "kernel: %127s", name) == 1 ? 0 : -ENODATA;
}
