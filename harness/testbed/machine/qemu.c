// SPDX-License-Identifier: GPL-2.0-only
/* qemu.c - start QEMU with what all its machines have. */
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "channel.h"
#include "qemu.h"

#define MAX_ARGS	64

void qemu__detach(int parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	setpgid(0, 0);
}

int qemu__exec(const struct qemu *q, char *const machine[], const char *arguments)
{
	char kernel[PATH_MAX], serial[PATH_MAX + 8], append[1024], port[96], readback[32] = "";
	char *common[] = {
		"-m", "1G", "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
		"-kernel", kernel, "-initrd", (char *)q->initrd, "-append", append,
		"-serial", serial, "-chardev", "stdio,id=channel,signal=off",
		"-device", port, NULL };
	char *argv[MAX_ARGS] = { "qemu-system-x86_64" };
	unsigned int n;

	for (n = 1; machine[n - 1]; n++)
		argv[n] = machine[n - 1];
	if (q->plugin) {
		argv[n++] = "-plugin";
		argv[n++] = (char *)q->plugin;
	}
	snprintf(kernel, sizeof(kernel), "%s/vmlinuz", q->line);
	if (q->symbols)
		snprintf(readback, sizeof(readback), ",readback=%#x", CHANNEL_SYMBOLS | q->symbols);
	snprintf(port, sizeof(port), "isa-debugcon,iobase=%#x,chardev=channel%s", CHANNEL_PORT,
		 readback);
	snprintf(serial, sizeof(serial), "file:%s", q->console);
	snprintf(append, sizeof(append), "%s%s%s", arguments, *q->arguments ? " " : "",
		 q->arguments);
	memcpy(argv + n, common, sizeof(common));
	return execvp(argv[0], argv);
}
