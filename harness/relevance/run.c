// SPDX-License-Identifier: GPL-2.0-only
/* run.c - a thread a vCPU, and what its exits to user space mean. */
#include <errno.h>
#include <linux/kvm.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>

#include "guest.h"
#include "guests/linux/marks.h"

#define UART		0x3f8
#define UART_STATUS	0x3fd
#define UART_READY	0x60
#define STACK_SIZE	(128 * 1024)

static const char *const phases[] = { MARK_PHASES };

#define NR_PHASES	(sizeof(phases) / sizeof(phases[0]))

/** struct linux_vcpu - what a thread is given */
struct linux_vcpu {
	struct linux_guest *guest;
	unsigned int index;
	pthread_t thread;
};

static void end(struct linux_guest *guest, const char *why)
{
	pthread_mutex_lock(&guest->lock);
	if (!guest->ended)
		printf("ended %s\n", why);
	guest->ended = true;
	pthread_cond_broadcast(&guest->changed);
	pthread_mutex_unlock(&guest->lock);
}

/* Phases end one after the other. */
static void on_mark(struct linux_guest *guest, unsigned int phase)
{
	if (phase != guest->phase || phase >= NR_PHASES) {
		end(guest, "by its process 1");
		return;
	}
	probes__print(phases[phase]);
	guest->phase++;
	if (guest->phase == NR_PHASES)
		end(guest, "as it should");
}

/* A serial port for the kernel's early messages; nothing else is there. */
static void on_port(struct linux_guest *guest, struct kvm_run *run)
{
	uint8_t *data = (uint8_t *)run + run->io.data_offset;
	size_t length = (size_t)run->io.size * run->io.count;

	if (run->io.direction == KVM_EXIT_IO_IN)
		memset(data, run->io.port == UART_STATUS ? UART_READY : 0xff, length);
	else if (run->io.port == MARK_PORT)
		on_mark(guest, *data);
	else if (run->io.port == UART)
		fwrite(data, 1, length, stdout);
}

static void on_exit_to_user(struct linux_guest *guest, unsigned int index)
{
	struct kvm_run *run = guest->runs[index];
	char text[64];

	switch (run->exit_reason) {
	case KVM_EXIT_IO:
		on_port(guest, run);
		break;
	case KVM_EXIT_MMIO:
		if (!run->mmio.is_write)
			memset(run->mmio.data, 0xff, run->mmio.len);
		break;
	case KVM_EXIT_SHUTDOWN:
	case KVM_EXIT_SYSTEM_EVENT:
		end(guest, "by a reset");
		break;
	default:
		snprintf(text, sizeof(text), "by exit %u of vCPU %u", run->exit_reason, index);
		end(guest, text);
	}
}

static void *run_vcpu(void *arg)
{
	struct linux_vcpu *vcpu = arg;
	struct linux_guest *guest = vcpu->guest;
	int fd = guest->vcpu_fds[vcpu->index];

	while (!guest->ended)
		if (!ioctl(fd, KVM_RUN, 0))
			on_exit_to_user(guest, vcpu->index);
		else if (errno != EINTR && errno != EAGAIN)
			end(guest, strerror(errno));
	return NULL;
}

static void on_kick(int sig)
{
	(void)sig;	/* KVM_RUN ends with EINTR */
}

/* Where its vCPUs were, for who wonders why it has not ended. */
static void stop(struct linux_vcpu *vcpus, unsigned int nr_vcpus)
{
	struct kvm_regs regs;
	unsigned int i;

	for (i = 0; i < nr_vcpus; i++) {
		pthread_kill(vcpus[i].thread, SIGUSR1);
		pthread_join(vcpus[i].thread, NULL);
		if (!ioctl(vcpus[i].guest->vcpu_fds[i], KVM_GET_REGS, &regs))
			printf("vcpu %u at %llx flags %llx\n", i, regs.rip, regs.rflags);
	}
}

int linux_guest__run(struct linux_guest *guest, unsigned int seconds, struct why *why)
{
	static struct linux_vcpu vcpus[LINUX_GUEST_VCPUS];
	struct timespec deadline;
	pthread_attr_t attr;
	unsigned int i;

	sigaction(SIGUSR1, &(struct sigaction){ .sa_handler = on_kick }, NULL);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_SIZE);
	for (i = 0; i < guest->nr_vcpus; i++) {
		vcpus[i] = (struct linux_vcpu){ .guest = guest, .index = i };
		if (pthread_create(&vcpus[i].thread, &attr, run_vcpu, &vcpus[i]))
			return why__set(why, EAGAIN, "vCPU %u: no thread", i);
	}
	pthread_attr_destroy(&attr);
	clock_gettime(CLOCK_REALTIME, &deadline);
	deadline.tv_sec += seconds;
	pthread_mutex_lock(&guest->lock);
	while (!guest->ended)
		if (pthread_cond_timedwait(&guest->changed, &guest->lock, &deadline)) {
			printf("ended not at all, in %u s\n", seconds);
			guest->ended = true;
		}
	pthread_mutex_unlock(&guest->lock);
	if (guest->phase < NR_PHASES) {
		stop(vcpus, guest->nr_vcpus);
		probes__print("unfinished");
	}
	return 0;
}
