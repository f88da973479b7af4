// SPDX-License-Identifier: GPL-2.0-only
/*
 * machine.c - start QEMU, listen to it, end it, find out what it died of.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "artifacts.h"
#include "console.h"
#include "fatal.h"
#include "machine.h"
#include "qemu.h"

static void become_qemu(const struct machine *vm, const struct machine_options *s, int channel,
			pid_t parent)
{
	char errors[PATH_MAX + 16], initrd[PATH_MAX + 16];

	snprintf(initrd, sizeof(initrd), "%s/initramfs", vm->stage);
	snprintf(errors, sizeof(errors), "%s/qemu-says", vm->stage);
	dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
	dup2(channel, STDOUT_FILENO);
	dup2(open(errors, O_WRONLY | O_CREAT | O_TRUNC, 0666), STDERR_FILENO);
	qemu__detach(parent);
	s->kind->exec(&(struct qemu){
		.line = s->line, .initrd = initrd, .console = vm->console, .arguments = "",
		.seed = s->seed ? s->seed + vm->job->rounds[0] : 0,
	});
	_exit(127);
}

static void start_qemu(struct machine *vm, const struct machine_options *s)
{
	pid_t parent = getpid();
	int fds[2];

	if (pipe2(fds, O_CLOEXEC))
		fatal__errno("a pipe", "close some files");
	vm->pid = fork();
	if (vm->pid < 0)
		fatal__errno("fork", "end some processes");
	if (!vm->pid)
		become_qemu(vm, s, fds[1], parent);
	close(fds[1]);
	fcntl(fds[0], F_SETFL, O_NONBLOCK);
	vm->channel = fds[0];
}

void machine__boot(struct machine *vm, struct job *job, const struct machine_options *s,
		   const struct matrix *m)
{
	unsigned int number = job->rounds[0] * 100 + ++job->boots;

	*vm = (struct machine){ .job = job, .step = -1, .cell = -1, .last_cell = -1 };
	snprintf(vm->stage, sizeof(vm->stage), "%s/testbed/%d-%u", s->build, getpid(), number);
	snprintf(vm->console, sizeof(vm->console), "%s/logs/%s-console-%u.log", s->build,
		 s->sides[s->nr_sides - 1].run, number);
	plan__write(&vm->plan, job, vm->stage, s, m);
	vm->heard = time(NULL);
	start_qemu(vm, s);
	job->running = true;
}

static void cell_ended(struct machine *vm, struct matrix *m)
{
	const struct step *step = &vm->plan.steps[vm->step];

	if (vm->cell >= 0)
		matrix__record(m, step->side, step->round, vm->cell)->done = true;
	vm->cell = -1;
}

static void note_result(struct machine *vm, struct matrix *m)
{
	const char *name = vm->line + strlen("Benchmark");
	const struct step *step = &vm->plan.steps[vm->step];
	size_t length = strcspn(name, " ");
	int cell = matrix__find(m, name, length);
	struct record *r;

	if (cell < 0 || cell != vm->cell)
		return;
	r = matrix__record(m, step->side, step->round, cell);
	matrix__append(r, vm->line);
	matrix__append(r, "\n");
	if (strncmp(name + length, " skip", 5) && strncmp(name + length, " invalid", 8))
		r->samples++;
}

static void note_comment(struct machine *vm, struct matrix *m)
{
	const struct step *step = &vm->plan.steps[vm->step];

	if (!strncmp(vm->line, "# cell ", 7)) {
		cell_ended(vm, m);
		vm->cell = vm->last_cell = matrix__find(m, vm->line + 7, strlen(vm->line + 7));
	} else if (!strncmp(vm->line, "# log: ", 7)) {
		if (!vm->complaint[0])
			snprintf(vm->complaint, sizeof(vm->complaint), "%.500s", vm->line + 7);
		fprintf(stderr, "vcpuscale: the kernel's log: %s\n", vm->line + 7);
		vm->logged = true;
	} else if (vm->cell >= 0) {
		struct record *r = matrix__record(m, step->side, step->round, vm->cell);

		matrix__append(r, vm->line);
		matrix__append(r, "\n");
	}
}

static void note_file(struct machine *vm, const struct machine_options *s)
{
	char name[256];

	if (vm->step < 0 || sscanf(vm->line, "@file %255s %llu", name, &vm->file_left) != 2)
		return;
	vm->file = artifacts__create(s, vm->plan.steps[vm->step].side, name);
}

/* Return: how many of the bytes were the file's. */
static ssize_t take_file(struct machine *vm, const char *bytes, ssize_t n)
{
	if ((unsigned long long)n > vm->file_left)
		n = vm->file_left;
	fwrite(bytes, 1, n, vm->file);
	vm->file_left -= n;
	if (!vm->file_left) {
		if (ferror(vm->file) | fclose(vm->file))
			fatal("a file of perf's cannot be written", "make room where results go");
		vm->file = NULL;
	}
	return n;
}

/* init's own lines; see init.c. */
static void note_event(struct machine *vm, struct matrix *m)
{
	int step, code;

	if (sscanf(vm->line, "@step %d", &step) == 1 && step >= 0 && step < (int)vm->plan.nr_steps)
		vm->step = step;
	else if (sscanf(vm->line, "@status %d %d", &step, &code) == 2)
		cell_ended(vm, m);
	else if (!strncmp(vm->line, "@cpu ", 5))
		snprintf(vm->cpu, sizeof(vm->cpu), "%.127s", vm->line + 5);
	else if (!strcmp(vm->line, "@end"))
		vm->complete = true;
	else if (!vm->complaint[0])
		snprintf(vm->complaint, sizeof(vm->complaint), "%.500s",
			 vm->line + strcspn(vm->line, " "));
}

static void note_line(struct machine *vm, const struct machine_options *s, struct matrix *m)
{
	if (!strncmp(vm->line, "@file ", 6))
		note_file(vm, s);
	else if (vm->line[0] == '@')
		note_event(vm, m);
	else if (vm->step < 0)
		return;
	else if (vm->line[0] == '#' || !strncmp(vm->line, "Unit ", 5))
		note_comment(vm, m);
	else if (!strncmp(vm->line, "Benchmark", 9))
		note_result(vm, m);
	else if (!vm->complaint[0])	/* vcpuscale-run's own message */
		snprintf(vm->complaint, sizeof(vm->complaint), "%.500s", vm->line);
}

bool machine__hear(struct machine *vm, const struct machine_options *s, struct matrix *m)
{
	char bytes[4096];
	ssize_t n = read(vm->channel, bytes, sizeof(bytes)), i;

	if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
		if (time(NULL) - vm->heard < (time_t)s->silence)
			return true;
		snprintf(vm->complaint, sizeof(vm->complaint), "the machine said nothing for %u s",
			 s->silence);
		return false;
	}
	vm->heard = time(NULL);
	for (i = 0; i < n; i++) {
		while (vm->file && i < n)
			i += take_file(vm, bytes + i, n - i);
		if (i == n)
			break;
		if (bytes[i] != '\n' && vm->length < LINE_SIZE - 1) {
			vm->line[vm->length++] = bytes[i];
			continue;
		}
		vm->line[vm->length] = 0;
		note_line(vm, s, m);
		vm->length = 0;
	}
	return n > 0;
}

void machine__kill(struct machine *vm)
{
	if (vm->pid <= 0)
		return;
	kill(vm->pid, SIGKILL);
	waitpid(vm->pid, NULL, 0);
	close(vm->channel);
	vm->pid = 0;
}

static void __attribute__((noreturn)) died_outside_a_cell(const struct machine *vm)
{
	char advice[PATH_MAX + 64], said[512];

	console__first_line_of(vm->stage, "qemu-says", said, sizeof(said));
	if (said[0])
		fatal(said, "QEMU does not start: make deps installs it");
	if (access(vm->console, F_OK))
		fatal("qemu-system-x86_64 does not start", "make deps installs it");
	console__show(vm->console);
	snprintf(advice, sizeof(advice), "see %s", vm->console);
	fatal(vm->complaint[0] ? vm->complaint : "the machine ended before its plan did", advice);
}

void machine__conclude(struct machine *vm, const struct machine_options *s, struct matrix *m)
{
	char invalid[LINE_SIZE];
	const struct step *step;
	struct record *r;

	vm->job->running = false;
	if (vm->complete && !vm->complaint[0])
		return;
	if (vm->step < 0 || vm->last_cell < 0)
		died_outside_a_cell(vm);
	step = &vm->plan.steps[vm->step];
	if (!vm->complaint[0])
		console__find_complaint(vm->console, vm->complaint, sizeof(vm->complaint));
	r = matrix__record(m, step->side, step->round, vm->last_cell);
	snprintf(invalid, sizeof(invalid), "Benchmark%s invalid %s\n", m->cells[vm->last_cell],
		 vm->complaint);
	if (!r->done)	/* else vcpuscale-run has said so itself */
		matrix__append(r, invalid);
	matrix__spoil(m, step->side, vm->last_cell, vm->complaint);
	fprintf(stderr, "vcpuscale: %s: %s: invalid: %s (console: %s)\n",
		s->sides[step->side].name, m->cells[vm->last_cell], vm->complaint, vm->console);
	if (!vm->logged)	/* else it says the same once more */
		console__show(vm->console);
}
