// SPDX-License-Identifier: GPL-2.0-only
/*
 * producer.c - an IRQ bypass producer as vfio-pci registers one for each MSI of
 * an assigned device, without a device. Who opens /proc/vcpuscale-producer and
 * writes the number of an eventfd there has a producer for that eventfd until the
 * file is closed. Reading tells whether a consumer is connected, "0\n" or "1\n".
 */
#include <linux/eventfd.h>
#include <linux/irqbypass.h>
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

struct producer {
	struct irq_bypass_producer irq;
	struct eventfd_ctx *eventfd;	/* NULL: not registered */
	int consumers;
};

static int producer_add_consumer(struct irq_bypass_producer *irq,
				 struct irq_bypass_consumer *consumer)
{
	struct producer *p = container_of(irq, struct producer, irq);

	WRITE_ONCE(p->consumers, p->consumers + 1);
	return 0;
}

static void producer_del_consumer(struct irq_bypass_producer *irq,
				  struct irq_bypass_consumer *consumer)
{
	struct producer *p = container_of(irq, struct producer, irq);

	WRITE_ONCE(p->consumers, p->consumers - 1);
}

static int producer_open(struct inode *inode, struct file *file)
{
	struct producer *p = kzalloc(sizeof(*p), GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	p->irq.add_consumer = producer_add_consumer;
	p->irq.del_consumer = producer_del_consumer;
	file->private_data = p;
	return nonseekable_open(inode, file);
}

/* By one thread, and once. */
static ssize_t producer_write(struct file *file, const char __user *text, size_t size, loff_t *pos)
{
	struct producer *p = file->private_data;
	struct eventfd_ctx *eventfd;
	int fd, err;

	if (p->eventfd)
		return -EBUSY;
	err = kstrtoint_from_user(text, size, 10, &fd);
	if (err)
		return err;
	eventfd = eventfd_ctx_fdget(fd);
	if (IS_ERR(eventfd))
		return PTR_ERR(eventfd);
	p->irq.token = eventfd;
	err = irq_bypass_register_producer(&p->irq);
	if (err) {
		eventfd_ctx_put(eventfd);
		return err;
	}
	p->eventfd = eventfd;
	return size;
}

static ssize_t producer_read(struct file *file, char __user *text, size_t size, loff_t *pos)
{
	struct producer *p = file->private_data;
	loff_t start = 0;

	return simple_read_from_buffer(text, size, &start, READ_ONCE(p->consumers) ? "1\n" : "0\n", 2);
}

static int producer_release(struct inode *inode, struct file *file)
{
	struct producer *p = file->private_data;

	if (p->eventfd) {
		irq_bypass_unregister_producer(&p->irq);
		eventfd_ctx_put(p->eventfd);
	}
	kfree(p);
	return 0;
}

static const struct proc_ops producer_ops = {
	.proc_open	= producer_open,
	.proc_write	= producer_write,
	.proc_read	= producer_read,
	.proc_release	= producer_release,
};

static int __init producer_init(void)
{
	return proc_create("vcpuscale-producer", 0600, NULL, &producer_ops) ? 0 : -ENOMEM;
}

static void __exit producer_exit(void)
{
	remove_proc_entry("vcpuscale-producer", NULL);
}

module_init(producer_init);
module_exit(producer_exit);
MODULE_DESCRIPTION("An IRQ bypass producer without a device, to test KVM with");
MODULE_LICENSE("GPL");
