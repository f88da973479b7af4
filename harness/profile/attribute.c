// SPDX-License-Identifier: GPL-2.0-only
/* attribute.c - from counts by address to counts by function and line. */
#include "attribute.h"
#include "jumps.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/array.h"

#define UNKNOWN	"[unknown]"

/**
 * struct attributed - an address, and what it belongs to
 * @function: what it is looked up by: world, module, name, file
 * @name: the function's, without what the compiler added
 * @file: where the function is declared
 * @code: where the instruction was written
 * @line: likewise; 0 if not known
 */
struct attributed {
	struct profile_function function;
	char name[SYMBOL_NAME];
	char file[LINES_FILE];
	char code[LINES_FILE];
	unsigned int line;
};

static struct debug_lines *lines_of(const struct machine_symbols *s, const char *module)
{
	size_t i;

	for (i = 0; i < s->nr_modules; i++) {
		if (!strcmp(s->modules[i], module))
			return s->lines[i];
	}
	return NULL;
}

static void set_other_world(struct attributed *to, const struct symbols *table, char world,
			    uint64_t address)
{
	const struct symbol *symbol = symbols__find(table, address);
	const char *module = world == PROFILE_USER ? "user" : "guest";

	to->function.module = (char *)module;
	if (symbol)
		symbol__function(to->name, symbol->name);
	else
		strcpy(to->name, table->nr ? UNKNOWN :
		       world == PROFILE_USER ? "[user]" : "[guest]");
}

/* A part's first line may be anybody's, who was inlined: the whole function's is taken. */
static void set_declaration(struct attributed *to, const struct machine_symbols *s,
			    struct debug_lines *lines, const struct symbol *symbol)
{
	if (strcmp(symbol->name, to->name) && strstr(symbol->name, ".cold"))
		symbol = symbols__named(&s->kernel, symbol->module, to->name) ?: symbol;
	to->function.line = debug_lines__find(lines, symbol->address, to->file);
	if (*to->file)
		to->function.file = to->file;
}

static void look_up(struct attributed *to, const struct machine_symbols *s, char world,
		    uint64_t address)
{
	const struct symbol *symbol;
	struct debug_lines *lines;

	*to = (struct attributed){ .function = { .world = world } };
	to->function.name = to->name;
	if (world != PROFILE_KERNEL) {
		set_other_world(to, world == PROFILE_USER ? &s->user : &s->guest, world, address);
		return;
	}
	symbol = symbols__find(&s->kernel, address);
	if (!symbol) {
		to->function.module = (char *)"kernel";
		strcpy(to->name, UNKNOWN);
		return;
	}
	to->function.module = symbol->module;
	symbol__function(to->name, symbol->name);
	lines = lines_of(s, symbol->module);
	if (!lines)
		return;
	set_declaration(to, s, lines, symbol);
	to->line = debug_lines__find(lines, address, to->code);
}

/* Index of the function, which is made where it is not there yet. */
static ssize_t function_of(struct profile_cell *cell, const struct profile_function *like)
{
	struct profile_function *f;
	size_t i, low = 0, high = cell->nr_functions;
	int order;

	while (low < high) {
		i = low + (high - low) / 2;
		order = profile_function__compare(&cell->functions[i], like);
		if (!order)
			return i;
		if (order < 0)
			low = i + 1;
		else
			high = i;
	}
	f = array__grow(cell->functions, &cell->room_functions, cell->nr_functions, sizeof(*f));
	if (!f)
		return -ENOMEM;
	cell->functions = f;
	memmove(f + low + 1, f + low, (cell->nr_functions - low) * sizeof(*f));
	cell->nr_functions++;
	f[low] = (struct profile_function){
		.world = like->world, .module = strdup(like->module),
		.name = strdup(like->name), .line = like->line,
		.file = like->file ? strdup(like->file) : NULL,
	};
	return f[low].module && f[low].name && (f[low].file || !like->file) ?
	       (ssize_t)low : -ENOMEM;
}

/* What one of the counts is of an operation's cost. */
static double share(const struct raw_profile *raw, bool empty)
{
	if (empty)
		return raw->empty_windows ? -1 / (raw->empty_windows * raw->ops) : 0;
	return 1 / (raw->windows * raw->ops);
}

static int add_address(struct profile_cell *cell, const struct raw_profile *raw,
		       const struct raw_address *a, const struct machine_symbols *symbols)
{
	double times = share(raw, a->empty);
	struct attributed at;
	ssize_t i;

	look_up(&at, symbols, a->world, a->address);
	i = function_of(cell, &at.function);
	if (i < 0)
		return i;
	profile_counts__add(&cell->functions[i].counts, &a->counts, times);
	return at.line ? profile_line__add(&cell->functions[i], at.code, at.line, &a->counts,
					   times) : 0;
}

static int by_function(const void *a, const void *b)
{
	const struct profile_call *x = a, *y = b;

	if (x->caller != y->caller)
		return x->caller < y->caller ? -1 : 1;
	return x->callee < y->callee ? -1 : x->callee > y->callee;
}

static void merge_calls(struct profile_cell *cell)
{
	struct profile_call *c = cell->calls;
	size_t i, nr = 0;

	if (cell->nr_calls)
		qsort(c, cell->nr_calls, sizeof(*c), by_function);
	for (i = 0; i < cell->nr_calls; i++) {
		if (nr && !by_function(&c[nr - 1], &c[i])) {
			c[nr - 1].calls += c[i].calls;
			profile_counts__add(&c[nr - 1].counts, &c[i].counts, 1);
		} else {
			c[nr++] = c[i];
		}
	}
	cell->nr_calls = nr;
}

/* Numbers of the functions that a call connects; negative: no memory. */
static int ends_of(struct profile_cell *cell, const struct raw_call *call,
		   const struct machine_symbols *symbols, ssize_t *caller, ssize_t *callee)
{
	struct attributed at;

	look_up(&at, symbols, call->world, call->caller);
	*caller = function_of(cell, &at.function);
	look_up(&at, symbols, call->world, call->callee);
	*callee = function_of(cell, &at.function);
	return *caller < 0 || *callee < 0 ? -ENOMEM : 0;
}

static int add_call(struct profile_cell *cell, const struct raw_profile *raw,
		    const struct raw_call *call, const struct machine_symbols *symbols)
{
	double times = share(raw, call->empty);
	struct profile_call *more, to = { .calls = call->calls * times };
	ssize_t caller, callee;

	if (ends_of(cell, call, symbols, &caller, &callee))
		return -ENOMEM;
	to.caller = caller;
	to.callee = callee;
	profile_counts__add(&to.counts, &call->counts, times);
	more = array__grow(cell->calls, &cell->room_calls, cell->nr_calls, sizeof(*more));
	if (!more)
		return -ENOMEM;
	cell->calls = more;
	more[cell->nr_calls++] = to;
	return 0;
}

bool attribute__fits(const struct raw_profile *raw, const struct machine_symbols *symbols)
{
	const struct symbol *symbol;
	size_t i, right = 0, all = 0;

	for (i = 0; i < raw->nr_calls; i++) {
		if (raw->calls[i].world != PROFILE_KERNEL)
			continue;
		symbol = symbols__find(&symbols->kernel, raw->calls[i].callee);
		all++;
		right += symbol && symbol->address == raw->calls[i].callee;
	}
	return right * 10 >= all * 9;
}

int attribute__cell(const struct raw_profile *raw, const struct machine_symbols *symbols,
		    struct profile_cell *cell)
{
	ssize_t caller, callee;
	size_t i;
	int err = 0;

	*cell = (struct profile_cell){
		.bench = strdup(raw->bench), .vcpus = raw->vcpus,
		.round = raw->round, .ops = raw->ops, .windows = raw->windows,
	};
	if (!cell->bench)
		return -ENOMEM;
	for (i = 0; !err && i < raw->nr_addresses; i++)
		err = add_address(cell, raw, &raw->addresses[i], symbols);
	/* All functions first: a new one shifts the numbers of the others. */
	for (i = 0; !err && i < raw->nr_calls; i++)
		err = ends_of(cell, &raw->calls[i], symbols, &caller, &callee);
	for (i = 0; !err && i < raw->nr_calls; i++)
		err = add_call(cell, raw, &raw->calls[i], symbols);
	merge_calls(cell);
	if (!err)
		err = jumps__connect(cell);
	merge_calls(cell);
	return err;
}
