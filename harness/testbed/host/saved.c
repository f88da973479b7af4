// SPDX-License-Identifier: GPL-2.0-only
/* saved.c - swap KVM's modules and put the saved ones back. */
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

static int unload(const char *name, struct why *why)
{
	char who[256];
	int err = fault__step();

	if (!err)
		err = module__unload(name, WAIT_MS);
	if (err == -EBUSY) {
		users__name(who, sizeof(who));
		return why__set(why, EBUSY, "%s is in use by %s: end it", name,
				who[0] ? who : "something that has no process");
	}
	if (err)
		return why__set(why, -err, "%s cannot be unloaded: %s: see the kernel's log", name,
				strerror(-err));
	return 0;
}

static int unload_all(struct why *why)
{
	unsigned int i;
	int err = 0;

	for (i = 0; i < NR_VENDORS && !err; i++)
		if (module__loaded(vendors[i].module))
			err = unload(vendors[i].module, why);
	if (!err && module__loaded("kvm"))
		err = unload("kvm", why);
	return err;
}

static int load(const char *dir, const char *name, const char *args, struct why *why)
{
	int err = fault__step();

	if (!err)
		err = module__load(dir, name, args);
	if (err)
		return why__set(why, -err, "%s of %s cannot be loaded: %s: see the kernel's log",
				name, dir, strerror(-err));
	return 0;
}

int saved__swap(const struct saved_modules *saved, const char *dir, struct why *why)
{
	int err = unload_all(why);

	if (!err)
		err = load(dir, "kvm", saved->args[0], why);
	if (!err)
		err = load(dir, saved->vendor, saved->args[1], why);
	return err;
}

/*
 * Set what differs, and have it given at the next load: not all can be set
 * later. Return: how many could not.
 */
static unsigned int settle(struct saved_modules *saved)
{
	struct params now = { .nr = 0 };
	unsigned int i, left = 0;

	params__read(&now, "kvm");
	params__read(&now, saved->vendor);
	for (i = 0; i < saved->params.nr; i++) {
		const struct param *was = &saved->params.at[i];
		const struct param *is = params__find(&now, was->module, was->name);
		char *args = saved->args[strcmp(was->module, "kvm") != 0];

		if (!is || !strcmp(is->value, was->value))
			continue;
		if (params__set(was))
			left++;
		params__add_arg(args, ARGS_SIZE, was);
	}
	return left;
}

static int check(const struct saved_modules *saved, struct why *why)
{
	struct params now = { .nr = 0 };
	unsigned int i;

	params__read(&now, "kvm");
	params__read(&now, saved->vendor);
	for (i = 0; i < saved->params.nr; i++) {
		const struct param *was = &saved->params.at[i];
		const struct param *is = params__find(&now, was->module, was->name);

		if (is && !strcmp(is->value, was->value))
			continue;
		return why__set(why, EIO,
				"%s: parameter %s is %s and was %s: set it with modprobe",
				was->module, was->name, is ? is->value : "not there", was->value);
	}
	return 0;
}

/* When the copies do not load: what the distribution has for it. */
static int modprobe(const struct saved_modules *saved)
{
	int status = -1;
	pid_t pid = fork();

	if (!pid) {
		execlp("modprobe", "modprobe", saved->vendor, NULL);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0 || status)
		return -EIO;
	say("%s was loaded by modprobe instead: its parameters are the configured ones",
	    saved->vendor);
	return 0;
}

/* Defaults, then what differs; a module may refuse what it has itself shown. */
static int load_saved(struct saved_modules *saved, struct why *why)
{
	int err = saved__swap(saved, saved->dir, why);

	if (err == -EINVAL && (saved->args[0][0] || saved->args[1][0])) {
		saved->args[0][0] = saved->args[1][0] = 0;
		why->text[0] = 0;
		err = saved__swap(saved, saved->dir, why);
	}
	return err;
}

int saved__restore(struct saved_modules *saved, struct why *why)
{
	int err = load_saved(saved, why);
	unsigned int left;

	if (!err) {
		left = settle(saved);
		err = journal__write(saved, why);
		if (!err && left)
			err = load_saved(saved, why);
		if (!err && left)
			settle(saved);
	}
	if (!err)
		return check(saved, why);
	if (!module__loaded(saved->vendor) && !unload_all(why))
		modprobe(saved);
	return err;
}
