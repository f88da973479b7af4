// SPDX-License-Identifier: GPL-2.0-only
/*
 * init.c - process 1 of a machine in which vcpuscale-host is tried.
 *
 * The emulated machine is a host too: KVM is modular there, and nobody minds
 * if it loses it. /own holds the machine's own modules, which are loaded with
 * parameters that are not the defaults; /plan has a line a trial:
 *
 *	NAME ROUNDS BASE HEAD FAULT		FAULT "-" for none
 *	NAME refuse REASON - -			see obstruct()
 *
 * After each trial it is told, by a debug port of the machine, what became of
 * the modules: "@trial NAME exit=E own=Y|N params=Y|N journal=Y|N left=N
 * files=N ms=T", and before that what vcpuscale-host said.
 */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "testbed/host/module.h"
#include "testbed/machine/channel.h"

#define NOTE		"/sys/module/%s/notes/.note.gnu.build-id"

static struct params own;
static char own_id[2][128];
static const char * const names[] = { "kvm", "kvm_amd" };

static void read_id(int i, char *id)
{
	char path[128];
	int fd;

	memset(id, 0, 128);
	snprintf(path, sizeof(path), NOTE, names[i]);
	fd = open(path, O_RDONLY);
	if (fd >= 0 && read(fd, id, 128) < 0)
		id[0] = 0;
	close(fd);
}

static char own_is_back(void)
{
	char id[128];
	int i;

	for (i = 0; i < 2; i++) {
		read_id(i, id);
		if (!id[0] || memcmp(id, own_id[i], sizeof(id)))
			return 'N';
	}
	return access("/dev/kvm", R_OK | W_OK) ? 'N' : 'Y';
}

static char params_are_back(void)
{
	struct params now = { .nr = 0 };
	unsigned int i;

	params__read(&now, "kvm");
	params__read(&now, "kvm_amd");
	for (i = 0; i < own.nr; i++) {
		const struct param *is = params__find(&now, own.at[i].module, own.at[i].name);

		if (is && !strcmp(is->value, own.at[i].value))
			continue;
		channel__say("%s is %s and was %s\n", own.at[i].name, is ? is->value : "gone",
			     own.at[i].value);
		return 'N';
	}
	return now.nr == own.nr ? 'Y' : 'N';
}

/* Processes other than this one and the kernel's, which have no program. */
static int count_processes(void)
{
	char path[300], exe[64];
	struct dirent *entry;
	DIR *dir = opendir("/proc");
	int n = 0;

	while (dir && (entry = readdir(dir))) {
		if (atoi(entry->d_name) < 2)
			continue;
		snprintf(path, sizeof(path), "/proc/%s/exe", entry->d_name);
		n += readlink(path, exe, sizeof(exe)) > 0;
	}
	closedir(dir);
	return n;
}

/* Also what a kill -9 of the one that was started leaves at work. */
static void wait_for_all(void)
{
	const struct timespec pause = { .tv_nsec = 10000000 };
	int i;

	for (i = 0; i < 6000 && count_processes(); i++) {
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
		nanosleep(&pause, NULL);
	}
}

/* Results files, and hidden ones that should not be there, which count 100. */
static int count_files(const char *path)
{
	char below[512];
	struct dirent *entry;
	DIR *dir = opendir(path);
	int n = 0;

	while (dir && (entry = readdir(dir))) {
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		snprintf(below, sizeof(below), "%.200s/%.200s", path, entry->d_name);
		if (entry->d_type == DT_DIR)
			n += count_files(below);
		else
			n += entry->d_name[0] == '.' ? 100 : 1;
	}
	if (dir)
		closedir(dir);
	return n;
}

static void send_file(const char *path)
{
	char bytes[4096];
	ssize_t n;
	int fd = open(path, O_RDONLY);

	while ((n = read(fd, bytes, sizeof(bytes))) > 0)
		channel__send(bytes, n);
	close(fd);
}

static int start(char **argv, const char *output)
{
	int status;
	pid_t pid = fork();

	if (!pid) {
		int fd = open(output, O_WRONLY | O_CREAT | O_TRUNC, 0600);

		dup2(fd, 1);
		dup2(fd, 2);
		execv(argv[0], argv);
		_exit(127);
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int swap(const char *rounds, const char *base, const char *head, const char *fault,
		const char *results)
{
	char results_option[64], rounds_option[32], fault_option[64];
	char *bench = strcmp(head, "/warns") ? "--run-option=--bench=IrqDelivery/state=quiet" :
		      "--run-option=--bench=VcpuOnSpin/state=quiet";	/* where it warns */
	char *argv[] = { "/vcpuscale-host", "--saved=/own", "--run=/vcpuscale-run",
		"--run-option=--stream", "--run-option=--vcpus=2",
		bench, results_option, rounds_option, (char *)base, (char *)head, fault_option, NULL };

	snprintf(results_option, sizeof(results_option), "--results=/results/%s", results);
	snprintf(rounds_option, sizeof(rounds_option), "--rounds=%s", rounds);
	snprintf(fault_option, sizeof(fault_option), "--fault=%s", fault);
	if (!strcmp(fault, "-"))
		argv[10] = NULL;
	return start(argv, "/said");
}

static int refuse(const char *reason)
{
	char *modules_off[] = { "/vcpuscale-host", "--check", NULL };
	char *broken[] = { "/vcpuscale-host", "--check", "/broken", "/b", NULL };
	int fd, exit_code;

	if (!strcmp(reason, "root")) {
		pid_t pid = fork();

		if (!pid) {
			if (setgid(65534) || setuid(65534))
				_exit(127);
			chmod("/said", 0666);
			execv(modules_off[0], modules_off);
			_exit(127);
		}
		waitpid(pid, &exit_code, 0);
		return WEXITSTATUS(exit_code);
	}
	if (!strcmp(reason, "broken"))
		return start(broken, "/said");
	if (!strcmp(reason, "user")) {
		fd = open("/dev/kvm", O_RDWR | O_CLOEXEC);
		exit_code = start(modules_off, "/said");
		close(fd);
		return exit_code;
	}
	fd = open("/proc/sys/kernel/modules_disabled", O_WRONLY);
	if (write(fd, "1", 1) != 1)
		return 99;
	close(fd);
	return start(modules_off, "/said");
}

static void try(const char *name, const char *rounds, const char *base, const char *head,
		const char *fault)
{
	struct timespec before, after;
	char results[64];
	int code;

	clock_gettime(CLOCK_MONOTONIC, &before);
	if (!strcmp(rounds, "refuse"))
		code = refuse(base);
	else
		code = swap(rounds, base, head, fault, name);
	wait_for_all();
	clock_gettime(CLOCK_MONOTONIC, &after);
	send_file("/said");
	snprintf(results, sizeof(results), "/results/%.40s", name);
	channel__say("@trial %s exit=%d own=%c params=%c journal=%c left=%d files=%d ms=%ld\n", name,
		     code, own_is_back(), params_are_back(),
		     access("/run/vcpuscale-host/journal", F_OK) ? 'N' : 'Y', count_processes(),
		     count_files(results), (after.tv_sec - before.tv_sec) * 1000 +
		     (after.tv_nsec - before.tv_nsec) / 1000000);
}

static void prepare(void)
{
	mkdir("/run", 0755);
	mkdir("/results", 0755);
	if (channel__open() || mount("devtmpfs", "/dev", "devtmpfs", 0, NULL) ||
	    mount("proc", "/proc", "proc", 0, NULL) || mount("sysfs", "/sys", "sysfs", 0, NULL) ||
	    module__load("/own", "irqbypass", "") ||
	    module__load("/own", "kvm", "halt_poll_ns=12345 enable_vmware_backdoor=1") ||
	    module__load("/own", "kvm_amd", "nested=0 npt=1"))
		channel__say("@failed\n");
	params__read(&own, "kvm");
	params__read(&own, "kvm_amd");
	read_id(0, own_id[0]);
	read_id(1, own_id[1]);
}

int main(void)
{
	char name[32], rounds[16], base[32], head[32], fault[32];
	FILE *plan;

	prepare();
	plan = fopen("/plan", "re");
	while (plan && fscanf(plan, "%31s %15s %31s %31s %31s", name, rounds, base, head, fault) == 5)
		try(name, rounds, base, head, fault);
	channel__say("@end\n");
	reboot(RB_AUTOBOOT);
	for (;;)
		pause();
}
