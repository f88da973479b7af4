// SPDX-License-Identifier: GPL-2.0-only
/* form.c - ask the walks in this program, or those in the module. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "../batch.h"
#include "form.h"

static const char *user_lacks(const struct iterate_cell *cell)
{
	return cell->kind == ITERATE_SRCU_LIST ? "liburcu has no SRCU: see kind=mb-list" : NULL;
}

const struct form form_user = { .run = batch__run, .lacks = user_lacks };

static int device = -1;

int form__open_module(void)
{
	device = open("/dev/" ITERATE_DEVICE, O_RDWR | O_CLOEXEC);
	return device < 0 ? -errno : 0;
}

static int module_run(const struct iterate_cell *cell, struct iterate_batch *batch)
{
	if (write(device, cell, sizeof(*cell)) != sizeof(*cell))
		return -errno;
	return read(device, batch, sizeof(*batch)) == sizeof(*batch) ? 0 : -EIO;
}

static const char *module_lacks(const struct iterate_cell *cell)
{
	if (cell->kind == ITERATE_MB_LIST)
		return "a flavour of liburcu: the kernel has SRCU";
	if (cell->insns && cell->cold)
		return "the machine that counts instructions has no caches";
	return NULL;
}

const struct form form_module = { .run = module_run, .lacks = module_lacks };
