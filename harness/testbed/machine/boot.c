// SPDX-License-Identifier: GPL-2.0-only
/*
 * boot.c - vcpuscale-boot: become one emulated machine, for scripts. What the
 * machine sends through its debug port goes to standard output.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "qemu.h"
#include "testbeds.h"

int main(int argc, char **argv)
{
	int null;

	if (argc != 5) {
		fprintf(stderr, "vcpuscale: vcpuscale-boot: wrong arguments: give LINE_DIR INITRAMFS CONSOLE KERNEL_ARGUMENTS\n");
		return 2;
	}
	null = open("/dev/null", O_RDONLY);
	if (null >= 0)
		dup2(null, STDIN_FILENO);
	qemu__detach(getppid());
	testbeds__default()->exec(&(struct qemu){
		.line = argv[1], .initrd = argv[2], .console = argv[3], .arguments = argv[4],
	});
	fprintf(stderr, "vcpuscale: qemu-system-x86_64: %s: run make deps\n", strerror(errno));
	return 2;
}
