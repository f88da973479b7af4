// SPDX-License-Identifier: GPL-2.0-only
/*
 * main.c - vcpuscale-host: measure two kernels' KVM modules on this machine.
 */
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
static int lock_state(const struct host_options *p)
{
	char path[PATH_MAX];
	int fd;

	if (mkdir(p->saved.dir, 0700) && errno != EEXIST) {
		say("%s: %s: give another directory with --state", p->saved.dir, strerror(errno));
		return -errno;
	}
	snprintf(path, sizeof(path), "%.4000s/lock", p->saved.dir);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB)) {
		say("%s: another run exchanges this machine's modules: wait for its end", path);
		return -EBUSY;
	}
	return 0;
}

/* What a run that was killed with all its processes has left. */
static int restore_leftover(const struct host_options *p)
{
	struct saved_modules left;
	int err = journal__read(&left, p->saved.dir);

	if (err == -ENOENT)
		return 0;
	if (err)
		return err;
	say("an earlier run was killed: putting this machine's saved KVM modules back");
	return supervisor__restore(&left);
}

static int check_machine(struct host_options *p)
{
	const struct vendor *vendor;
	unsigned int i;
	int err = preflight__find_vendor(&vendor);

	if (err)
		return err;
	if (p->vendor)
		return puts(vendor->name) < 0 ? -EIO : 0;
	snprintf(p->saved.vendor, sizeof(p->saved.vendor), "%s", vendor->module);
	err = preflight__find_users(p->saved.vendor);
	if (!err && p->from)
		err = preflight__probe(p->from, p->saved.vendor);
	for (i = 0; i < p->nr_sides && !err; i++)
		err = preflight__probe(p->sides[i].dir, p->saved.vendor);
	return err;
}

static int measure(struct host_options *p)
{
	unsigned int restored_ms = 0;
	int err = files__begin(p);

	if (!err)
		err = journal__note(&p->saved, p->from);
	if (!err)
		err = supervisor__run(&p->saved, rounds__work, p, &restored_ms);
	if (!err || err == -EUCLEAN || err == -EINTR)
		say("%u swaps, the slowest %u ms, %u ms in the slowest round; the saved modules are back after %u ms",
		    p->tally->swaps, p->tally->slowest_ms, p->tally->slowest_round_ms, restored_ms);
	if (p->fault)
		say("%u steps", fault__steps());
	if (err && err != -EUCLEAN) {
		files__remove(p);
		if (err == -ECHILD)
			say("the measuring process was killed: nothing was stored, the saved modules are back");
		return err;
	}
	return files__end(p, restored_ms) ? -EIO : err;
}

static int run(struct host_options *p)
{
	int err = 0;

	/* Who may not do it anyway need not be told of a directory under /run. */
	if (!geteuid())
		err = lock_state(p);
	if (!err)
		err = restore_leftover(p);
	if (err || p->restore)
		return err;
	err = check_machine(p);
	return err || p->check || p->vendor ? err : measure(p);
}

int main(int argc, char **argv)
{
	static struct host_options p;
	struct why why = { "" };
	int err;

	if (host_options__parse(&p, argc, argv, &why))
		return command_line__fail(&why);
	if (fault__init(p.fault)) {
		say("--fault=%s: give N:fail, term, int, hup, kill-worker, kill-supervisor or kill-both",
		    p.fault);
		return EXIT_REFUSED;
	}
	err = run(&p);
	if (err == -ENOTRECOVERABLE)
		return EXIT_LOST;
	if (supervisor__signal()) {
		say("interrupted by %s: nothing was stored", strsignal(supervisor__signal()));
		signal(supervisor__signal(), SIG_DFL);
		raise(supervisor__signal());
	}
	return err ? EXIT_REFUSED : 0;
}
