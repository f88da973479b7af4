/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * stress.h - one life of a VM under stress, and what is done to it.
 *
 * A life is a process: it creates one VM and some threads, which do random
 * things to it, and ends in one of several ways. Descriptors are handed about
 * without locks, and on purpose: a thread may use one that another has just
 * closed, or whose number has become another's. What KVM makes of that is
 * under test; all errors are fine and counted, but a crash is not.
 */
#ifndef STRESS_STRESS_H
#define STRESS_STRESS_H

#include <linux/kvm.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "guests/abi.h"
#include "lib/table.h"
#include "lib/userfault.h"
#include "memory.h"
#include "rand.h"

#define MAX_SLOTS	32	/* vCPU descriptors that a life keeps at once */
#define MAX_KEPT	8	/* of the other things, each */
#define MAX_THREADS	24

/** enum irqchip - what interrupt controllers the VM has in the kernel */
enum irqchip { IRQCHIP_FULL, IRQCHIP_SPLIT, IRQCHIP_NONE };

/**
 * struct count - of one operation, by all processes; shared memory
 * @done:	it did what it should
 * @refused:	KVM answered with an error
 */
struct count {
	atomic_ulong done;
	atomic_ulong refused;
};

/**
 * struct board - what all processes share
 * @stop:	no new lives; those that are there are to end
 * @lives:	VMs that were created
 * @entered:	times that KVM_RUN came back
 * @counts:	of op__count() operations, by number, see op__at()
 */
struct board {
	atomic_bool stop;
	atomic_ulong lives;
	atomic_ulong entered;
	struct count counts[];
};

/**
 * struct life - one VM, of this process
 * @board:	shared with all processes
 * @kvm_fd:	/dev/kvm
 * @vm_fd:	the VM; -1 once it is closed
 * @nr_ids:	vCPU ids are 0 to @nr_ids - 1
 * @irqchip:	where the interrupt controllers are
 * @ring:	the VM has a dirty ring
 * @run_size:	bytes to map of a vCPU
 * @mem:	the guest's memory, GUEST_MEMORY_SIZE bytes
 * @late:	its memory at LATE_ADDR, if it has any: pages that come late
 * @never:	or not at all
 * @has_late:	it has such memory
 * @slots:	descriptors of vCPUs, -1: none. The thread that takes one out closes it
 * @maps:	mappings of vCPUs that outlive the descriptors
 * @stats:	descriptors of statistics; they do too
 * @events:	eventfds, for irqfds
 * @stop:	the threads are to end
 */
struct life {
	struct board *board;
	int kvm_fd;
	atomic_int vm_fd;
	unsigned int nr_ids;
	enum irqchip irqchip;
	bool ring;
	size_t run_size;
	uint8_t *mem;
	struct userfault late;
	bool never, has_late;
	atomic_int slots[MAX_SLOTS];
	_Atomic(void *) maps[MAX_KEPT];
	atomic_int stats[MAX_KEPT];
	int events[MAX_KEPT];
	atomic_bool stop;
};

/**
 * struct op - one thing that is done to a VM
 * @name:	for the counts at the end
 * @weight:	how often, compared with the others
 * @fn:		does it once; 0, or negative: refused
 */
struct op {
	const char *name;
	unsigned int weight;
	int (*fn)(struct life *life, struct rand *r);
};

/** STRESS_OPS - attribute of an array of operations, which makes it part of the table */
#define STRESS_OPS TABLE_ROW(op_table)

/** op__count() - how many operations there are */
unsigned int op__count(void);
/** op__at() - operation number @n, NULL behind the last */
const struct op *op__at(unsigned int n);
/** op__random() - do one, by weight, and count it */
void op__random(struct life *life, struct rand *r);

/** life__run() - be one VM's life, from its creation to the end of the process */
void __attribute__((noreturn)) life__run(struct board *board, uint64_t seed, unsigned int number);
/** runner__run() - take a vCPU and enter it for a while; negative: there is none */
int runner__run(struct life *life, struct rand *r);
/** life__add_vcpu() - create it, prepare it, put it into some slot */
int life__add_vcpu(struct life *life, struct rand *r, unsigned int id);

/** life__vcpu() - a random vCPU's descriptor, -1 if there is none */
int life__vcpu(struct life *life, struct rand *r);
/** life__create_late() - give the VM memory that is served by userfaultfd */
void life__create_late(struct life *life);
/** life__end_late() - all who wait for a page of that go on */
void life__end_late(struct life *life);

/** life__redirect() - let the IOAPIC's pin lead to the vCPU with this id, edge or level */
int life__redirect(struct life *life, unsigned int pin, unsigned int id, bool level);

/** life__put() - put a descriptor into some slot, close what was there */
void life__put(struct life *life, struct rand *r, int fd);
/** life__close() - close the vCPU's descriptor @fd, unless another does */
void life__close(struct life *life, int fd);

/** prepare__cpuid() - ask KVM once for what prepare__vcpu() gives to the vCPUs */
int prepare__cpuid(int kvm_fd);
/** prepare__registers() - the state in which the vCPU with this id enters the payload */
void prepare__registers(int fd, unsigned int id);
/** prepare__lapic() - enable the vCPU's local APIC, as its guest would */
int prepare__lapic(int fd);
/** prepare__vcpu() - registers, CPUID, Hyper-V id of the vCPU with this id */
void prepare__vcpu(int fd, unsigned int id);

/** pause_us() - sleep for @us microseconds, less than a second */
static inline void pause_us(unsigned int us)
{
	const struct timespec ts = { .tv_nsec = us * 1000l };

	nanosleep(&ts, NULL);
}

/**
 * life__msi() - signal an MSI to the VM
 * @dest:	APIC id, or MSI_TO_ALL of apic.h
 * @flags:	further bits of the address's lower half
 * @data:	vector and delivery mode
 *
 * Return: 0 or a negative errno.
 */
int life__msi(struct life *life, unsigned int dest, unsigned int flags, unsigned int data);

/** stuck__say() - say where in the kernel the threads of process @pid are */
void stuck__say(int pid);

/** machine__unload() - unload KVM's modules; false: one stays, and why is said */
bool machine__unload(void);
/** machine__load() - load KVM's modules, of process 1 only */
void machine__load(struct rand *r);
/** machine__begin() - process 1's own duties; see machine.c */
void machine__begin(void);
/** machine__end() - turn the machine off; @word is the last line that it says */
void __attribute__((noreturn)) machine__end(const char *word);
/** say() - a line to the watching script */
void say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
