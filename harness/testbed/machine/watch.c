// SPDX-License-Identifier: GPL-2.0-only
/*
 * watch.c - vcpuscale-watch: run a machine for a script until it ends, its kernel
 * complains, or it falls silent.
 *
 * STAGE/console is the kernel's, STAGE/said the machine's own lines, and what the
 * command itself says goes to STAGE/qemu. The machine's lines are shown on
 * standard error; those behind "@counts", its result, on standard output. The
 * last one must be "@end". If something was wrong, STAGE/verdict says in a line
 * what, and standard output shows that part of the console.
 *
 * Exit code: 0 clean, 1 something was wrong, 2 the machine did not start.
 */
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "console.h"
#include "lib/kernel-log.h"

#define SILENCE		600	/* seconds; the kernel's own watchdogs bark before that */
#define AFTERWARDS	5	/* seconds to complete a complaint */
#define SHOWN_BEFORE	2	/* lines: lockdep draws a line and a frame above its words */
#define SHOWN_AFTER	80
#define SHOWN_LAST	20	/* lines of a console without a complaint */

/** struct lines - a file that grows; @nr whole lines have been read, @text the last */
struct lines {
	FILE *file;
	char text[1024];
	size_t length;
	unsigned long nr;
};

/**
 * struct watch - a machine that is watched
 * @stage:	directory of its files
 * @pid:	the command's, 0 once it has ended
 * @console:	the kernel's console
 * @said:	what the machine says
 * @shown:	where to that is shown
 * @heard:	when it last said something
 * @complained:	when the kernel complained, 0: never
 * @complaint:	number of that line of the console
 * @ended:	it has said "@end"
 * @verdict:	the complaint, or what the machine said last
 */
struct watch {
	const char *stage;
	pid_t pid;
	struct lines console, said;
	FILE *shown;
	time_t heard, complained;
	unsigned long complaint;
	bool ended;
	char verdict[512];
};

static FILE *stage_file(const struct watch *w, const char *name, const char *mode)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s", w->stage, name);
	return fopen(path, mode);
}

/* Once a line is whole: without its end. */
static bool next_line(struct lines *l)
{
	while (l->file && fgets(l->text + l->length, sizeof(l->text) - l->length, l->file)) {
		l->length += strlen(l->text + l->length);
		if (!strchr(l->text, '\n') && l->length < sizeof(l->text) - 1)
			continue;
		l->text[strcspn(l->text, "\r\n")] = 0;
		l->length = 0;
		l->nr++;
		return true;
	}
	if (l->file)
		clearerr(l->file);
	return false;
}

static void read_console(struct watch *w)
{
	if (!w->console.file)
		w->console.file = stage_file(w, "console", "re");
	while (!w->complained && next_line(&w->console)) {
		if (!is_complaint(w->console.text))
			continue;
		w->complained = time(NULL);
		w->complaint = w->console.nr;
		snprintf(w->verdict, sizeof(w->verdict), "%.500s",
			 console__text(w->console.text));
	}
}

static void read_said(struct watch *w)
{
	if (!w->said.file)
		w->said.file = stage_file(w, "said", "re");
	while (next_line(&w->said)) {
		w->heard = time(NULL);
		w->ended = !strcmp(w->said.text, "@end");
		if (!strcmp(w->said.text, "@counts"))
			w->shown = stdout;
		if (w->said.text[0] == '@')
			continue;
		fprintf(w->shown, "%s\n", w->said.text);
		if (!w->complained)
			snprintf(w->verdict, sizeof(w->verdict), "%.500s", w->said.text);
	}
}

static void start(struct watch *w, char **command)
{
	FILE *words = stage_file(w, "qemu", "we");

	w->heard = time(NULL);
	w->pid = fork();
	if (w->pid)
		return;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (words) {
		dup2(fileno(words), STDOUT_FILENO);
		dup2(fileno(words), STDERR_FILENO);
	}
	execvp(command[0], command);
	perror(command[0]);
	_exit(127);
}

static bool is_running(struct watch *w)
{
	if (w->pid > 0 && waitpid(w->pid, NULL, WNOHANG) == w->pid)
		w->pid = 0;
	return w->pid > 0;
}

static void watch(struct watch *w)
{
	while (is_running(w)) {
		sleep(1);
		read_said(w);
		read_console(w);
		if (w->complained && time(NULL) - w->complained >= AFTERWARDS)
			break;
		if (time(NULL) - w->heard > SILENCE) {
			snprintf(w->verdict, sizeof(w->verdict),
				 "the machine has said nothing for %d s", SILENCE);
			break;
		}
	}
	if (w->pid > 0) {
		kill(w->pid, SIGKILL);
		waitpid(w->pid, NULL, 0);
	}
	read_console(w);
	read_said(w);
}

/* Around the complaint, or the end. */
static void show_console(struct watch *w)
{
	struct lines l = { .file = w->console.file };
	unsigned long from, to;

	while (next_line(&w->console))
		;
	if (!l.file)
		return;
	from = w->complained ? w->complaint - SHOWN_BEFORE : w->console.nr + 1 - SHOWN_LAST;
	to = w->complained ? w->complaint + SHOWN_AFTER : w->console.nr;
	rewind(l.file);
	while (next_line(&l) && (long)l.nr <= (long)to)
		if ((long)l.nr >= (long)from)
			puts(l.text);
}

static int judge(struct watch *w)
{
	FILE *verdict;

	if (w->ended && !w->complained)
		return 0;
	if (!w->complained && !w->said.nr)
		return 2;
	show_console(w);
	verdict = stage_file(w, "verdict", "we");
	if (!verdict || fprintf(verdict, "%s\n", w->verdict) < 0 || fclose(verdict))
		perror("vcpuscale: the verdict cannot be written");
	return 1;
}

int main(int argc, char **argv)
{
	struct watch w = { .stage = argv[1], .shown = stderr };

	if (argc < 3) {
		fprintf(stderr, "vcpuscale: vcpuscale-watch: wrong arguments: give STAGE COMMAND...\n");
		return 2;
	}
	start(&w, argv + 2);
	watch(&w);
	return judge(&w);
}
