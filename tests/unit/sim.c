// SPDX-License-Identifier: GPL-2.0-only
/*
 * sim TABLE COMPARISONS [SEED] - how often comparisons of simulated runs are wrong.
 *
 * Each comparison is of two runs of 6 benchmarks at 9 sizes, 54 cells. With
 * VCPUSCALE=PROGRAM the runs are written to files and PROGRAM compares them; without,
 * the very code that judges files does. Without a change, any cell, slope or fixed
 * cost that is called changed is a false alarm. With one cell 2 % slower, that cell
 * has to be called regressed, and is not to be called the same. What is known is the
 * noise that goes in: so this tells what the statistics do, and nothing about any
 * machine.
 */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compare/compare.h"
#include "sim-limit.h"
#include "sim-noise.h"
#include "sim-scenes.h"

#define BENCHES		6
#define SIZES		9
#define CELLS		(BENCHES * SIZES)
#define SHIFTED		30

static const unsigned int sizes[SIZES] = { 1, 2, 4, 8, 16, 32, 64, 128, 255 };
static char bench_names[BENCHES][16];
static struct unit unit;

static struct results *make_run(const struct scene *s, enum noise noise, int head)
{
	static struct setting settings[2][6];
	static struct results_cell cells[2][CELLS];
	static struct results_cell *pointers[2][CELLS];
	static struct results results[2];
	bool apart = head && (s->apart || noise == APART);
	unsigned int i;

	/* One time in both ids: measured in turn. */
	settings[head][0] = (struct setting){ "run", apart ? "20260102T000000Z-b" :
					      head ? "20260101T000000Z-b" : "20260101T000000Z-a" };
	settings[head][1] = (struct setting){ "kernel", head ? "head" : "base" };
	settings[head][2] = (struct setting){ "kernel-id", "id" };
	settings[head][3] = (struct setting){ "testbed", "host" };
	settings[head][4] = (struct setting){ "machine", "simulated" };
	settings[head][5] = (struct setting){ "cpu", "none" };
	for (i = 0; i < CELLS; i++) {
		cells[head][i].bench = bench_names[i / SIZES];
		cells[head][i].unit = unit.name;
		cells[head][i].vcpus = sizes[i % SIZES];
		if (!cells[head][i].samples)
			cells[head][i].samples = calloc(MOST_ROUNDS * MOST_BATCHES,
							sizeof(struct sample));
		pointers[head][i] = &cells[head][i];
	}
	results[head] = (struct results){
		.path = "simulated", .settings = settings[head],
		.nr_settings = 6, .units = &unit, .nr_units = 1,
		.cells = pointers[head], .nr_cells = CELLS,
		.nr_rounds = head ? s->head : s->base,
	};
	return &results[head];
}

static void fill(struct results *side[2], const struct scene *s, enum noise noise,
		 double shift)
{
	double e[2][MOST_ROUNDS * MOST_BATCHES], cost, value;
	unsigned int i, k, head;

	for (i = 0; i < CELLS; i++) {
		make_noise(s, noise, e);
		cost = 3000 + 1000 * (i / SIZES) + 200 * sizes[i % SIZES];
		for (head = 0; head < 2; head++) {
			side[head]->cells[i]->nr = side[head]->nr_rounds * s->batches;
			for (k = 0; k < side[head]->cells[i]->nr; k++) {
				value = cost * exp(e[head][k]) * (head && i == SHIFTED ? shift : 1);
				side[head]->cells[i]->samples[k] = (struct sample){
					s->exact ? round(value) : value, k / s->batches + 1 };
			}
		}
	}
}

/**
 * struct outcome - what a comparison says
 * @alarm: something that has not changed was called changed
 * @found: what has changed was called regressed
 * @same: ... was called the same
 * @intervals: of ratios of cells that have not changed
 * @covered: of these, those that hold 1
 */
struct outcome {
	bool alarm;
	bool found;
	bool same;
	unsigned int intervals;
	unsigned int covered;
};

static bool changed(const char *verdict)
{
	return !strcmp(verdict, "improved") || !strcmp(verdict, "regressed");
}

/* One cell or line of a report. A shift in a cell may well show in its lines. */
static void take(struct outcome *o, int cell, const char *verdict, double low,
		 double high, bool shifted)
{
	if (shifted && cell == SHIFTED) {
		o->found = !strcmp(verdict, "regressed");
		o->same = !strcmp(verdict, "same");
		return;
	}
	if (cell < 0 && shifted)
		return;
	o->alarm |= changed(verdict);
	if (cell >= 0 && low == low) {
		o->intervals++;
		o->covered += low <= 1 + 1e-12 && high >= 1 - 1e-12;
	}
}

static void judge(struct results *side[2], bool shifted, struct outcome *o)
{
	const struct compare_options options = { .threshold = NAN };
	struct comparison *c;
	struct why why = { "" };
	size_t i;

	if (compare__results(side[0], side[1], &options, &c, &why)) {
		fprintf(stderr, "sim: %s\n", why.text);
		exit(2);
	}
	for (i = 0; i < c->nr_cells; i++)
		take(o, i, stats__verdict_name(c->cells[i].change.verdict),
		     c->cells[i].change.diff.low, c->cells[i].change.diff.high, shifted);
	for (i = 0; i < c->nr_slopes; i++) {
		if (!c->slopes[i].counted)
			continue;
		take(o, -1, stats__verdict_name(c->slopes[i].slope.change.verdict), NAN, NAN, shifted);
		take(o, -1, stats__verdict_name(c->slopes[i].fixed.change.verdict), NAN, NAN, shifted);
	}
	compare__free(c);
}

static void write_run(const struct results *r, const struct scene *s, const char *path)
{
	FILE *f = fopen(path, "w");
	size_t i, k, lines = 0, round;

	if (!f)
		exit(2);
	fputs("schema: vcpuscale/1\n", f);
	for (i = 0; i < r->nr_settings; i++)
		fprintf(f, "%s: %s\n", r->settings[i].key, r->settings[i].value);
	fprintf(f, "Unit %s better=lower%s\n", unit.name, s->exact ? " assume=exact" : "");
	for (round = 1; round <= r->nr_rounds; round++) {
		fprintf(f, "round: %zu\n", round);
		for (i = 0; i < r->nr_cells; i++) {
			for (k = (round - 1) * s->batches; k < round * s->batches; k++, lines++)
				fprintf(f, "Benchmark%s/vcpus=%u 1 %.9g %s\n", r->cells[i]->bench,
					r->cells[i]->vcpus, r->cells[i]->samples[k].value,
					unit.name);
		}
	}
	fprintf(f, "end: %zu\n", lines);
	fclose(f);
}

/* The same by the program, from its CSV: see docs/format.md for the columns. */
static void run_program(const char *program, struct results *side[2],
			const struct scene *s, bool shifted, struct outcome *o)
{
	char dir[] = "/tmp/vcpuscale-sim.XXXXXX", path[2][64], command[500], line[1000];
	char verdict[32];
	int cell = 0, i;
	double low, high;
	FILE *f;

	if (!mkdtemp(dir))
		exit(2);
	for (i = 0; i < 2; i++) {
		snprintf(path[i], sizeof(path[i]), "%s/%d.txt", dir, i);
		write_run(side[i], s, path[i]);
	}
	snprintf(command, sizeof(command), "%s compare --results=%s --format=csv %s %s", program,
		 dir, path[0], path[1]);
	f = popen(command, "r");
	while (f && fgets(line, sizeof(line), f)) {
		char *fields[24] = { 0 }, *rest = line;

		for (i = 0; i < 24 && rest; i++)
			fields[i] = strsep(&rest, ",\n");
		if (i < 20 || !strcmp(fields[0], "kind"))
			continue;
		low = *fields[11] ? atof(fields[11]) : NAN;
		high = *fields[12] ? atof(fields[12]) : NAN;
		snprintf(verdict, sizeof(verdict), "%s", fields[18]);
		take(o, !strcmp(fields[0], "cell") ? cell++ : -1, verdict, low, high, shifted);
	}
	if (f)
		pclose(f);
	if (cell != CELLS) {
		fprintf(stderr, "sim: %s said something about %d cells\n", program, cell);
		exit(2);
	}
	unlink(path[0]);
	unlink(path[1]);
	rmdir(dir);
}

static void simulate(const struct scene *s, enum noise noise, unsigned int n)
{
	unsigned int alarms = 0, found = 0, same = 0, k;
	double intervals = 0, covered = 0;
	struct results *side[2];
	int shifted;

	unit = (struct unit){ .name = s->exact ? "insns/op" : "ns/op", .directed = true,
			      .exact = s->exact };
	for (k = 0; k < 2 * n; k++) {
		struct outcome o = { 0 };

		shifted = k >= n;
		side[0] = make_run(s, noise, 0);
		side[1] = make_run(s, noise, 1);
		fill(side, s, noise, shifted ? s->shift : 1);
		if (getenv("VCPUSCALE"))
			run_program(getenv("VCPUSCALE"), side, s, shifted, &o);
		else
			judge(side, shifted, &o);
		alarms += !shifted && o.alarm;
		found += o.found;
		same += o.same;
		intervals += shifted ? 0 : o.intervals;
		covered += shifted ? 0 : o.covered;
	}
	printf("%-8s %-21s %-16s %6u %6u %6u ", s->table, s->name, noise_names[noise],
	       alarms, found, same);
	printf(intervals ? "%8.3f\n" : "       -\n", covered / intervals);
	fflush(stdout);
}

/* Of the tables "times", for in the others the sides are independent. */
static void print_limits(void)
{
	enum noise noise;

	printf("the best test finds, of 10 pairs in one of %d cells,\n", CELLS);
	for (noise = NORMAL; noise < INDEPENDENT; noise++) {
		if (noise == BIMODAL)	/* of two values: one look tells */
			continue;
		printf("%-16s value-1%% %.3f  difference-1%% %.3f\n", noise_names[noise],
		       limit(noise, draw, 2, 10, CELLS),
		       limit(noise, draw, 2 * M_SQRT2, 10, CELLS));
	}
}

int main(int argc, char **argv)
{
	unsigned int n = argc > 2 ? atoi(argv[2]) : 0, i, noise;
	const struct scene *s, *end = scenes + sizeof(scenes) / sizeof(*scenes);

	if (!n) {
		fprintf(stderr, "vcpuscale: sim: no table and number of comparisons: give e.g. all 1000; tables are times, rounds, counts, modes, or one of their rows; limit is what the best test would find\n");
		return 2;
	}
	rng = gsl_rng_alloc(gsl_rng_mt19937);
	gsl_rng_set(rng, argc > 3 ? atoi(argv[3]) : 1);
	for (i = 0; i < BENCHES; i++)
		snprintf(bench_names[i], sizeof(bench_names[i]), "B%u", i);
	if (!strcmp(argv[1], "limit")) {
		print_limits();
		gsl_rng_free(rng);
		return 0;
	}
	printf("%u comparisons of %d cells\n%-8s %-21s %-16s %6s %6s %6s %8s\n", n, CELLS,
	       "table", "rounds", "noise", "alarms", "found", "same", "coverage");
	for (s = scenes; s < end; s++) {
		if (strcmp(argv[1], "all") && strcmp(argv[1], s->table) && strcmp(argv[1], s->name))
			continue;
		for (noise = 0; noise < s->noises; noise++)
			simulate(s, noise, n);
		if (s->boot)
			simulate(s, MODES, n);
	}
	gsl_rng_free(rng);
	return 0;
}
