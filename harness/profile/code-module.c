// SPDX-License-Identifier: GPL-2.0-only
/* code-module.c - a module's functions with their bytes, before it is loaded anywhere. */
#include "code-module.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int by_offset(const void *a, const void *b)
{
	const GElf_Rela *x = a, *y = b;

	return (x->r_offset > y->r_offset) - (x->r_offset < y->r_offset);
}

static int by_place(const void *a, const void *b)
{
	const struct code_symbol *x = a, *y = b;

	if (x->section != y->section)
		return x->section < y->section ? -1 : 1;
	if (x->offset != y->offset)
		return x->offset < y->offset ? -1 : 1;
	return strcmp(x->whole, y->whole);
}

static int read_relocations(struct code_module *m, const GElf_Shdr *head, Elf_Data *data)
{
	struct code_section *of;
	size_t i;

	if (head->sh_info >= m->nr_sections || !data || !head->sh_entsize)
		return 0;
	of = &m->sections[head->sh_info];
	of->nr = head->sh_size / head->sh_entsize;
	of->relocations = calloc(of->nr + 1, sizeof(*of->relocations));
	if (!of->relocations)
		return -ENOMEM;
	for (i = 0; i < of->nr; i++)
		gelf_getrela(data, i, &of->relocations[i]);
	qsort(of->relocations, of->nr, sizeof(*of->relocations), by_offset);
	return 0;
}

static int read_sections(struct code_module *m)
{
	Elf_Scn *scn = NULL;
	struct code_section *s;
	GElf_Shdr head;
	Elf_Data *data;
	int err = 0;

	if (elf_getshdrnum(m->elf, &m->nr_sections))
		return -EINVAL;
	m->sections = calloc(m->nr_sections + 1, sizeof(*m->sections));
	if (!m->sections)
		return -ENOMEM;
	while (!err && (scn = elf_nextscn(m->elf, scn)) && gelf_getshdr(scn, &head)) {
		s = &m->sections[elf_ndxscn(scn)];
		data = elf_getdata(scn, NULL);
		s->size = head.sh_size;
		s->bytes = data && head.sh_type == SHT_PROGBITS ? data->d_buf : NULL;
		s->code = s->bytes && head.sh_flags & SHF_EXECINSTR;
		s->strings = s->bytes && head.sh_flags & SHF_STRINGS;
		if (head.sh_type == SHT_RELA)
			err = read_relocations(m, &head, data);
		if (head.sh_type == SHT_SYMTAB) {
			m->table = data;
			m->names = head.sh_link;
		}
	}
	return err;
}

/* Compilers number what is local to a function: "__already_done.12". */
static void set_name(struct code_symbol *s)
{
	char *dot;

	symbol__function(s->name, s->whole);
	dot = strchr(s->name, '.');
	if (dot && dot > s->name)
		*dot = '\0';
}

static int read_symbols(struct code_module *m)
{
	struct code_symbol *s;
	GElf_Sym sym;
	size_t i, n = m->table->d_size / sizeof(Elf64_Sym);

	m->symbols = calloc(n + 1, sizeof(*m->symbols));
	if (!m->symbols)
		return -ENOMEM;
	for (i = 0; i < n && gelf_getsym(m->table, i, &sym); i++) {
		int type = GELF_ST_TYPE(sym.st_info);

		if (sym.st_shndx == SHN_UNDEF || sym.st_shndx >= m->nr_sections ||
		    !sym.st_size || (type != STT_FUNC && type != STT_OBJECT))
			continue;
		s = &m->symbols[m->nr++];
		*s = (struct code_symbol){
			.whole = elf_strptr(m->elf, m->names, sym.st_name) ?: "",
			.section = sym.st_shndx, .offset = sym.st_value, .size = sym.st_size,
			.function = type == STT_FUNC && m->sections[sym.st_shndx].code,
		};
		set_name(s);
		if (s->offset > m->sections[s->section].size ||
		    s->size > m->sections[s->section].size - s->offset)
			m->nr--;
	}
	qsort(m->symbols, m->nr, sizeof(*m->symbols), by_place);
	return 0;
}

int code_module__open(struct code_module *m, const char *path, struct why *why)
{
	GElf_Ehdr head;
	int err;

	*m = (struct code_module){ .fd = open(path, O_RDONLY | O_CLOEXEC) };
	if (m->fd < 0)
		return why__set(why, errno, "%s: %s: build the kernel again", path, strerror(errno));
	elf_version(EV_CURRENT);
	m->elf = elf_begin(m->fd, ELF_C_READ, NULL);
	if (!m->elf || !gelf_getehdr(m->elf, &head) || gelf_getclass(m->elf) != ELFCLASS64)
		return why__set(why, EINVAL, "%s: is no module: build the kernel again", path);
	err = read_sections(m);
	if (!err && !m->table)
		return why__set(why, EINVAL, "%s: has no symbols: build the kernel again", path);
	if (!err)
		err = read_symbols(m);
	if (err == -ENOMEM)
		why__set(why, ENOMEM, "out of memory: try again");
	else if (err)
		why__set(why, EINVAL, "%s: is broken: build the kernel again", path);
	return err;
}

const struct code_symbol *code_module__at(const struct code_module *m, size_t section,
					  size_t offset)
{
	size_t low = 0, high = m->nr, middle;
	const struct code_symbol *s;

	while (low < high) {
		middle = (low + high) / 2;
		s = &m->symbols[middle];
		if (s->section < section || (s->section == section && s->offset <= offset))
			low = middle + 1;
		else
			high = middle;
	}
	s = low ? &m->symbols[low - 1] : NULL;
	return s && s->section == section && offset - s->offset < s->size ? s : NULL;
}

static bool is_relative(const GElf_Rela *r)
{
	return GELF_R_TYPE(r->r_info) == R_X86_64_PC32 || GELF_R_TYPE(r->r_info) == R_X86_64_PLT32;
}

struct code_target code_module__target(const struct code_module *m, const GElf_Rela *r)
{
	struct code_target t = { .offset = r->r_addend };
	const struct code_symbol *symbol;
	GElf_Sym sym;
	size_t at;

	if (!gelf_getsym(m->table, GELF_R_SYM(r->r_info), &sym))
		return t;
	if (sym.st_shndx == SHN_UNDEF || sym.st_shndx >= m->nr_sections) {
		t.name = elf_strptr(m->elf, m->names, sym.st_name);
		return t;
	}
	/* What is relative is so to the end of its four bytes. */
	at = sym.st_value + r->r_addend + (is_relative(r) ? 4 : 0);
	symbol = code_module__at(m, sym.st_shndx, at);
	if (symbol) {
		t.name = symbol->name;
		t.offset = at - symbol->offset;
	} else if (m->sections[sym.st_shndx].strings && at < m->sections[sym.st_shndx].size) {
		t.text = (const char *)m->sections[sym.st_shndx].bytes + at;
		t.offset = 0;
	} else {
		t.section = sym.st_shndx;
		t.offset = at;
	}
	return t;
}

void code_module__close(struct code_module *m)
{
	size_t i;

	for (i = 0; m->sections && i < m->nr_sections; i++)
		free(m->sections[i].relocations);
	free(m->sections);
	free(m->symbols);
	if (m->elf)
		elf_end(m->elf);
	if (m->fd >= 0)
		close(m->fd);
}
