// SPDX-License-Identifier: GPL-2.0-only
/* elf.c - the functions of a program: the measuring one, or what guests run. */
#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <stdio.h>
#include <unistd.h>

#include "symbols.h"

static int add_all(Elf *elf, Elf_Scn *section, const GElf_Shdr *head, const char *module,
		   struct symbols *out)
{
	Elf_Data *data = elf_getdata(section, NULL);
	size_t i, n = head->sh_entsize ? head->sh_size / head->sh_entsize : 0;
	struct symbol symbol;
	GElf_Sym sym;
	int err = 0;

	for (i = 0; data && !err && i < n; i++) {
		if (!gelf_getsym(data, i, &sym) || sym.st_shndx == SHN_UNDEF)
			continue;
		/* Assembly's labels have no type: those that others see are functions. */
		if (GELF_ST_TYPE(sym.st_info) != STT_FUNC &&
		    (GELF_ST_TYPE(sym.st_info) != STT_NOTYPE ||
		     GELF_ST_BIND(sym.st_info) == STB_LOCAL))
			continue;
		symbol = (struct symbol){
			.address = sym.st_value,
			.global = GELF_ST_BIND(sym.st_info) != STB_LOCAL,
			.name = elf_strptr(elf, head->sh_link, sym.st_name),
			.module = (char *)module,
		};
		if (symbol.name && *symbol.name)
			err = symbols__add(out, &symbol);
	}
	return err;
}

int symbols__read_elf(const char *path, const char *module, struct symbols *out,
		      struct why *why)
{
	Elf_Scn *section = NULL;
	GElf_Shdr head;
	Elf *elf = NULL;
	int fd = open(path, O_RDONLY | O_CLOEXEC), err = 0;

	*out = (struct symbols){ .nr = 0 };
	if (fd < 0)
		return -ENOENT;
	elf_version(EV_CURRENT);
	elf = elf_begin(fd, ELF_C_READ, NULL);
	while (elf && !err && (section = elf_nextscn(elf, section))) {
		if (gelf_getshdr(section, &head) && head.sh_type == SHT_SYMTAB)
			err = add_all(elf, section, &head, module, out);
	}
	elf_end(elf);
	close(fd);
	if (err)
		return why__set(why, ENOMEM, "out of memory: try again");
	if (!out->nr)
		return why__set(why, EINVAL, "%s: is stripped, or no program: build it again",
				path);
	symbols__sort(out);
	return 0;
}
