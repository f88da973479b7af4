// SPDX-License-Identifier: GPL-2.0-only
/* kvmdebugfs.c - a VM's counters in debugfs, its threads in /proc. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kvmdebugfs.h"

#define KVM_DEBUGFS	"/sys/kernel/debug/kvm"
#define GUEST_TIME	43	/* field of /proc/PID/stat, see proc(5) */
#define STATE		3

/* What a small file holds, terminated. */
static int read_text(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, size - 1);
	int err = n < 0 ? -errno : 0;

	if (fd >= 0)
		close(fd);
	text[n > 0 ? n : 0] = '\0';
	return err;
}

bool kvmdebugfs__exists(void)
{
	return !access(KVM_DEBUGFS, R_OK | X_OK);
}

int kvmdebugfs__open(struct vm *vm)
{
	/* KVM names it by the thread that created the VM, and by the VM's descriptor. */
	snprintf(vm->debugfs, sizeof(vm->debugfs), KVM_DEBUGFS "/%d-%d", gettid(), vm->fd);
	if (kvmdebugfs__counter(vm, "exits") >= 0)
		return 0;
	vm__fail(vm, "%s has no exits: mount debugfs, for this KVM's binary statistics lack what is looked at (Linux 5.16)",
		 vm->debugfs);
	vm->debugfs[0] = '\0';
	return -ENOENT;
}

int64_t kvmdebugfs__counter(const struct vm *vm, const char *name)
{
	char path[KVMDEBUGFS_PATH + 64], text[32], *end;
	unsigned long long value;

	snprintf(path, sizeof(path), "%s/%s", vm->debugfs, name);
	if (read_text(path, text, sizeof(text)))
		return -1;
	value = strtoull(text, &end, 10);
	return end == text ? -1 : (int64_t)value;
}

/* A field of the thread's stat. The second is its name, in brackets. */
static const char *stat_field(const struct vcpu *vcpu, char *text, size_t size, int number)
{
	char path[64], *field;

	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", vcpu->tid);
	if (!vcpu->tid || read_text(path, text, size))
		return NULL;
	field = strrchr(text, ')');
	for (number -= 2; field && number; number--)
		field = strchr(field + 1, ' ');
	return field ? field + 1 : NULL;
}

/* The call in which the thread sleeps, with its arguments; "running" if it does not. */
static bool is_in_kvm_run(const struct vcpu *vcpu)
{
	unsigned long fd, request;
	char path[64], text[256];
	long number;

	snprintf(path, sizeof(path), "/proc/self/task/%d/syscall", vcpu->tid);
	return !read_text(path, text, sizeof(text)) &&
	       sscanf(text, "%ld %lx %lx", &number, &fd, &request) == 3 &&
	       fd == (unsigned long)vcpu->fd && request == KVM_RUN;
}

bool kvmdebugfs__is_blocked(const struct vcpu *vcpu)
{
	char text[1024];
	const char *state = stat_field(vcpu, text, sizeof(text), STATE);

	return state && *state == 'S' && is_in_kvm_run(vcpu);
}

uint64_t kvmdebugfs__guest_time(const struct vcpu *vcpu)
{
	char text[1024];
	const char *time = stat_field(vcpu, text, sizeof(text), GUEST_TIME);

	return time ? strtoull(time, NULL, 10) : 0;
}
