// SPDX-License-Identifier: GPL-2.0-only
/*
 * lines.c - from addresses of a module to lines of its source. libdw lays a module's
 * sections out one behind the other; the machine did so elsewhere.
 */
#include "lines.h"

#include <elfutils/libdwfl.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_SECTIONS	64	/* of code; kvm.ko has six */

/**
 * struct loaded_section - a section of code
 * @index: in the file
 * @start: where libdw has laid it
 * @end: behind its last symbol
 * @shift: to be added to get the machine's address
 */
struct loaded_section {
	GElf_Word index;
	GElf_Addr start;
	GElf_Addr end;
	uint64_t shift;
};

struct debug_lines {
	Dwfl *dwfl;
	Dwfl_Module *module;
	struct loaded_section sections[MAX_SECTIONS];
	size_t nr_sections;
};

static char *no_debug_path;

static const Dwfl_Callbacks callbacks = {
	.find_elf = dwfl_build_id_find_elf,
	.find_debuginfo = dwfl_standard_find_debuginfo,
	.section_address = dwfl_offline_section_address,
	.debuginfo_path = &no_debug_path,
};

void debug_lines__free(struct debug_lines *d)
{
	if (d && d->dwfl)
		dwfl_end(d->dwfl);
	free(d);
}

static struct loaded_section *section_at(struct debug_lines *d, GElf_Word index)
{
	size_t i;

	for (i = 0; i < d->nr_sections; i++) {
		if (d->sections[i].index == index)
			return &d->sections[i];
	}
	if (i == MAX_SECTIONS)
		return NULL;
	d->nr_sections++;
	d->sections[i] = (struct loaded_section){ .index = index };
	return &d->sections[i];
}

/**
 * struct module_names - the functions of one module that was loaded
 * @at: @nr of them, by name; a local name may be there twice
 */
struct module_names {
	const struct symbol **at;
	size_t nr;
};

static int by_name(const void *a, const void *b)
{
	const struct symbol * const *x = a, * const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

static int list_names(struct module_names *names, const char *module,
		      const struct symbols *symbols)
{
	size_t i;

	names->at = calloc(symbols->nr, sizeof(*names->at));
	if (!names->at)
		return -ENOMEM;
	for (i = 0; i < symbols->nr; i++) {
		if (!strcmp(symbols->at[i].module, module))
			names->at[names->nr++] = &symbols->at[i];
	}
	qsort(names->at, names->nr, sizeof(*names->at), by_name);
	return 0;
}

/* NULL where there are two of this name. */
static const struct symbol *only_one(const struct module_names *names, const char *name)
{
	struct symbol key = { .name = (char *)name };
	const struct symbol *pointer = &key;
	const struct symbol **found = bsearch(&pointer, names->at, names->nr,
					      sizeof(*names->at), by_name);

	if (!found || (found > names->at && !by_name(found, found - 1)) ||
	    (found + 1 < names->at + names->nr && !by_name(found, found + 1)))
		return NULL;
	return *found;
}

/* 0 where it does not contradict what is known. */
static int place(struct debug_lines *d, const GElf_Sym *sym, GElf_Addr address,
		 GElf_Word index, const struct symbol *loaded)
{
	struct loaded_section *s = section_at(d, index);

	if (!s)
		return 0;
	if (!s->end) {
		s->start = address;
		s->shift = loaded->address - address;
	}
	if (address < s->start)
		s->start = address;
	if (address + (sym->st_size ?: 1) > s->end)
		s->end = address + (sym->st_size ?: 1);
	return loaded->address - address == s->shift ? 0 : -EINVAL;
}

static int place_all(struct debug_lines *d, const struct module_names *names)
{
	int i, n = dwfl_module_getsymtab(d->module), wrong = 0, right = 0;
	const struct symbol *loaded;
	const char *name;
	GElf_Addr address;
	GElf_Word index;
	GElf_Sym sym;

	for (i = 1; i < n; i++) {
		name = dwfl_module_getsym_info(d->module, i, &sym, &address, &index, NULL, NULL);
		if (!name || GELF_ST_TYPE(sym.st_info) != STT_FUNC)
			continue;
		loaded = only_one(names, name);
		if (!loaded)
			continue;
		if (place(d, &sym, address, index, loaded))
			wrong++;
		else
			right++;
	}
	/* Aliases and duplicates may disagree; another module does throughout. */
	return right && wrong * 20 <= right ? 0 : -EINVAL;
}

int debug_lines__open(const char *path, const char *module, const struct symbols *symbols,
		      struct debug_lines **out, struct why *why)
{
	struct module_names names = { .nr = 0 };
	struct debug_lines *d;
	GElf_Addr bias;
	int err = 0;

	*out = NULL;
	if (access(path, R_OK))
		return 0;
	d = calloc(1, sizeof(*d));
	if (!d || list_names(&names, module, symbols)) {
		free(d);
		return why__set(why, ENOMEM, "out of memory: try again");
	}
	d->dwfl = dwfl_begin(&callbacks);
	if (d->dwfl)
		d->module = dwfl_report_offline(d->dwfl, module, path, -1);
	if (d->module)
		dwfl_report_end(d->dwfl, NULL, NULL);
	if (!d->module)
		err = why__set(why, EINVAL, "%s: is no module: build the kernel again", path);
	else if (!dwfl_module_getdwarf(d->module, &bias))
		goto none;
	else if (names.nr && place_all(d, &names))
		err = why__set(why, EINVAL,
			       "%s: is not the module that was loaded: build the kernel and measure again",
			       path);
	if (!err)
		*out = d;
none:
	free(names.at);
	if (!*out)
		debug_lines__free(d);
	return err;
}

/* "arch/x86/kvm/../../../virt/kvm/kvm_main.c" without the way up and down again. */
static void simplify(char *path)
{
	char *up, *before;

	while ((up = strstr(path, "/../")) && up > path) {
		*up = '\0';
		before = strrchr(path, '/');
		before = before ? before + 1 : path;
		memmove(before, up + 4, strlen(up + 4) + 1);
	}
	while (!strncmp(path, "./", 2))
		memmove(path, path + 2, strlen(path) - 1);
}

/* Headers of the packaged kernel have paths of this machine before "include" or "arch". */
static const char *in_sources(const char *path)
{
	static const char * const tops[] = { "/arch/x86/", "/include/", "/virt/" };
	const char *found;
	size_t i;

	if (*path != '/')
		return path;
	for (i = 0; i < sizeof(tops) / sizeof(*tops); i++) {
		found = strstr(path, tops[i]);
		if (found)
			return found + 1;
	}
	return path;
}

unsigned int debug_lines__find(struct debug_lines *d, uint64_t address, char *file)
{
	const struct loaded_section *s;
	Dwfl_Line *line;
	const char *name;
	int number = 0;

	*file = '\0';
	for (s = d->sections; s < d->sections + d->nr_sections; s++) {
		if (address - s->shift >= s->start && address - s->shift < s->end)
			break;
	}
	if (s == d->sections + d->nr_sections)
		return 0;
	line = dwfl_module_getsrc(d->module, address - s->shift);
	name = line ? dwfl_lineinfo(line, NULL, &number, NULL, NULL, NULL) : NULL;
	if (!name || number <= 0)
		return 0;
	snprintf(file, LINES_FILE, "%s", name);
	simplify(file);
	name = in_sources(file);
	memmove(file, name, strlen(name) + 1);
	return number;
}
