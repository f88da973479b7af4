// SPDX-License-Identifier: GPL-2.0-only
/*
 * init.c - process 1 of a machine of another architecture: run the programs in
 * /tests one after the other, say how each one ended, and turn the machine off. It prints
 *
 *	@test NAME		it begins
 *	@outcome NAME OUTCOME	pass, skip, fail, timeout, signal N
 *	@end
 */
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifndef SECONDS
#define SECONDS	120	/* that a test may take, of the machine's time */
#endif

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
	int i, n;

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
	n = scandir("/tests", &tests, NULL, alphasort);
	for (i = 0; i < n; i++)
		if (tests[i]->d_name[0] != '.')
			run(tests[i]->d_name);
	printf("@end\n");
	reboot(RB_POWER_OFF);
	return 0;
}
