// SPDX-License-Identifier: GPL-2.0-only
/* failure.c - note what went wrong first, and wake the thread that waits for the VM. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "vmm.h"

void vm__fail(struct vm *vm, const char *fmt, ...)
{
	va_list ap;

	pthread_mutex_lock(&vm->lock);
	if (!vm->failure[0]) {
		va_start(ap, fmt);
		vsnprintf(vm->failure, sizeof(vm->failure), fmt, ap);
		va_end(ap);
	}
	vm->done = true;
	pthread_cond_broadcast(&vm->changed);
	pthread_mutex_unlock(&vm->lock);
}

int vm__fail_errno(struct vm *vm, const char *what)
{
	int err = errno;

	vm__fail(vm, "%s: %s", what, strerror(err));
	return -err;
}

int vcpu__fail_errno(struct vcpu *vcpu, const char *what)
{
	int err = errno;

	vm__fail(vcpu->vm, "vCPU %u: %s: %s", vcpu->index, what, strerror(err));
	return -err;
}
