/* SPDX-License-Identifier: GPL-2.0-only */
/* vcpu-exit.h - what to do after KVM_RUN returned 0. */
#ifndef VMM_VCPU_EXIT_H
#define VMM_VCPU_EXIT_H

#include "vmm.h"

/** enum vcpu_next - enter the vCPU again, or end its thread */
enum vcpu_next { VCPU_RUN, VCPU_END };

/** vcpu__handle_exit() - serve the exit that vcpu->run describes */
enum vcpu_next vcpu__handle_exit(struct vcpu *vcpu);

#endif
