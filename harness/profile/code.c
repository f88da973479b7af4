// SPDX-License-Identifier: GPL-2.0-only
/* code.c - which functions of a kernel have other code than in another kernel. */
#include "code.h"
#include "code-module.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/array.h"
#include "lib/text.h"

#define FIELD	4	/* bytes of a distance or an address in an instruction */

/**
 * struct piece - a symbol of one of the two modules
 * @of: the module
 * @symbol: a function, or a part of one
 */
struct piece {
	const struct code_module *of;
	const struct code_symbol *symbol;
};

static const unsigned char *bytes_of(const struct piece *p)
{
	return p->of->sections[p->symbol->section].bytes + p->symbol->offset;
}

static bool is_same_text(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

/* Where both refer to one function, how that is laid out is compared there. */
static bool is_same_target(const struct piece *a, const GElf_Rela *ra, const struct piece *b,
			   const GElf_Rela *rb)
{
	const struct code_target x = code_module__target(a->of, ra);
	const struct code_target y = code_module__target(b->of, rb);
	const unsigned char *p, *q;

	if (!is_same_text(x.name, y.name) || !is_same_text(x.text, y.text))
		return false;
	if (x.name)
		return x.offset == y.offset || !strcmp(x.name, a->symbol->name);
	if (x.text || !x.section || !y.section)
		return x.offset == y.offset || x.text;
	/* A constant without a name. */
	p = a->of->sections[x.section].bytes;
	q = b->of->sections[y.section].bytes;
	return !p || !q || (size_t)x.offset + FIELD > a->of->sections[x.section].size ||
	       (size_t)y.offset + FIELD > b->of->sections[y.section].size ||
	       !memcmp(p + x.offset, q + y.offset, FIELD);
}

static const GElf_Rela *first_relocation(const struct piece *p)
{
	const struct code_section *s = &p->of->sections[p->symbol->section];
	size_t low = 0, high = s->nr, middle;

	while (low < high) {
		middle = (low + high) / 2;
		if (s->relocations[middle].r_offset < p->symbol->offset)
			low = middle + 1;
		else
			high = middle;
	}
	return s->relocations + low;
}

static const GElf_Rela *end_of(const struct piece *p)
{
	const struct code_section *s = &p->of->sections[p->symbol->section];

	return s->relocations + s->nr;
}

/* Is it the distance of a call or a jump, of @width bytes? */
static bool is_distance(const struct piece *p, size_t at, size_t width)
{
	const unsigned char *x = bytes_of(p);

	if (at < 1 || at + width > p->symbol->size)
		return false;
	if (width == 1)
		return x[at - 1] == 0xeb || (x[at - 1] & 0xf0) == 0x70;
	return (x[at - 1] & 0xfe) == 0xe8 ||
	       (at > 1 && x[at - 2] == 0x0f && (x[at - 1] & 0xf0) == 0x80);
}

static size_t target_of(const struct piece *p, size_t at, size_t width)
{
	int distance;

	if (width == 1)
		return p->symbol->offset + at + 1 + (signed char)bytes_of(p)[at];
	memcpy(&distance, bytes_of(p) + at, FIELD);
	return p->symbol->offset + at + FIELD + distance;
}

/* The assembler knows the distance to a static function of the same file. */
static bool is_same_distance(const struct piece *a, const struct piece *b, size_t at,
			     size_t width)
{
	const struct code_symbol *x, *y;
	size_t to[2];

	if (!is_distance(a, at, width) || !is_distance(b, at, width))
		return false;
	to[0] = target_of(a, at, width);
	to[1] = target_of(b, at, width);
	x = code_module__at(a->of, a->symbol->section, to[0]);
	y = code_module__at(b->of, b->symbol->section, to[1]);
	return x && y && !strcmp(x->name, y->name) && to[0] - x->offset == to[1] - y->offset;
}

/* The end of a field that differs and means the same, or 0. */
static size_t skip_distance(const struct piece *a, const struct piece *b, size_t at)
{
	size_t first;

	for (first = at < FIELD ? 0 : at - FIELD + 1; first <= at; first++) {
		if (is_same_distance(a, b, first, FIELD))
			return first + FIELD;
	}
	return is_same_distance(a, b, at, 1) ? at + 1 : 0;
}

static bool is_same_piece(const struct piece *a, const struct piece *b)
{
	const GElf_Rela *ra = first_relocation(a), *rb = first_relocation(b);
	const unsigned char *x = bytes_of(a), *y = bytes_of(b);
	size_t at = 0, next;

	if (a->symbol->size != b->symbol->size)
		return false;
	while (at < a->symbol->size) {
		bool here = ra < end_of(a) && ra->r_offset == a->symbol->offset + at;

		if (here != (rb < end_of(b) && rb->r_offset == b->symbol->offset + at))
			return false;
		if (here) {
			if (GELF_R_TYPE(ra->r_info) != GELF_R_TYPE(rb->r_info) ||
			    !is_same_target(a, ra, b, rb))
				return false;
			at += GELF_R_TYPE(ra->r_info) == R_X86_64_64 ? 8 : FIELD;
			ra++;
			rb++;
			continue;
		}
		if (x[at] != y[at]) {
			next = skip_distance(a, b, at);
			if (!next)
				return false;
			at = next;
			continue;
		}
		at++;
	}
	return true;
}

static int by_name(const void *a, const void *b)
{
	const struct piece *x = a, *y = b;
	int order = strcmp(x->symbol->name, y->symbol->name);

	if (!order)
		order = strcmp(x->symbol->whole, y->symbol->whole);
	return order ? order : (x->symbol > y->symbol) - (x->symbol < y->symbol);
}

static struct piece *pieces_of(const struct code_module *m, size_t *nr)
{
	struct piece *pieces = calloc(m->nr + 1, sizeof(*pieces));
	size_t i;

	for (i = *nr = 0; pieces && i < m->nr; i++) {
		if (m->symbols[i].function)
			pieces[(*nr)++] = (struct piece){ m, &m->symbols[i] };
	}
	if (pieces)
		qsort(pieces, *nr, sizeof(*pieces), by_name);
	return pieces;
}

static int add(struct code *code, const char *module, const char *name)
{
	struct code_function *at = array__grow(code->at, &code->room, code->nr, sizeof(*at));

	if (!at)
		return -ENOMEM;
	code->at = at;
	at += code->nr++;
	*at = (struct code_function){ strdup(module), strdup(name) };
	return at->module && at->name ? 0 : -ENOMEM;
}

/* How many pieces from @i on are of the function of the first. */
static size_t count(const struct piece *p, size_t nr, size_t i)
{
	size_t n = i;

	while (n < nr && !strcmp(p[n].symbol->name, p[i].symbol->name))
		n++;
	return n - i;
}

static bool are_same(const struct piece *a, const struct piece *b, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (strcmp(a[i].symbol->whole, b[i].symbol->whole) ||
		    !is_same_piece(&a[i], &b[i]))
			return false;
	}
	return true;
}

static int compare(const struct code_module *base, const struct code_module *head,
		   const char *module, struct code *out)
{
	size_t na, nb, i = 0, j = 0, n, m;
	struct piece *a = pieces_of(base, &na), *b = pieces_of(head, &nb);
	int err = a && b ? 0 : -ENOMEM, order;

	while (!err && (i < na || j < nb)) {
		order = i == na ? 1 : j == nb ? -1 :
			strcmp(a[i].symbol->name, b[j].symbol->name);
		n = order <= 0 ? count(a, na, i) : 0;
		m = order >= 0 ? count(b, nb, j) : 0;
		if (n != m || !are_same(a + i, b + j, n))
			err = add(out, module, order <= 0 ? a[i].symbol->name : b[j].symbol->name);
		i += n;
		j += m;
	}
	free(a);
	free(b);
	return err;
}

static int compare_module(const char *base, const char *head, const char *file,
			  struct code *out, struct why *why)
{
	struct code_module a = { .fd = -1 }, b = { .fd = -1 };
	char path[4096], module[64], *c;
	int err;

	snprintf(module, sizeof(module), "%.*s", (int)(strlen(file) - strlen(".ko")), file);
	for (c = module; *c; c++)
		*c = *c == '-' ? '_' : *c;
	snprintf(path, sizeof(path), "%s/%s", base, file);
	err = code_module__open(&a, path, why);
	snprintf(path, sizeof(path), "%s/%s", head, file);
	if (!err)
		err = code_module__open(&b, path, why);
	if (!err && compare(&a, &b, module, out))
		err = why__set(why, ENOMEM, "out of memory: try again");
	code_module__close(&a);
	code_module__close(&b);
	return err;
}

/* Whole kernels say in a line which image they are: see harness/kernel/whole.sh. */
static bool has_other_image(const char *base, const char *head)
{
	const char *dirs[2] = { base, head };
	char path[4096], line[2][128] = { "", "" };
	FILE *f;
	int i;

	for (i = 0; i < 2; i++) {
		snprintf(path, sizeof(path), "%s/image", dirs[i]);
		f = fopen(path, "re");
		if (f && !fgets(line[i], sizeof(line[i]), f))
			line[i][0] = '\0';
		if (f)
			fclose(f);
	}
	return strcmp(line[0], line[1]) != 0;
}

static int is_module(const struct dirent *d)
{
	return text__ends_in(d->d_name, ".ko");
}

int code__changed(const char *base, const char *head, struct code *out, struct why *why)
{
	struct dirent **modules;
	int n, i, err = 0;

	*out = (struct code){ .image = has_other_image(base, head) };
	n = scandir(head, &modules, is_module, alphasort);
	if (n < 0)
		return why__set(why, errno, "%s: %s: build the kernel first", head, strerror(errno));
	for (i = 0; i < n; i++) {
		if (!err)
			err = compare_module(base, head, modules[i]->d_name, out, why);
		free(modules[i]);
	}
	free(modules);
	return err;
}

void code__free(struct code *code)
{
	size_t i;

	for (i = 0; i < code->nr; i++) {
		free(code->at[i].module);
		free(code->at[i].name);
	}
	free(code->at);
}
