// SPDX-License-Identifier: GPL-2.0-only
/*
 * saved.c - swap KVM's modules and put the machine's own back.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fault.h"
#include "journal.h"
#include "saved.h"
#include "say.h"
#include "testbed/vendor.h"
#include "users.h"

#define WAIT_MS	10000	/* for a VM of 255 vCPUs that is being torn down */

static int unload(const char *name)
{
	char who[256];
	int err = fault__step();

	if (!err)
		err = module__unload(name, WAIT_MS);
	if (err == -EBUSY) {
		users__name(who, sizeof(who));
		say("%s is in use by %s: end it", name, who[0] ? who : "something that has no process");
	} else if (err) {
		say("%s cannot be unloaded: %s: see the kernel's log", name, strerror(-err));
	}
	return err;
}

static int unload_all(void)
{
	unsigned int i;
	int err = 0;

	for (i = 0; i < NR_VENDORS && !err; i++)
		if (module__loaded(vendors[i].module))
			err = unload(vendors[i].module);
	if (!err && module__loaded("kvm"))
		err = unload("kvm");
	return err;
}

static int load(const char *dir, const char *name, const char *args)
{
	int err = fault__step();

	if (!err)
		err = module__load(dir, name, args);
	if (err)
		say("%s of %s cannot be loaded: %s: see the kernel's log", name, dir,
		    strerror(-err));
	return err;
}

int own__swap(const struct own *own, const char *dir)
{
	int err = unload_all();

	if (!err)
		err = load(dir, "kvm", own->args[0]);
	if (!err)
		err = load(dir, own->vendor, own->args[1]);
	return err;
}

/*
 * Set what differs, and have it given at the next load: not all can be set
 * later. Return: how many could not.
 */
static unsigned int settle(struct own *own)
{
	struct params now = { .nr = 0 };
	unsigned int i, left = 0;

	params__read(&now, "kvm");
	params__read(&now, own->vendor);
	for (i = 0; i < own->params.nr; i++) {
		const struct param *was = &own->params.at[i];
		const struct param *is = params__find(&now, was->module, was->name);
		char *args = own->args[strcmp(was->module, "kvm") != 0];

		if (!is || !strcmp(is->value, was->value))
			continue;
		if (params__set(was))
			left++;
		params__add_arg(args, ARGS_SIZE, was);
	}
	return left;
}

static int check(const struct own *own)
{
	struct params now = { .nr = 0 };
	unsigned int i;

	params__read(&now, "kvm");
	params__read(&now, own->vendor);
	for (i = 0; i < own->params.nr; i++) {
		const struct param *was = &own->params.at[i];
		const struct param *is = params__find(&now, was->module, was->name);

		if (is && !strcmp(is->value, was->value))
			continue;
		say("%s: parameter %s is %s and was %s: set it with modprobe", was->module,
		    was->name, is ? is->value : "not there", was->value);
		return -EIO;
	}
	return 0;
}

/* When the copies do not load: what the distribution has for it. */
static int modprobe(const struct own *own)
{
	int status = -1;
	pid_t pid = fork();

	if (!pid) {
		execlp("modprobe", "modprobe", own->vendor, NULL);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0 || status)
		return -EIO;
	say("%s was loaded by modprobe instead: its parameters are the configured ones",
	    own->vendor);
	return 0;
}

/* Defaults, then what differs; a module may refuse what it has itself shown. */
static int load_own(struct own *own)
{
	int err = own__swap(own, own->dir);

	if (err == -EINVAL && (own->args[0][0] || own->args[1][0])) {
		own->args[0][0] = own->args[1][0] = 0;
		err = own__swap(own, own->dir);
	}
	return err;
}

int own__restore(struct own *own)
{
	int err = load_own(own);
	unsigned int left;

	if (!err) {
		left = settle(own);
		err = journal__write(own);
		if (!err && left)
			err = load_own(own);
		if (!err && left)
			settle(own);
	}
	if (!err)
		return check(own);
	if (!module__loaded(own->vendor) && !unload_all())
		modprobe(own);
	return err;
}
