// SPDX-License-Identifier: GPL-2.0-only
/*
 * load.c - a bzImage by the 64-bit boot protocol: Documentation/arch/x86/boot.rst.
 */
#include <asm/bootparam.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "guest.h"

#define SECTOR		512
#define ENTRY_64	0x200		/* behind the loaded kernel's beginning */
#define LOW_MEMORY	0x9fc00
#define HIGH_MEMORY	0x100000
#define E820_TYPE_RAM	1
#define BOOTLOADER	0xff		/* one without a number of its own */
#define PAGE_PRESENT	0x3		/* and writable */
#define PAGE_LARGE	0x80
#define LARGE		(2ull << 20)

static const uint8_t *map_file(const char *path, size_t *size, struct why *why)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	void *at;

	if (fd < 0 || fstat(fd, &st)) {
		why__set(why, errno, "%s: %s: run make image", path, strerror(errno));
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	*size = st.st_size;
	at = mmap(NULL, *size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (at != MAP_FAILED)
		return at;
	why__set(why, errno, "%s: %s", path, strerror(errno));
	return NULL;
}

static void add_memory(struct boot_params *params, uint64_t from, uint64_t to)
{
	struct boot_e820_entry *entry = &params->e820_table[params->e820_entries++];

	*entry = (struct boot_e820_entry){ .addr = from, .size = to - from, .type = E820_TYPE_RAM };
}

/* The first GiB as it is, in large pages. */
static void write_page_tables(uint8_t *mem)
{
	uint64_t *pml4 = (void *)(mem + LINUX_GUEST_TABLES), *pdpt = pml4 + 512, *pd = pdpt + 512;
	unsigned int i;

	pml4[0] = (LINUX_GUEST_TABLES + 0x1000) | PAGE_PRESENT;
	pdpt[0] = (LINUX_GUEST_TABLES + 0x2000) | PAGE_PRESENT;
	for (i = 0; i < 512; i++)
		pd[i] = i * LARGE | PAGE_PRESENT | PAGE_LARGE;
}

/* Flat segments 0x10 and 0x18, as the protocol asks for. */
static void write_gdt(uint8_t *mem)
{
	uint64_t *gdt = (void *)(mem + LINUX_GUEST_GDT);

	gdt[2] = 0x00af9b000000ffffull;
	gdt[3] = 0x00cf93000000ffffull;
}

static int load_kernel(struct linux_guest *guest, struct boot_params *params, const char *path,
		       struct why *why)
{
	size_t size, from;
	const uint8_t *image = map_file(path, &size, why);
	struct setup_header *header = &params->hdr;

	if (!image)
		return -EIO;
	if (size < 4096)
		return why__set(why, EINVAL, "%s: not a bzImage", path);
	memcpy(header, image + offsetof(struct boot_params, hdr), sizeof(*header));
	from = ((header->setup_sects ? header->setup_sects : 4) + 1) * SECTOR;
	if (memcmp(&header->header, "HdrS", 4) || !(header->xloadflags & XLF_KERNEL_64) || from >= size ||
	    header->pref_address + header->init_size > LINUX_GUEST_MEMORY)
		return why__set(why, EINVAL, "%s: not a bzImage with a 64-bit entry", path);
	memcpy(guest->mem + header->pref_address, image + from, size - from);
	guest->entry = header->pref_address + ENTRY_64;
	munmap((void *)image, size);
	return 0;
}

/* At the end of the memory, page by page. */
static int load_initramfs(struct linux_guest *guest, struct boot_params *params, const char *path,
			  struct why *why)
{
	size_t size;
	const uint8_t *image = map_file(path, &size, why);
	uint64_t at;

	if (!image)
		return -EIO;
	if (size >= LINUX_GUEST_MEMORY - params->hdr.pref_address - params->hdr.init_size)
		return why__set(why, EFBIG, "%s: %zu bytes do not fit beside the kernel", path, size);
	at = (LINUX_GUEST_MEMORY - size) & ~0xfffull;
	memcpy(guest->mem + at, image, size);
	params->hdr.ramdisk_image = at;
	params->hdr.ramdisk_size = size;
	munmap((void *)image, size);
	return 0;
}

int linux_guest__load(struct linux_guest *guest, const char *kernel, const char *initramfs,
		      const char *cmdline, struct why *why)
{
	struct boot_params *params = (void *)(guest->mem + LINUX_GUEST_PARAMS);
	int err = load_kernel(guest, params, kernel, why);

	if (!err)
		err = load_initramfs(guest, params, initramfs, why);
	if (err)
		return err;
	strcpy((char *)guest->mem + LINUX_GUEST_CMDLINE, cmdline);
	params->hdr.type_of_loader = BOOTLOADER;
	params->hdr.cmd_line_ptr = LINUX_GUEST_CMDLINE;
	params->acpi_rsdp_addr = linux_guest__write_acpi(guest);
	add_memory(params, 0, LOW_MEMORY);
	add_memory(params, HIGH_MEMORY, LINUX_GUEST_MEMORY);
	write_page_tables(guest->mem);
	write_gdt(guest->mem);
	return 0;
}
