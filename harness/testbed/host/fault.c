// SPDX-License-Identifier: GPL-2.0-only
/* fault.c - a step counter that all processes of a swap share. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fault.h"

static const struct {
	const char *name;
	int signal, worker, supervisor;
} actions[] = {
	{ "fail", 0, 0, 0 },
	{ "term", SIGTERM, 0, 1 },
	{ "int", SIGINT, 0, 1 },
	{ "hup", SIGHUP, 0, 1 },
	{ "kill-worker", SIGKILL, 1, 0 },
	{ "kill-supervisor", SIGKILL, 0, 1 },
	{ "kill-both", SIGKILL, 1, 1 },
};

pid_t fault__supervisor;
static unsigned int *counter;
static unsigned int at;
static unsigned int action;

int fault__init(const char *spec)
{
	char name[32];

	counter = mmap(NULL, sizeof(*counter), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
		       -1, 0);
	if (counter == MAP_FAILED)
		return -errno;
	if (!spec)
		return 0;
	if (sscanf(spec, "%u:%31s", &at, name) != 2 || !at)
		return -EINVAL;
	for (action = 0; action < sizeof(actions) / sizeof(actions[0]); action++)
		if (!strcmp(actions[action].name, name))
			return 0;
	return -EINVAL;
}

int fault__step(void)
{
	if (__atomic_add_fetch(counter, 1, __ATOMIC_SEQ_CST) != at)
		return 0;
	if (!actions[action].signal)
		return -EIO;
	if (actions[action].supervisor)
		kill(fault__supervisor, actions[action].signal);
	if (actions[action].worker)
		kill(getpid(), actions[action].signal);
	return 0;
}

unsigned int fault__steps(void)
{
	return __atomic_load_n(counter, __ATOMIC_SEQ_CST);
}
