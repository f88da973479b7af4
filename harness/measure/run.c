// SPDX-License-Identifier: GPL-2.0-only
/* run.c - vcpuscale-run: measure cells through /dev/kvm, print samples. */
#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "catalog.h"
#include "cell.h"
#include "lib/command-line.h"
#include "lib/kmsg.h"
#include "lib/watcher.h"
#include "options.h"
#include "output.h"
#include "perf-events.h"
#include "perf.h"
#include "results/environment.h"
#include "results/host-info.h"
#include "results/write.h"
#include "vm-cost.h"
#include "vmm/pin.h"

#define EXIT_KERNEL	4	/* --stream: the kernel complained, measure no more in it */

/**
 * struct session - a run of the program
 * @o:		its options
 * @kvm_fd:	/dev/kvm
 * @kmsg_fd:	the kernel's log, or -1
 * @samples:	samples that were printed
 * @kernel_tainted: the kernel complained during a cell
 * @why:	why it cannot go on
 */
struct session {
	struct run_options o;
	int kvm_fd;
	int kmsg_fd;
	unsigned long samples;
	int kernel_tainted;
	struct why why;
};

static void print_samples(struct session *s, const struct cell *cell)
{
	unsigned int i;

	if (cell->empty)
		printf("# empty loop: %.10g %s subtracted\n", cell->empty, cell->unit->name);
	for (i = 0; i < cell->nr_samples; i++) {
		printf("Benchmark%s/vcpus=%u %u ", cell->bench->name, cell->nr_vcpus,
		       bench__ops(cell->bench, cell->nr_vcpus));
		write__number(stdout, cell->samples[i]);
		printf(" %s\n", cell->unit->name);
	}
	s->samples += cell->nr_samples;
}

/* Missing events are named once, in the first cell that could have had them. */
static void print_perf(struct session *s, const struct cell *cell)
{
	static bool printed;

	if (cell->perf.mode != PERF_NONE && perf_events__missing()[0] && !printed)
		printf("# perf: this machine has no %s\n", perf_events__missing());
	printed |= cell->perf.mode != PERF_NONE;
	perf__print(&cell->perf, cell->bench, cell->nr_vcpus, stdout);
	s->samples += cell->perf.nr_counts > 0;
}

static void print_cell(struct session *s, struct cell *cell)
{
	if (kmsg__check(s->kmsg_fd, cell->reason, sizeof(cell->reason), stdout)) {
		cell->outcome = CELL_INVALID;
		s->kernel_tainted = 1;
	}
	if (cell->outcome == CELL_MEASURED)
		print_samples(s, cell);
	else
		printf("Benchmark%s/vcpus=%u %s %s\n", cell->bench->name, cell->nr_vcpus,
		       cell->outcome == CELL_SKIPPED ? "skip" : "invalid", cell->reason);
	if (cell->outcome == CELL_MEASURED)
		print_perf(s, cell);
	fflush(stdout);
}

static void run_cell(struct session *s, const struct bench *bench, unsigned int nr_vcpus,
		     bool record)
{
	struct cell cell = {
		.bench = bench,
		.nr_vcpus = nr_vcpus,
		.unit = cell__unit(s->o.unit, bench),
		.deadline_ms = s->o.deadline_ms,
		.perf.mode = s->o.perf == PERF_RECORD && !record ? PERF_NONE : s->o.perf,
	};

	if (s->o.stream) {
		printf("# cell %s/vcpus=%u\n", bench->name, nr_vcpus);
		fflush(stdout);
	} else {
		output__progress(bench->name, nr_vcpus);
	}
	if (cell.unit->watched)
		watcher__tell("cell %s/vcpus=%u %u", bench->name, nr_vcpus,
			      bench__ops(bench, nr_vcpus));
	cell__run(&cell, s->kvm_fd);
	if (cell.unit->watched)
		watcher__tell(cell.outcome == CELL_MEASURED ? "end" : "drop");
	print_cell(s, &cell);
}

static void run_matrix(struct session *s, unsigned int round)
{
	const struct bench *bench;
	unsigned int i, largest = 0;

	for (i = 0; i < s->o.nr_sizes; i++)
		if (s->o.sizes[i] > largest)
			largest = s->o.sizes[i];

	catalog__for_each(bench)
		for (i = 0; catalog__matches(bench, s->o.bench) && i < s->o.nr_sizes; i++)
			if (!s->kernel_tainted || !s->o.stream)
				run_cell(s, bench, s->o.sizes[i],
					 round == 1 && s->o.sizes[i] == largest);
}

static void run_line(struct session *s, const char *line, bool reloads)
{
	const char *size = strstr(line, "/vcpus=");
	const struct bench *bench = size ? catalog__find(line, size - line) : NULL;

	if (bench && !(bench->needs & BENCH_NEEDS_RELOAD) == !reloads)
		run_cell(s, bench, atoi(size + strlen("/vcpus=")), strstr(size, " record"));
}

/*
 * The file's lines are names as they stand in a results file, less "Benchmark",
 * and " record" where it is for PERF_RECORD. What loads the modules again comes last: no
 * profile is of modules that lie elsewhere.
 */
static int run_cells_file(struct session *s)
{
	FILE *f = fopen(s->o.cells, "r");
	char line[256];
	int reloads;

	if (!f)
		return why__set(&s->why, errno, "%s: %s: give a file that names cells", s->o.cells,
				strerror(errno));
	for (reloads = 0; reloads <= 1; reloads++, rewind(f))
		while (!s->kernel_tainted && fgets(line, sizeof(line), f))
			run_line(s, line, reloads);
	fclose(f);
	return 0;
}

static int run_rounds(struct session *s)
{
	unsigned int round;

	if (s->o.cells)
		return run_cells_file(s);
	for (round = 1; round <= s->o.rounds; round++) {
		if (!s->o.stream)
			write__round(stdout, round);
		run_matrix(s, round);
	}
	return 0;
}

static void print_head(const struct session *s)
{
	host_info__print(stdout);
	environment__print(stdout);
	pin__print(stdout);
	write__units(stdout, s->o.unit);
}

static int open_kvm(struct session *s)
{
	const char *advice = "load kvm_amd or kvm_intel, or use TESTBED=emulated";

	s->kvm_fd = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	if (s->kvm_fd < 0) {
		if (errno == EACCES || errno == EPERM)
			advice = "become a member of the group kvm, or root";
		return why__set(&s->why, errno, "/dev/kvm: %s: %s", strerror(errno), advice);
	}
	if (ioctl(s->kvm_fd, KVM_GET_API_VERSION, 0) != KVM_API_VERSION)
		return why__set(&s->why, ENODEV,
				"/dev/kvm: not version %d of its interface: this is not Linux KVM",
				KVM_API_VERSION);
	return 0;
}

static int check_catalog(struct session *s)
{
	char wrong[FAILURE_SIZE];

	if (!catalog__check(__start_benches, __stop_benches, wrong, sizeof(wrong)))
		return 0;
	return why__set(&s->why, EINVAL, "%s", wrong);
}

static int check_choice(struct session *s)
{
	const struct bench *b;
	char names[512] = "";
	size_t used = 0;

	catalog__for_each(b) {
		if (catalog__matches(b, s->o.bench))
			return 0;
		if (catalog__matches(b, NULL) && used < sizeof(names))
			used += snprintf(names + used, sizeof(names) - used, " %s", b->name);
	}
	return why__set(&s->why, EINVAL, "no benchmark matches %s: there are%s, and others: see make help-bench",
			s->o.bench, names);
}

/* A machine that counts instructions has one CPU: pinning gains nothing. */
static int pin_threads(struct session *s)
{
	const char *cpus = s->o.cpus ? s->o.cpus : s->o.unit->insns ? "any" : NULL;

	if (!pin__setup(cpus))
		return 0;
	return why__set(&s->why, EINVAL,
			"CPUs %s: give some of those that may be used here, as 2-5,8, or any", cpus);
}

/*
 * A vCPU takes two descriptors. What is not granted is missed at the vCPU that needs it,
 * which says so.
 */
static void allow_descriptors(void)
{
	const rlim_t needed = 2 * GUEST_MAX_VCPUS + 256;
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur >= needed)
		return;
	limit.rlim_cur = needed;
	if (limit.rlim_max < needed)
		limit.rlim_max = needed;
	if (!setrlimit(RLIMIT_NOFILE, &limit))
		return;
	/* Root alone may raise what is allowed. */
	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}

static int prepare(struct session *s)
{
	int err;

	if (s->o.unit->insns && clock__check_insns())
		return why__set(&s->why, ENODEV,
				"the TSC does not count instructions: use --unit=ns, or QEMU with -icount shift=0");
	allow_descriptors();
	err = open_kvm(s);
	if (!err)
		err = pin_threads(s);
	return err;
}

static int measure(struct session *s)
{
	int err;

	if (perf__setup(s->o.perf, s->o.perf_dir))
		return why__set(&s->why, ENOENT,
				"no perf here: run make deps, or install your distribution's perf for this kernel");
	s->kmsg_fd = kmsg__open();
	err = output__begin(s->o.output, &s->why);
	if (err)
		return err;
	if (!s->o.stream)
		print_head(s);
	err = run_rounds(s);
	if (!s->o.stream)
		write__end(stdout, s->samples);
	return output__end(s->o.output, &s->why) ? -EIO : err;
}

static int run(struct session *s)
{
	int err = check_catalog(s);

	if (!err)
		err = check_choice(s);
	if (!err && s->o.list) {
		catalog__print(stdout, s->o.bench);
		return fflush(stdout) ? -EIO : 0;
	}
	if (err || s->o.check)
		return err;
	err = prepare(s);
	if (err)
		return err;
	if (s->o.max_vcpus) {
		printf("%d\n", ioctl(s->kvm_fd, KVM_CHECK_EXTENSION, KVM_CAP_MAX_VCPUS));
		return fflush(stdout) ? -EIO : 0;
	}
	if (s->o.vm_life)
		return vm_cost__live(s->kvm_fd, s->o.sizes, s->o.nr_sizes, &s->why);
	if (s->o.vm_cost)
		return vm_cost__print(s->kvm_fd, s->o.sizes, s->o.nr_sizes, &s->why);
	return measure(s);
}

int main(int argc, char **argv)
{
	struct session s = { .kvm_fd = -1 };

	if (run_options__parse(&s.o, argc, argv, &s.why) || run(&s))
		return command_line__fail(&s.why);
	return s.o.stream && s.kernel_tainted ? EXIT_KERNEL : 0;
}
