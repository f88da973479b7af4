// SPDX-License-Identifier: GPL-2.0-only
/*
 * symbols.c - /proc/kallsyms shows modules while they are loaded, and reading it
 * takes millions of instructions. Between two steps these would move every later
 * timer tick. So only the modules' addresses are noted there. When all is measured,
 * the modules are loaded once more, and their symbols are moved to where they were.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "channel.h"
#include "symbols.h"

#define MAX_MODULES	4
#define MAX_DIRS	2	/* one a side */
#define TYPE_AT	17	/* in a line of kallsyms: behind 16 digits */

struct loaded_module {
	char name[32];
	uint64_t at;
};

struct loaded_modules {
	int step;
	char dir[32];
	struct loaded_module modules[MAX_MODULES];
	unsigned int nr;
};

static struct loaded_modules noted[MAX_DIRS];
static unsigned int nr_noted;

static void read_modules(struct loaded_modules *l)
{
	struct loaded_module *m;
	char line[256];
	FILE *f = fopen("/proc/modules", "re");

	for (l->nr = 0; f && l->nr < MAX_MODULES && fgets(line, sizeof(line), f);) {
		m = &l->modules[l->nr];
		l->nr += sscanf(line, "%31s %*u %*u %*s %*s %lx", m->name, &m->at) == 2;
	}
	if (f)
		fclose(f);
}

/* All steps of a side load its modules to the same place. */
void symbols__note(int step, const char *dir)
{
	struct loaded_modules *l;

	for (l = noted; l < noted + nr_noted; l++)
		if (!strcmp(l->dir, dir))
			return;
	if (nr_noted == MAX_DIRS)
		return;
	nr_noted++;
	l->step = step;
	snprintf(l->dir, sizeof(l->dir), "%s", dir);
	read_modules(l);
}

static uint64_t address_of(const struct loaded_modules *l, const char *module)
{
	unsigned int i;

	for (i = 0; i < l->nr; i++)
		if (!strcmp(l->modules[i].name, module))
			return l->modules[i].at;
	return 0;
}

/*
 * "ffffffffc0a31000 t kvm_vcpu_kick	[kvm]"; code alone. The kernel's own are the most by
 * far and stay where they are: taking each of them apart would cost seconds.
 */
static void copy_symbol(FILE *out, const char *line, const struct loaded_modules *then,
			const struct loaded_modules *now)
{
	char type, name[512], module[64] = "";
	uint64_t at;

	if (strlen(line) <= TYPE_AT || !strchr("tTwW", line[TYPE_AT]))
		return;
	if (!strchr(line, '[')) {
		fputs(line, out);
		return;
	}
	if (sscanf(line, "%lx %c %511s [%63[^]]", &at, &type, name, module) != 4)
		return;
	at -= address_of(now, module) - address_of(then, module);
	fprintf(out, "%lx %c %s\t[%s]\n", at, type, name, module);
}

static void send(const struct loaded_modules *then)
{
	struct loaded_modules now;
	char line[1024], *text = NULL;
	size_t size = 0;
	FILE *f = fopen("/proc/kallsyms", "re"), *out = open_memstream(&text, &size);

	read_modules(&now);
	while (f && out && fgets(line, sizeof(line), f))
		copy_symbol(out, line, then, &now);
	if (f)
		fclose(f);
	if (out && !fclose(out) && size) {
		channel__say("@step %d\n@symbols %zu\n", then->step, size);
		channel__send(text, size);
	}
	free(text);
}

void symbols__send_all(void (*load)(const char *dir), void (*unload)(void))
{
	unsigned int i;

	/* A side's modules are in the directory of its number. */
	for (i = 0; i < nr_noted; i++) {
		if (!channel__symbols_wanted(atoi(noted[i].dir)))
			continue;
		load(noted[i].dir);
		send(&noted[i]);
		unload();
	}
}
