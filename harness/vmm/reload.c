// SPDX-License-Identifier: GPL-2.0-only
/* reload.c - KVM's modules unloaded and loaded again. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lib/clock.h"
#include "reload.h"

#define MAX_MODULES	4
#define LOADED_NS	60000000	/* until what loading leaves to others is done */
#define WAIT_MS		1000	/* what a closed VM leaves behind may hold a module */

bool reload__is_possible(void)
{
	return getenv(RELOAD_MODULES);
}

/* "/modules/0/kvm-amd.ko" is kvm_amd. */
static int unload(const char *path)
{
	const struct timespec pause = { .tv_nsec = 1000000 };
	unsigned int waited;
	char name[64], *c;

	snprintf(name, sizeof(name), "%s", strrchr(path, '/') ? strrchr(path, '/') + 1 : path);
	name[strcspn(name, ".")] = 0;
	for (c = name; (c = strchr(c, '-'));)
		*c = '_';
	for (waited = 0; syscall(SYS_delete_module, name, O_NONBLOCK); waited++) {
		if ((errno != EAGAIN && errno != EBUSY) || waited == WAIT_MS)
			return -errno;
		nanosleep(&pause, NULL);
	}
	return 0;
}

static int load(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), err = 0;

	if (fd < 0 || syscall(SYS_finit_module, fd, "", 0))
		err = -errno;
	if (fd >= 0)
		close(fd);
	return err;
}

static int reopen(int fd)
{
	int kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC), err = 0;

	if (kvm < 0)
		return -errno;
	if (kvm != fd) {
		err = dup3(kvm, fd, O_CLOEXEC) < 0 ? -errno : 0;
		close(kvm);
	}
	return err;
}

static int reload_all(void)
{
	char paths[1024], *module[MAX_MODULES], *next = paths;
	int nr = 0, i, err = 0;

	snprintf(paths, sizeof(paths), "%s", getenv(RELOAD_MODULES));
	while (nr < MAX_MODULES && next)
		module[nr++] = strsep(&next, ":");
	for (i = nr - 1; i >= 0 && !err; i--)
		err = unload(module[i]);
	for (i = 0; i < nr && !err; i++)
		err = load(module[i]);
	return err;
}

/*
 * By another process: who has been busy that long is preempted by all whom it wakes, and
 * each grace period that it waits for is over before it sleeps.
 */
int reload__kvm(struct vm *vm)
{
	int status = 0;
	pid_t child;

	if (vm->fd >= 0)
		close(vm->fd);
	vm->fd = -1;
	close(vm->kvm_fd);
	child = fork();
	if (!child)
		_exit(-reload_all());
	if (child < 0 || waitpid(child, &status, 0) < 0)
		return -errno;
	if (status)
		return WIFEXITED(status) ? -WEXITSTATUS(status) : -EINTR;
	clock__rest(LOADED_NS);
	return reopen(vm->kvm_fd);
}
