// SPDX-License-Identifier: GPL-2.0-only
/* noise-find.c - the newest stored A/A of a machine. */
#include "noise.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/array.h"
#include "lib/text.h"
#include "results/store.h"

static void copy(char *to, size_t size, const char *value)
{
	snprintf(to, size, "%s", value);
	text__plain(to);
}

/* "0.0012 IrqDelivery/state=wake/vcpus=8": the number, and whose it is. */
static void take_extreme(const char *value, double *number, char *cell,
			 size_t size)
{
	char *end;

	*number = strtod(value, &end);
	copy(cell, size, end + strspn(end, " "));
}

/* "IrqDelivery/state=wake/vcpus=8 insns/op 0.0008 0.0011": cell, unit, floor, mde. */
static void take_cell(struct compare_noise *n, const char *value)
{
	struct compare_floor *cells = array__grow(n->cells, &n->room_cells,
						  n->nr_cells, sizeof(*cells));
	const char *size = strstr(value, "/vcpus="), *unit;

	if (!cells)
		return;
	n->cells = cells;
	cells += n->nr_cells;
	unit = size ? strchr(size, ' ') : NULL;
	if (!unit)
		return;
	snprintf(cells->bench, sizeof(cells->bench), "%.*s", (int)(size - value), value);
	cells->vcpus = atoi(size + strlen("/vcpus="));
	cells->floor = 0;
	if (sscanf(unit, " %31s %lf", cells->unit, &cells->floor) == 2)
		n->nr_cells++;
}

static void take(struct compare_noise *n, const char *key, const char *value)
{
	if (!strcmp(key, "run"))
		copy(n->run, sizeof(n->run), value);
	else if (!strcmp(key, "kernel"))
		copy(n->kernel, sizeof(n->kernel), value);
	else if (!strcmp(key, "divisions"))
		n->divisions = atoi(value);
	else if (!strcmp(key, "alarms"))
		n->alarms = atoi(value);
	else if (!strcmp(key, "floor"))
		take_extreme(value, &n->floor, n->floor_cell,
			     sizeof(n->floor_cell));
	else if (!strcmp(key, "cell"))
		take_cell(n, value);
	else if (!strcmp(key, "mde"))
		take_extreme(value, &n->mde, n->mde_cell, sizeof(n->mde_cell));
}

/* false: damaged, or of another machine. */
static bool read_summary(const char *path, const struct results *r,
			 struct compare_noise *n)
{
	char line[512];
	const char *value, *ours;
	bool known = false, fits = true;
	FILE *f = fopen(path, "r");

	*n = (struct compare_noise){ .run = "" };
	while (f && fits && fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\n")] = '\0';
		value = strstr(line, ": ");
		if (!value)
			continue;
		line[value - line] = '\0';
		value += 2;
		known |= !strcmp(line, "schema") && !strcmp(value, NOISE_SCHEMA);
		ours = results__get(r, line);
		if (!strcmp(line, "machine") || !strcmp(line, "cpu") ||
		    !strcmp(line, "testbed") || !strcmp(line, "kernel-base"))
			fits = ours && !strcmp(ours, value);
		take(n, line, value);
	}
	if (f)
		fclose(f);
	return known && fits && *n->run;
}

void noise__find(const char *dir, const struct results *r,
		 struct compare_noise *out)
{
	const char *testbed = results__get(r, "testbed");
	struct compare_noise n;
	struct stored stored;
	char path[4096];
	size_t i;

	*out = (struct compare_noise){ .run = "" };
	snprintf(path, sizeof(path), "%.4000s/noise", dir);
	stored__list(path, testbed, ".noise", &stored);
	for (i = stored.nr; i > 0 && !*out->run; i--) {
		if (read_summary(stored.runs[i - 1].path, r, &n))
			*out = n;
		else
			noise__forget(&n);
	}
	stored__free(&stored);
}

void noise__forget(struct compare_noise *n)
{
	free(n->cells);
	*n = (struct compare_noise){ .run = "" };
}
