/* SPDX-License-Identifier: GPL-2.0-only */
/* code.h - which functions of a kernel have other code than in another kernel. */
#ifndef PROFILE_CODE_H
#define PROFILE_CODE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/why.h"

/**
 * struct code_function - a function of a module
 * @module: "kvm", "kvm_amd"
 * @name: as in the source; all that the compiler made of it is one function
 */
struct code_function {
	char *module;
	char *name;
};

/**
 * struct code - functions
 * @at: @nr of them, by module and name
 * @image: the kernels have images that differ, of which no function is known
 */
struct code {
	struct code_function *at;
	size_t nr;
	size_t room;
	bool image;
};

/**
 * code__changed() - the functions whose code differs, and those that one kernel lacks
 * @base: directory of a kernel that was built
 * @head: of another
 * @out: to be freed with code__free(), also after an error
 *
 * Where functions lie does not count, nor does a line's number: what is compared is a
 * function's bytes, and instead of addresses what they are the addresses of.
 *
 * Return: 0 or a negative errno.
 */
int code__changed(const char *base, const char *head, struct code *out, struct why *why);

/** code__free() - free what it holds */
void code__free(struct code *code);

/**
 * code__make() - compare two kernels and keep what differs
 * @dir: a run's folder of profiles; what an earlier call has written there is removed
 * @base: directory of the kernel that it is compared with; NULL: nothing is written
 * @head: of the kernel that was measured; the same
 *
 * Return: 0 or a negative errno.
 */
int code__make(const char *dir, const char *base, const char *head, struct why *why);

#define CODE_TABLE	"changed.tsv"	/* in a run's folder of profiles */

/**
 * code__write() - keep what differs beside the head's run
 * @path: of the table
 * @base: the base's kernel-id
 *
 * Return: 0 or a negative errno.
 */
int code__write(const char *path, const struct code *code, const char *base, struct why *why);

/**
 * code__read() - read what code__write() has written
 * @base: CODE_ID bytes; gets the base's kernel-id
 *
 * Return: 0; -ENOENT, without a text, where there is no such file; another negative
 * errno where it is broken.
 */
int code__read(const char *path, struct code *out, char *base, struct why *why);

#define CODE_ID		64	/* bytes for a kernel-id */

#endif
