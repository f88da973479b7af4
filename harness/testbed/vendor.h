/* SPDX-License-Identifier: GPL-2.0-only */
/* vendor.h - KVM's modules of x86 vendors; another architecture has other ones. */
#ifndef TESTBED_VENDOR_H
#define TESTBED_VENDOR_H

#include <cpuid.h>

#define NR_VENDORS	2

/**
 * struct vendor - a vendor whose CPUs KVM has a module for
 * @name:	as in the name of the module's file
 * @module:	as the kernel calls it
 * @file:	the module's file
 * @signature:	EBX of CPUID 0
 */
struct vendor {
	const char *name;
	const char *module;
	const char *file;
	unsigned int signature;
};

static const struct vendor vendors[NR_VENDORS] = {
	{ "amd", "kvm_amd", "kvm-amd.ko", signature_AMD_ebx },
	{ "intel", "kvm_intel", "kvm-intel.ko", signature_INTEL_ebx },
};

#endif
