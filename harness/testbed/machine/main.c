// SPDX-License-Identifier: GPL-2.0-only
/*
 * main.c - vcpuscale-testbed: measure two kernels in emulated machines.
 *
 * The rounds are shared out to jobs of two. A job is one boot in which the
 * modules of both kernels alternate; jobs run side by side where there are the
 * cores for it. Kernels of two images alternate boot by boot. Which rounds share a
 * boot does not depend on the cores: so the same measurement on another machine
 * executes the same instructions. A cell that repeats is measured in one round of
 * each job, and in the others only where two jobs differ.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "artifacts.h"
#include "lib/command-line.h"
#include "machine.h"
#include "profile.h"
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
	fprintf(stderr, "vcpuscale: interrupted by %s: nothing was stored\n", strsignal(signalled));
	signal(signalled, SIG_DFL);
	raise(signalled);
	exit(2);
}

static bool job_open(const struct job *job)
{
	unsigned int i, cell;
	int side;

	for (i = 0; i < job->nr_rounds; i++) {
		for (side = 0; side < (int)setup.nr_sides; side++) {
			if (job->alone && side != job->first)
				continue;
			for (cell = 0; cell < matrix.nr_cells; cell++)
				if (matrix__is_open(&matrix, side, job->rounds[i], cell))
					return true;
		}
	}
	return false;
}

/* Rounds 1 and 2, then 3 and 4. Of two images a job each: A, B, then B, A. */
static unsigned int make_jobs(struct job *jobs)
{
	unsigned int round, copy, n = 0, copies = setup.two_images ? SIDES : 1;

	for (round = 1; round <= setup.rounds; round += JOB_ROUNDS) {
		for (copy = 0; copy < copies; copy++) {
			struct job *job = &jobs[n++];

			job->first = (round / JOB_ROUNDS + copy) % setup.nr_sides;
			job->alone = setup.two_images;
			for (; job->nr_rounds < JOB_ROUNDS &&
			       round + job->nr_rounds <= setup.rounds; job->nr_rounds++)
				job->rounds[job->nr_rounds] = round + job->nr_rounds;
		}
	}
	return n;
}

/* Return: 1 if any machine is running, 0 if there is no work left. */
static int start_machines(struct job *jobs, unsigned int nr_jobs, struct why *why)
{
	unsigned int i, j;
	int busy = 0, err = 0;

	for (i = 0; i < setup.machines && i < MAX_MACHINES; i++) {
		for (j = 0; j < nr_jobs && !machines[i].pid && !err; j++)
			if (!jobs[j].running && job_open(&jobs[j]))
				err = machine__boot(&machines[i], &jobs[j], &setup, &matrix, why);
		busy |= machines[i].pid > 0;
	}
	return err ? err : busy;
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

static int serve_machine(struct machine *vm, struct why *why)
{
	int more = machine__hear(vm, &setup, &matrix, why);

	if (more)
		return more < 0 ? more : 0;
	progress__clear();
	machine__kill(vm);
	if (vm->cpu[0])
		memcpy(cpu, vm->cpu, sizeof(cpu));
	return machine__conclude(vm, &setup, &matrix, why);
}

/* Return: whether cells that were thought to repeat have to be measured again. */
static bool ask_again(void)
{
	unsigned int n = matrix__ask_again(&matrix);

	if (n) {
		progress__clear();
		fprintf(stderr, "vcpuscale: cells that differ from boot to boot: %u: measuring them in more rounds\n",
			n);
	}
	return n;
}

static int work(struct job *jobs, unsigned int nr_jobs, struct why *why)
{
	unsigned int i;
	int busy, err = 0;

	while (!err) {
		busy = start_machines(jobs, nr_jobs, why);
		if (!busy && ask_again())
			continue;
		if (busy <= 0)
			return busy;
		wait_for_machines();
		if (signalled)
			return -EINTR;
		for (i = 0; i < MAX_MACHINES && !err; i++)
			if (machines[i].pid)
				err = serve_machine(&machines[i], why);
		progress__show(&setup, &matrix, machines, MAX_MACHINES);
	}
	return err;
}

static int lay_out(struct why *why)
{
	static char names[MAX_BENCHES][NAME_SIZE];
	static bool repeats[MAX_BENCHES];
	int n = machine_options__benches(&setup, names, repeats);
	unsigned int cell, round;

	if (n < 0)
		return n;
	if (matrix__create(&matrix, names, n, setup.sizes, setup.nr_sizes, setup.rounds))
		return why__set(why, ENOMEM, "out of memory: measure fewer cells at once");
	matrix.nr_sides = setup.nr_sides;
	for (cell = 0; cell < matrix.nr_cells; cell++)
		for (round = 1; round <= setup.rounds; round++)
			if (setup.sparing && repeats[cell / setup.nr_sizes] &&
			    (round - 1) % JOB_ROUNDS)
				matrix__spare(&matrix, round, cell);
	return 0;
}

static int measure(struct why *why)
{
	struct job *jobs = calloc(setup.rounds * SIDES, sizeof(*jobs));
	int err = profile__check(&setup, why);

	if (!err)
		err = lay_out(why);
	if (!err && !jobs)
		err = why__set(why, ENOMEM, "out of memory: measure fewer rounds at once");
	if (!err)
		err = stage__prepare(setup.build, why);
	if (!err && setup.two_images)
		fprintf(stderr, "vcpuscale: %s and %s differ in the kernel image: boots alternate, not modules\n",
			setup.sides[0].name, setup.sides[1].name);
	if (!err) {
		watch_signals();
		err = work(jobs, make_jobs(jobs), why);
		cleanup();
		if (err)
			artifacts__remove(&setup);
	}
	free(jobs);
	return err;
}

int main(int argc, char **argv)
{
	struct why why = { "" };
	int err = machine_options__parse(&setup, argc, argv, &why);

	if (!err && setup.check)
		err = profile__check(&setup, &why);
	else if (!err)
		err = measure(&why);
	if (err && signalled)
		end_by_signal();
	if (!err && !setup.check)
		err = store__write(&setup, &matrix, cpu, &why);
	if (err)
		return command_line__fail(&why);
	return fflush(stdout) ? 2 : 0;
}
