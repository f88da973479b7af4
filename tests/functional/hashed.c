// SPDX-License-Identifier: GPL-2.0-only
/*
 * hashed.c - an interrupt to the lowest priority, for which KVM chooses a vCPU by a hash
 * of the vector, while that vCPU goes. Nothing runs: an interrupt that was delivered
 * stands in the LAPIC's IRR.
 */
#include <pthread.h>
#include <stdint.h>

#include "functional.h"
#include "guests/x86/apic.h"

#define VCPUS	254
#define CLOSED	150
#define VECTOR	0x20	/* chooses early in a walk, which the vCPU may miss the end of */

struct hashed {
	int vm;
	int vcpus[VCPUS];
	volatile bool stop;
	volatile unsigned int sent;
	unsigned int lost;
};

static void create(struct hashed *h)
{
	struct kvm_lapic_state state;
	unsigned int i;

	h->vm = kvm__create_vm(kvm__open());
	for (i = 0; i < VCPUS; i++) {
		h->vcpus[i] = kvm__need_vcpu(h->vm, i);
		EXPECT(!ioctl(h->vcpus[i], KVM_GET_LAPIC, &state), "KVM_GET_LAPIC: %s",
		       strerror(errno));
		*(uint32_t *)(state.regs + APIC_SPIV) = APIC_SPIV_ENABLE | 0xff;
		EXPECT(!ioctl(h->vcpus[i], KVM_SET_LAPIC, &state), "KVM_SET_LAPIC: %s",
		       strerror(errno));
	}
}

/* To all: KVM looks at each, and one is to get it. */
static void *send(void *arg)
{
	const struct kvm_msi msi = {
		.address_lo = MSI_ADDRESS | MSI_LOGICAL | MSI_DEST(MSI_TO_ALL),
		.data = APIC_DM_LOWEST | VECTOR,
	};
	struct hashed *h = arg;

	for (; !h->stop; h->sent++)
		if (ioctl(h->vm, KVM_SIGNAL_MSI, &msi) != 1)
			h->lost++;
	return NULL;
}

/* At any moment of the other thread: a thread that wakes up takes the CPU from it. */
static void close_chosen(struct hashed *h)
{
	unsigned int n, i, chosen;

	for (n = VCPUS; n > VCPUS - CLOSED; n--) {
		usleep(100 + n * 7 % 100);
		chosen = VECTOR % n;
		kvm__close(h->vcpus[chosen]);
		for (i = chosen; i < n - 1; i++)
			h->vcpus[i] = h->vcpus[i + 1];
	}
}

static bool has_sent(void *hashed)
{
	return ((struct hashed *)hashed)->sent;
}

TEST(hashed, NEEDS_VCPU_GONE, "an interrupt to the lowest priority is not lost with the vCPU that was chosen")
{
	static struct hashed h;
	pthread_t sender;

	create(&h);
	EXPECT(!pthread_create(&sender, NULL, send, &h), "no thread");
	close_chosen(&h);
	wait_until(has_sent, &h);
	h.stop = true;
	pthread_join(sender, NULL);
	EXPECT(h.sent, "no interrupt was sent");
	EXPECT(!h.lost, "%u of %u interrupts were lost", h.lost, h.sent);
}
