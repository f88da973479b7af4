// SPDX-License-Identifier: GPL-2.0-only
/*
 * held.c - what keeps a vCPU or a VM alive, for how long, and in which order
 * they may go.
 */
#include <signal.h>
#include <sys/wait.h>

#include "functional.h"
#include "guests.h"

static bool no_vm(void *unused)
{
	(void)unused;
	return kernel__vms() <= 0;
}

/* The vCPU answers ioctls, and that by its own state. */
static void expect_alive(int vcpu)
{
	struct kvm_mp_state state;
	struct kvm_regs regs;

	EXPECT(!ioctl(vcpu, KVM_GET_REGS, &regs), "KVM_GET_REGS: %s", strerror(errno));
	EXPECT(!ioctl(vcpu, KVM_GET_MP_STATE, &state), "KVM_GET_MP_STATE: %s", strerror(errno));
}

static void expect_id(int vm, unsigned long id, bool in_use)
{
	int vcpu = kvm__create_vcpu(vm, id);

	if (in_use)
		EXPECT(vcpu == -EEXIST, "id %lu, which is held: %s", id,
		       vcpu < 0 ? strerror(-vcpu) : "created");
	else
		EXPECT(vcpu >= 0, "id %lu, which is free: %s", id, strerror(-vcpu));
	if (vcpu >= 0)
		kvm__close(vcpu);
}

TEST(vm_closed_first, 0, "vCPUs outlive the VM's descriptor, and still run")
{
	struct vm vm;

	guests__create(&vm, 2, &guest_ready);
	kvm__close(vm.fd);
	vm.fd = -1;
	guests__start(&vm);
	guests__expect_progress(&vm, 3);
	guests__destroy(&vm);
	EXPECT(wait_until(no_vm, NULL), "%ld VMs are left", kernel__vms());
}

TEST(last_vcpu_frees_vm, NEEDS_MODULES | NEEDS_DEBUGFS, "the VM goes with the last of its vCPUs")
{
	int kvm = kvm__open(), vm = kvm__create_vm(kvm);
	int first = kvm__need_vcpu(vm, 0), second = kvm__need_vcpu(vm, 1);

	kvm__close(vm);
	expect_alive(first);
	kvm__close(first);
	expect_alive(second);
	EXPECT(kernel__vms() == 1, "%ld VMs while a vCPU is open", kernel__vms());
	kvm__close(second);
	EXPECT(wait_until(no_vm, NULL), "%ld VMs are left", kernel__vms());
}

TEST(boot_vcpu_first, 0, "the boot vCPU may be closed first, the others go on")
{
	int kvm = kvm__open(), vm = kvm__create_vm(kvm);
	int boot = kvm__need_vcpu(vm, 0), other = kvm__need_vcpu(vm, 1);
	struct kvm_clock_data clock;

	kvm__close(boot);
	expect_alive(other);
	EXPECT(!ioctl(vm, KVM_GET_CLOCK, &clock), "KVM_GET_CLOCK: %s", strerror(errno));
	EXPECT(!ioctl(vm, KVM_SET_CLOCK, &clock), "KVM_SET_CLOCK: %s", strerror(errno));
	expect_alive(kvm__need_vcpu(vm, 2));
	kvm__close(other);
}

TEST(boot_vcpu_again, NEEDS_VCPU_GONE, "the boot vCPU may go, come again, and boot")
{
	struct vm vm;

	guests__create(&vm, 4, &guest_ready);
	vcpu__destroy(&vm.vcpus[0]);
	EXPECT(!vcpu__create(&vm.vcpus[0], &vm, 0), "%s", vm.failure);
	guests__start(&vm);
	guests__expect_progress(&vm, 3);
	guests__destroy(&vm);
}

TEST(mapped, 0, "a mapped run page keeps its vCPU")
{
	int kvm = kvm__open(), vm = kvm__create_vm(kvm), vcpu = kvm__need_vcpu(vm, 0);
	struct kvm_run *run = kvm__map_run(kvm, vcpu);

	kvm__close(vcpu);
	expect_id(vm, 0, true);
	run->immediate_exit = 1;
	EXPECT(run->immediate_exit == 1, "the page does not keep what is written");
	kvm__unmap_run(kvm, run);
}

TEST(unmapped, NEEDS_VCPU_GONE, "and unmapping the page lets it go")
{
	int kvm = kvm__open(), vm = kvm__create_vm(kvm), vcpu = kvm__need_vcpu(vm, 0);
	struct kvm_run *run = kvm__map_run(kvm, vcpu);

	kvm__close(vcpu);
	expect_id(vm, 0, true);
	kvm__unmap_run(kvm, run);
	expect_id(vm, 0, false);
}

/*
 * The descriptor that KVM_RUN was called with is the thread's until it returns.
 * vCPU 1 takes interrupts meanwhile, and never exits to its VMM.
 */
static void close_in_run(struct vm *vm)
{
	struct vcpu *vcpu;
	unsigned int taken;

	guests__create(vm, 2, &guest_broadcast);
	vcpu = &vm->vcpus[1];
	guests__start(vm);
	guests__expect_progress(vm, 1);
	taken = vm->shared->taken[1];
	kvm__unmap_run(vm->kvm_fd, vcpu->run);
	vcpu->run = NULL;
	kvm__close(vcpu->fd);
	vcpu->fd = -1;
	expect_id(vm->fd, 1, true);
	guests__expect_progress(vm, 3);
	EXPECT(vm->shared->taken[1] > taken, "vCPU 1 takes no interrupts any more");
}

TEST(closed_in_run, 0, "a vCPU closed during KVM_RUN runs on")
{
	struct vm vm;

	close_in_run(&vm);
	vcpu__stop(&vm.vcpus[1]);
	guests__expect_progress(&vm, 3);
	guests__destroy(&vm);
}

TEST(returned_from_run, NEEDS_VCPU_GONE, "and goes when KVM_RUN returns")
{
	struct vm vm;

	close_in_run(&vm);
	vcpu__stop(&vm.vcpus[1]);
	expect_id(vm.fd, 1, false);
	guests__expect_progress(&vm, 3);
	guests__destroy(&vm);
}

/* A child that has inherited the descriptors, until the parent says go. */
static pid_t keep_in_child(int go[2])
{
	char byte;
	pid_t pid;

	EXPECT(!pipe(go), "pipe: %s", strerror(errno));
	pid = fork();
	if (!pid) {
		close(go[1]);
		if (read(go[0], &byte, 1) < 0)
			_exit(1);
		_exit(0);
	}
	close(go[0]);
	return pid;
}

TEST(other_process, 0, "a descriptor in another process keeps its vCPU")
{
	int kvm = kvm__open(), vm = kvm__create_vm(kvm), vcpu = kvm__need_vcpu(vm, 0), go[2];
	pid_t child = keep_in_child(go);

	kvm__close(vcpu);
	expect_id(vm, 0, true);
	close(go[1]);
	waitpid(child, NULL, 0);
}

TEST(other_process_ended, NEEDS_VCPU_GONE, "and the end of that process lets it go")
{
	int kvm = kvm__open(), vm = kvm__create_vm(kvm), vcpu = kvm__need_vcpu(vm, 0), go[2];
	pid_t child = keep_in_child(go);

	kvm__close(vcpu);
	close(go[1]);
	waitpid(child, NULL, 0);
	expect_id(vm, 0, false);
}

TEST(killed, NEEDS_MODULES, "a process killed with vCPUs in KVM_RUN leaves nothing behind")
{
	struct vm vm;
	int status;
	pid_t pid = fork();

	if (!pid) {
		guests__create(&vm, 8, &guest_ready);
		guests__start(&vm);
		guests__expect_progress(&vm, 2);
		kill(getpid(), SIGKILL);
	}
	waitpid(pid, &status, 0);
	EXPECT(WIFSIGNALED(status), "the process ended with %d", WEXITSTATUS(status));
	EXPECT(wait_until(kernel__settled, NULL), "%ld vCPUs and %ld VMs are left",
	       kernel__vcpus(), kernel__vms());
}
