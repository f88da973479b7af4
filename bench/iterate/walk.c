// SPDX-License-Identifier: GPL-2.0-only
/* walk.c - every kind of walk with every loop's body, each a function of its own. */
#include "walk.h"

/* KVM_REQ_SCAN_IOAPIC's bit, IN_GUEST_MODE, EXITING_GUEST_MODE */
#define REQUEST		26
#define IN_GUEST	1
#define EXITING		2

static __always_inline u64 visit_spin(union object *object)
{
	return READ_ONCE(object->ready);
}

static __always_inline u64 visit_request(union object *object)
{
	smp_wmb();	/* as __kvm_make_request() */
	set_bit(REQUEST, &object->requests);
	cmpxchg(&object->mode, IN_GUEST, EXITING);
	return READ_ONCE(object->cpu);
}

static __always_inline u64 visit_irq(union object *object)
{
	union apic *apic = READ_ONCE(object->apic);

	if (READ_ONCE(object->kvm)->quirk || READ_ONCE(apic->vcpu) != object)
		return 0;
	return READ_ONCE(apic->sw_enabled);
}

#define for_each_plain(object, i, set)						\
	for (union object **slots_ = (set)->slots, **end_ = slots_ + (set)->nr;	\
	     slots_ < end_ && (object = *slots_, true); slots_++)

/* Pairs with the writer, which stores the object before it counts it. */
static __always_inline union object *array_get(struct set *set, unsigned long i)
{
	smp_rmb();
	return READ_ONCE(set->slots[i]);
}

#define for_each_array(object, i, set)						\
	for (i = 0; i < (unsigned int)atomic_read(&(set)->online) &&		\
	     (object = array_get(set, i), true); i++)

#define for_each_xarray(object, i, set)						\
	xa_for_each_range(&(set)->xarray, i, object, 0, atomic_read(&(set)->online) - 1)

#define for_each_list(object, i, set)						\
	list_for_each_entry_rcu(object, &(set)->list, list)

/* In KVM the three loops' callers are in an RCU read-side section for the array too. */
#define WALK(name, each, lock, unlock, loop)					\
static noinline u64 walk_##name##_##loop(struct set *set)			\
{										\
	unsigned long i __maybe_unused;						\
	union object *object;							\
	u64 sum = 0;								\
										\
	lock;									\
	each(object, i, set)							\
		sum += visit_##loop(object);					\
	unlock;									\
	return sum;								\
}

#define WALKS(name, each, lock, unlock)						\
	WALK(name, each, lock, unlock, spin)					\
	WALK(name, each, lock, unlock, request)					\
	WALK(name, each, lock, unlock, irq)

#define NAMES(name)	{ walk_##name##_spin, walk_##name##_request, walk_##name##_irq }

WALKS(plain, for_each_plain, , )
WALKS(array, for_each_array, rcu_read_lock(), rcu_read_unlock())
WALKS(xarray, for_each_xarray, rcu_read_lock(), rcu_read_unlock())
WALKS(list, for_each_list, rcu_read_lock(), rcu_read_unlock())
#ifdef __KERNEL__
#define for_each_srcu(object, i, set)						\
	list_for_each_entry_srcu(object, &(set)->list, list, true)
WALKS(srcu, for_each_srcu, int token = srcu_read_lock(&iterate_srcu),
      srcu_read_unlock(&iterate_srcu, token))
#else
WALKS(mb, for_each_list, urcu_mb_read_lock(), urcu_mb_read_unlock())
#endif

static noinline u64 walk_none(struct set *set)
{
	barrier();
	return set->sum;
}

walk_fn walk__get(enum iterate_kind kind, enum iterate_loop loop)
{
	static const walk_fn walks[ITERATE_KINDS][ITERATE_LOOPS] = {
		[ITERATE_NONE] = { walk_none, walk_none, walk_none },
		[ITERATE_PLAIN] = NAMES(plain),
		[ITERATE_ARRAY] = NAMES(array),
		[ITERATE_XARRAY] = NAMES(xarray),
		[ITERATE_LIST] = NAMES(list),
#ifdef __KERNEL__
		[ITERATE_SRCU_LIST] = NAMES(srcu),
#else
		[ITERATE_MB_LIST] = NAMES(mb),
#endif
	};

	return kind < ITERATE_KINDS && loop < ITERATE_LOOPS ? walks[kind][loop] : NULL;
}
