// SPDX-License-Identifier: GPL-2.0-only
/*
 * probes.c - how often functions of KVM's are called, by the kernel's own probes. Of
 * functions that return a value, an event counts those calls that returned it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "guest.h"

#define TRACING		"/sys/kernel/tracing/"
#define MAX_PROBES	96

/**
 * struct probe - a function that is counted
 * @name:	as in the list
 * @value:	that it returns, or NULL
 */
struct probe {
	char name[64];
	char *value;
};

static struct probe probes[MAX_PROBES];
static unsigned int nr_probes;

static int write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC), err = 0;

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		err = -errno;
	if (fd >= 0)
		close(fd);
	return err;
}

/* Events are p0, p1 ...: a function may be counted in two ways. */
static int set(unsigned int index, const char *prefix)
{
	struct probe *probe = &probes[index];
	char text[256], path[128];
	int err;

	if (probe->value)
		snprintf(text, sizeof(text), "r:p%u %s%s value=$retval:u8", index, prefix, probe->name);
	else
		snprintf(text, sizeof(text), "p:p%u %s%s", index, prefix, probe->name);
	err = write_text(TRACING "kprobe_events", text);
	if (err)
		return err;
	if (*prefix)
		printf("renamed %s\n", probe->name);
	if (probe->value) {
		snprintf(path, sizeof(path), TRACING "events/kprobes/p%u/trigger", index);
		snprintf(text, sizeof(text), "hist:keys=value");
		err = write_text(path, text);
	}
	snprintf(path, sizeof(path), TRACING "events/kprobes/p%u/enable", index);
	return err ? err : write_text(path, "1");
}

int probes__set(const char *path, struct why *why)
{
	char line[64];
	FILE *list = fopen(path, "re");

	if (!list)
		return why__set(why, errno, "%s: %s", path, strerror(errno));
	mount("tracefs", TRACING, "tracefs", 0, NULL);
	if (access(TRACING "kprobe_events", W_OK)) {
		fclose(list);
		return why__set(why, errno, "this kernel has no probes: give KCONFIG= with CONFIG_KPROBES=y and CONFIG_KPROBE_EVENTS=y");
	}
	while (nr_probes < MAX_PROBES && fscanf(list, "%63s", line) == 1) {
		struct probe *probe = &probes[nr_probes];

		memcpy(probe->name, line, sizeof(line));
		probe->value = strchr(probe->name, '=');
		if (probe->value)
			*probe->value++ = 0;
		if (!set(nr_probes, "") || !set(nr_probes, "__"))
			nr_probes++;
		else
			printf("absent %s\n", line);
	}
	fclose(list);
	return 0;
}

void probes__clear(void)
{
	char path[128];
	unsigned int i;

	for (i = 0; i < nr_probes; i++) {
		snprintf(path, sizeof(path), TRACING "events/kprobes/p%u/enable", i);
		write_text(path, "0");
		if (!probes[i].value)
			continue;
		snprintf(path, sizeof(path), TRACING "events/kprobes/p%u/trigger", i);
		write_text(path, "!hist:keys=value");
	}
	for (i = 0; i < nr_probes; i++) {
		snprintf(path, sizeof(path), "-:p%u", i);
		write_text(TRACING "kprobe_events", path);
	}
	nr_probes = 0;
}

/* "  p3          1234      0": all calls. */
static void print_calls(const char *phase)
{
	unsigned long long hits;
	unsigned int index;
	char line[256];
	FILE *profile = fopen(TRACING "kprobe_profile", "re");

	while (profile && fgets(line, sizeof(line), profile))
		if (sscanf(line, " p%u %llu", &index, &hits) == 2 && index < nr_probes &&
		    !probes[index].value)
			printf("hits %s %s %llu\n", phase, probes[index].name, hits);
	if (profile)
		fclose(profile);
}

/* "{ value:          0 } hitcount:          5" */
static void print_values(const char *phase, unsigned int index)
{
	unsigned long long value, count, hits = 0;
	char line[256];
	FILE *hist;

	snprintf(line, sizeof(line), TRACING "events/kprobes/p%u/hist", index);
	hist = fopen(line, "re");
	while (hist && fgets(line, sizeof(line), hist))
		if (sscanf(line, " { value: %llu } hitcount: %llu", &value, &count) == 2 &&
		    value == strtoull(probes[index].value, NULL, 0))
			hits = count;
	if (hist)
		fclose(hist);
	printf("hits %s %s=%s %llu\n", phase, probes[index].name, probes[index].value, hits);
}

void probes__print(const char *phase)
{
	unsigned int i;

	print_calls(phase);
	for (i = 0; i < nr_probes; i++)
		if (probes[i].value)
			print_values(phase, i);
	fflush(stdout);
}
