// SPDX-License-Identifier: GPL-2.0-only
/* store.c - RESULTS/BASE/KERNEL/TESTBED/RUN.txt of vcpuscale-iterate. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lib/file.h"
#include "results/head.h"
#include "results/host-info.h"
#include "results/write.h"
#include "store.h"

#define ADVICE	"make room, or choose another directory with RESULTS="

/* What the file is printed from. */
struct content {
	struct results_head head;
	const char *samples;
};

static void print_content(FILE *out, const void *what)
{
	const struct content *c = what;

	write__head(out, &c->head);
	fputs(c->samples, out);
}

static int write_file(char *path, const struct content *c, struct why *why)
{
	struct why none = { "" };
	char *slash;
	int err;

	if (file__make_parents(path))
		return why__set(why, errno, "%s: %s: " ADVICE, path, strerror(errno));
	slash = strrchr(path, '/');
	*slash = 0;
	err = file__write(path, slash + 1, print_content, c, &none);
	*slash = '/';
	return err ? why__set(why, -err, "%s: %s: " ADVICE, path, strerror(-err)) : 0;
}

int store__write(const struct store *s, const char *samples, struct why *why)
{
	char run[32], lines[4096], name[HEAD_NAME_SIZE], base[HEAD_BASE_SIZE];
	char cpu[HOST_INFO_CPU], path[PATH_MAX];
	const struct content c = {
		{ .run = run, .kernel = lines, .testbed = s->testbed,
		  .machine = s->machine ? s->machine : cpu, .cpu = cpu },
		samples,
	};
	int err = head__read_kernel(s->info, lines, sizeof(lines), name, base, why);

	if (err)
		return err;
	srandom(time(NULL) ^ getpid() << 16);
	head__run_id(run, sizeof(run), time(NULL));
	host_info__cpu(cpu, sizeof(cpu));
	head__path(path, sizeof(path), &(struct head_place){ s->results, base, name, s->testbed, run },
		   "", ".txt");
	err = write_file(path, &c, why);
	if (!err)
		puts(path);
	return err;
}
