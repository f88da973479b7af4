// SPDX-License-Identifier: GPL-2.0-only
/* testbed.c - this machine itself, whose KVM modules vcpuscale-host exchanges. */
#include <stddef.h>

#include "testbed/testbed.h"

TESTBED(testbed_host) = {
	.name = "host",
	.summary = "this machine, by vcpuscale-host or vcpuscale-run",
	.rounds = 10,
	.vendors = "own",
};
