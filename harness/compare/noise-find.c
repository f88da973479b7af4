// SPDX-License-Identifier: GPL-2.0-only
/* The newest stored A/A of a machine. */
#include "noise.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void copy(char *to, size_t size, const char *value)
{
	snprintf(to, size, "%s", value);
	judge__plain(to);
}

/* "0.0012 IrqDelivery/state=wake/vcpus=8": the number, and whose it is. */
static void take_extreme(const char *value, double *number, char *cell,
			 size_t size)
{
	char *end;

	*number = strtod(value, &end);
	copy(cell, size, end + strspn(end, " "));
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
		    !strcmp(line, "testbed"))
			fits = ours && !strcmp(ours, value);
		take(n, line, value);
	}
	if (f)
		fclose(f);
	return known && fits && *n->run;
}

static void look_in(const char *folder, const struct results *r,
		    struct compare_noise *out)
{
	struct compare_noise n;
	char path[4096], **names;
	int i, nr = shelf__names(folder, ".noise", &names);

	for (i = nr - 1; i >= 0; i--) {
		snprintf(path, sizeof(path), "%.3600s/%.255s", folder,
			 names[i]);
		/* Names begin with the time. */
		if (strcmp(names[i], out->run) <= 0)
			break;
		if (read_summary(path, r, &n)) {
			*out = n;
			break;
		}
	}
	shelf__free_names(names, nr);
}

void noise__find(const char *dir, const struct results *r,
		 struct compare_noise *out)
{
	const char *testbed = results__get(r, "testbed");
	char path[4096], **kernels;
	int i, nr;

	*out = (struct compare_noise){ .run = "" };
	snprintf(path, sizeof(path), "%s/noise", dir);
	nr = shelf__names(path, "", &kernels);
	for (i = 0; i < nr && testbed; i++) {
		snprintf(path, sizeof(path), "%.3000s/noise/%.255s/%.255s", dir,
			 kernels[i], testbed);
		look_in(path, r, out);
	}
	shelf__free_names(kernels, nr);
}
