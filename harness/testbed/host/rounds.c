// SPDX-License-Identifier: GPL-2.0-only
/* rounds.c - a round: one side's modules, its cells, the other's. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "fault.h"
#include "files.h"
#include "lib/kmsg.h"
#include "options.h"
#include "results/write.h"
#include "rounds.h"
#include "saved.h"
#include "say.h"
#include "supervisor.h"

#define RUN_TAINTED	4	/* vcpuscale-run: the kernel complained */

static double now_s(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

/* Recorded is the first round of each side, into the directory of its files. */
static void add_perf(struct host_options *p, int side, unsigned int round,
		     char (*options)[PATH_MAX])
{
	unsigned int n = p->nr_run;

	p->run[n] = NULL;
	if (!p->perf || (!strcmp(p->perf, "record") && round > 1))
		return;
	snprintf(options[0], PATH_MAX, "--perf=%s", p->perf);
	snprintf(options[1], PATH_MAX, "--perf-dir=%.4000s", p->sides[side].perf_partial);
	p->run[n] = options[0];
	p->run[n + 1] = options[1];
	p->run[n + 2] = NULL;
}

static pid_t start_run(struct host_options *p, int *output)
{
	pid_t pid, parent = getpid();
	int fds[2];

	if (pipe2(fds, O_CLOEXEC))
		return -errno;
	pid = fork();
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);	/* it holds KVM */
		if (getppid() != parent)
			_exit(127);
		dup2(fds[1], STDOUT_FILENO);
		execv(p->run[0], p->run);
		_exit(127);
	}
	close(fds[1]);
	*output = fds[0];
	return pid;
}

/* "# cell" is for testbeds alone; all else goes to the file, samples are counted. */
static void take_line(struct host_options *p, int side, const char *line)
{
	const char *second = strchr(line, ' ');

	if (!strncmp(line, "# cell ", 7))
		return;
	fputs(line, p->sides[side].f);
	if (!strncmp(line, "# log: ", 7))
		say("the kernel's log: %.*s", (int)strcspn(line + 7, "\n"), line + 7);
	if (!strncmp(line, "Benchmark", 9) && second && strchr("0123456789", second[1]))
		p->tally->samples[side]++;
}

static int conclude_run(struct host_options *p, int status, struct why *why)
{
	if (supervisor__stopped())
		return -EINTR;
	if (WIFEXITED(status) && !WEXITSTATUS(status))
		return 0;
	if (WIFEXITED(status) && WEXITSTATUS(status) == RUN_TAINTED) {
		p->tally->tainted = true;
		return -EUCLEAN;
	}
	return why__set(why, EIO, "%s ended with status %#x: see the message above", p->run[0],
			status);
}

static int run(struct host_options *p, int side, unsigned int round, struct why *why)
{
	static char options[2][PATH_MAX];
	int output = -1, status = 0, err = fault__step();
	char *line = NULL;
	size_t size = 0;
	pid_t pid;
	FILE *in;

	if (err)
		return why__set(why, -err, "vcpuscale-run: %s: told to fail", strerror(-err));
	if (supervisor__stopped())
		return -EINTR;
	add_perf(p, side, round, options);
	pid = start_run(p, &output);
	if (pid < 0)
		return pid;
	in = fdopen(output, "r");
	while (!supervisor__stopped() && getline(&line, &size, in) > 0)
		take_line(p, side, line);
	if (supervisor__stopped())
		kill(pid, SIGKILL);
	free(line);
	fclose(in);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		if (supervisor__stopped())
			kill(pid, SIGKILL);
	return conclude_run(p, status, why);
}

static int check_log(struct host_options *p, int kmsg, int side, struct why *why)
{
	char text[256];

	if (!kmsg__check(kmsg, text, sizeof(text), p->sides[side].f))
		return 0;
	p->tally->tainted = true;
	return why__set(why, EUCLEAN,
			"%s: the kernel complained while modules were exchanged: %s: see its log",
			p->sides[side].name, text);
}

static int swap(struct host_options *p, int side, unsigned int *took_ms, struct why *why)
{
	double start = now_s();
	int err = saved__swap(&p->saved, p->sides[side].dir, why);
	unsigned int ms = (now_s() - start) * 1000;

	p->tally->swaps++;
	if (ms > p->tally->slowest_ms)
		p->tally->slowest_ms = ms;
	*took_ms += ms;
	if (!err)
		fprintf(p->sides[side].f, "# swapped in %u ms\n", ms);
	return err;
}

static int measure_side(struct host_options *p, unsigned int round, int side,
			unsigned int *took_ms, struct why *why)
{
	int err, kmsg = kmsg__open();

	say("measuring round %u of %u, %s", round, p->rounds, p->sides[side].name);
	write__round(p->sides[side].f, round);
	err = swap(p, side, took_ms, why);
	if (!err)
		err = check_log(p, kmsg, side, why);
	if (!err)
		err = run(p, side, round, why);
	close(kmsg);
	return err;
}

/* A B, then B A: what drifts in a machine meets both sides alike. */
static int measure_round(struct host_options *p, unsigned int round, struct why *why)
{
	unsigned int turn, took_ms = 0;
	int err = 0;

	for (turn = 0; turn < SIDES && !err; turn++)
		err = supervisor__stopped() ? -EINTR :
		      measure_side(p, round, (round - 1 + turn) % SIDES, &took_ms, why);
	if (took_ms > p->tally->slowest_round_ms)
		p->tally->slowest_round_ms = took_ms;
	return err;
}

static int open_files(struct host_options *p)
{
	int side;

	for (side = 0; side < SIDES; side++) {
		p->sides[side].f = fopen(p->sides[side].partial, "ae");
		if (!p->sides[side].f)
			return -errno;
	}
	return 0;
}

static int close_files(struct host_options *p)
{
	int side, err = 0;

	for (side = 0; side < SIDES; side++) {
		FILE *f = p->sides[side].f;

		if (f && (fflush(f) || ferror(f) || fclose(f)))
			err = -EIO;
	}
	return err;
}

int rounds__work(void *arg, struct why *why)
{
	struct host_options *p = arg;
	unsigned int round;
	int err = open_files(p);

	if (err)
		why__set(why, -err, "%s: %s: make room", p->results, strerror(-err));
	else
		err = saved__restore(&p->saved, why);
	for (round = 1; round <= p->rounds && !err; round++)
		err = measure_round(p, round, why);
	if (close_files(p) && !err)
		err = why__set(why, EIO, "%s: the results cannot be written: make room",
			       p->results);
	if (getppid() != fault__supervisor)
		files__remove(p);	/* nobody is left to finish them */
	return err;
}
