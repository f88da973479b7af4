// SPDX-License-Identifier: GPL-2.0-only
/* vcpu.c - a vCPU, its thread and its run loop. */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "arch.h"
#include "guests/abi.h"
#include "pin.h"
#include "vcpu-exit.h"
#include "vcpu.h"

/* 255 threads: what they need is far below the default of 8 MiB. */
#define THREAD_STACK_SIZE	(64 * 1024)
#define KICK_SIGNAL		SIGUSR1

static void on_kick(int sig)
{
	(void)sig;	/* its arrival ends KVM_RUN with EINTR */
}

void vcpu__install_kick_signal(void)
{
	struct sigaction action = { .sa_handler = on_kick };

	sigaction(KICK_SIGNAL, &action, NULL);
}

int vcpu__create(struct vcpu *vcpu, struct vm *vm, unsigned int index)
{
	*vcpu = (struct vcpu){ .vm = vm, .index = index, .stats_fd = -1 };
	vcpu->fd = ioctl(vm->fd, KVM_CREATE_VCPU, index);
	if (vcpu->fd < 0)
		return vcpu__fail_errno(vcpu, "KVM_CREATE_VCPU");
	vcpu->run = mmap(NULL, vm->run_size, PROT_READ | PROT_WRITE, MAP_SHARED, vcpu->fd, 0);
	if (vcpu->run == MAP_FAILED) {
		vcpu->run = NULL;
		return vcpu__fail_errno(vcpu, "mmap of the run page");
	}
	return 0;
}

static void tell_set_up(struct vm *vm)
{
	pthread_mutex_lock(&vm->lock);
	vm->nr_set_up++;
	/* vm__start() waits for the last one: do not wake it 255 times. */
	if (vm->nr_set_up == vm->nr_vcpus)
		pthread_cond_broadcast(&vm->changed);
	pthread_mutex_unlock(&vm->lock);
}

static void wait_for_go(struct vm *vm)
{
	pthread_mutex_lock(&vm->lock);
	while (!vm->go)
		pthread_cond_wait(&vm->changed, &vm->lock);
	pthread_mutex_unlock(&vm->lock);
}

static void run_failed(struct vcpu *vcpu, int err)
{
	char where[256];

	vcpu__describe(vcpu, where, sizeof(where));
	vm__fail(vcpu->vm, "vCPU %u: KVM_RUN: %s; %s", vcpu->index, strerror(err), where);
}

static void run_loop(struct vcpu *vcpu)
{
	while (!vcpu->vm->stop && !vcpu->stop) {
		if (ioctl(vcpu->fd, KVM_RUN, 0) < 0) {
			if (errno == EINTR || errno == EAGAIN)
				continue;
			run_failed(vcpu, errno);
			return;
		}
		if (vcpu__handle_exit(vcpu) == VCPU_END)
			return;
	}
}

/*
 * A thread that wakes must not preempt the one that woke it: whether it does
 * depends on the history of both, and a broadcast that wakes 16 vCPUs costs up
 * to 2 % more or less for it. Threads of SCHED_BATCH wait for their turn.
 */
static void wait_for_turn_when_woken(void)
{
	const struct sched_param param = { .sched_priority = 0 };

	sched_setscheduler(0, SCHED_BATCH, &param);	/* allowed to everybody */
}

static void *vcpu_thread(void *arg)
{
	struct vcpu *vcpu = arg;

	vcpu->tid = gettid();
	wait_for_turn_when_woken();
	/* If the VMM's own thread operates, the first CPU is for that thread alone. */
	pin__thread(vcpu->index + !!vcpu->vm->shared->vmm_operates);
	if (vcpu__setup(vcpu))
		return NULL;
	if (vcpu->vm->asleep && vcpu->index > vcpu->vm->awake)
		vcpu->vm->shared->ready[vcpu->index] = 1;	/* its guest will not say it */
	tell_set_up(vcpu->vm);
	wait_for_go(vcpu->vm);
	run_loop(vcpu);
	return NULL;
}

int vcpu__start(struct vcpu *vcpu)
{
	pthread_attr_t attr;
	int err;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, THREAD_STACK_SIZE);
	err = pthread_create(&vcpu->thread, &attr, vcpu_thread, vcpu);
	pthread_attr_destroy(&attr);
	if (err) {
		errno = err;
		return vcpu__fail_errno(vcpu, "its thread");
	}
	vcpu->threaded = true;
	return 0;
}

/*
 * immediate_exit closes the race between the look at vm->stop and KVM_RUN: a
 * signal that came in between would be lost.
 */
void vcpu__kick(struct vcpu *vcpu)
{
	if (vcpu->run)
		vcpu->run->immediate_exit = 1;
	if (vcpu->threaded)
		pthread_kill(vcpu->thread, KICK_SIGNAL);
}

void vcpu__join(struct vcpu *vcpu)
{
	if (vcpu->threaded)
		pthread_join(vcpu->thread, NULL);
	vcpu->threaded = false;
}

void vcpu__stop(struct vcpu *vcpu)
{
	vcpu->stop = true;
	vcpu__kick(vcpu);
	vcpu__join(vcpu);
}

void vcpu__destroy(struct vcpu *vcpu)
{
	if (vcpu->stats_fd >= 0)
		close(vcpu->stats_fd);
	if (vcpu->run)
		munmap(vcpu->run, vcpu->vm->run_size);
	if (vcpu->fd >= 0)
		close(vcpu->fd);
	vcpu->stats_fd = vcpu->fd = -1;
	vcpu->run = NULL;
}
