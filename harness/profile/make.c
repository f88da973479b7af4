// SPDX-License-Identifier: GPL-2.0-only
/* make.c - from what a run has counted to its profile. */
#include "make.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "attribute.h"
#include "callgrind.h"
#include "code.h"
#include "lib/array.h"
#include "lib/file.h"
#include "lib/text.h"
#include "table.h"

/**
 * struct profile_maker - a run's profile while it is made
 * @dir: RUN.profile
 * @symbols: of its machine
 * @profile: what is made
 */
struct profile_maker {
	char dir[PROFILE_PATH];
	const struct profile_sources *sources;
	struct machine_symbols symbols;
	struct profile *profile;
	struct why *why;
};

static void warn(const struct why *why)
{
	fprintf(stderr, "vcpuscale: %s\n", why->text);
}

/* Without debug information there are functions, and no lines. */
static void open_lines(struct profile_maker *m)
{
	static const char * const modules[] = { "kvm", "kvm_amd", "kvm_intel" };
	static const char * const files[] = { "kvm", "kvm-amd", "kvm-intel" };
	struct machine_symbols *s = &m->symbols;
	char path[PROFILE_PATH];
	struct why why = { "" };
	size_t i;

	for (i = 0; m->sources->modules && i < sizeof(modules) / sizeof(*modules); i++) {
		snprintf(path, sizeof(path), "%s/%s.ko.debug", m->sources->modules, files[i]);
		s->modules[s->nr_modules] = modules[i];
		if (debug_lines__open(path, modules[i], &s->kernel, &s->lines[s->nr_modules], &why))
			warn(&why);
		else if (s->lines[s->nr_modules])
			s->nr_modules++;
	}
	if (m->sources->modules && !s->nr_modules)
		fprintf(stderr,
			"vcpuscale: %s: no module with debug information: functions only, no lines: build the kernel again\n",
			m->sources->modules);
}

static int open_symbols(struct profile_maker *m)
{
	char path[PROFILE_PATH + 16];
	struct why why = { "" };
	int err;

	snprintf(path, sizeof(path), "%s/symbols", m->dir);
	err = symbols__read(path, &m->symbols.kernel, m->why);
	if (err)
		return err;
	open_lines(m);
	err = m->sources->program ? symbols__read_elf(m->sources->program, "user",
						      &m->symbols.user, &why) : 0;
	if (err && *why.text)
		warn(&why);
	return 0;
}

/* A payload is of the benchmark's folder: bench/irq-delivery for IrqDelivery. */
static void open_guest(struct profile_maker *m, const char *bench)
{
	char path[PROFILE_PATH], folder[80];
	struct why why = { "" };
	size_t n = 0;

	symbols__free(&m->symbols.guest);
	if (!m->sources->guests)
		return;
	for (; *bench && *bench != '/' && n < sizeof(folder) - 2; bench++) {
		if (isupper((unsigned char)*bench) && n)
			folder[n++] = '-';
		folder[n++] = tolower((unsigned char)*bench);
	}
	folder[n] = '\0';
	snprintf(path, sizeof(path), "%s/%s/payload.elf", m->sources->guests, folder);
	if (symbols__read_elf(path, "guest", &m->symbols.guest, &why) && *why.text)
		warn(&why);
}

static int add_raw(struct profile_maker *m, const struct raw_profile *raw)
{
	struct profile *p = m->profile;
	struct profile_cell *cells = array__grow(p->cells, &p->room_cells, p->nr_cells,
						 sizeof(*cells));

	if (!cells)
		return -ENOMEM;
	p->cells = cells;
	if (*raw->cache && !p->cache)
		p->cache = strdup(raw->cache);
	open_guest(m, raw->bench);
	return attribute__cell(raw, &m->symbols, &cells[p->nr_cells++]);
}

static int add_file(struct profile_maker *m, const char *name)
{
	char path[PROFILE_PATH + 300];
	struct raw_profile *raw;
	struct why why = { "" };
	int err;

	snprintf(path, sizeof(path), "%s/%s", m->dir, name);
	err = raw_profile__read(path, &raw, &why);
	if (err == -ENOMEM)
		return err;
	if (err) {
		warn(&why);
		return 0;
	}
	if (attribute__fits(raw, &m->symbols))
		err = add_raw(m, raw);
	else
		fprintf(stderr, "vcpuscale: %s: its calls lead into the middle of functions: the symbols beside it are of modules that lay elsewhere: measure again\n",
			path);
	raw_profile__free(raw);
	return err;
}

static int is_raw(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && (text__ends_in(entry->d_name, ".raw") ||
					   text__ends_in(entry->d_name, ".raw.gz"));
}

static int add_all(struct profile_maker *m)
{
	struct dirent **entries;
	int i, n = scandir(m->dir, &entries, is_raw, alphasort), err = 0;

	if (n < 0)
		return why__set(m->why, errno, "%s: %s: measure with profiles first", m->dir,
				strerror(errno));
	for (i = 0; i < n; i++) {
		if (!err)
			err = add_file(m, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	if (err)
		return why__set(m->why, ENOMEM, "out of memory: try again");
	if (!m->profile->nr_cells)
		return why__set(m->why, ENODATA, "%s: holds no raw profile that can be read: measure again",
				m->dir);
	return 0;
}

static void print_table(FILE *out, const void *what)
{
	profile__print(out, what);
}

static void print_callgrind(FILE *out, const void *what)
{
	callgrind__print(out, what);
}

static int write_all(struct profile_maker *m)
{
	const struct profile *p = m->profile;
	char name[CALLGRIND_NAME];
	size_t i;
	int err = 0;

	profile__sort(m->profile);
	for (i = 0; !err && i < p->nr_cells; i++) {
		struct callgrind_file file = { &p->cells[i], p->cache };

		err = file__write(m->dir, callgrind__name(name, &p->cells[i]), print_callgrind,
				  &file, m->why);
	}
	return err ? err : file__write(m->dir, PROFILE_TABLE, print_table, p, m->why);
}

int profile__make(const char *results, const struct profile_sources *sources, struct why *why)
{
	struct profile_maker *m = calloc(1, sizeof(*m));
	char path[PROFILE_PATH + sizeof(PROFILE_TABLE) + 1];
	size_t i;
	int err;

	if (!m)
		return why__set(why, ENOMEM, "out of memory: try again");
	m->sources = sources;
	m->why = why;
	m->profile = calloc(1, sizeof(*m->profile));
	profile__dir(m->dir, results);
	/* What an earlier call has made must not be taken for this one's. */
	snprintf(path, sizeof(path), "%s/" PROFILE_TABLE, m->dir);
	unlink(path);
	err = m->profile ? open_symbols(m) : why__set(why, ENOMEM, "out of memory: try again");
	if (!err)
		err = add_all(m);
	if (!err)
		err = write_all(m);
	if (!err)
		err = code__make(m->dir, sources->base, sources->modules, why);
	for (i = 0; i < m->symbols.nr_modules; i++)
		debug_lines__free(m->symbols.lines[i]);
	symbols__free(&m->symbols.kernel);
	symbols__free(&m->symbols.user);
	symbols__free(&m->symbols.guest);
	profile__free(m->profile);
	free(m);
	return err;
}
