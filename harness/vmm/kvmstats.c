// SPDX-License-Identifier: GPL-2.0-only
/* kvmstats.c - find the counters by name once, read them by offset. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "kvmdebugfs.h"
#include "kvmstats.h"

static const char * const names[KVMSTAT_COUNT] = {
	[KVMSTAT_EXITS] = "exits",
	[KVMSTAT_IRQ_EXITS] = "irq_exits",
	[KVMSTAT_EMULATED] = "insn_emulation",
	[KVMSTAT_BLOCKING] = "blocking",
};

/* Offsets of the values in a vCPU's descriptor: the same for all of a kernel. */
static off_t offsets[KVMSTAT_COUNT];

static void note_descriptor(const struct kvm_stats_header *header,
			    const struct kvm_stats_desc *desc)
{
	int i;

	for (i = 0; i < KVMSTAT_COUNT; i++)
		if (!strcmp(desc->name, names[i]))
			offsets[i] = header->data_offset + desc->offset;
}

static int find_offsets(int fd)
{
	struct kvm_stats_header header;
	struct kvm_stats_desc *desc;
	size_t size;
	unsigned int i;
	int err = 0;

	if (pread(fd, &header, sizeof(header), 0) != sizeof(header))
		return -EIO;
	size = sizeof(*desc) + header.name_size;
	desc = malloc(size);
	if (!desc)
		return -ENOMEM;
	memset(offsets, 0, sizeof(offsets));
	for (i = 0; i < header.num_desc && !err; i++) {
		if (pread(fd, desc, size, header.desc_offset + i * size) != (ssize_t)size)
			err = -EIO;
		else
			note_descriptor(&header, desc);
	}
	free(desc);
	return err;
}

/* Offset of a counter's value, 0 if there is none of that name. */
static off_t find_offset(int fd, const char *name)
{
	struct kvm_stats_header header;
	struct kvm_stats_desc *desc;
	off_t found = 0;
	size_t size;
	unsigned int i;

	if (pread(fd, &header, sizeof(header), 0) != sizeof(header))
		return 0;
	size = sizeof(*desc) + header.name_size;
	desc = malloc(size);
	for (i = 0; desc && i < header.num_desc && !found; i++) {
		if (pread(fd, desc, size, header.desc_offset + i * size) != (ssize_t)size)
			break;
		if (!strcmp(desc->name, name))
			found = header.data_offset + desc->offset;
	}
	free(desc);
	return found;
}

bool kvmstats__supported(int kvm_fd)
{
	return ioctl(kvm_fd, KVM_CHECK_EXTENSION, KVM_CAP_BINARY_STATS_FD) > 0 ||
	       kvmdebugfs__exists();
}

/* Return: 0, -ENOENT if a counter is missing, another negative errno with vm->failure set. */
static int open_binary(struct vm *vm)
{
	unsigned int i;
	int err;

	if (ioctl(vm->kvm_fd, KVM_CHECK_EXTENSION, KVM_CAP_BINARY_STATS_FD) <= 0)
		return -ENOENT;
	for (i = 0; i < vm->nr_vcpus; i++) {
		struct vcpu *vcpu = &vm->vcpus[i];

		vcpu->stats_fd = ioctl(vcpu->fd, KVM_GET_STATS_FD, NULL);
		if (vcpu->stats_fd < 0) {
			err = errno;
			vm__fail(vm, "vCPU %u: KVM_GET_STATS_FD: %s", i, strerror(err));
			return -err;
		}
	}
	err = find_offsets(vm->vcpus[0].stats_fd);
	if (err)
		vm__fail(vm, "KVM's statistics cannot be read: %s", strerror(-err));
	for (i = 0; i < KVMSTAT_COUNT && !err; i++)
		if (!offsets[i])
			err = -ENOENT;
	return err;
}

int kvmstats__open(struct vm *vm)
{
	int err = open_binary(vm);

	return err == -ENOENT ? kvmdebugfs__open(vm) : err;
}

uint64_t kvmstats__read(const struct vcpu *vcpu, enum kvmstat which)
{
	uint64_t value;

	if (*vcpu->vm->debugfs) {
		int64_t sum = vcpu->index ? 0 : kvmdebugfs__counter(vcpu->vm, names[which]);

		return sum < 0 ? 0 : sum;
	}
	if (pread(vcpu->stats_fd, &value, sizeof(value), offsets[which]) != sizeof(value))
		return 0;
	return value;
}

bool kvmstats__is_blocked(const struct vcpu *vcpu)
{
	return *vcpu->vm->debugfs ? kvmdebugfs__is_blocked(vcpu) :
	       kvmstats__read(vcpu, KVMSTAT_BLOCKING);
}

uint64_t kvmstats__interrupted(const struct vcpu *vcpu)
{
	return *vcpu->vm->debugfs ? kvmdebugfs__guest_time(vcpu) :
	       kvmstats__read(vcpu, KVMSTAT_IRQ_EXITS);
}

int64_t kvmstats__named(const struct vcpu *vcpu, const char *name)
{
	off_t offset;
	uint64_t value;

	if (*vcpu->vm->debugfs)
		return kvmdebugfs__counter(vcpu->vm, name);
	offset = find_offset(vcpu->stats_fd, name);
	if (!offset || pread(vcpu->stats_fd, &value, sizeof(value), offset) != sizeof(value))
		return -1;
	return value;
}

uint64_t kvmstats__sum_others(const struct vm *vm, enum kvmstat which)
{
	uint64_t sum = 0;
	unsigned int i;

	for (i = 1; i < vm->nr_vcpus; i++)
		sum += kvmstats__read(&vm->vcpus[i], which);
	return sum;
}
