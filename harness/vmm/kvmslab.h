/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kvmslab.h - the vCPUs whose memory KVM holds, dead or alive, from the slab
 * cache that they come from.
 */
#ifndef VMM_KVMSLAB_H
#define VMM_KVMSLAB_H

/**
 * kvmslab__vcpus() - vCPUs of all VMs whose memory is allocated
 *
 * Return: their number, or -1 where that cannot be read (it takes root and a
 * kernel with CONFIG_SLUB_DEBUG).
 */
long kvmslab__vcpus(void);

/**
 * kvmslab__wait() - wait until no more than so many are allocated
 * @vcpus:	how many; nothing is waited for if it is negative
 *
 * Return: 0, or -ETIMEDOUT after 10 s, far longer than a grace period takes.
 */
int kvmslab__wait(long vcpus);

#endif
