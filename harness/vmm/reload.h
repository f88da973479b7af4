/* SPDX-License-Identifier: GPL-2.0-only */
/* reload.h - KVM's modules unloaded and loaded again, for a VM that is the first one. */
#ifndef VMM_RELOAD_H
#define VMM_RELOAD_H

#include <stdbool.h>

#include "vm.h"

/* Set by the machine's process 1: paths of the modules, in the order of loading. */
#define RELOAD_MODULES	"VCPUSCALE_MODULES"

/** reload__is_possible() - does this machine say which modules those are? */
bool reload__is_possible(void);

/**
 * reload__kvm() - unload KVM and load it again
 * @vm:		its descriptor, and that of /dev/kvm, are the only ones that KVM has; the
 *		former is closed, the latter is /dev/kvm again
 *
 * Goes on 60 to 80 ms after that, at the same distance from a tick for any kernel of a boot
 * image. The modules may come to lie elsewhere, and profiles name functions by address:
 * run_cells_file() has the cells that do this come last.
 *
 * Return: 0 or a negative errno.
 */
int reload__kvm(struct vm *vm);

#endif
