// SPDX-License-Identifier: GPL-2.0-only
/*
 * module.c - the ground of the form in the kernel, and its device: a cell is
 * written, its batch is read.
 */
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>
#include <asm/cacheflush.h>

#include "batch.h"
#include "mark.h"

DEFINE_SRCU(iterate_srcu);

static DEFINE_MUTEX(lock);
static struct iterate_batch answer;

void *platform__create_cache(void)
{
	return kmem_cache_create(ITERATE_DEVICE, sizeof(union object), __alignof__(union object),
				 SLAB_ACCOUNT, NULL);
}

void platform__destroy_cache(void *cache)
{
	kmem_cache_destroy(cache);
}

union object *platform__alloc(void *cache)
{
	return kmem_cache_alloc(cache, GFP_KERNEL_ACCOUNT);
}

void platform__free(void *cache, union object *object)
{
	kmem_cache_free(cache, object);
}

void *platform__alloc_bytes(size_t size)
{
	return kvzalloc(size, GFP_KERNEL_ACCOUNT);
}

void platform__free_bytes(void *bytes)
{
	kvfree(bytes);
}

u64 platform__start(bool insns)
{
	return insns ? mark__tsc_begin() : ktime_get_ns();
}

u64 platform__stop(bool insns)
{
	return insns ? mark__tsc_end() : ktime_get_ns();
}

unsigned long platform__begin(void)
{
	unsigned long flags;

	local_irq_save(flags);
	return flags;
}

void platform__end(unsigned long flags)
{
	local_irq_restore(flags);
}

bool platform__evict_all(void)
{
	return false;
}

void platform__flush(const void *start, size_t size)
{
	clflush_cache_range((void *)start, size);
}

void platform__synchronize(enum iterate_kind kind)
{
	if (kind == ITERATE_SRCU_LIST)
		synchronize_srcu(&iterate_srcu);
	else
		synchronize_rcu();
}

static struct {
	struct task_struct *thread;
	struct set *set;
	enum iterate_kind kind;
	u64 changes;
} writer;

static int write_on(void *unused)
{
	while (!kthread_should_stop()) {
		set__change(writer.set, writer.kind);
		WRITE_ONCE(writer.changes, writer.changes + 2);
		cond_resched();
	}
	return 0;
}

bool platform__start_writer(struct set *set, enum iterate_kind kind)
{
	if (num_online_cpus() < 2)
		return false;
	writer.set = set;
	writer.kind = kind;
	writer.changes = 0;
	writer.thread = kthread_run(write_on, NULL, ITERATE_DEVICE);
	return !IS_ERR(writer.thread);
}

u64 platform__stop_writer(void)
{
	kthread_stop(writer.thread);
	return writer.changes;
}

static ssize_t take_cell(struct file *file, const char __user *from, size_t size, loff_t *pos)
{
	struct iterate_cell cell;
	int err;

	if (size != sizeof(cell))
		return -EINVAL;
	if (copy_from_user(&cell, from, size))
		return -EFAULT;
	mutex_lock(&lock);
	err = batch__run(&cell, &answer);
	mutex_unlock(&lock);
	return err ? err : size;
}

static ssize_t give_batch(struct file *file, char __user *to, size_t size, loff_t *pos)
{
	struct iterate_batch batch;

	if (size != sizeof(batch))
		return -EINVAL;
	mutex_lock(&lock);
	batch = answer;
	mutex_unlock(&lock);
	return copy_to_user(to, &batch, size) ? -EFAULT : size;
}

static const struct file_operations operations = {
	.owner = THIS_MODULE,
	.write = take_cell,
	.read = give_batch,
	.llseek = noop_llseek,
};

static struct miscdevice device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = ITERATE_DEVICE,
	.fops = &operations,
	.mode = 0600,
};

static int __init iterate__load(void)
{
	return misc_register(&device);
}

static void __exit iterate__unload(void)
{
	misc_deregister(&device);
	batch__finish();
	rcu_barrier();
}

module_init(iterate__load);
module_exit(iterate__unload);
MODULE_DESCRIPTION("What iterating over vCPUs costs: array, xarray, RCU list, SRCU list");
MODULE_LICENSE("GPL");
