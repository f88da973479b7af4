// SPDX-License-Identifier: GPL-2.0-only
/*
 * callgrind.c - a cell's profile in the format of Callgrind. The format is described in
 * Valgrind's manual, "Callgrind Format Specification".
 */
#include "callgrind.h"

#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

/* Callgrind's own names where it has the event, and ones like them where not. */
static const struct {
	enum profile_event event;
	const char *name;
	const char *text;
} events[] = {
	{ PROFILE_INSNS, "Ir", "instructions" },
	{ PROFILE_LOADS, "Dr", "loads" },
	{ PROFILE_STORES, "Dw", "stores" },
	{ PROFILE_ATOMICS, "Ge", "atomic instructions" },
	{ PROFILE_I1, "I1m", "misses of the first level, instructions" },
	{ PROFILE_D1, "D1m", "misses of the first level, data" },
	{ PROFILE_L2, "L2m", "misses of the second level" },
	{ PROFILE_LL, "LLm", "misses of the last level" },
	{ PROFILE_BRANCHES, "Bc", "branches" },
	{ PROFILE_MISPREDICTED, "Bcm", "branches predicted wrong" },
	{ PROFILE_COLD_D1, "D1cold", "D1m, caches emptied before each operation" },
	{ PROFILE_COLD_LL, "LLcold", "LLm, caches emptied before each operation" },
};

#define EVENTS	(sizeof(events) / sizeof(*events))

const char *callgrind__name(char *buf, const struct profile_cell *cell)
{
	char *c;

	snprintf(buf, CALLGRIND_NAME, "%.160s-%u.callgrind", cell->bench, cell->vcpus);
	for (c = buf; *c; c++) {
		if (!isalnum((unsigned char)*c) && !strchr("._+-", *c))
			*c = '-';
	}
	return buf;
}

static double operations(const struct profile_cell *cell)
{
	return cell->ops * cell->windows;
}

/* Zeros at the end are left out, but for the first number. */
static void print_counts(FILE *out, const struct profile_counts *c, double ops)
{
	double n[EVENTS];
	size_t i, nr = 1;

	for (i = 0; i < EVENTS; i++) {
		n[i] = fmax(round(c->n[events[i].event] * ops), 0);
		if (n[i] > 0)
			nr = i + 1;
	}
	for (i = 0; i < nr; i++)
		fprintf(out, " %.0f", n[i]);
	fputc('\n', out);
}

/* The function that pays for those of its module which have less than nothing. */
static const struct profile_function *payer(const struct profile_cell *cell,
					    const struct profile_function *f)
{
	const struct profile_function *other, *best = f;

	for (other = cell->functions; other < cell->functions + cell->nr_functions; other++) {
		if (other->world == f->world && !strcmp(other->module, f->module) &&
		    other->counts.n[PROFILE_INSNS] > best->counts.n[PROFILE_INSNS])
			best = other;
	}
	return best;
}

/* What is left of a function's own counts when its lines are printed, and its debts paid. */
static struct profile_counts rest_of(const struct profile_cell *cell,
				     const struct profile_function *f)
{
	const struct profile_function *other;
	struct profile_counts rest = f->counts;
	size_t i;

	for (i = 0; i < f->nr_lines; i++)
		profile_counts__add(&rest, &f->lines[i].counts, -1);
	for (other = cell->functions; other < cell->functions + cell->nr_functions; other++) {
		if (other != f && other->counts.n[PROFILE_INSNS] < 0 && payer(cell, other) == f)
			profile_counts__add(&rest, &other->counts, 1);
	}
	return rest;
}

/* Lines inlined from elsewhere stand in their own file. */
static void print_self(FILE *out, const struct profile_cell *cell,
		       const struct profile_function *f)
{
	const char *file = f->file ?: "???";
	struct profile_counts rest = rest_of(cell, f);
	bool negative = rest.n[PROFILE_INSNS] < 0;
	struct profile_counts line;
	size_t i;

	for (i = 0; i < f->nr_lines; i++) {
		line = f->lines[i].counts;
		if (negative && line.n[PROFILE_INSNS] + rest.n[PROFILE_INSNS] >= 0) {
			profile_counts__add(&line, &rest, 1);
			negative = false;
			rest = (struct profile_counts){ { 0 } };
		}
		if (strcmp(f->lines[i].file, file)) {
			file = f->lines[i].file;
			fprintf(out, "%s=%s\n", strcmp(file, f->file ?: "???") ? "fi" : "fe", file);
		}
		fprintf(out, "%u", f->lines[i].line);
		print_counts(out, &line, operations(cell));
	}
	if (strcmp(file, f->file ?: "???"))
		fprintf(out, "fe=%s\n", f->file ?: "???");
	for (i = 0; i < PROFILE_EVENTS && fabs(rest.n[i]) < 1e-9; i++)
		;
	if (i < PROFILE_EVENTS) {
		fprintf(out, "%u", f->line);
		print_counts(out, &rest, operations(cell));
	}
}

static void print_calls(FILE *out, const struct profile_cell *cell, size_t caller)
{
	const struct profile_function *callee;
	const struct profile_call *c;
	double calls;

	for (c = cell->calls; c < cell->calls + cell->nr_calls; c++) {
		callee = &cell->functions[c->callee];
		calls = round(c->calls * operations(cell));
		if (c->caller != caller || (calls <= 0 && c->counts.n[PROFILE_INSNS] <= 0))
			continue;
		fprintf(out, "cob=%s\ncfi=%s\ncfn=%s\ncalls=%.0f %u\n%u", callee->module,
			callee->file ?: "???", callee->name, calls > 1 ? calls : 1, callee->line,
			cell->functions[caller].line);
		print_counts(out, &c->counts, operations(cell));
	}
}

void callgrind__print(FILE *out, const struct callgrind_file *file)
{
	const struct profile_cell *cell = file->cell;
	struct profile_counts total = profile_cell__total(cell);
	const struct profile_function *f;
	size_t i;

	fprintf(out, "# callgrind format\nversion: 1\ncreator: vcpuscale " VCPUSCALE_VERSION "\n");
	fprintf(out, "cmd: %s/vcpus=%u\npart: 1\n", cell->bench, cell->vcpus);
	fprintf(out, "desc: operations: %.0f\n", operations(cell));
	if (file->cache)
		fprintf(out, "desc: caches: %s\n", file->cache);
	fputs("positions: line\n", out);
	for (i = 0; i < EVENTS; i++)
		fprintf(out, "event: %s : %s\n", events[i].name, events[i].text);
	fputs("event: Model = Ir + 10 D1m + 100 LLm : a model, not time\nevents:", out);
	for (i = 0; i < EVENTS; i++)
		fprintf(out, " %s", events[i].name);
	fputs("\nsummary:", out);
	print_counts(out, &total, operations(cell));
	for (i = 0; i < cell->nr_functions; i++) {
		f = &cell->functions[i];
		fprintf(out, "\nob=%s\nfl=%s\nfn=%s\n", f->module, f->file ?: "???", f->name);
		print_self(out, cell, f);
		print_calls(out, cell, i);
	}
	fputs("\ntotals:", out);
	print_counts(out, &total, operations(cell));
}
