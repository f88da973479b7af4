// SPDX-License-Identifier: GPL-2.0-only
/* profile.c - have machines profiled, gather what comes of it. */
#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "artifacts.h"
#include "profile.h"

#define PLUGIN		"vcpuscale-profile.so"
#define BAD_CACHE	3	/* the plugin's exit code */

/* In QEMU's options a comma is written twice. */
static void escape(char *to, size_t size, const char *from)
{
	size_t n = 0;

	for (; *from && n + 3 < size; from++) {
		to[n++] = *from;
		if (*from == ',')
			to[n++] = ',';
	}
	to[n] = 0;
}

/* Level by level: "l1d=32K:8+l2=1M:16". */
static void write_cache(char *text, size_t size, const struct machine_options *s)
{
	char *at;

	snprintf(text, size, "%s%s", s->cache ? ",cache=" : "", s->cache ? s->cache : "");
	for (at = text + 1; text[0] && *at; at++)
		if (*at == ',')
			*at = '+';
}

int profile__check(struct machine_options *s, struct why *why)
{
	char command[2 * PATH_MAX], build[PATH_MAX], cache[256], said[256] = "", rest[256];
	int status;
	FILE *f;

	if (!s->profile)
		return 0;
	if (!s->kind->exact)
		return why__set(why, EINVAL,
				"--profile: testbed %s counts no instructions: use emulated, or PERF=record",
				s->kind->name);
	if (s->iterate)
		return why__set(why, EINVAL,
				"--profile: the walks of --iterate alternate batch by batch, and none is profiled: leave it out");
	if (s->cache && strpbrk(s->cache, "'\n"))
		return why__set(why, EINVAL, "CACHE=%.200s: give levels as in l1d=32K:8,l2=1M:16", s->cache);
	write_cache(cache, sizeof(cache), s);
	escape(build, sizeof(build), s->build);
	snprintf(command, sizeof(command),
		 "qemu-system-x86_64 -machine none -nodefaults -display none -plugin '%s/" PLUGIN ",check=on%s' 2>&1 </dev/null",
		 build, cache);
	f = popen(command, "r");
	while (f && fgets(rest, sizeof(rest), f))
		if (!said[0] || strstr(rest, "vcpuscale: "))
			memcpy(said, rest, sizeof(said));
	status = f ? pclose(f) : -1;
	if (!status)
		return 0;
	said[strcspn(said, "\n")] = 0;
	if (WIFEXITED(status) && WEXITSTATUS(status) == BAD_CACHE)
		return why__set(why, EINVAL, "CACHE=%.100s: %.200s", s->cache,
				said + strlen("vcpuscale: "));
	fprintf(stderr, "vcpuscale: no exact profile: this QEMU does not take the plugin: %s\n", said);
	s->profile = false;
	return 0;
}

unsigned int profile__round(const struct machine_options *s, int side)
{
	unsigned int round = side * JOB_ROUNDS + 1;

	return s->two_images || round > s->rounds ? 1 : round;
}

static bool is_profiled(const struct machine_options *s, const struct step *step)
{
	return s->profile && step->round == profile__round(s, step->side);
}

unsigned int profile__sides(const struct machine_options *s, const struct plan *p)
{
	unsigned int i, sides = 0;

	for (i = 0; i < p->nr_steps; i++)
		if (is_profiled(s, &p->steps[i]))
			sides |= 1u << p->steps[i].side;
	return sides;
}

static void write_sizes(char *text, const struct machine_options *s)
{
	unsigned int i, largest = 1;

	text += sprintf(text, "1");
	for (i = 0; i < s->nr_sizes; i++) {
		if (s->profile_all)
			text += sprintf(text, "+%u", s->sizes[i]);
		if (s->sizes[i] > largest)
			largest = s->sizes[i];
	}
	sprintf(text, "+%u", largest);
}

const char *profile__option(char *text, size_t size, const struct machine_options *s,
			    const struct plan *p, const char *stage)
{
	char steps[64] = "", sizes[8 * MAX_SIZES], cache[256], build[PATH_MAX], out[PATH_MAX];
	unsigned int i;

	for (i = 0; i < p->nr_steps; i++)
		if (is_profiled(s, &p->steps[i]))
			sprintf(steps + strlen(steps), "%s%u", steps[0] ? "+" : "", i);
	if (!steps[0])
		return NULL;
	write_sizes(sizes, s);
	write_cache(cache, sizeof(cache), s);
	escape(build, sizeof(build), s->build);
	escape(out, sizeof(out), stage);
	snprintf(text, size, "%s/" PLUGIN ",out=%s,steps=%s,sizes=%s%s%s", build, out, steps, sizes,
		 s->profile_all ? ",tasks=on" : "", cache);
	return text;
}

void profile__drop(const char *stage, unsigned int step, const char *cell)
{
	char path[PATH_MAX + 64];
	char *c = path + snprintf(path, sizeof(path), "%s/%u/", stage, step);

	snprintf(c, path + sizeof(path) - c, "%s.raw", cell);
	for (; *c; c++)
		if (*c == '/')
			*c = ',';
	unlink(path);
}

/* The first line says what the file is. */
static void copy(FILE *in, FILE *out, unsigned int round)
{
	char bytes[4096];
	size_t n;

	if (fgets(bytes, sizeof(bytes), in))
		fprintf(out, "%sround: %u\n", bytes, round);
	while ((n = fread(bytes, 1, sizeof(bytes), in)) > 0)
		fwrite(bytes, 1, n, out);
}

static int move_file(const struct machine_options *s, const struct step *step, const char *from,
		     struct why *why)
{
	const char *name = strrchr(from, '/') + 1;
	FILE *in = fopen(from, "re"), *out = NULL;
	bool failed;

	if (in)
		out = artifacts__create(s, step->side, ARTIFACTS_PROFILE, name, why);
	if (out)
		copy(in, out, step->round);
	if (in)
		fclose(in);
	if (!out)
		return -EIO;
	failed = ferror(out);
	if (fclose(out) || failed)
		return why__set(why, EIO, "%s cannot be stored: make room where results go", name);
	return 0;
}

int profile__collect(const struct machine_options *s, const struct plan *p, const char *stage,
		     struct why *why)
{
	char pattern[PATH_MAX + 32];
	unsigned int i;
	int err = 0;
	size_t at;
	glob_t g;

	for (i = 0; s->profile && i < p->nr_steps && !err; i++) {
		snprintf(pattern, sizeof(pattern), "%s/%u/*.raw", stage, i);
		if (glob(pattern, 0, NULL, &g))
			continue;
		for (at = 0; at < g.gl_pathc && !err; at++)
			err = move_file(s, &p->steps[i], g.gl_pathv[at], why);
		globfree(&g);
	}
	return err;
}
