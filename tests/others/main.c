// SPDX-License-Identifier: GPL-2.0-only
/*
 * main.c - vcpu-others: run other people's test programs one after the other, in a
 * machine that has been started for them, and say how each one ended.
 *
 * usage: vcpu-others SECONDS	what a test may take, of the machine's time
 *	  vcpu-others tsc	on the host: its TSC's kHz, which are the machine's, too
 *
 * /tests/list names the tests, a line each: NAME COMMAND [ARGUMENT]...; arguments have
 * no spaces, but for those in single quotes. Of each test it prints
 *
 *	@test NAME			it begins
 *	| TEXT				a line that it says
 *	@outcome NAME SECONDS OUTCOME [REASON]
 *
 * OUTCOME: pass, skip, fail, timeout; complaint, if the kernel complained meanwhile;
 * hang, if even SIGKILL does not end it: the machine is of no more use then.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "keys.h"
#include "lib/kmsg.h"

#define LIST		"/tests/list"
#define EXIT_SKIP	4	/* of kselftest: tools/testing/selftests/kselftest.h */
#define KILLED_SECONDS	30	/* until who was killed has to be gone */
#define MAX_ARGS	64
#define LINE		1024
#define ASSERTION	"Test Assertion Failure"	/* a selftest's headline */

/**
 * struct test - a test that runs
 * @name:	as the list has it
 * @pid:	leads a process group
 * @output:	what it writes, non-blocking
 * @line:	what it has begun to say
 * @length:	of @line
 * @last:	its last line that has words; the reason, unless there is a better one
 * @first_bad:	the first line that tells of a failed assertion
 * @first_skip:	the first line that tells of something skipped
 * @status:	as waitpid() gave it
 */
struct test {
	const char *name;
	pid_t pid;
	int output;
	char line[LINE];
	size_t length;
	char last[LINE];
	char first_bad[LINE];
	char first_skip[LINE];
	int status;
};

static void mount_all(void)
{
	mkdir("/tmp", 01777);
	mkdir("/dev/shm", 01777);
	mount("tmpfs", "/tmp", "tmpfs", 0, NULL);
	mount("tmpfs", "/dev/shm", "tmpfs", 0, NULL);
	mount("debugfs", "/sys/kernel/debug", "debugfs", 0, NULL);
}

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

/* Splits @text; words in single quotes are one. */
static void split(char *text, char *argv[MAX_ARGS])
{
	int n = 0;

	while (n < MAX_ARGS - 1 && *text) {
		char end = ' ';

		text += strspn(text, " ");
		if (*text == '\'')
			end = *text++;
		if (!*text)
			break;
		argv[n++] = text;
		text = strchrnul(text, end);
		if (*text)
			*text++ = 0;
	}
	argv[n] = NULL;
}

static void start(struct test *t, char *command)
{
	char *argv[MAX_ARGS];
	int fds[2], null;

	if (pipe2(fds, O_CLOEXEC)) {
		perror("pipe");
		exit(2);
	}
	fflush(stdout);
	t->pid = fork();
	if (!t->pid) {
		setpgid(0, 0);
		null = open("/dev/null", O_RDONLY);
		dup2(null, STDIN_FILENO);
		dup2(fds[1], STDOUT_FILENO);
		dup2(fds[1], STDERR_FILENO);
		split(command, argv);
		if (!argv[0] || chdir("/tests"))
			_exit(127);
		execv(argv[0], argv);
		perror(argv[0]);
		_exit(127);
	}
	close(fds[1]);
	t->output = fds[0];
	fcntl(t->output, F_SETFL, O_NONBLOCK);
}

static bool is_bad(const char *line)
{
	return strstr(line, ASSERTION) || !strncmp(line, "FAIL", 4) ||
	       !strncmp(line, "not ok", 6) || strstr(line, "Unhandled exception");
}

static void end_line(struct test *t)
{
	t->line[t->length] = 0;
	t->length = 0;
	printf("| %s\n", t->line);
	fflush(stdout);
	if (strspn(t->line, " \t") == strlen(t->line))
		return;
	strcpy(t->last, t->line);
	/* What was asserted, and where, is the line after the headline. */
	if (t->first_bad[0] ? !!strstr(t->first_bad, ASSERTION) : is_bad(t->line))
		strcpy(t->first_bad, t->line + strspn(t->line, " \t"));
	if (!t->first_skip[0] && strstr(t->line, "SKIP"))
		strcpy(t->first_skip, t->line);
}

static void hear(struct test *t, int milliseconds)
{
	struct pollfd p = { .fd = t->output, .events = POLLIN };
	char bytes[4096];
	ssize_t n, i;

	poll(&p, 1, milliseconds);
	while ((n = read(t->output, bytes, sizeof(bytes))) > 0)
		for (i = 0; i < n; i++) {
			if (bytes[i] == '\n' || t->length == LINE - 1)
				end_line(t);
			if (bytes[i] != '\n' && bytes[i] != '\r' && bytes[i])
				t->line[t->length++] = bytes[i];
		}
	if (!n)		/* all have closed it: wait for the end without turning */
		usleep(milliseconds * 1000);
}

static bool wait_end(struct test *t, double until)
{
	bool ended;

	do {
		hear(t, 50);
		ended = waitpid(t->pid, &t->status, WNOHANG) == t->pid;
	} while (!ended && now() < until);
	if (ended)
		hear(t, 0);
	if (t->length)
		end_line(t);
	return ended;
}

static const char *judge(const struct test *t, char *reason)
{
	const char *said = t->first_bad[0] ? t->first_bad : t->last;

	if (WIFSIGNALED(t->status)) {
		snprintf(reason, LINE, "died of %s", strsignal(WTERMSIG(t->status)));
		return "fail";
	}
	switch (WEXITSTATUS(t->status)) {
	case 0:
		return "pass";
	case EXIT_SKIP:
		snprintf(reason, LINE, "%.900s", t->first_skip[0] ? t->first_skip : t->last);
		return "skip";
	default:
		snprintf(reason, LINE, "exit code %d: %.900s", WEXITSTATUS(t->status), said);
		return "fail";
	}
}

/* Return: whether the machine can go on. */
static bool run(const char *name, char *command, double seconds)
{
	struct test t = { .name = name };
	char reason[LINE] = "", complaint[LINE];
	const char *outcome = "timeout";
	double begin = now();
	int kmsg = kmsg__open();
	bool ended;

	printf("@test %s\n", name);
	start(&t, command);
	ended = wait_end(&t, begin + seconds);
	if (ended)
		outcome = judge(&t, reason);
	/* Whatever it has left, too. */
	kill(-t.pid, SIGKILL);
	if (!ended) {
		snprintf(reason, LINE, "not ended after %.0f s: %.900s", seconds, t.last);
		ended = wait_end(&t, now() + KILLED_SECONDS);
		outcome = ended ? "timeout" : "hang";
	}
	if (kmsg__check(kmsg, complaint, sizeof(complaint), stdout)) {
		outcome = "complaint";
		snprintf(reason, LINE, "%.900s", complaint);
	}
	printf("@outcome %s %.1f %s %s\n", name, now() - begin, outcome, reason);
	fflush(stdout);
	close(kmsg);
	close(t.output);
	return ended;
}

static uint64_t tsc_and_time(double *time)
{
	uint64_t tsc = 0, least = -1, before, after;
	double t;
	int i;

	/* The pair of which least is in between. */
	for (i = 0; i < 1000; i++) {
		before = __builtin_ia32_rdtsc();
		t = now();
		after = __builtin_ia32_rdtsc();
		if (after - before >= least)
			continue;
		least = after - before;
		tsc = before + least / 2;
		*time = t;
	}
	return tsc;
}

/* A kernel that calibrates its TSC on a busy host comes out wrong, by a factor of five. */
static int print_tsc(void)
{
	double from, to;
	uint64_t tsc = tsc_and_time(&from);

	usleep(200000);
	tsc = tsc_and_time(&to) - tsc;
	printf("%.0f\n", tsc / (to - from) / 1000);
	return 0;
}

int main(int argc, char **argv)
{
	double seconds = argc > 1 ? atof(argv[1]) : 0;
	char line[4096], *command;
	FILE *list;

	if (argc > 1 && !strcmp(argv[1], "tsc"))
		return print_tsc();
	list = fopen(LIST, "re");
	if (!list || seconds <= 0) {
		fprintf(stderr, "vcpu-others: no %s, or no seconds given\n", LIST);
		return 2;
	}
	mount_all();
	keys__hold();
	while (fgets(line, sizeof(line), list)) {
		line[strcspn(line, "\n")] = 0;
		command = strchr(line, ' ');
		if (!command)
			continue;
		*command++ = 0;
		if (!run(line, command, seconds))
			return 1;
	}
	return 0;
}
