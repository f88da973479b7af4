// SPDX-License-Identifier: GPL-2.0-only
/* perf-events.c - the events that are worth counting, and those that are there. */
#include <linux/perf_event.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "perf-events.h"

#define DTLB_READ_MISS	(PERF_COUNT_HW_CACHE_DTLB | PERF_COUNT_HW_CACHE_OP_READ << 8 | \
			 PERF_COUNT_HW_CACHE_RESULT_MISS << 16)
#define TRACING		"/sys/kernel/tracing/events/"

/* By the PMU. Two of them have counters of their own on most CPUs, so that all fit. */
static const struct {
	const char *name;
	unsigned int type;
	unsigned long long config;
} hardware[] = {
	{ "cycles", PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES },
	{ "instructions", PERF_TYPE_HARDWARE, PERF_COUNT_HW_INSTRUCTIONS },
	{ "cache-misses", PERF_TYPE_HARDWARE, PERF_COUNT_HW_CACHE_MISSES },
	{ "branch-misses", PERF_TYPE_HARDWARE, PERF_COUNT_HW_BRANCH_MISSES },
	{ "dTLB-load-misses", PERF_TYPE_HW_CACHE, DTLB_READ_MISS },
};

/* Without a PMU: what the kernel counts itself. */
static const char * const software[] = {
	"task-clock", "context-switches", "page-faults",
};
static const char * const tracepoints[] = {
	"kvm_exit", "kvm_apic_ipi", "kvm_apic_accept_irq", "kvm_vcpu_wakeup",
};

static char list[512], missing[256];
static bool have_pmu;

static bool opens(unsigned int type, unsigned long long config)
{
	struct perf_event_attr attr = {
		.type = type,
		.size = sizeof(attr),
		.config = config,
		.disabled = 1,
	};
	int fd = syscall(SYS_perf_event_open, &attr, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static void add(char *to, size_t size, const char *between, const char *prefix, const char *name)
{
	size_t used = strlen(to);

	snprintf(to + used, size - used, "%s%s%s", used ? between : "", prefix, name);
}

static void find_tracepoints(void)
{
	char path[128];
	size_t i;

	for (i = 0; i < sizeof(tracepoints) / sizeof(tracepoints[0]); i++) {
		snprintf(path, sizeof(path), TRACING "kvm/%s/id", tracepoints[i]);
		if (!access(path, R_OK))
			add(list, sizeof(list), ",", "kvm:", tracepoints[i]);
		else
			add(missing, sizeof(missing), ", ", "kvm:", tracepoints[i]);
	}
}

void perf_events__find(void)
{
	size_t i;

	for (i = 0; i < sizeof(hardware) / sizeof(hardware[0]); i++) {
		if (opens(hardware[i].type, hardware[i].config)) {
			add(list, sizeof(list), ",", "", hardware[i].name);
			have_pmu |= !i;
		} else {
			add(missing, sizeof(missing), ", ", "", hardware[i].name);
		}
	}
	if (have_pmu)
		return;		/* tracepoints would be part of what the PMU counts */
	for (i = 0; i < sizeof(software) / sizeof(software[0]); i++)
		add(list, sizeof(list), ",", "", software[i]);
	find_tracepoints();
}

const char *perf_events__list(void)
{
	return list;
}

const char *perf_events__sampling(void)
{
	return have_pmu ? "cycles" : "cpu-clock";
}

const char *perf_events__missing(void)
{
	return missing;
}

/* "17,,kvm:kvm_exit,..." or "0.81,msec,task-clock,...", and "<not counted>,,..." */
static void parse_line(struct perf *perf, char *line)
{
	struct perf_count *count = &perf->counts[perf->nr_counts];
	char *value = strsep(&line, ","), *unit = strsep(&line, ","), *event = strsep(&line, ",");
	char *end, *colon;
	double number;

	if (!event || !*event || perf->nr_counts == PERF_MAX_EVENTS)
		return;
	number = strtod(value, &end);
	if (end == value || *end)
		return;		/* not counted: no number then */
	colon = strchr(event, ':');
	if (colon && !strncmp(event, "kvm:", 4))
		event = colon + 1;
	event[strcspn(event, ":")] = 0;		/* cycles:u, where the kernel may not be seen */
	if (!strcmp(unit, "msec")) {
		number *= 1e6;
		snprintf(count->unit, sizeof(count->unit), "%.40s-ns/op", event);
	} else {
		snprintf(count->unit, sizeof(count->unit), "%.40s/op", event);
	}
	count->value = number / perf->ops;
	perf->nr_counts++;
}

void perf_events__parse(struct perf *perf, FILE *log)
{
	char line[512];

	perf->nr_counts = 0;
	while (fgets(line, sizeof(line), log)) {
		line[strcspn(line, "\n")] = 0;
		if (line[0] && line[0] != '#')
			parse_line(perf, line);
		if (!perf->nr_counts && line[0] && !perf->failure[0])
			snprintf(perf->failure, sizeof(perf->failure), "perf: %.200s", line);
	}
	if (perf->nr_counts)
		perf->failure[0] = 0;
	else if (!perf->failure[0])
		snprintf(perf->failure, sizeof(perf->failure), "perf stat has counted nothing");
}
