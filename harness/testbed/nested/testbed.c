// SPDX-License-Identifier: GPL-2.0-only
/* testbed.c - a machine of QEMU/KVM that runs VMs of its own, timed in nanoseconds. */
#include <stdio.h>
#include <unistd.h>

#include "testbed/machine/qemu.h"
#include "testbed/testbed.h"

/* Times are to be those of a kernel as people run it: mitigations stay on. */
#define KERNEL_ARGS	"console=ttyS0 quiet loglevel=5 panic=-1 oops=panic schedstats=enable"

static int exec_nested(const struct qemu *q)
{
	char smp[16];
	char *machine[] = { "-accel", "kvm", "-cpu", "host,pmu=on", "-smp", smp, NULL };

	snprintf(smp, sizeof(smp), "%ld", sysconf(_SC_NPROCESSORS_ONLN));
	return qemu__exec(q, machine, KERNEL_ARGS);
}

TESTBED(testbed_nested) = {
	.name = "nested",
	.summary = "KVM with nested virtualization",
	.rounds = 10,
	.vendors = "all",
	.machine = "kvm cpu=host",
	.exec = exec_nested,
};
