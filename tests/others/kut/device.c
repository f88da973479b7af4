// SPDX-License-Identifier: GPL-2.0-only
/*
 * device.c - the ports and the memory of the PC that is no PC's: a serial port without
 * interrupts, fw_cfg, QEMU's test device (hw/misc/pc-testdev.c says what it does).
 */
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "kut.h"

#define SERIAL		0x3f8
#define SERIAL_LSR	5
#define LSR_EMPTY	0x60	/* both the register and the line */
#define FW_CFG		0x510
#define TEST_DATA	0xe0	/* four bytes that can be read back */
#define TEST_EXIT	0xf4
#define TEST_IRQ	0x2000	/* a port for each of the 24 lines of the IOAPIC */
#define TEST_IRQS	24
#define TEST_MEMORY	0xff000000	/* 64 KiB that can be read back */
#define TEST_MEMORY_SIZE 0x10000
#define SHUTDOWN	0x8900	/* for those without the test device: after "exit" */

#define FW_CFG_RAM_SIZE	3
#define FW_CFG_NB_CPUS	5
#define FW_CFG_MAX_CPUS	0xf

#define TEST_FAILED	1	/* exit codes of the images, besides 0; 38: QEMU makes 77 of it */
#define TEST_SKIPPED	38

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uint8_t data[4], memory[TEST_MEMORY_SIZE];
static uint64_t fw_cfg;		/* what is left of the entry that was chosen */

static void fw_cfg_choose(const struct machine *m, uint16_t entry)
{
	switch (entry) {
	case 0:
		fw_cfg = 'Q' | 'E' << 8 | 'M' << 16 | 'U' << 24;
		break;
	case FW_CFG_RAM_SIZE:
		fw_cfg = m->low_size + m->high_size;
		break;
	case FW_CFG_NB_CPUS:
	case FW_CFG_MAX_CPUS:
		fw_cfg = m->nr_cpus;
		break;
	default:
		fw_cfg = 0;
	}
}

static void __attribute__((noreturn)) end_test(uint32_t code)
{
	fflush(stdout);
	if (code == TEST_SKIPPED)
		skip("all of it");
	_exit(code > 255 ? TEST_FAILED : code == EXIT_SKIP ? TEST_FAILED : code);
}

static void port_out(const struct machine *m, uint16_t port, const uint8_t *bytes, unsigned int size)
{
	uint32_t value = 0;

	memcpy(&value, bytes, size);
	if (port == SERIAL)
		putchar(value & 0xff);
	else if (port == TEST_EXIT)
		end_test(value);
	else if (port == FW_CFG)
		fw_cfg_choose(m, value);
	else if (port >= TEST_DATA && port + size <= TEST_DATA + sizeof(data))
		memcpy(data + port - TEST_DATA, bytes, size);
	else if (port >= TEST_IRQ && port < TEST_IRQ + TEST_IRQS)
		ioctl(m->vm, KVM_IRQ_LINE, &(struct kvm_irq_level){
			.irq = port - TEST_IRQ, .level = !!value });
	else if (port == SHUTDOWN)
		fail("it shut the machine down");
}

static void port_in(uint16_t port, uint8_t *bytes, unsigned int size)
{
	memset(bytes, 0xff, size);
	if (port == SERIAL + SERIAL_LSR) {
		*bytes = LSR_EMPTY;
	} else if (port > SERIAL && port < SERIAL + 8) {
		*bytes = 0;
	} else if (port == FW_CFG + 1) {
		*bytes = fw_cfg;
		fw_cfg >>= 8;
	} else if (port >= TEST_DATA && port + size <= TEST_DATA + sizeof(data)) {
		memcpy(bytes, data + port - TEST_DATA, size);
	}
}

void device__port(const struct machine *m, struct kvm_run *run)
{
	uint8_t *bytes = (uint8_t *)run + run->io.data_offset;
	unsigned int i;

	pthread_mutex_lock(&lock);
	for (i = 0; i < run->io.count; i++, bytes += run->io.size)
		if (run->io.direction == KVM_EXIT_IO_OUT)
			port_out(m, run->io.port, bytes, run->io.size);
		else
			port_in(run->io.port, bytes, run->io.size);
	pthread_mutex_unlock(&lock);
}

void device__memory(struct kvm_run *run)
{
	uint64_t at = run->mmio.phys_addr - TEST_MEMORY;

	if (at + run->mmio.len > TEST_MEMORY_SIZE || run->mmio.phys_addr < TEST_MEMORY) {
		memset(run->mmio.data, 0xff, sizeof(run->mmio.data));
		return;
	}
	pthread_mutex_lock(&lock);
	if (run->mmio.is_write)
		memcpy(memory + at, run->mmio.data, run->mmio.len);
	else
		memcpy(run->mmio.data, memory + at, run->mmio.len);
	pthread_mutex_unlock(&lock);
}
