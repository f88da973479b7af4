/* SPDX-License-Identifier: GPL-2.0-only */
/* code-module.h - a module's functions with their bytes, before it is loaded anywhere. */
#ifndef PROFILE_CODE_MODULE_H
#define PROFILE_CODE_MODULE_H

#include <gelf.h>
#include <stdbool.h>

#include "symbols.h"

/**
 * struct code_section - a section of a module
 * @bytes: @size of them; NULL where it has none
 * @code: it is executed
 * @strings: it holds strings
 * @relocations: @nr of them, by offset
 */
struct code_section {
	const unsigned char *bytes;
	size_t size;
	bool code;
	bool strings;
	GElf_Rela *relocations;
	size_t nr;
};

/**
 * struct code_symbol - a function or an object, or a part of one
 * @name: without what the compiler has added
 * @whole: as the table has it
 * @section: where it lies
 * @offset: in the section
 * @size: in bytes
 * @function: it is executed
 */
struct code_symbol {
	char name[SYMBOL_NAME];
	const char *whole;
	size_t section;
	size_t offset;
	size_t size;
	bool function;
};

/**
 * struct code_module - a module
 * @sections: @nr_sections, by their number
 * @symbols: @nr of them that have a size, by section and offset
 * @fd, @elf, @table, @names: private
 */
struct code_module {
	struct code_section *sections;
	size_t nr_sections;
	struct code_symbol *symbols;
	size_t nr;
	int fd;
	Elf *elf;
	Elf_Data *table;
	size_t names;
};

/**
 * struct code_target - what an address in a function is the address of
 * @name: a symbol; NULL where there is none
 * @offset: in it
 * @text: a string, instead
 * @section: number of the section where neither is known; 0
 */
struct code_target {
	const char *name;
	long offset;
	const char *text;
	size_t section;
};

/**
 * code_module__open() - read a module
 * @m: to be closed with code_module__close(), also after an error
 *
 * Return: 0 or a negative errno.
 */
int code_module__open(struct code_module *m, const char *path, struct why *why);

/** code_module__at() - the symbol that holds an offset of a section, or NULL */
const struct code_symbol *code_module__at(const struct code_module *m, size_t section,
					  size_t offset);

/** code_module__target() - what a relocation refers to */
struct code_target code_module__target(const struct code_module *m, const GElf_Rela *r);

/** code_module__close() - close it and free what was read */
void code_module__close(struct code_module *m);

#endif
