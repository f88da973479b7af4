// SPDX-License-Identifier: GPL-2.0-only
/* write.c - the lines of a results file, whoever measures. */
#include "write.h"

void write__head(FILE *out, const struct results_head *head)
{
	fprintf(out, "schema: " RESULTS_SCHEMA "\nrun: %s\n", head->run);
	if (head->paired_with)
		fprintf(out, "beside: %s\n", head->paired_with);
	if (head->boots_alternate)
		fputs("alternates: boots\n", out);
	if (head->varies && *head->varies)
		fprintf(out, "varies: %s\n", head->varies);
	fprintf(out, "%stestbed: %s\nmachine: %s\ncpu: %s\n", head->kernel, head->testbed,
		head->machine, head->cpu);
}

void write__unit(FILE *out, const struct clock_unit *unit)
{
	fprintf(out, "Unit %s better=lower%s\n", unit->name, unit->exact ? " assume=exact" : "");
}

void write__units(FILE *out, const struct clock_unit *machine)
{
	write__unit(out, machine);
	if (!machine->insns)
		return;
	write__unit(out, &clock_task_insns);
	write__unit(out, &clock_virtual_ns);
	write__unit(out, &clock_bytes);
	write__unit(out, &clock_skew);
}

void write__round(FILE *out, unsigned int round)
{
	fprintf(out, "round: %u\n", round);
}

void write__incomplete(FILE *out)
{
	fputs("incomplete: yes\n", out);
}

void write__end(FILE *out, unsigned long samples)
{
	fprintf(out, "end: %lu\n", samples);
}

void write__number(FILE *out, double value)
{
	fprintf(out, value < 1e10 ? "%.10g" : "%.0f", value);
}
