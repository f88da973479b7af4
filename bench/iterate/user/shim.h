/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * shim.h - as much of the kernel's ground as its xarray and our walks stand on,
 * in user space: RCU and lists are liburcu's.
 */
#ifndef ITERATE_SHIM_H
#define ITERATE_SHIM_H

#define _LGPL_SOURCE	/* liburcu's read side inline; this program is GPL */

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <urcu/urcu-memb.h>
#include <urcu/urcu-mb.h>
#include <urcu/rculist.h>

typedef uint8_t u8;
typedef uint32_t u32;
typedef uint64_t u64;
typedef unsigned int gfp_t;

#define __rcu
#define __force
#define __bitwise
#define __must_hold(lock)
#define __acquires(lock)
#define __releases(lock)
#define __user
#define __must_check		__attribute__((warn_unused_result))
#define __maybe_unused		__attribute__((unused))
#define __aligned(n)		__attribute__((aligned(n)))
#define noinline		__attribute__((noinline))
#define fallthrough		__attribute__((fallthrough))
#define likely(x)		__builtin_expect(!!(x), 1)
#define unlikely(x)		__builtin_expect(!!(x), 0)
#define EXPORT_SYMBOL(s)
#define EXPORT_SYMBOL_GPL(s)
#define CONFIG_XARRAY_MULTI	1	/* as in Debian's kernels */
#define CONFIG_BASE_SMALL	0
#define IS_ENABLED(option)	option

#define MAX_ERRNO		4095
#define DIV_ROUND_UP(n, d)	(((n) + (d) - 1) / (d))
#define max(a, b)		((a) > (b) ? (a) : (b))
#define swap(a, b)	({ typeof(a) t_ = (a); (a) = (b); (b) = t_; })
#ifndef container_of
#define container_of(p, type, member) \
	((type *)((char *)(p) - offsetof(type, member)))
#endif
#define BUG_ON(c)		do { if (unlikely(c)) abort(); } while (0)
#define BUG()			abort()
#define WARN_ON(c)		({ bool c_ = !!(c); BUG_ON(c_); c_; })
#define WARN_ON_ONCE(c)		WARN_ON(c)
#define pr_info(...)		((void)0)
#define pr_cont(...)		((void)0)

/* Barriers and bits: x86-64, as the kernel has them there. */
#define barrier()		asm volatile("" : : : "memory")
#define smp_rmb()		barrier()
#define smp_wmb()		barrier()
#define READ_ONCE(x)		(*(const volatile typeof(x) *)&(x))
#define cmpxchg(p, old, new)	__sync_val_compare_and_swap(p, old, new)
#define BITS_PER_LONG		64
#define BITS_TO_LONGS(n)	(((n) + 63) / 64)
#define DECLARE_BITMAP(name, n)	unsigned long name[BITS_TO_LONGS(n)]

static inline void set_bit(int bit, unsigned long *word)
{
	asm volatile("lock orq %1, %0" : "+m"(*word) : "re"(1ul << bit) : "memory");
}

typedef struct { int counter; } atomic_t;
#define atomic_read(a)		READ_ONCE((a)->counter)
#define atomic_set(a, v)	(*(volatile int *)&(a)->counter = (v))

/* The xarray uses bitmaps of one word, for 64 marks. */
static inline bool test_bit(int bit, const unsigned long *word)
{
	return *word >> bit & 1;
}

static inline void __set_bit(int bit, unsigned long *word)
{
	*word |= 1ul << bit;
}

static inline bool __test_and_set_bit(int bit, unsigned long *word)
{
	bool was = test_bit(bit, word);

	*word |= 1ul << bit;
	return was;
}

static inline bool __test_and_clear_bit(int bit, unsigned long *word)
{
	bool was = test_bit(bit, word);

	*word &= ~(1ul << bit);
	return was;
}

static inline unsigned long find_next_bit(const unsigned long *word, unsigned long size,
					  unsigned long from)
{
	unsigned long left = from < size ? *word & ~0ul << from : 0;

	return left ? (unsigned long)__builtin_ctzl(left) : size;
}

#define bitmap_empty(word, n)		(!*(word))
#define bitmap_fill(word, n)		(*(word) = ~0ul)
#define bitmap_clear(word, from, n)	(*(word) &= ~((~0ul >> (64 - (n))) << (from)))

/* Lists */
#define list_head		cds_list_head
#define INIT_LIST_HEAD		CDS_INIT_LIST_HEAD
#define list_empty(head)	cds_list_empty(head)
#define list_add_tail_rcu	cds_list_add_tail_rcu
#define list_del_rcu		cds_list_del_rcu
#define list_for_each_entry_rcu	cds_list_for_each_entry_rcu

/* RCU. Nodes of the xarray are freed by who may wait: liburcu's call_rcu() would start a thread. */
#define rcu_read_lock()		urcu_memb_read_lock()
#define rcu_read_unlock()	urcu_memb_read_unlock()
#undef call_rcu
#define call_rcu(head, func)	(urcu_memb_synchronize_rcu(), (func)(head))
#define rcu_dereference_check(p, c)	rcu_dereference_raw(p)
#define rcu_dereference_protected(p, c)	(p)
#define rcu_dereference_raw(p)	READ_ONCE(p)
#undef rcu_assign_pointer
#define rcu_assign_pointer(p, v) __atomic_store_n(&(p), v, __ATOMIC_RELEASE)
#define RCU_INIT_POINTER(p, v)	((p) = (v))
#define lockdep_is_held(lock)	1

/* The xarray's own lock: one thread changes a set at a time. */
typedef struct { int unused; } spinlock_t;
#define spin_lock_init(l)		((void)(l))
#define spin_lock(l)			((void)(l))
#define spin_unlock(l)			((void)(l))
#define spin_trylock(l)			((void)(l), 1)
#define spin_lock_bh(l)			((void)(l))
#define spin_unlock_bh(l)		((void)(l))
#define spin_lock_irq(l)		((void)(l))
#define spin_unlock_irq(l)		((void)(l))
#define spin_lock_irqsave(l, f)		((void)(l), (void)(f))
#define spin_unlock_irqrestore(l, f)	((void)(l), (void)(f))
#define spin_lock_nested(l, s)		((void)(l))
#define spin_lock_bh_nested(l, s)	((void)(l))
#define spin_lock_irq_nested(l, s)	((void)(l))
#define spin_lock_irqsave_nested(l, f, s) ((void)(l), (void)(f))
#define __SPIN_LOCK_UNLOCKED(l)		{ 0 }

/* Memory */
#define GFP_KERNEL		1u
#define GFP_NOWAIT		2u
#define GFP_ATOMIC		4u
#define __GFP_ACCOUNT		8u
#define __GFP_NOWARN		16u
#define __GFP_BITS_SHIFT	6
#define gfpflags_allow_blocking(gfp)	((gfp) & GFP_KERNEL)
#define might_alloc(gfp)		((void)(gfp))

struct list_lru;
struct kmem_cache;
extern struct kmem_cache *radix_tree_node_cachep;
void *kmem_cache_alloc_lru(struct kmem_cache *cache, struct list_lru *lru, gfp_t gfp);
void kmem_cache_free(struct kmem_cache *cache, void *node);
void radix_tree_node_rcu_free(struct rcu_head *head);

#endif
