// SPDX-License-Identifier: GPL-2.0-only
/* symbols.c - from addresses to names. */
#include "symbols.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/array.h"

#define ADVICE	"measure again: the comparison goes on without functions"
/* Nothing that is executed lies further behind its symbol. */
#define LONGEST	(1u << 20)

int symbols__add(struct symbols *s, const struct symbol *like)
{
	struct symbol *more = array__grow(s->at, &s->room, s->nr, sizeof(*more));

	if (!more)
		return -ENOMEM;
	s->at = more;
	more += s->nr;
	*more = *like;
	more->name = strdup(like->name);
	more->module = strdup(like->module);
	s->nr++;
	return more->name && more->module ? 0 : -ENOMEM;
}

/* The name of several that stays: a global one, else the shorter, else the first. */
static int by_address(const void *a, const void *b)
{
	const struct symbol *x = a, *y = b;
	size_t lx = strlen(x->name), ly = strlen(y->name);

	if (x->address != y->address)
		return x->address < y->address ? -1 : 1;
	if (x->global != y->global)
		return x->global ? -1 : 1;
	if (lx != ly)
		return lx < ly ? -1 : 1;
	return strcmp(x->name, y->name);
}

void symbols__sort(struct symbols *s)
{
	size_t i, nr = 0;

	if (s->nr)
		qsort(s->at, s->nr, sizeof(*s->at), by_address);
	for (i = 0; i < s->nr; i++) {
		if (nr && s->at[nr - 1].address == s->at[i].address) {
			free(s->at[i].name);
			free(s->at[i].module);
			continue;
		}
		s->at[nr++] = s->at[i];
	}
	s->nr = nr;
}

/* "ffffffffc0a01230 t name\t[module]"; only code counts. */
static int parse_line(struct symbols *s, char *line, bool *any_address)
{
	struct symbol symbol = { .module = (char *)"kernel" };
	char *end, *bracket, type;

	line[strcspn(line, "\n")] = '\0';
	symbol.address = strtoull(line, &end, 16);
	if (end == line || *end != ' ' || !end[1] || end[2] != ' ')
		return -EINVAL;
	type = end[1];
	symbol.global = isupper((unsigned char)type);
	symbol.name = end + 3;
	*any_address |= symbol.address != 0;
	bracket = strchr(symbol.name, '\t');
	if (bracket) {
		*bracket++ = '\0';
		symbol.module = bracket + (*bracket == '[');
		symbol.module[strcspn(symbol.module, "]")] = '\0';
	}
	if (!strchr("tTwW", type) || !symbol.address)
		return 0;
	return symbols__add(s, &symbol);
}

int symbols__read(const char *path, struct symbols *out, struct why *why)
{
	FILE *in = fopen(path, "re");
	bool any_address = false;
	unsigned int number = 0;
	char *line = NULL;
	size_t size = 0;
	int err = 0;

	*out = (struct symbols){ .nr = 0 };
	if (!in)
		return why__set(why, errno, "%s: %s: " ADVICE, path, strerror(errno));
	while (!err && getline(&line, &size, in) > 0) {
		number++;
		err = parse_line(out, line, &any_address);
	}
	free(line);
	fclose(in);
	if (err == -EINVAL)
		return why__set(why, EINVAL, "%s:%u: no line of /proc/kallsyms: " ADVICE,
				path, number);
	if (err)
		return why__set(why, ENOMEM, "out of memory: try again");
	if (number && !any_address)
		return why__set(why, EINVAL,
				"%s: the kernel hides its addresses (kernel.kptr_restrict): " ADVICE,
				path);
	if (!out->nr)
		return why__set(why, EINVAL,
				"%s: holds no function: the kernel is built without CONFIG_KALLSYMS, or the file was cut off: "
				ADVICE, path);
	symbols__sort(out);
	return 0;
}

void symbols__free(struct symbols *s)
{
	size_t i;

	for (i = 0; i < s->nr; i++) {
		free(s->at[i].name);
		free(s->at[i].module);
	}
	free(s->at);
	*s = (struct symbols){ .nr = 0 };
}

const struct symbol *symbols__find(const struct symbols *s, uint64_t address)
{
	size_t low = 0, high = s->nr, mid;
	const struct symbol *found;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (s->at[mid].address <= address)
			low = mid + 1;
		else
			high = mid;
	}
	if (!low)
		return NULL;
	found = &s->at[low - 1];
	return address - found->address < (found->size ?: LONGEST) ? found : NULL;
}

const struct symbol *symbols__named(const struct symbols *s, const char *module,
				    const char *name)
{
	size_t i;

	for (i = 0; i < s->nr; i++) {
		if (!strcmp(s->at[i].name, name) && !strcmp(s->at[i].module, module))
			return &s->at[i];
	}
	return NULL;
}

/* Where "foo.isra.0.cold" ends in a name that is the source's. */
const char *symbol__function(char *buf, const char *name)
{
	static const char * const added[] = {
		".cold", ".part", ".isra", ".constprop", ".lto_priv", ".localalias",
	};
	size_t i, n;
	char *dot;

	snprintf(buf, SYMBOL_NAME, "%s", name);
	for (dot = strchr(buf, '.'); dot; dot = strchr(dot + 1, '.')) {
		for (i = 0; i < sizeof(added) / sizeof(*added); i++) {
			n = strlen(added[i]);
			if (dot > buf && !strncmp(dot, added[i], n) && (!dot[n] || dot[n] == '.')) {
				*dot = '\0';
				return buf;
			}
		}
	}
	return buf;
}
