/* SPDX-License-Identifier: GPL-2.0-only */
/* vcpu.h - a vCPU: its descriptor, its thread, its run loop. */
#ifndef VMM_VCPU_H
#define VMM_VCPU_H

#include "vmm.h"

/** vcpu__create() - create vCPU @index of a VM and map its run page */
int vcpu__create(struct vcpu *vcpu, struct vm *vm, unsigned int index);

/** vcpu__start() - start its thread, which waits for vm->go before it enters KVM_RUN */
int vcpu__start(struct vcpu *vcpu);

/** vcpu__kick() - make KVM_RUN return, now or when it is next called */
void vcpu__kick(struct vcpu *vcpu);

/** vcpu__join() - wait for the end of its thread, if it has one */
void vcpu__join(struct vcpu *vcpu);

/** vcpu__stop() - end its thread, while the others go on */
void vcpu__stop(struct vcpu *vcpu);

/** vcpu__destroy() - close and unmap all of it; harmless if that was done */
void vcpu__destroy(struct vcpu *vcpu);

/** vcpu__install_kick_signal() - once a process, before the first vcpu__start() */
void vcpu__install_kick_signal(void);

#endif
