// SPDX-License-Identifier: GPL-2.0-only
/*
 * main.c - vcpuscale-testbed: measure two kernels in emulated machines.
 *
 * The rounds are shared out to jobs of two. A job is one boot in which the
 * modules of both kernels alternate; jobs run side by side where there are the
 * cores for it. Which rounds share a boot does not depend on the cores: so the
 * same measurement on another machine executes the same instructions.
 */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "artifacts.h"
#include "fatal.h"
#include "machine.h"
#include "progress.h"
#include "stage.h"
#include "store.h"

#define MAX_MACHINES	64
#define POLL_MS		500

static struct machine_options setup;
static struct matrix matrix;
static struct machine machines[MAX_MACHINES];
static char cpu[VALUE_SIZE];
static volatile sig_atomic_t signalled;

static void on_signal(int sig)
{
	signalled = sig;
}

static void cleanup(void)
{
	unsigned int i;

	progress__clear();
	for (i = 0; i < MAX_MACHINES; i++)
		machine__kill(&machines[i]);
	stage__remove(setup.build);
}

static void cleanup_all(void)
{
	cleanup();
	artifacts__remove(&setup);
}

static void watch_signals(void)
{
	struct sigaction action = { .sa_handler = on_signal };

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
	/* make is gone: nobody is left to read the results' paths. */
	prctl(PR_SET_PDEATHSIG, SIGTERM);
}

static void __attribute__((noreturn)) end_by_signal(void)
{
	cleanup_all();
	fprintf(stderr, "vcpuscale: interrupted by %s: nothing was stored\n", strsignal(signalled));
	signal(signalled, SIG_DFL);
	raise(signalled);
	exit(2);
}

static bool job_open(const struct job *job)
{
	unsigned int i, cell;
	int side;

	for (i = 0; i < job->nr_rounds; i++)
		for (side = 0; side < (int)setup.nr_sides; side++)
			for (cell = 0; cell < matrix.nr_cells; cell++)
				if (matrix__open(&matrix, side, job->rounds[i], cell))
					return true;
	return false;
}

static unsigned int make_jobs(struct job *jobs)
{
	unsigned int round, n = 0;

	for (round = 1; round <= setup.rounds; round++) {
		struct job *job = &jobs[(round - 1) / JOB_ROUNDS];

		n = (round - 1) / JOB_ROUNDS + 1;
		job->first = (n - 1) % setup.nr_sides;
		job->rounds[job->nr_rounds++] = round;
	}
	return n;
}

static bool start_machines(struct job *jobs, unsigned int nr_jobs)
{
	bool busy = false;
	unsigned int i, j;

	for (i = 0; i < setup.machines && i < MAX_MACHINES; i++) {
		for (j = 0; j < nr_jobs && !machines[i].pid; j++)
			if (!jobs[j].running && job_open(&jobs[j]))
				machine__boot(&machines[i], &jobs[j], &setup, &matrix);
		busy |= machines[i].pid > 0;
	}
	return busy;
}

static void wait_for_machines(void)
{
	struct pollfd fds[MAX_MACHINES];
	unsigned int i, n = 0;

	for (i = 0; i < MAX_MACHINES; i++)
		if (machines[i].pid)
			fds[n++] = (struct pollfd){ .fd = machines[i].channel, .events = POLLIN };
	poll(fds, n, POLL_MS);
}

static void serve_machines(void)
{
	unsigned int i;

	for (i = 0; i < MAX_MACHINES; i++) {
		struct machine *vm = &machines[i];

		if (!vm->pid || machine__hear(vm, &setup, &matrix))
			continue;
		progress__clear();
		machine__kill(vm);
		if (vm->cpu[0])
			memcpy(cpu, vm->cpu, sizeof(cpu));
		machine__conclude(vm, &setup, &matrix);
	}
}

static void measure(void)
{
	struct job *jobs = fatal__calloc(setup.rounds, sizeof(*jobs));
	unsigned int nr_jobs = make_jobs(jobs);

	while (start_machines(jobs, nr_jobs)) {
		wait_for_machines();
		if (signalled)
			end_by_signal();
		serve_machines();
		progress__show(&setup, &matrix, machines, MAX_MACHINES);
	}
	free(jobs);
}

int main(int argc, char **argv)
{
	static char names[MAX_BENCHES][NAME_SIZE];

	machine_options__parse(&setup, argc, argv);
	matrix__create(&matrix, names, machine_options__benches(&setup, names), setup.sizes,
		       setup.nr_sizes, setup.rounds);
	matrix.nr_sides = setup.nr_sides;
	stage__prepare(setup.build);
	fatal__cleanup = cleanup_all;
	watch_signals();
	measure();
	cleanup();
	store__write(&setup, &matrix, cpu);
	return fflush(stdout) ? 2 : 0;
}
