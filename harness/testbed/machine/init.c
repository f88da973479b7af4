// SPDX-License-Identifier: GPL-2.0-only
/*
 * init.c - process 1 of the emulated machine.
 *
 * Carries out the plan in /plan, a line a step: "STEP MODULES COMMAND" stands
 * for "load the KVM modules from /modules/MODULES, carry out the command, unload
 * the modules". Commands:
 *
 *	measure CELLS		have vcpuscale-run measure the cells named in /CELLS
 *	iterate CELLS		have vcpuscale-iterate do so, with its module instead of
 *				KVM's
 *	run PROGRAM [ARGUMENT]	run /PROGRAM
 *
 * The program's output goes out through a debug port of the machine, byte by
 * byte: no driver, no interrupt and no buffer of the kernel under test is
 * between the two, and the console stays the kernel's own. Lines that begin with
 * '@' are init's:
 *
 *	@cpu TEXT		the machine's CPU, as the kernel names it
 *	@step STEP		the step begins
 *	@status STEP CODE	the program ended with CODE, the modules are gone
 *	@file NAME SIZE		SIZE bytes of a file of /perf follow
 *	@symbols SIZE		SIZE bytes of the kernel's symbols follow, after the plan
 *	@complaint TEXT		unloading made the kernel complain
 *	@failed TEXT		the machine cannot go on
 *	@end			the plan is done
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "channel.h"
#include "lib/kmsg.h"
#include "lib/watcher.h"
#include "symbols.h"
#include "testbed/vendor.h"

#define MAX_OPTIONS	8	/* of vcpuscale-run */

static void __attribute__((noreturn)) power_off(void)
{
	sync();
	reboot(RB_AUTOBOOT);	/* QEMU runs with -no-reboot: it ends */
	for (;;)
		pause();
}

static void __attribute__((noreturn)) fail(const char *what, const char *which)
{
	channel__say("@failed %s %s: %s\n", what, which, strerror(errno));
	power_off();
}

static void load(const char *dir, const char *name)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "/modules/%s/%s", dir, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || syscall(SYS_finit_module, fd, "", 0))
		fail("cannot load", path);
	close(fd);
}

static void unload(const char *name)
{
	if (syscall(SYS_delete_module, name, 0))
		fail("cannot unload", name);
}

/* The emulated machine's CPU is AMD's; the nested one's is the host's. */
static const struct vendor *vendor(void)
{
	unsigned int eax, ebx = 0, ecx, edx, i;

	__get_cpuid(0, &eax, &ebx, &ecx, &edx);
	for (i = NR_VENDORS - 1; i && vendors[i].signature != ebx; i--)
		;
	return &vendors[i];
}

/* Before 5.16 KVM's binary statistics, if there are any, lack what is looked at. */
static bool needs_debugfs(void)
{
	unsigned int version, patchlevel;
	struct utsname name;

	return !uname(&name) && sscanf(name.release, "%u.%u", &version, &patchlevel) == 2 &&
	       (version < 5 || (version == 5 && patchlevel < 16));
}

static void mount_all(void)
{
	if (mount("devtmpfs", "/dev", "devtmpfs", 0, NULL) ||
	    mount("proc", "/proc", "proc", 0, NULL) ||
	    mount("sysfs", "/sys", "sysfs", 0, NULL))
		fail("cannot mount", "/dev, /proc or /sys");
	if (!access("/perf", F_OK))
		mount("tracefs", "/sys/kernel/tracing", "tracefs", 0, NULL);
	if (needs_debugfs() && mount("debugfs", "/sys/kernel/debug", "debugfs", 0, NULL))
		fail("cannot mount", "/sys/kernel/debug");
}

static void tell_cpu(void)
{
	char line[256], *name;
	FILE *f = fopen("/proc/cpuinfo", "re");

	while (f && fgets(line, sizeof(line), f)) {
		name = strncmp(line, "model name", 10) ? NULL : strstr(line, ": ");
		if (name) {
			channel__say("@cpu %s", name + 2);
			break;
		}
	}
	if (f)
		fclose(f);
}

/* "--unit=insns --perf=stat" and so on, a word an option, from /options. */
static void exec_run(const char *program, char *cells)
{
	char *argv[MAX_OPTIONS + 4] = { (char *)program + 1, "--stream", cells };
	char options[256] = "", *rest = options;
	int argc = 3;
	FILE *f = fopen("/options", "re");

	if (f && !fgets(options, sizeof(options), f))
		options[0] = 0;
	while (argc < MAX_OPTIONS + 3 && (argv[argc] = strsep(&rest, " \n")))
		argc += !!argv[argc][0];
	argv[argc] = NULL;
	execv(program, argv);
}

static void __attribute__((noreturn)) exec_command(char *command)
{
	const char *verb = strsep(&command, " "), *what = strsep(&command, " ");
	char text[128];

	if (what && (!strcmp(verb, "measure") || !strcmp(verb, "iterate"))) {
		snprintf(text, sizeof(text), "--cells=/%s", what);
		exec_run(*verb == 'm' ? "/vcpuscale-run" : "/vcpuscale-iterate", text);
	} else if (what && !strcmp(verb, "run")) {
		snprintf(text, sizeof(text), "/%s", what);
		execl(text, what, command, NULL);
	}
	_exit(127);
}

static pid_t start(char *command, int *output)
{
	int fds[2];
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC))
		fail("cannot make a pipe for", command);
	pid = fork();
	if (pid < 0)
		fail("cannot fork for", command);
	if (!pid) {
		dup2(fds[1], STDOUT_FILENO);
		dup2(fds[1], STDERR_FILENO);
		exec_command(command);
	}
	close(fds[1]);
	*output = fds[0];
	return pid;
}

static int run(char *command)
{
	char bytes[4096];
	int output, status;
	ssize_t n;
	pid_t pid = start(command, &output);

	while ((n = read(output, bytes, sizeof(bytes))) > 0)
		channel__send(bytes, n);
	close(output);
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void send_file(const char *name)
{
	char path[300], bytes[4096];
	struct stat st;
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/perf/%.255s", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0 && !fstat(fd, &st)) {
		channel__say("@file %s %lld\n", name, (long long)st.st_size);
		while ((n = read(fd, bytes, sizeof(bytes))) > 0)
			channel__send(bytes, n);
	}
	close(fd);
	unlink(path);
}

/* Without --perf there is no such directory. */
static void send_files(void)
{
	struct dirent *entry;
	DIR *dir = opendir("/perf");

	while (dir && (entry = readdir(dir)))
		if (entry->d_type == DT_REG)
			send_file(entry->d_name);
	if (dir)
		closedir(dir);
}

/* So that a program can load the modules once more. */
static void tell_modules(const char *dir)
{
	char text[256];

	snprintf(text, sizeof(text), "/modules/%s/kvm.ko:/modules/%s/%s", dir, dir, vendor()->file);
	setenv("VCPUSCALE_MODULES", text, 1);
}

static bool iterate;	/* the plan measures vcpuscale-iterate's module, not KVM */

static void load_all(const char *dir)
{
	if (iterate) {
		load(dir, "vcpuscale-iterate.ko");
		return;
	}
	load(dir, "kvm.ko");
	load(dir, vendor()->file);
	tell_modules(dir);
}

static void unload_all(void)
{
	if (iterate) {
		unload("vcpuscale_iterate");
		return;
	}
	unload(vendor()->module);
	unload("kvm");
}

static void do_step(int step, const char *modules, char *command)
{
	int code, kmsg = kmsg__open();
	char text[256];

	iterate = !strncmp(command, "iterate ", 8);
	watcher__tell("step %d", step);
	channel__say("@step %d\n", step);
	load_all(modules);
	symbols__note(step, modules);
	code = run(command);
	send_files();
	unload_all();
	if (!code && kmsg__check(kmsg, text, sizeof(text), NULL)) {
		channel__say("@complaint %s\n", text);
		power_off();
	}
	close(kmsg);
	channel__say("@status %d %d\n", step, code);
	if (code)
		power_off();
}

int main(void)
{
	char modules[32], command[512];
	int step;
	FILE *plan;

	if (channel__open())
		power_off();
	mount_all();
	tell_cpu();
	load("common", "irqbypass.ko");
	plan = fopen("/plan", "re");
	if (!plan)
		fail("cannot read", "/plan");
	while (fscanf(plan, "%d %31s %511[^\n]", &step, modules, command) == 3)
		do_step(step, modules, command);
	symbols__send_all(load_all, unload_all);
	channel__say("@end\n");
	power_off();
}
