// SPDX-License-Identifier: GPL-2.0-only
/*
 * main.c - vcpuscale-stress: many VMs at once, and all that happens to them at
 * random. Process 1 of a machine whose kernel is to be found out, or on a host.
 *
 * Time is cut into phases. Each begins with KVM's modules being loaded and ends
 * with their being unloaded as soon as the last descriptor is closed.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lib/command-line.h"
#include "options.h"
#include "stress.h"

#define WORKERS		4	/* VMs at once */
#define KILL_SECONDS	60	/* a life that lasts longer is killed */
#define STUCK_SECONDS	300	/* and one that lasts this long cannot be */
#define MAX_PHASE	20	/* seconds */
#define SETTLED_PHASES	4	/* until then memory is still being taken for good */
#define SLACK_MIB	256	/* KASAN keeps freed memory back: 1/32 of the machine's */

static struct board *board;
static struct { pid_t pid; time_t born; } workers[WORKERS];
static struct stress_options options;
static time_t started;

static void start_life(unsigned int w, uint64_t phase_seed, unsigned int number)
{
	pid_t pid = fork();

	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		life__run(board, phase_seed, number);
	}
	workers[w].pid = pid > 0 ? pid : 0;
	workers[w].born = time(NULL);
}

static void look_after(unsigned int w)
{
	pid_t pid = workers[w].pid;
	time_t age = time(NULL) - workers[w].born;

	if (!pid)
		return;
	if (waitpid(pid, NULL, WNOHANG) == pid) {
		workers[w].pid = 0;
		return;
	}
	if (age >= KILL_SECONDS)
		kill(pid, SIGKILL);
	if (age >= STUCK_SECONDS) {
		stuck__say(pid);
		say("process %d cannot be killed: it hangs in the kernel\n", pid);
		machine__end("failed");
	}
}

/* Until its time is over, and then until the last life has ended. */
static void run_lives(uint64_t phase_seed, unsigned int length)
{
	const struct timespec moment = { .tv_nsec = 3000000 };
	time_t end = time(NULL) + length;
	unsigned int w, number = 0;
	bool busy = true;

	board->stop = false;
	while (busy) {
		board->stop = time(NULL) >= end;
		for (w = 0, busy = !board->stop; w < WORKERS; w++) {
			look_after(w);
			if (!workers[w].pid && !board->stop)
				start_life(w, phase_seed, number++);
			busy |= workers[w].pid;
		}
		if (busy)
			nanosleep(&moment, NULL);
	}
}

static long available_mib(void)
{
	char line[128];
	long kib = 0;
	FILE *f = fopen("/proc/meminfo", "re");

	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, "MemAvailable: %ld", &kib) == 1)
			break;
	if (f)
		fclose(f);
	return kib / 1024;
}

static void check_memory(unsigned int phase)
{
	static long settled;
	long mib = available_mib();

	if (getpid() != 1)
		return;
	if (phase == SETTLED_PHASES)
		settled = mib;
	if (phase > SETTLED_PHASES && mib < settled - SLACK_MIB) {
		say("memory is lost: %ld MiB available without KVM, %ld MiB after phase %d\n",
		    mib, settled, SETTLED_PHASES);
		machine__end("failed");
	}
}

static void run_phase(unsigned int phase)
{
	struct rand r = rand__derive(options.seed, phase);
	unsigned int length = 2 + rand__below(&r, MAX_PHASE - 2);
	time_t left = started + options.seconds - time(NULL);
	int fd;

	if (length > left)
		length = left;
	machine__load(&r);
	fd = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	if (fd < 0 || prepare__cpuid(fd)) {
		say("/dev/kvm: cannot be used: is KVM there?\n");
		machine__end("failed");
	}
	close(fd);
	run_lives(rand__next(&r), length);
	if (!machine__unload())
		machine__end("failed");
	check_memory(phase);
	say("%ld s: phase %u over, %lu VMs so far, %lu returns from KVM_RUN, %ld MiB available\n",
	    (long)(time(NULL) - started), phase, (unsigned long)board->lives,
	    (unsigned long)board->entered, available_mib());
}

/* Three in a row. */
static void say_count(unsigned int n, const char *name, unsigned long done, unsigned long refused)
{
	char text[64];

	snprintf(text, sizeof(text), "%s %lu (%lu)", name, done, refused);
	say("%s%-26s%s", n % 3 ? "" : "  ", text, n % 3 == 2 ? "\n" : "");
}

/* Return: how many operations were done. */
static unsigned long say_counts(void)
{
	unsigned long all = 0;
	const struct op *op;
	unsigned int n;

	say("@counts\noperations done (refused), seed %llu:\n", (unsigned long long)options.seed);
	for (n = 0; (op = op__at(n)); n++) {
		say_count(n, op->name, board->counts[n].done, board->counts[n].refused);
		all += board->counts[n].done;
	}
	say_count(n++, "VMs", board->lives, 0);
	say_count(n++, "KVM_RUN", board->entered, 0);
	if (n % 3)
		say("\n");
	return all;
}

int main(int argc, char **argv)
{
	struct why why = { "" };
	unsigned int phase = 1;

	if (stress_options__parse(&options, argc, argv, &why))
		return command_line__fail(&why);
	machine__begin();
	board = mmap(NULL, sizeof(*board) + op__count() * sizeof(board->counts[0]),
		     PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (board == MAP_FAILED)
		machine__end("failed");
	started = time(NULL);
	say("seed %llu, %ld s\n", (unsigned long long)options.seed, (long)options.seconds);
	while (time(NULL) - started < options.seconds)
		run_phase(phase++);
	if (!say_counts()) {
		say("no operation was done: the machine is too slow: let it run longer, or with less beside it\n");
		machine__end("failed");
	}
	machine__end("end");
}
