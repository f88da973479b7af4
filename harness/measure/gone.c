// SPDX-License-Identifier: GPL-2.0-only
/* gone.c - vCPUs that are closed, and gone before their VM. */
#include <errno.h>

#include "gone.h"
#include "vmm/kvmslab.h"

bool gone__is_possible(int kvm_fd)
{
	static const struct bench none = { .name = "none" };
	struct vm vm;
	int err = vm__create(&vm, kvm_fd, 1, &none);

	if (!err) {
		vcpu__destroy(&vm.vcpus[0]);
		err = vcpu__create(&vm.vcpus[0], &vm, 0);
	}
	vm__destroy(&vm);
	return err != -EEXIST;
}

int gone__close_others(struct vm *vm)
{
	long before = kvmslab__vcpus();
	unsigned int closed = vm->nr_vcpus - 1;

	while (vm->nr_vcpus > 1)
		vcpu__destroy(&vm->vcpus[--vm->nr_vcpus]);
	vm->shared->nr_vcpus = 1;
	if (before >= 0 && kvmslab__wait(before - closed)) {
		vm__fail(vm, "vCPUs allocated after %u were closed: %ld seen, %ld expected", closed,
			 kvmslab__vcpus(), before - closed);
		return -EPROTO;
	}
	return 0;
}
