/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * set.h - objects as large as vCPUs with the fields that KVM's loops touch, and
 * what holds them together.
 */
#ifndef ITERATE_SET_H
#define ITERATE_SET_H

#include "layout.h"
#include "platform.h"

/* A LAPIC: struct kvm_lapic, the fields that are touched. */
union apic {
	struct { char before_vcpu[LAYOUT_APIC_VCPU]; union object *vcpu; };
	struct { char before_sw_enabled[LAYOUT_APIC_SW_ENABLED]; u8 sw_enabled; };
	char size[LAYOUT_APIC_SIZE];
};

/* A vCPU: struct kvm_vcpu, allocated as part of struct vcpu_svm. */
union object {
	struct { char before_kvm[LAYOUT_KVM]; struct set *kvm; };
	struct { char before_list[LAYOUT_LIST]; struct list_head list; };
	struct { char before_cpu[LAYOUT_CPU]; int cpu; };
	struct { char before_mode[LAYOUT_MODE]; int mode; };
	struct { char before_requests[LAYOUT_REQUESTS]; unsigned long requests; };
	struct { char before_ready[LAYOUT_READY]; u8 ready; };
	struct { char before_apic[LAYOUT_APIC]; union apic *apic; };
	char size[LAYOUT_SVM_SIZE];
} __aligned(LAYOUT_SVM_ALIGN);

static_assert(offsetof(union object, list) == LAYOUT_LIST);
static_assert(offsetof(union object, requests) == LAYOUT_REQUESTS);
static_assert(offsetof(union object, ready) == LAYOUT_READY);
static_assert(offsetof(union object, apic) == LAYOUT_APIC);
static_assert(offsetof(union apic, sw_enabled) == LAYOUT_APIC_SW_ENABLED);

/**
 * struct set - N objects, in an array, an xarray and a list at once
 * @quirk:	false; the IRQ loop reads such a flag of the VM at each vCPU
 * @online:	objects that the array holds
 * @xarray:	index to object, in the same order
 * @list:	the same order
 * @cache:	what the objects are allocated from
 * @objects:	all of them in the order of their allocation, @nr of them
 * @sum:	of the objects' weights, see weight_of()
 * @shuffled:	as asked for
 * @seed:	as asked for
 * @slots:	the array, in the order of the walk; embedded, as in struct kvm until
 *		5.17: a step loads no pointer to it
 */
struct set {
	bool quirk;
	atomic_t online;
	struct xarray xarray;
	struct list_head list;
	void *cache;
	union object **objects;
	unsigned int nr;
	u64 sum;
	bool shuffled;
	u64 seed;
	union object *slots[ITERATE_MAX_OBJECTS];
};

/*
 * Each loop adds up a field of the objects that holds the object's weight: the
 * sum proves that every one was visited.
 */
static inline unsigned int weight_of(unsigned int index)
{
	return 1 + index % 251;
}

/**
 * set__create() - allocate and link the objects of a cell
 * @cell:	its nr, shuffled and seed count
 *
 * Return: NULL when out of memory.
 */
struct set *set__create(const struct iterate_cell *cell);
void set__destroy(struct set *set);

/** set__fits() - is this the set that a cell asks for? */
bool set__fits(const struct set *set, const struct iterate_cell *cell);

/** set__evict() - take everything that a walk touches out of the caches */
void set__evict(struct set *set);

/**
 * set__change() - take the newest object out, wait for the readers, put it back
 *
 * From the structure of that kind; one thread at a time.
 */
void set__change(struct set *set, enum iterate_kind kind);

#endif
