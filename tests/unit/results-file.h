/* SPDX-License-Identifier: GPL-2.0-only */
/* Results files for the tests, written from strings. */
#ifndef VCPUSCALE_TEST_RESULTS_FILE_H
#define VCPUSCALE_TEST_RESULTS_FILE_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define HEADER(kernel)						\
	"schema: vcpuscale/1\nrun: r1\nkernel: " kernel "\n"	\
	"kernel-id: 5d0c\ntestbed: emulated\nmachine: m\n"
#define EXACT	"Unit insns/op better=lower assume=exact\n"
#define TIMES	"Unit ns/op better=lower\n"

/* Write @text to @path, or to a new file if @path is NULL; its name. */
static inline const char *write_results(const char *path, const char *text)
{
	static char name[64];
	FILE *file;
	int fd;

	if (!path) {
		snprintf(name, sizeof(name), "/tmp/vcpuscale-test-XXXXXX");
		fd = mkstemp(name);
		if (fd < 0)
			abort();
		close(fd);
		path = name;
	}
	file = fopen(path, "w");
	if (!file || fputs(text, file) < 0 || fclose(file))
		abort();
	return path;
}

#endif
