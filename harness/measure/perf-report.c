// SPDX-License-Identifier: GPL-2.0-only
/* perf-report.c - perf.data as text, and the share of one function in it. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "perf-report.h"
#include "vmm/pin.h"

/* FILE.perf.data to FILE.txt */
static void name_report(char *path, size_t size, const char *data)
{
	const char *end = strstr(data, ".perf.data");

	snprintf(path, size, "%.*s.txt", (int)(end - data), data);
}

int perf_run(char *const argv[], const char *output)
{
	int status, fd;
	pid_t pid = fork();

	if (!pid) {
		pin__release();
		fd = open(output ? output : "/dev/null", O_WRONLY | O_CREAT | O_TRUNC, 0666);
		dup2(fd, STDOUT_FILENO);
		dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
		execvp(argv[0], argv);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0)
		return -EIO;
	return status ? -EIO : 0;
}

static int write_report(const char *data, const char *text)
{
	return perf_run((char *[]){ "perf", "report", "-i", (char *)data, "--stdio", "--children",
		"--comms", "vcpuscale-run", "--percentage", "relative", "-g", "none",
		"-F", "overhead_children,overhead,sym", NULL }, text);
}

/* "    94.20%     3.10%  [k] kvm_vcpu_on_spin"; the compiler may add ".isra.0". */
static void read_line(const char *line, const char *path, double *share, char (*samples)[PERF_SAMPLES])
{
	char symbol[128];
	double children, self;

	sscanf(line, "# Samples: %31s of event", *samples);
	if (sscanf(line, " %lf%% %lf%% [%*c] %127s", &children, &self, symbol) != 3)
		return;
	symbol[strcspn(symbol, ".")] = 0;
	if (!strcmp(symbol, path))
		*share += children;
}

int perf_report__write(const struct perf *perf, const char *path, double *share,
		       char (*samples)[PERF_SAMPLES])
{
	char text[sizeof(perf->data)], line[512];
	FILE *f;

	name_report(text, sizeof(text), perf->data);
	if (write_report(perf->data, text))
		return -EIO;
	f = fopen(text, "re");
	if (!f)
		return -EIO;
	while (fgets(line, sizeof(line), f))
		read_line(line, path, share, samples);
	fclose(f);
	return (*samples)[0] ? 0 : -EIO;
}
