/* SPDX-License-Identifier: GPL-2.0-only */
/* preflight.h - what stands in the way of a swap. */
#ifndef TESTBED_HOST_PREFLIGHT_H
#define TESTBED_HOST_PREFLIGHT_H

#include "lib/why.h"
#include "testbed/vendor.h"

/**
 * preflight__find_vendor() - is KVM here as modules that can be swapped?
 * @vendor:	gets the one whose module is loaded
 *
 * Root, modules not built in, loading and unloading not forbidden.
 *
 * Return: 0, or a negative errno with the obstacle in @why.
 */
int preflight__find_vendor(const struct vendor **vendor, struct why *why);

/** preflight__find_users() - 0 if nobody uses KVM, else -EBUSY with their names in @why */
int preflight__find_users(const char *vendor, struct why *why);

/**
 * preflight__probe() - would this kernel load DIR's modules?
 * @dir:	kvm.ko and the vendor's
 * @vendor:	kvm_amd or kvm_intel; it and kvm are loaded
 *
 * The kernel checks signature, version and format of a module before it finds
 * that one of that name is loaded, so the attempt answers the question and
 * changes nothing.
 *
 * Return: 0, or a negative errno with the obstacle in @why.
 */
int preflight__probe(const char *dir, const char *vendor, struct why *why);

#endif
