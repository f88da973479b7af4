// SPDX-License-Identifier: GPL-2.0-only
/* perf.c - start perf(1), and talk to it by its --control pipes. */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "output.h"
#include "perf-events.h"
#include "perf-report.h"
#include "perf.h"
#include "results/write.h"
#include "vmm/pin.h"

#define STAT_BATCHES	64
#define RECORD_NS	1000000000ull
#define FREQUENCY	"1999"	/* in no step with a timer tick of 250 or 1000 Hz */

static const char *directory;
static unsigned long long enabled_at;

static unsigned long long now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000000ull + ts.tv_nsec;
}

/* The child has the parent's signals, priority and CPU: none of them is perf's. */
static void prepare_child(int log)
{
	const struct sched_param param = { .sched_priority = 1 };
	struct rlimit files;
	sigset_t none;

	prctl(PR_SET_PDEATHSIG, SIGTERM);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	pin__release();
	/* Among hundreds of vCPUs that spin it would never get to its work. */
	if (sched_setscheduler(0, SCHED_FIFO, &param))
		sched_setscheduler(0, SCHED_OTHER, &(struct sched_param){ 0 });
	if (!getrlimit(RLIMIT_NOFILE, &files)) {
		files.rlim_cur = files.rlim_max;	/* an event a thread */
		setrlimit(RLIMIT_NOFILE, &files);
	}
	dup2(log, STDOUT_FILENO);
	dup2(log, STDERR_FILENO);
}

static void __attribute__((noreturn)) exec_stat(const char *control, pid_t process)
{
	char pid[16];

	snprintf(pid, sizeof(pid), "%d", process);
	execlp("perf", "perf", "stat", "-x,", "-e", perf_events__list(), "-D", "-1", "--control",
	       control, "-p", pid, NULL);
	_exit(127);
}

/* All CPUs, where that is allowed: a buffer for each thread would be hundreds. */
static void __attribute__((noreturn)) exec_record(const char *control, pid_t process,
						   const char *data)
{
	char pid[16];

	snprintf(pid, sizeof(pid), "%d", process);
	execlp("perf", "perf", "record", "-q", "-B", "-N", "-g", "-F", FREQUENCY, "-e",
	       perf_events__sampling(), "-D", "-1", "--control", control, "-o", data,
	       geteuid() ? "-p" : "-a", geteuid() ? pid : NULL, NULL);
	_exit(127);
}

int perf__setup(enum perf_mode mode, const char *dir)
{
	directory = dir;
	if (mode == PERF_NONE)
		return 0;
	if (perf_run((char *[]){ "perf", "--version", NULL }, NULL))
		return -ENOENT;
	perf_events__find();
	return 0;
}

static void name_data(struct perf *perf, const struct bench *bench, unsigned int nr_vcpus)
{
	char *c;
	int at = snprintf(perf->data, sizeof(perf->data), "%.120s/", directory);

	snprintf(perf->data + at, sizeof(perf->data) - at, "%.80s-%u.perf.data", bench->name,
		 nr_vcpus);
	for (c = perf->data + at; *c; c++)
		if (*c == '/' || *c == '=')
			*c = '-';
}

static void fail(struct perf *perf, const char *what)
{
	if (!perf->failure[0])
		snprintf(perf->failure, sizeof(perf->failure), "%s: %s", what, strerror(errno));
}

static void become_perf(const struct perf *perf, int control, int ack, int log, pid_t process)
{
	char fds[32];

	prepare_child(log);
	snprintf(fds, sizeof(fds), "fd:%d,%d", control, ack);
	if (perf->mode == PERF_STAT)
		exec_stat(fds, process);
	exec_record(fds, process, perf->data);
}

void perf__start(struct perf *perf, const struct bench *bench, unsigned int nr_vcpus)
{
	int control[2], ack[2], log[2];
	pid_t process = getpid();

	name_data(perf, bench, nr_vcpus);
	if (pipe(control) || pipe(ack) || pipe(log)) {
		fail(perf, "pipes for perf");
		return;
	}
	perf->pid = fork();
	if (!perf->pid) {
		close(control[1]);
		close(ack[0]);
		close(log[0]);
		become_perf(perf, control[0], ack[1], log[1], process);
	}
	close(control[0]);
	close(ack[1]);
	close(log[1]);
	perf->control = control[1];
	perf->ack = ack[0];
	perf->log = log[0];
	if (perf->pid < 0)
		fail(perf, "fork for perf");
}

/* "enable" or "disable", and wait for "ack". Perf that has died closes the pipe. */
static void command(struct perf *perf, const char *text)
{
	char answer[16];

	if (perf->failure[0])
		return;
	if (write(perf->control, text, strlen(text)) < 0 ||
	    read(perf->ack, answer, sizeof(answer)) <= 0)
		snprintf(perf->failure, sizeof(perf->failure), "perf does not answer");
}

void perf__enable(struct perf *perf)
{
	signal(SIGPIPE, SIG_IGN);
	command(perf, "enable\n");
	enabled_at = now_ns();
}

bool perf__enough(const struct perf *perf, unsigned int batches)
{
	if (perf->failure[0])
		return true;
	if (perf->mode == PERF_STAT)
		return batches >= STAT_BATCHES;
	return now_ns() - enabled_at >= RECORD_NS;
}

void perf__stop(struct perf *perf, unsigned long ops)
{
	char said[sizeof(perf->failure)];
	FILE *log;

	perf->ops = ops;
	command(perf, "disable\n");
	memcpy(said, perf->failure, sizeof(said));
	if (perf->pid > 0)
		kill(perf->pid, SIGINT);
	log = fdopen(perf->log, "r");
	if (perf->mode == PERF_STAT && log)
		perf_events__parse(perf, log);
	else
		while (log && fgets(said, sizeof(said), log))
			fprintf(stderr, "%s", said);
	if (log)
		fclose(log);
	close(perf->control);
	close(perf->ack);
	while (perf->pid > 0 && waitpid(perf->pid, NULL, 0) < 0 && errno == EINTR)
		;
}

static void print_units(const struct perf *perf, FILE *out)
{
	static bool printed;
	unsigned int i;

	for (i = 0; i < perf->nr_counts && !printed; i++)
		fprintf(out, "Unit %s better=lower verdict=no\n", perf->counts[i].unit);
	printed |= perf->nr_counts > 0;
}

static void print_share(const struct perf *perf, const struct bench *bench, unsigned int nr_vcpus,
			FILE *out)
{
	char samples[PERF_SAMPLES] = "";
	double share = 0;

	if (perf_report__write(perf, bench->path, &share, &samples)) {
		fprintf(out, "# perf: %s/vcpus=%u: no report of what was recorded\n", bench->name,
			nr_vcpus);
		return;
	}
	fprintf(out, "# perf: %s/vcpus=%u: %.1f %% of %s samples in %s and what it calls%s\n",
		bench->name, nr_vcpus, share, samples, bench->path,
		share < 10 ? ": less than a tenth" : "");
}

void perf__print(const struct perf *perf, const struct bench *bench, unsigned int nr_vcpus,
		 FILE *out)
{
	unsigned int i;

	if (perf->mode == PERF_NONE)
		return;
	if (perf->failure[0]) {
		fprintf(out, "# perf: %s/vcpus=%u: %s\n", bench->name, nr_vcpus, perf->failure);
		return;
	}
	if (perf->mode == PERF_RECORD) {
		print_share(perf, bench, nr_vcpus, out);
		return;
	}
	print_units(perf, out);
	fprintf(out, "Benchmark%s/vcpus=%u %lu", bench->name, nr_vcpus, perf->ops);
	for (i = 0; i < perf->nr_counts; i++) {
		fputc(' ', out);
		write__number(out, perf->counts[i].value);
		fprintf(out, " %s", perf->counts[i].unit);
	}
	fputc('\n', out);
}
