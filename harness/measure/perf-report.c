// SPDX-License-Identifier: GPL-2.0-only
/*
 * perf-report.c - perf.data as text, and the share of one function in it.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "perf-internal.h"

/* FILE.perf.data to FILE.txt */
static void name_report(char *path, size_t size, const char *data)
{
	const char *end = strstr(data, ".perf.data");

	snprintf(path, size, "%.*s.txt", (int)(end - data), data);
}

static int write_report(const char *data, const char *text)
{
	char command[1024];

	snprintf(command, sizeof(command),
		 "perf report -i '%s' --stdio --children --comms vcpuscale-run --percentage relative"
		 " -g none -F overhead_children,overhead,sym > '%s' 2> /dev/null", data, text);
	return system(command) ? -EIO : 0;
}

/* "    94.20%     3.10%  [k] kvm_vcpu_on_spin"; the compiler may add ".isra.0". */
static void read_line(const char *line, const char *path, double *share, unsigned long *samples)
{
	char symbol[128], count[32];
	double children, self;

	if (sscanf(line, "# Samples: %31s of event", count) == 1)
		*samples = strtod(count, NULL) * (strchr(count, 'K') ? 1000 : 1);
	if (sscanf(line, " %lf%% %lf%% [%*c] %127s", &children, &self, symbol) != 3)
		return;
	symbol[strcspn(symbol, ".")] = 0;
	if (!strcmp(symbol, path))
		*share += children;
}

int perf_report__write(const struct perf *perf, const char *path, double *share,
		       unsigned long *samples)
{
	char text[sizeof(perf->data)], line[512];
	FILE *f;

	name_report(text, sizeof(text), perf->data);
	if (write_report(perf->data, text))
		return -EIO;
	f = fopen(text, "re");
	if (!f)
		return -EIO;
	while (fgets(line, sizeof(line), f))
		read_line(line, path, share, samples);
	fclose(f);
	return *samples ? 0 : -EIO;
}
