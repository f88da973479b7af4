// SPDX-License-Identifier: GPL-2.0-only
/* set.c - make, evict, change and free the objects that are walked. */
#include "set.h"

/* Marsaglia's xorshift64; never 0 as long as the seed is not. */
static u64 next_random(u64 *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* Fisher and Yates. The few parts in 2^52 that some orders are likelier matter not. */
static void shuffle(struct set *set)
{
	u64 state = set->seed * 0x9e3779b97f4a7c15ull | 1;
	unsigned int i, other;

	for (i = set->nr - 1; i; i--) {
		other = next_random(&state) % (i + 1);	/* swap() evaluates it twice */
		swap(set->slots[i], set->slots[other]);
	}
}

static bool make_object(struct set *set, unsigned int i)
{
	union object *object = platform__alloc(set->cache);

	if (!object)
		return false;
	set->objects[i] = set->slots[i] = object;
	set->nr = i + 1;
	object->kvm = set;
	object->mode = 0;
	object->requests = 0;
	object->apic = platform__alloc_bytes(sizeof(*object->apic));
	if (!object->apic)
		return false;
	object->apic->vcpu = object;
	return true;
}

static bool link_object(struct set *set, unsigned int i)
{
	union object *object = set->slots[i];

	object->cpu = object->ready = object->apic->sw_enabled = weight_of(i);
	set->sum += weight_of(i);
	list_add_tail_rcu(&object->list, &set->list);
	return !xa_err(xa_store(&set->xarray, i, object, GFP_KERNEL));
}

static bool fill(struct set *set, unsigned int nr)
{
	unsigned int i;

	for (i = 0; i < nr; i++)
		if (!make_object(set, i))
			return false;
	if (set->shuffled)
		shuffle(set);
	for (i = 0; i < nr; i++)
		if (!link_object(set, i))
			return false;
	atomic_set(&set->online, nr);
	return true;
}

struct set *set__create(const struct iterate_cell *cell)
{
	struct set *set = platform__alloc_bytes(sizeof(*set));

	if (!set)
		return NULL;
	INIT_LIST_HEAD(&set->list);
	xa_init(&set->xarray);
	set->shuffled = cell->shuffled;
	set->seed = cell->seed;
	set->cache = platform__create_cache();
	set->objects = platform__alloc_bytes(ITERATE_MAX_OBJECTS * sizeof(*set->objects));
	if (set->cache && set->objects && fill(set, cell->nr))
		return set;
	set__destroy(set);
	return NULL;
}

void set__destroy(struct set *set)
{
	unsigned int i;

	if (!set)
		return;
	xa_destroy(&set->xarray);
	for (i = 0; i < set->nr; i++) {
		platform__free_bytes(set->objects[i]->apic);
		platform__free(set->cache, set->objects[i]);
	}
	if (set->cache)
		platform__destroy_cache(set->cache);
	platform__free_bytes(set->objects);
	platform__free_bytes(set);
}

bool set__fits(const struct set *set, const struct iterate_cell *cell)
{
	return set && set->nr == cell->nr && set->shuffled == !!cell->shuffled &&
	       set->seed == cell->seed;
}

/* The nodes that the xarray keeps the slots of objects in. */
static void evict_nodes(struct set *set)
{
	XA_STATE(xas, &set->xarray, 0);
	struct xa_node *last = NULL, *node;
	void *entry;

	rcu_read_lock();
	xas_for_each(&xas, entry, set->nr - 1) {
		for (node = xas.xa_node; node && node != last; node = NULL) {
			platform__flush(node, sizeof(*node));
			last = node;
			if (node->parent)
				platform__flush(node->parent, sizeof(*node));
		}
	}
	rcu_read_unlock();
}

void set__evict(struct set *set)
{
	unsigned int i;

	if (platform__evict_all())
		return;
	evict_nodes(set);
	for (i = 0; i < set->nr; i++) {
		union object *object = set->objects[i];

		platform__flush(object->apic, sizeof(*object->apic));
		platform__flush(&object->kvm, sizeof(object->kvm));
		platform__flush(&object->list, sizeof(object->list));
		platform__flush(&object->cpu, sizeof(object->cpu));
		platform__flush(&object->mode, sizeof(object->mode));
		platform__flush(&object->requests, sizeof(object->requests));
		platform__flush(&object->ready, sizeof(object->ready));
		platform__flush(&object->apic, sizeof(object->apic));
	}
	platform__flush(set->slots, set->nr * sizeof(*set->slots));
	platform__flush(set, offsetof(struct set, slots));
}

/*
 * With a set of one object there is none for a moment, which a walk survives.
 * GFP_ATOMIC, for an erased entry may have freed the node it was in.
 */
void set__change(struct set *set, enum iterate_kind kind)
{
	unsigned int newest = set->nr - 1;
	union object *object = set->slots[newest];

	switch (kind) {
	case ITERATE_ARRAY:
		atomic_set(&set->online, newest);
		platform__synchronize(kind);
		smp_wmb();	/* the slot before the count, for the reader's smp_rmb() */
		atomic_set(&set->online, newest + 1);
		break;
	case ITERATE_XARRAY:
		xa_erase(&set->xarray, newest);
		platform__synchronize(kind);
		xa_store(&set->xarray, newest, object, GFP_KERNEL);
		break;
	case ITERATE_LIST:
	case ITERATE_SRCU_LIST:
	case ITERATE_MB_LIST:
		list_del_rcu(&object->list);
		platform__synchronize(kind);
		list_add_tail_rcu(&object->list, &set->list);
		break;
	default:
		break;
	}
}
