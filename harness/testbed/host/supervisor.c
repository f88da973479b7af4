// SPDX-License-Identifier: GPL-2.0-only
/* supervisor.c - three processes, so that no single kill leaves other modules loaded. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "fault.h"
#include "saved.h"
#include "say.h"
#include "supervisor.h"

#define ATTEMPTS	3

static volatile sig_atomic_t got_signal;
static volatile sig_atomic_t worker_pid;
static bool is_worker;

static void on_signal(int sig)
{
	got_signal = sig;
	if (worker_pid)
		kill(worker_pid, SIGTERM);
}

/* No SA_RESTART: what waits has to look whether it should go on. */
static void handle_signals(void (*handler)(int))
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGPIPE };
	struct sigaction action = { .sa_handler = handler };
	unsigned int i;

	for (i = 0; i < 3; i++)
		sigaction(signals[i], &action, NULL);
	signal(SIGPIPE, SIG_IGN);
}

bool supervisor__stopped(void)
{
	return got_signal || (is_worker && getppid() != fault__supervisor);
}

int supervisor__signal(void)
{
	return got_signal;
}

static int restore_once(struct saved_modules *saved, struct why *why)
{
	char dir[PATH_MAX];
	int err;

	/* The worker may have learned more than was known when it was started. */
	snprintf(dir, sizeof(dir), "%s", saved->dir);
	err = journal__read(saved, dir, why);
	if (err == -ENOENT)
		return 0;
	if (!err)
		err = saved__restore(saved, why);
	if (!err)
		journal__forget(saved);
	return err;
}

/* A process that ends can report its error only to the user. */
static void __attribute__((noreturn)) end_process(int err, const struct why *why)
{
	if (err && why->text[0])
		say("%s", why->text);
	fflush(NULL);
	_exit(-err);
}

static int wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -ECHILD;
	return WIFEXITED(status) ? -WEXITSTATUS(status) : -ECHILD;
}

/* In a process that no signal but SIGKILL ends; and then there is another one. */
int supervisor__restore(struct saved_modules *saved, struct why *why)
{
	struct why attempted;
	int attempt, err = -EIO;
	pid_t pid;

	for (attempt = 0; attempt < ATTEMPTS && err; attempt++) {
		attempted.text[0] = 0;
		fflush(NULL);
		pid = fork();
		if (!pid) {
			setsid();
			handle_signals(SIG_IGN);
			err = restore_once(saved, &attempted);
			end_process(err, &attempted);
		}
		err = pid < 0 ? restore_once(saved, &attempted) : wait_for(pid);
	}
	if (!err)
		return 0;
	return why__set(why, ENOTRECOVERABLE,
			"this machine's KVM modules are not back: copies of them and the parameters are in %s",
			saved->dir);
}

static int start_worker(struct saved_modules *saved, int (*worker)(void *, struct why *),
			void *arg)
{
	struct why why = { "" }, lost = { "" };
	int err;
	pid_t pid = fork();

	if (pid)
		return pid < 0 ? -errno : pid;
	/* Not the terminal's ^C: the supervisor decides. It gone, work is at its end. */
	setsid();
	is_worker = true;
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	err = supervisor__stopped() ? -EINTR : worker(arg, &why);
	if (getppid() != fault__supervisor && supervisor__restore(saved, &lost))
		say("%s", lost.text);
	end_process(err, &why);
}

static unsigned int now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

int supervisor__run(struct saved_modules *saved, int (*worker)(void *, struct why *),
		    void *arg, unsigned int *restored_ms, struct why *why)
{
	unsigned int start;
	int err, pid;

	fault__supervisor = getpid();
	handle_signals(on_signal);
	prctl(PR_SET_PDEATHSIG, SIGTERM);	/* make is gone: nobody reads the results */
	fflush(NULL);
	pid = start_worker(saved, worker, arg);
	if (pid < 0)
		return pid;
	worker_pid = pid;
	if (got_signal)
		kill(pid, SIGTERM);
	err = wait_for(pid);
	worker_pid = 0;
	start = now_ms();
	if (supervisor__restore(saved, why))
		return -ENOTRECOVERABLE;
	*restored_ms = now_ms() - start;
	return got_signal ? -EINTR : err;
}
