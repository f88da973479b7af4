// SPDX-License-Identifier: GPL-2.0-only
/* main.c - vcpuscale-host: measure two kernels' KVM modules on this machine. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fault.h"
#include "files.h"
#include "lib/command-line.h"
#include "options.h"
#include "preflight.h"
#include "rounds.h"
#include "say.h"
#include "supervisor.h"

/* Inherited by all the processes: held as long as one of them lives. */
static int lock_state(const struct host_options *p, struct why *why)
{
	char path[PATH_MAX];
	int fd;

	if (mkdir(p->saved.dir, 0700) && errno != EEXIST)
		return why__set(why, errno, "%s: %s: give another directory with --state",
				p->saved.dir, strerror(errno));
	snprintf(path, sizeof(path), "%.4000s/lock", p->saved.dir);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB))
		return why__set(why, EBUSY,
				"%s: another run exchanges this machine's modules: wait for its end",
				path);
	return 0;
}

/* A run that was killed with all its processes has restored nothing. */
static int restore_leftover(const struct host_options *p, struct why *why)
{
	struct saved_modules left;
	int err = journal__read(&left, p->saved.dir, why);

	if (err == -ENOENT)
		return 0;
	if (err)
		return err;
	say("an earlier run was killed: putting this machine's saved KVM modules back");
	return supervisor__restore(&left, why);
}

static int check_machine(struct host_options *p, struct why *why)
{
	const struct vendor *vendor;
	unsigned int i;
	int err = preflight__find_vendor(&vendor, why);

	if (err)
		return err;
	if (p->vendor)
		return puts(vendor->name) < 0 ? -EIO : 0;
	snprintf(p->saved.vendor, sizeof(p->saved.vendor), "%s", vendor->module);
	err = preflight__find_users(p->saved.vendor, why);
	if (!err && p->from)
		err = preflight__probe(p->from, p->saved.vendor, why);
	for (i = 0; i < p->nr_sides && !err; i++)
		err = preflight__probe(p->sides[i].dir, p->saved.vendor, why);
	return err;
}

static int measure(struct host_options *p, struct why *why)
{
	unsigned int restored_ms = 0;
	int err = files__begin(p, why);

	if (!err)
		err = journal__note(&p->saved, p->from, why);
	if (!err)
		err = supervisor__run(&p->saved, rounds__work, p, &restored_ms, why);
	if (!err || err == -EUCLEAN || err == -EINTR)
		say("%u swaps, the slowest %u ms, %u ms in the slowest round; the saved modules are back after %u ms",
		    p->tally->swaps, p->tally->slowest_ms, p->tally->slowest_round_ms, restored_ms);
	if (p->fault)
		say("%u steps", fault__steps());
	if (err && err != -EUCLEAN) {
		files__remove(p);
		if (err == -ECHILD)
			why__set(why, ECHILD,
				 "the measuring process was killed: nothing was stored, the saved modules are back");
		return err;
	}
	return files__end(p, restored_ms, why) ? -EIO : err;
}

static int run(struct host_options *p, struct why *why)
{
	int err = 0;

	/* Without root, the preflight has the better message than mkdir() under /run. */
	if (!geteuid())
		err = lock_state(p, why);
	if (!err)
		err = restore_leftover(p, why);
	if (err || p->restore)
		return err;
	err = check_machine(p, why);
	return err || p->check || p->vendor ? err : measure(p, why);
}

static int check_fault(const struct host_options *p, struct why *why)
{
	if (!fault__init(p->fault))
		return 0;
	return why__set(why, EINVAL,
			"--fault=%s: give N:fail, term, int, hup, kill-worker, kill-supervisor or kill-both",
			p->fault);
}

int main(int argc, char **argv)
{
	static struct host_options p;
	struct why why = { "" };
	int err = host_options__parse(&p, argc, argv, &why);

	if (!err)
		err = check_fault(&p, &why);
	if (!err)
		err = run(&p, &why);
	if (err)
		command_line__fail(&why);
	if (err == -ENOTRECOVERABLE)
		return EXIT_LOST;
	if (supervisor__signal()) {
		say("interrupted by %s: nothing was stored", strsignal(supervisor__signal()));
		signal(supervisor__signal(), SIG_DFL);
		raise(supervisor__signal());
	}
	return err ? EXIT_REFUSED : 0;
}
