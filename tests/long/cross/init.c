// SPDX-License-Identifier: GPL-2.0-only
/*
 * init.c - process 1 of a machine of another architecture: run the programs in
 * /tests one after the other, say how each one ended, and turn the machine off. It prints
 *
 *	@test NAME		it begins
 *	@outcome NAME OUTCOME	pass, skip, fail, timeout, signal N
 *	@complaint NAME TEXT	of the kernel, meanwhile; NAME is boot before the first one
 *	@end
 */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lib/kmsg.h"

#ifndef SECONDS
#define SECONDS	120	/* that a test may take, of the machine's time */
#endif

static void tell_complaint(int kmsg, const char *name)
{
	char text[512];

	if (kmsg__check(kmsg, text, sizeof(text), stdout))
		printf("@complaint %s %s\n", name, text);
}

static void run(const char *name)
{
	int status, seconds;
	pid_t pid;

	printf("@test %s\n", name);
	pid = fork();
	if (!pid) {
		setpgid(0, 0);
		if (!chdir("/tests"))
			execl(name, name, NULL);
		_exit(127);
	}
	for (seconds = 0; seconds < 10 * SECONDS; seconds++) {
		if (waitpid(pid, &status, WNOHANG) == pid)
			break;
		usleep(100000);
	}
	kill(-pid, SIGKILL);
	if (seconds == 10 * SECONDS) {
		waitpid(pid, &status, 0);
		printf("@outcome %s timeout\n", name);
	} else if (WIFSIGNALED(status)) {
		printf("@outcome %s signal %d\n", name, WTERMSIG(status));
	} else {
		status = WEXITSTATUS(status);
		printf("@outcome %s %s\n", name, !status ? "pass" : status == 4 ? "skip" : "fail");
	}
}

int main(void)
{
	struct dirent **tests;
	int i, n, kmsg;

	mkdir("/proc", 0755);
	mkdir("/sys", 0755);
	mkdir("/tmp", 01777);
	mount("devtmpfs", "/dev", "devtmpfs", 0, NULL);
	mount("proc", "/proc", "proc", 0, NULL);
	mount("sysfs", "/sys", "sysfs", 0, NULL);
	mount("debugfs", "/sys/kernel/debug", "debugfs", 0, NULL);
	mount("tmpfs", "/tmp", "tmpfs", 0, NULL);
	mkdir("/dev/shm", 01777);
	mount("tmpfs", "/dev/shm", "tmpfs", 0, NULL);
	setvbuf(stdout, NULL, _IOLBF, 0);
	kmsg = open("/dev/kmsg", O_RDONLY | O_NONBLOCK);	/* from the first line on */
	tell_complaint(kmsg, "boot");
	n = scandir("/tests", &tests, NULL, alphasort);
	for (i = 0; i < n; i++) {
		if (tests[i]->d_name[0] == '.')
			continue;
		run(tests[i]->d_name);
		tell_complaint(kmsg, tests[i]->d_name);
	}
	printf("@end\n");
	reboot(RB_POWER_OFF);
	return 0;
}
