// SPDX-License-Identifier: GPL-2.0-only
/* files.c - RESULTS/BASE/KERNEL/host/RUN.txt, a file a side. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "files.h"
#include "lib/file.h"
#include "results/environment.h"
#include "results/head.h"
#include "results/host-info.h"
#include "results/write.h"
#include "say.h"

static int failed(const char *path, struct why *why)
{
	int err = errno ? errno : EIO;

	return why__set(why, err, "%s: %s: make room, or choose another directory with RESULTS=",
			path, strerror(err));
}

static int read_info(struct host_side *side, struct why *why)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%.4000s/info", side->dir);
	return head__read_kernel(path, side->info, sizeof(side->info), side->name, side->base, why);
}

static void name_files(const struct host_options *p, struct host_side *side)
{
	const struct head_place place = { p->results, side->base, side->name, "host", side->run };

	head__run_id(side->run, sizeof(side->run), time(NULL));
	head__path(side->path, PATH_MAX, &place, "", ".txt");
	head__path(side->partial, PATH_MAX, &place, ".", "");
	if (!p->perf || strcmp(p->perf, "record"))
		return;
	head__path(side->perf_path, PATH_MAX, &place, "", ".perf");
	head__path(side->perf_partial, PATH_MAX, &place, ".", ".perf");
}

static int write_head(const struct host_side *side, const char *paired_with, struct why *why)
{
	FILE *f = fopen(side->partial, "we");
	char cpu[HOST_INFO_CPU];

	if (!f)
		return failed(side->partial, why);
	host_info__cpu(cpu, sizeof(cpu));
	write__head(f, &(struct results_head){
		.run = side->run, .paired_with = paired_with, .kernel = side->info,
		.testbed = "host", .machine = cpu, .cpu = cpu });
	environment__print(f);
	write__units(f, &clock_ns);
	errno = 0;
	return fflush(f) || ferror(f) || fclose(f) ? failed(side->partial, why) : 0;
}

int files__begin(struct host_options *p, struct why *why)
{
	struct timespec now;
	int i, err = 0;

	clock_gettime(CLOCK_REALTIME, &now);
	srandom(now.tv_nsec ^ getpid());
	for (i = 0; i < SIDES && !err; i++) {
		struct host_side *side = &p->sides[i];

		err = read_info(side, why);
		if (err)
			break;
		name_files(p, side);
		if (file__make_parents(side->path))
			err = failed(side->path, why);
		if (!err && side->perf_partial[0] && mkdir(side->perf_partial, 0777))
			err = failed(side->perf_partial, why);
	}
	for (i = 0; i < SIDES && !err; i++)
		err = write_head(&p->sides[i], p->sides[!i].run, why);
	if (err)
		files__remove(p);
	else
		environment__warn(stderr, "vcpuscale: ");
	return err;
}

static int write_end(const struct host_options *p, int side, unsigned int restored_ms,
		     struct why *why)
{
	const char *path = p->sides[side].partial;
	FILE *f = fopen(path, "ae");

	if (!f)
		return failed(path, why);
	if (p->tally->tainted)
		write__incomplete(f);
	fprintf(f, "# this machine's own modules were back after %u ms\n", restored_ms);
	write__end(f, p->tally->samples[side]);
	errno = -file__finish(f);
	return errno ? failed(path, why) : 0;
}

int files__end(struct host_options *p, unsigned int restored_ms, struct why *why)
{
	int side, err = 0;

	for (side = 0; side < SIDES && !err; side++)
		err = write_end(p, side, restored_ms, why);
	for (side = 0; side < SIDES && !err; side++)
		if (rename(p->sides[side].partial, p->sides[side].path) ||
		    (p->sides[side].perf_path[0] &&
		     rename(p->sides[side].perf_partial, p->sides[side].perf_path)))
			err = failed(p->sides[side].path, why);
	if (err) {
		for (side = 0; side < SIDES; side++)
			unlink(p->sides[side].path);
		files__remove(p);
		return err;
	}
	for (side = 0; side < SIDES; side++)
		puts(p->sides[side].path);
	if (fflush(stdout))
		return -EIO;
	if (p->tally->tainted)
		say("the kernel complained: both files are marked incomplete, see the cells that are invalid");
	return 0;
}

static void remove_directory(const char *path)
{
	char below[PATH_MAX];
	struct dirent *entry;
	DIR *dir = opendir(path);

	while (dir && (entry = readdir(dir))) {
		snprintf(below, sizeof(below), "%.3500s/%s", path, entry->d_name);
		if (entry->d_name[0] != '.')
			unlink(below);
	}
	if (dir)
		closedir(dir);
	rmdir(path);
}

void files__remove(struct host_options *p)
{
	int side;

	for (side = 0; side < SIDES; side++) {
		if (p->sides[side].partial[0])
			unlink(p->sides[side].partial);
		if (p->sides[side].perf_partial[0])
			remove_directory(p->sides[side].perf_partial);
	}
}
