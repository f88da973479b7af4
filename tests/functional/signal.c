// SPDX-License-Identifier: GPL-2.0-only
/*
 * signal.c - a signal ends KVM_RUN. Parts of that path are in the kernel's image
 * and not in KVM's modules (kernel/entry/kvm.c): they see struct kvm_vcpu as it
 * was when the image was built.
 */
#include <pthread.h>
#include <signal.h>

#include "functional.h"
#include "guests.h"
#include "vmm/arch.h"

#define SIGNALS		5

static const uint8_t loop[] = { 0xeb, 0xfe };	/* 1: jmp 1b */
static const struct bench guest_loop = {
	.name = "loop", .payload = loop, .payload_end = loop + sizeof(loop),
};

/* Its own thread, to see what KVM_RUN answers. */
struct runner {
	struct vcpu *vcpu;
	pthread_t thread;
	volatile bool in_run, returned;
	int err;
};

static void *run_once(void *arg)
{
	struct runner *r = arg;

	r->vcpu->run->exit_reason = KVM_EXIT_UNKNOWN;
	r->in_run = true;
	r->err = ioctl(r->vcpu->fd, KVM_RUN, 0) ? errno : 0;
	r->returned = true;
	return NULL;
}

static bool is_in_run(void *runner)
{
	return ((struct runner *)runner)->in_run;
}

/* A signal that comes just before KVM_RUN is lost, and another takes its place. */
static bool is_ended_by_signal(void *runner)
{
	struct runner *r = runner;

	if (!r->returned)
		pthread_kill(r->thread, SIGUSR1);
	return r->returned;
}

/* An ioctl that waits for the vCPU's mutex, which KVM_RUN holds. */
static void *read_registers(void *arg)
{
	struct runner *r = arg;
	struct kvm_regs regs;

	r->err = ioctl(r->vcpu->fd, KVM_GET_REGS, &regs) ? errno : 0;
	return NULL;
}

static void start(struct runner *r, struct vcpu *vcpu, void *(*what)(void *))
{
	*r = (struct runner){ .vcpu = vcpu };
	EXPECT(!pthread_create(&r->thread, NULL, what, r), "no thread");
}

TEST(signalled, 0, "a signal ends KVM_RUN with EINTR and KVM_EXIT_INTR, and the vCPU is unharmed")
{
	struct runner running, waiting;
	struct vm vm;
	unsigned int i;

	guests__create(&vm, 1, &guest_loop);
	vcpu__install_kick_signal();
	EXPECT(!vcpu__setup(&vm.vcpus[0]), "%s", vm.failure);
	for (i = 0; i < SIGNALS; i++) {
		start(&running, &vm.vcpus[0], run_once);
		EXPECT(wait_until(is_in_run, &running), "KVM_RUN is not reached");
		usleep(5000);
		start(&waiting, &vm.vcpus[0], read_registers);
		usleep(5000);
		EXPECT(wait_until(is_ended_by_signal, &running), "KVM_RUN goes on");
		pthread_join(running.thread, NULL);
		pthread_join(waiting.thread, NULL);
		EXPECT(running.err == EINTR, "KVM_RUN: %s", strerror(running.err));
		EXPECT(vm.vcpus[0].run->exit_reason == KVM_EXIT_INTR, "exit reason %u, not %u",
		       vm.vcpus[0].run->exit_reason, KVM_EXIT_INTR);
		EXPECT(!waiting.err, "KVM_GET_REGS meanwhile: %s", strerror(waiting.err));
	}
	guests__destroy(&vm);
}
