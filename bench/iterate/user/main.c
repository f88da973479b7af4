// SPDX-License-Identifier: GPL-2.0-only
/* main.c - vcpuscale-iterate: what iterating costs, here or in the kernel. */
#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <valgrind/valgrind.h>

#include "../batch.h"
#include "../platform.h"
#include "callgrind.h"
#include "lib/command-line.h"
#include "names.h"
#include "options.h"

/* With @show, prints those that match. */
static int match(const struct measure *m, bool show, struct why *why)
{
	struct iterate_cell cell;
	char name[NAMES_SIZE];
	int matches = 0;

	names__first(&cell);
	do {
		names__bench(&cell, name);
		if (fnmatch(m->bench, name, 0))
			continue;
		matches++;
		if (show)
			puts(name);
	} while (names__next(&cell));
	if (matches)
		return 0;
	return why__set(why, EINVAL, "no benchmark matches %s: vcpuscale-iterate --list shows all",
			m->bench);
}

static int measure(struct measure *m, struct why *why)
{
	int err;

	if (m->form == &form_module && form__open_module())
		return why__set(why, errno, "no /dev/" ITERATE_DEVICE
				": %s: load the module as root, or leave out --module",
				strerror(errno));
	urcu_memb_register_thread();
	urcu_mb_register_thread();
	m->counts |= RUNNING_ON_VALGRIND;
	err = m->cells ? measure__cells(m) : measure__all(m);
	batch__finish();
	urcu_mb_unregister_thread();
	urcu_memb_unregister_thread();
	if (err)
		return why__set(why, -err, "measuring failed: %s: see the kernel's log",
				strerror(-err));
	return 0;
}

static int read_callgrind(struct iterate_options *o, struct why *why)
{
	static char machine[128];
	long samples = callgrind__read(o->callgrind, o->measure.out, machine, sizeof(machine));

	if (samples < 0)
		return why__set(why, -samples, "cannot read %s: %s: name callgrind's output",
				o->callgrind, strerror(-samples));
	if (!samples)
		return why__set(why, ENODATA,
				"no counts of this program in %s: does a cell match --bench?",
				o->callgrind);
	o->store.machine = machine;
	o->store.testbed = "iterate-cachegrind";
	return 0;
}

static int take_samples(struct iterate_options *o, struct why *why)
{
	return o->callgrind ? read_callgrind(o, why) : measure(&o->measure, why);
}

/* What is stored is complete: samples are kept in memory until then. */
static int store(struct iterate_options *o, struct why *why)
{
	char *samples = NULL;
	size_t size;
	int err;

	o->measure.out = open_memstream(&samples, &size);
	if (!o->measure.out)
		return why__set(why, errno, "out of memory: measure fewer cells");
	err = take_samples(o, why);
	if (fclose(o->measure.out) && !err)
		err = why__set(why, errno, "out of memory: measure fewer cells");
	if (!err)
		err = store__write(&o->store, samples, why);
	free(samples);
	return err;
}

int main(int argc, char **argv)
{
	struct why why = { "" };
	struct iterate_options o;
	int err = iterate_options__parse(&o, argc, argv, &why);

	if (!err)
		err = match(&o.measure, o.measure.list, &why);
	if (!err && !o.measure.list)
		err = o.store.results ? store(&o, &why) : take_samples(&o, &why);
	if (!err && fflush(stdout))
		err = why__set(&why, errno, "standard output: %s: make room, then measure again",
			       strerror(errno));
	return err ? command_line__fail(&why) : 0;
}
