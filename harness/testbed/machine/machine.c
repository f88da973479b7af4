// SPDX-License-Identifier: GPL-2.0-only
/* machine.c - start QEMU, listen to it, end it, find out what it died of. */
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
#include "machine.h"
#include "profile.h"
#include "qemu.h"
#include "silence.h"

static void become_qemu(const struct machine *vm, const struct machine_options *s, int channel,
			pid_t parent)
{
	char errors[PATH_MAX + 16], initrd[PATH_MAX + 16], plugin[3 * PATH_MAX];

	snprintf(initrd, sizeof(initrd), "%s/initramfs", vm->stage);
	snprintf(errors, sizeof(errors), "%s/qemu-says", vm->stage);
	dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
	dup2(channel, STDOUT_FILENO);
	dup2(open(errors, O_WRONLY | O_CREAT | O_TRUNC, 0666), STDERR_FILENO);
	qemu__detach(parent);
	s->kind->exec(&(struct qemu){
		.line = s->sides[vm->job->first].image, .initrd = initrd, .console = vm->console,
		.arguments = "",
		.plugin = profile__option(plugin, sizeof(plugin), s, &vm->plan, vm->stage),
		.symbols = profile__sides(s, &vm->plan),
		.seed = s->seed ? s->seed + vm->job->rounds[0] : 0,
	});
	_exit(127);
}

static int start_qemu(struct machine *vm, const struct machine_options *s, struct why *why)
{
	pid_t parent = getpid();
	int fds[2];

	if (pipe2(fds, O_CLOEXEC))
		return why__set(why, errno, "a pipe: %s: close some files", strerror(errno));
	vm->pid = fork();
	if (vm->pid < 0)
		return why__set(why, errno, "fork: %s: end some processes", strerror(errno));
	if (!vm->pid)
		become_qemu(vm, s, fds[1], parent);
	close(fds[1]);
	fcntl(fds[0], F_SETFL, O_NONBLOCK);
	vm->channel = fds[0];
	return 0;
}

int machine__boot(struct machine *vm, struct job *job, const struct machine_options *s,
		  const struct matrix *m, struct why *why)
{
	unsigned int number = (job->rounds[0] * SIDES + job->first) * 100 + ++job->boots;
	int err;

	*vm = (struct machine){ .job = job, .step = -1, .cell = -1, .last_cell = -1 };
	snprintf(vm->stage, sizeof(vm->stage), "%s/testbed/%d-%u", s->build, getpid(), number);
	snprintf(vm->console, sizeof(vm->console), "%s/logs/%s-console-%u.log", s->build,
		 s->sides[s->nr_sides - 1].run, number);
	err = plan__write(&vm->plan, job, vm->stage, s, m, why);
	if (err)
		return err;
	vm->heard = time(NULL);
	job->running = true;
	return start_qemu(vm, s, why);
}

static void cell_ended(struct machine *vm, struct matrix *m)
{
	const struct step *step = &vm->plan.steps[vm->step];

	if (vm->cell >= 0) {
		matrix__record(m, step->side, step->round, vm->cell)->done = true;
		if (vm->heard_cpu - vm->cell_cpu > m->took[vm->cell])
			m->took[vm->cell] = vm->heard_cpu - vm->cell_cpu;
	}
	vm->cell = -1;
}

static int note_result(struct machine *vm, struct matrix *m)
{
	const char *name = vm->line + strlen("Benchmark");
	const struct step *step = &vm->plan.steps[vm->step];
	size_t length = strcspn(name, " ");
	int cell = matrix__find(m, name, length);
	struct record *r;
	double value;

	if (cell < 0 || cell != vm->cell)
		return 0;
	r = matrix__record(m, step->side, step->round, cell);
	if (sscanf(name + length, " %*u %lf", &value) == 1)
		matrix__note(r, value);
	return matrix__append(r, vm->line);
}

static int note_comment(struct machine *vm, struct matrix *m)
{
	const struct step *step = &vm->plan.steps[vm->step];

	if (!strncmp(vm->line, "# cell ", 7)) {
		cell_ended(vm, m);
		vm->cell_cpu = vm->heard_cpu;
		vm->cell = vm->last_cell = matrix__find(m, vm->line + 7, strlen(vm->line + 7));
	} else if (!strncmp(vm->line, "# log: ", 7)) {
		if (!vm->complaint[0])
			snprintf(vm->complaint, sizeof(vm->complaint), "%.500s", vm->line + 7);
		fprintf(stderr, "vcpuscale: the kernel's log: %s\n", vm->line + 7);
		vm->logged = true;
	} else if (vm->cell >= 0) {
		return matrix__append(matrix__record(m, step->side, step->round, vm->cell),
				      vm->line);
	}
	return 0;
}

static int note_file(struct machine *vm, const struct machine_options *s, struct why *why)
{
	const char *suffix = ARTIFACTS_PERF;
	char name[256] = "symbols";

	if (sscanf(vm->line, "@symbols %llu", &vm->file_left) == 1)
		suffix = ARTIFACTS_PROFILE;
	else if (sscanf(vm->line, "@file %255s %llu", name, &vm->file_left) != 2)
		return 0;
	if (vm->step < 0)
		return 0;
	vm->file = artifacts__create(s, vm->plan.steps[vm->step].side, suffix, name, why);
	return vm->file ? 0 : -EIO;
}

/* Return: how many of the bytes were the file's, or a negative errno. */
static ssize_t take_file(struct machine *vm, const char *bytes, ssize_t n, struct why *why)
{
	if ((unsigned long long)n > vm->file_left)
		n = vm->file_left;
	fwrite(bytes, 1, n, vm->file);
	vm->file_left -= n;
	if (!vm->file_left) {
		bool failed = ferror(vm->file) | fclose(vm->file);

		vm->file = NULL;
		if (failed)
			return why__set(why, EIO,
					"a file of the machine's cannot be written: make room where results go");
	}
	return n;
}

/* init's own lines; see init.c. */
static void note_event(struct machine *vm, struct matrix *m)
{
	int step, code;

	if (sscanf(vm->line, "@step %d", &step) == 1 && step >= 0 && step < (int)vm->plan.nr_steps) {
		if (vm->step < 0)
			vm->boot_cpu = vm->heard_cpu;
		vm->step = step;
	} else if (sscanf(vm->line, "@status %d %d", &step, &code) == 2)
		cell_ended(vm, m);
	else if (!strncmp(vm->line, "@cpu ", 5))
		snprintf(vm->cpu, sizeof(vm->cpu), "%.127s", vm->line + 5);
	else if (!strcmp(vm->line, "@end"))
		vm->complete = true;
	else if (!vm->complaint[0])
		snprintf(vm->complaint, sizeof(vm->complaint), "%.500s",
			 vm->line + strcspn(vm->line, " "));
}

static int note_line(struct machine *vm, const struct machine_options *s, struct matrix *m,
		     struct why *why)
{
	int err = 0;

	if (!strncmp(vm->line, "@file ", 6) || !strncmp(vm->line, "@symbols ", 9))
		err = note_file(vm, s, why);
	else if (vm->line[0] == '@')
		note_event(vm, m);
	else if (vm->step < 0)
		return 0;
	else if (vm->line[0] == '#' || !strncmp(vm->line, "Unit ", 5))
		err = note_comment(vm, m);
	else if (!strncmp(vm->line, "Benchmark", 9))
		err = note_result(vm, m);
	else if (!vm->complaint[0])	/* vcpuscale-run's own message */
		snprintf(vm->complaint, sizeof(vm->complaint), "%.500s", vm->line);
	if (err == -ENOMEM)
		why__set(why, ENOMEM, "out of memory: measure fewer cells at once");
	return err;
}

static int take_bytes(struct machine *vm, const struct machine_options *s, struct matrix *m,
		      const char *bytes, ssize_t n, struct why *why)
{
	ssize_t i, taken;
	int err;

	for (i = 0; i < n; i++) {
		while (vm->file && i < n) {
			taken = take_file(vm, bytes + i, n - i, why);
			if (taken < 0)
				return taken;
			i += taken;
		}
		if (i == n)
			break;
		if (bytes[i] != '\n' && vm->length < LINE_SIZE - 1) {
			vm->line[vm->length++] = bytes[i];
			continue;
		}
		vm->line[vm->length] = 0;
		err = note_line(vm, s, m, why);
		if (err)
			return err;
		vm->length = 0;
	}
	return 0;
}

static unsigned int vcpus_of(const char *cell)
{
	const char *size = strstr(cell, "/vcpus=");

	return size ? atoi(size + strlen("/vcpus=")) : 0;
}

/*
 * A machine that counts instructions executes even while all in it sleep. Of one that
 * does nothing at all, and of others, the time that passes has to do.
 */
static bool hangs(struct machine *vm, const struct machine_options *s, const struct matrix *m)
{
	struct silence silence = { .booting = vm->step < 0, .boot = vm->boot_cpu };
	unsigned int patience;
	double limit;

	if (vm->step >= 0 && vm->last_cell >= 0) {
		int side = vm->plan.steps[vm->step].side;

		silence.vcpus = vcpus_of(m->cells[vm->last_cell]);
		silence.before = m->took[vm->last_cell];
		silence.tainted = m->tainted[side * m->nr_cells + vm->last_cell];
	}
	limit = silence__limit(&silence);
	patience = s->silence * silence__patience(silence.vcpus);
	if (s->kind->exact && silence__cpu_time(vm->pid) - vm->heard_cpu >= limit)
		snprintf(vm->complaint, sizeof(vm->complaint),
			 "the machine said nothing for %.0f s of CPU time", limit);
	else if (time(NULL) - vm->heard >= (time_t)patience)
		snprintf(vm->complaint, sizeof(vm->complaint), "the machine said nothing for %u s",
			 patience);
	else
		return false;
	return true;
}

int machine__hear(struct machine *vm, const struct machine_options *s, struct matrix *m,
		  struct why *why)
{
	const struct timespec pause = { .tv_nsec = 5000000 };
	char bytes[1 << 16];
	ssize_t n;
	int err;

	/* A file comes byte by byte: let some gather, instead of waking up for each. */
	if (vm->file)
		nanosleep(&pause, NULL);
	n = read(vm->channel, bytes, sizeof(bytes));
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return !hangs(vm, s, m);
	vm->heard = time(NULL);
	vm->heard_cpu = silence__cpu_time(vm->pid);
	err = take_bytes(vm, s, m, bytes, n, why);
	return err ? err : n > 0;
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

static int died_outside_a_cell(const struct machine *vm, const struct machine_options *s,
			       struct why *why)
{
	const char *what = vm->complaint[0] ? vm->complaint : "the machine ended before its plan did";
	char said[512];

	console__first_line_of(vm->stage, "qemu-says", said, sizeof(said));
	if (said[0])
		return why__set(why, EIO, "%s: QEMU does not start: make deps installs it", said);
	if (access(vm->console, F_OK))
		return why__set(why, EIO,
				"qemu-system-x86_64 does not start: make deps installs it");
	console__show(vm->console);
	if (vm->step < 0)
		return why__set(why, EIO, "kernel %s does not boot: %s: see %s",
				s->sides[vm->job->first].name, what, vm->console);
	return why__set(why, EIO, "%s: see %s", what, vm->console);
}

int machine__conclude(struct machine *vm, const struct machine_options *s, struct matrix *m,
		      struct why *why)
{
	char invalid[LINE_SIZE];
	const struct step *step = vm->step < 0 ? NULL : &vm->plan.steps[vm->step];
	struct record *r = NULL;
	int err;

	if (step && vm->last_cell >= 0)
		r = matrix__record(m, step->side, step->round, vm->last_cell);
	if (r && !r->done && !vm->complete)
		profile__drop(vm->stage, vm->step, m->cells[vm->last_cell]);
	err = profile__collect(s, &vm->plan, vm->stage, why);
	vm->job->running = false;
	if (err)
		return err;
	if (vm->complete && !vm->complaint[0])
		return 0;
	if (!r)
		return died_outside_a_cell(vm, s, why);
	if (!vm->complaint[0])
		console__find_complaint(vm->console, vm->complaint, sizeof(vm->complaint));
	snprintf(invalid, sizeof(invalid), "Benchmark%s invalid %s", m->cells[vm->last_cell],
		 vm->complaint);
	/* Unless vcpuscale-run has said so itself. */
	if (!r->done && matrix__append(r, invalid))
		return why__set(why, ENOMEM, "out of memory: measure fewer cells at once");
	matrix__taint(m, step->side, vm->last_cell, vm->complaint);
	fprintf(stderr, "vcpuscale: %s: %s: invalid: %s (console: %s)\n",
		s->sides[step->side].name, m->cells[vm->last_cell], vm->complaint, vm->console);
	if (!vm->logged)	/* else it says the same once more */
		console__show(vm->console);
	return 0;
}
