// SPDX-License-Identifier: GPL-2.0-only
/*
 * image.c - a 32-bit ELF file and the information that a multiboot loader gives
 * ("Multiboot Specification version 0.6.96", chapter 3).
 */
#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kut.h"

#define INFORMATION	0x9000		/* free: tests begin at 4 MiB, APs at 0 */
#define COMMAND_LINE	(INFORMATION + 0x200)
#define MAP		(INFORMATION + 0x100)

#define MEMORY		0x01
#define CMDLINE		0x04
#define MEMORY_MAP	0x40

/** struct multiboot - the information, as far as it is given */
struct multiboot {
	uint32_t flags;
	uint32_t mem_lower, mem_upper;	/* KiB from 0, and from 1 MiB */
	uint32_t boot_device, cmdline, mods_count, mods_addr;
	uint32_t symbols[4];
	uint32_t mmap_length, mmap_addr;
	uint32_t rest[9];
};

/** struct range - an entry of the memory map; @size does not count itself */
struct range {
	uint32_t size;
	uint64_t base, length;
	uint32_t type;			/* 1: memory */
} __attribute__((packed));

uint32_t image__information(void)
{
	return INFORMATION;
}

static void describe(const struct machine *m)
{
	struct multiboot *mb = (void *)(m->low + INFORMATION);
	struct range *ranges = (void *)(m->low + MAP);
	unsigned int n = 0;

	ranges[n++] = (struct range){ sizeof(*ranges) - 4, 0, 0x9fc00, 1 };
	ranges[n++] = (struct range){ sizeof(*ranges) - 4, KUT_MIB, m->low_size - KUT_MIB, 1 };
	if (m->high_size)
		ranges[n++] = (struct range){ sizeof(*ranges) - 4, 1ull << 32, m->high_size, 1 };
	snprintf((char *)m->low + COMMAND_LINE, 4096, "%s %s", m->image, m->arguments);
	*mb = (struct multiboot){
		.flags = MEMORY | CMDLINE | MEMORY_MAP,
		.mem_lower = 639, .mem_upper = (m->low_size - KUT_MIB) >> 10,
		.cmdline = COMMAND_LINE,
		.mmap_length = n * sizeof(*ranges), .mmap_addr = MAP,
	};
}

static const uint8_t *map_file(const char *path, uint64_t *size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	const uint8_t *file;
	struct stat st;

	if (fd < 0 || fstat(fd, &st))
		skip("%s: %m", path);
	file = mmap(NULL, st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (file == MAP_FAILED)
		fail("%s: %m", path);
	close(fd);
	*size = st.st_size;
	return file;
}

uint32_t image__load(const struct machine *m)
{
	const Elf32_Phdr *segment;
	const Elf32_Ehdr *header;
	const uint8_t *file;
	uint64_t size;
	int i;

	file = map_file(m->image, &size);
	header = (const void *)file;
	if (size < sizeof(*header) || memcmp(header->e_ident, ELFMAG, SELFMAG) ||
	    header->e_ident[EI_CLASS] != ELFCLASS32 ||
	    header->e_phoff + header->e_phnum * sizeof(*segment) > size)
		skip("%s: not a flat image: build kvm-unit-tests without EFI", m->image);
	segment = (const void *)(file + header->e_phoff);
	for (i = 0; i < header->e_phnum; i++, segment++) {
		if (segment->p_type != PT_LOAD)
			continue;
		if ((uint64_t)segment->p_offset + segment->p_filesz > size ||
		    (uint64_t)segment->p_paddr + segment->p_memsz > m->low_size)
			fail("%s: a segment lies outside", m->image);
		memcpy(m->low + segment->p_paddr, file + segment->p_offset, segment->p_filesz);
	}
	describe(m);
	return header->e_entry;
}
