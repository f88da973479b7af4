// SPDX-License-Identifier: GPL-2.0-only
/*
 * environment.c - frequency, SMT, mitigations, load: reported, never changed.
 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "environment.h"

#define CPUS	"/sys/devices/system/cpu/"

static int read_text(const char *path, char *text, size_t size)
{
	FILE *f = fopen(path, "re");
	int found = f && fgets(text, size, f);

	if (!found)
		text[0] = 0;
	if (f)
		fclose(f);
	text[strcspn(text, "\n")] = 0;
	return found;
}

/* The governor of all CPUs; "mixed" if they differ. */
static void read_governor(char *text, size_t size)
{
	long cpu, nr = sysconf(_SC_NPROCESSORS_CONF);
	char path[128], one[64];

	snprintf(text, size, "unknown");
	for (cpu = 0; cpu < nr; cpu++) {
		snprintf(path, sizeof(path), CPUS "cpu%ld/cpufreq/scaling_governor", cpu);
		if (!read_text(path, one, sizeof(one)))
			continue;
		if (!strcmp(text, "unknown"))
			snprintf(text, size, "%s", one);
		else if (strcmp(text, one))
			snprintf(text, size, "mixed");
	}
}

static void read_turbo(char *text, size_t size)
{
	char value[16];

	if (read_text(CPUS "intel_pstate/no_turbo", value, sizeof(value)))
		snprintf(text, size, "%s", value[0] == '0' ? "on" : "off");
	else if (read_text(CPUS "cpufreq/boost", value, sizeof(value)))
		snprintf(text, size, "%s", value[0] == '1' ? "on" : "off");
	else
		snprintf(text, size, "unknown");
}

static void read_smt(char *text, size_t size)
{
	char value[16];

	if (read_text(CPUS "smt/active", value, sizeof(value)))
		snprintf(text, size, "%s", value[0] == '1' ? "on" : "off");
	else
		snprintf(text, size, "unknown");
}

/* How many of the CPU's weaknesses the kernel works around, and how many not. */
static void read_mitigations(char *text, size_t size)
{
	unsigned int mitigated = 0, vulnerable = 0;
	char path[512], line[256];
	struct dirent *entry;
	DIR *dir = opendir(CPUS "vulnerabilities");

	while (dir && (entry = readdir(dir))) {
		snprintf(path, sizeof(path), CPUS "vulnerabilities/%s", entry->d_name);
		if (entry->d_name[0] == '.' || !read_text(path, line, sizeof(line)))
			continue;
		mitigated += !!strstr(line, "Mitigation");
		vulnerable += !strncmp(line, "Vulnerable", 10);
	}
	if (dir)
		closedir(dir);
	snprintf(text, size, "%u on, %u vulnerable", mitigated, vulnerable);
	if (!dir)
		snprintf(text, size, "unknown");
}

static void read_load(char *text, size_t size)
{
	if (!read_text("/proc/loadavg", text, size))
		snprintf(text, size, "unknown");
	text[strcspn(text, " ")] = 0;
}

static void read_isolated(char *text, size_t size)
{
	if (!read_text(CPUS "isolated", text, size) || !text[0])
		snprintf(text, size, "none");
}

static const struct {
	const char *key;
	void (*read)(char *text, size_t size);
} settings[] = {
	{ "governor", read_governor },
	{ "turbo", read_turbo },
	{ "smt", read_smt },
	{ "mitigations", read_mitigations },
	{ "isolated-cpus", read_isolated },
	{ "load", read_load },
};

void environment__print(FILE *out)
{
	char text[128];
	size_t i;

	for (i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
		settings[i].read(text, sizeof(text));
		fprintf(out, "%s: %s\n", settings[i].key, text);
	}
	environment__warn(out, "# warning: ");
}

void environment__warn(FILE *out, const char *prefix)
{
	char text[128];

	read_governor(text, sizeof(text));
	if (strcmp(text, "unknown") && strcmp(text, "performance"))
		fprintf(out, "%sthe CPUs' frequency varies (governor %s): set the governor to performance\n",
			prefix, text);
	read_turbo(text, sizeof(text));
	if (!strcmp(text, "on"))
		fprintf(out, "%sturbo is on: the frequency depends on temperature and on other cores\n",
			prefix);
	read_smt(text, sizeof(text));
	if (!strcmp(text, "on"))
		fprintf(out, "%sSMT is on: a sibling shares the core with what is measured\n", prefix);
	read_load(text, sizeof(text));
	if (atof(text) >= 0.5)
		fprintf(out, "%sother load on this machine (load average %s)\n", prefix, text);
}
