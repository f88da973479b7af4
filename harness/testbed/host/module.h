/* SPDX-License-Identifier: GPL-2.0-only */
/* module.h - load, unload and look at kernel modules. */
#ifndef TESTBED_HOST_MODULE_H
#define TESTBED_HOST_MODULE_H

#include <stdbool.h>
#include <stddef.h>

#define MAX_PARAMS	128
#define NAME_SIZE	64
#define VALUE_SIZE	256
#define ARGS_SIZE	4096

/** struct param - a module's parameter, as /sys/module shows it */
struct param {
	char module[NAME_SIZE];
	char name[NAME_SIZE];
	char value[VALUE_SIZE];
};

/** struct params - parameters of the modules that were read, @nr of them */
struct params {
	struct param at[MAX_PARAMS];
	unsigned int nr;
};

/** module__loaded() - is it in the kernel as a module, and alive? */
bool module__loaded(const char *name);

/** module__built_in() - is it there, and no module? */
bool module__built_in(const char *name);

/** module__refcnt() - users of a module, -1 if that cannot be read */
int module__refcnt(const char *name);

/**
 * module__load() - load DIR/NAME.ko, where '_' in NAME is '-'
 * @dir:	directory of the file, which is not compressed
 * @name:	as the kernel calls it
 * @args:	"name=value ..." for its parameters
 *
 * Return: 0, or a negative errno.
 */
int module__load(const char *dir, const char *name, const char *args);

/**
 * module__unload() - unload, if it is loaded
 * @name:	as the kernel calls it
 * @wait_ms:	how long its last users may take to go
 *
 * Return: 0, or a negative errno; -EBUSY if it is still in use.
 */
int module__unload(const char *name, unsigned int wait_ms);

/** params__read() - add the parameters of a loaded module that can be read */
void params__read(struct params *p, const char *module);

/** params__find() - a module's parameter by name, or NULL */
const struct param *params__find(const struct params *p, const char *module, const char *name);

/**
 * params__set() - set a parameter of a loaded module
 *
 * Return: 0, or a negative errno: many can be set only when a module is loaded.
 */
int params__set(const struct param *param);

/** params__add_arg() - append "name=value" for module__load(); -ENOSPC if @args is full */
int params__add_arg(char *args, size_t size, const struct param *param);

/** read_line() - the first line of a file, without its end; -errno if there is none */
int read_line(const char *path, char *text, size_t size);

#endif
