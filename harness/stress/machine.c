// SPDX-License-Identifier: GPL-2.0-only
/*
 * machine.c - process 1 of the machine under stress: mounts, modules, the line
 * to the watching script. On a host there is nothing of this but the line.
 *
 * The line is the machine's second serial port: the first is the console, which
 * is left to the kernel.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/syscall.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "lib/bypass.h"
#include "stress.h"

#define LINE_DEVICE	"/dev/ttyS1"
#define UNLOAD_SECONDS	60

static int line_fd = STDOUT_FILENO;

static bool process_1(void)
{
	return getpid() == 1;
}

void say(const char *fmt, ...)
{
	char line[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	if (write(line_fd, line, strlen(line)) < 0 && !process_1())
		exit(2);
}

static void open_line(void)
{
	struct termios raw;

	line_fd = open(LINE_DEVICE, O_WRONLY | O_NOCTTY | O_CLOEXEC);
	if (line_fd < 0 || tcgetattr(line_fd, &raw))
		return;
	cfmakeraw(&raw);
	tcsetattr(line_fd, TCSANOW, &raw);
}

void machine__end(const char *word)
{
	say("@%s\n", word);
	if (!process_1())
		exit(strcmp(word, "end") ? 1 : 0);
	tcdrain(line_fd);
	reboot(RB_AUTOBOOT);	/* QEMU runs with -no-reboot: it ends */
	for (;;)
		pause();
}

static void load(const char *name, const char *options)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/modules/%s.ko", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || syscall(SYS_finit_module, fd, options, 0)) {
		say("cannot load %s %s: %s\n", path, options, strerror(errno));
		machine__end("failed");
	}
	close(fd);
}

void machine__begin(void)
{
	if (!process_1())
		return;
	if (mount("devtmpfs", "/dev", "devtmpfs", 0, NULL))
		reboot(RB_AUTOBOOT);
	open_line();
	if (mount("proc", "/proc", "proc", 0, NULL) ||
	    mount("sysfs", "/sys", "sysfs", 0, NULL) ||
	    mount("debugfs", "/sys/kernel/debug", "debugfs", 0, NULL)) {
		say("cannot mount /proc, /sys or debugfs: %s\n", strerror(errno));
		machine__end("failed");
	}
	load("irqbypass", "");
	if (!access("/modules/" BYPASS_MODULE ".ko", F_OK))
		load(BYPASS_MODULE, "");
}

/* Shadow paging now and then: it has walks of its own. */
void machine__load(struct rand *r)
{
	if (!process_1())
		return;
	load("kvm", rand__chance(r, 25) ? "halt_poll_ns=0" : "");
	load("kvm-amd", rand__chance(r, 15) ? "npt=0" : "");
}

/*
 * At once, and again while VMs are on their way out: that is when something may
 * still have to run that is in the module.
 */
bool machine__unload(void)
{
	static const char * const names[] = { "kvm_amd", "kvm" };
	const struct timespec moment = { .tv_nsec = 2000000 };
	time_t end = time(NULL) + UNLOAD_SECONDS;
	unsigned int i;

	for (i = 0; i < 2 && process_1(); i++)
		while (syscall(SYS_delete_module, names[i], O_NONBLOCK)) {
			if (time(NULL) > end) {
				say("%s cannot be unloaded %d s after the last descriptor was closed: a VM or vCPU has been left behind\n",
				    names[i], UNLOAD_SECONDS);
				return false;
			}
			nanosleep(&moment, NULL);
		}
	return true;
}
