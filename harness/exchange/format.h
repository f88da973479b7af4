/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * format.h - what a format of others is. docs/publishing.md describes each.
 *
 * A format is one file: it has a row of the table of formats, and nothing else names
 * it.
 */
#ifndef EXCHANGE_FORMAT_H
#define EXCHANGE_FORMAT_H

#include <stdio.h>

#include "lib/table.h"
#include "results/results.h"

/**
 * struct export - what to write
 * @unit: only samples in this unit; NULL for all, where the format can
 *	  distinguish them
 * @ns: nanoseconds that one of the unit is; set for formats that hold times
 * @runs: @nr_runs results, not owned
 * @origin: the CI system that reports, for formats that name one; NULL for us
 * @force: put runs of different machines into one series
 */
struct export {
	const char *unit;
	const char *origin;
	double ns;
	struct results **runs;
	size_t nr_runs;
	bool force;
};

/**
 * struct export_format - a format of others
 * @name: what the user types
 * @times: holds times of one unit, and nothing else
 * @invalid: has a place for samples of invalid cells; otherwise they are left out
 * @profiles: writes profiles and no samples: units are its own business
 * @write: 0, -ENOMEM, or -EINVAL where the format cannot hold the runs
 */
struct export_format {
	const char *name;
	bool times;
	bool invalid;
	bool profiles;
	int (*write)(FILE *out, const struct export *e, struct why *why);
};

#define EXPORT_FORMAT(symbol) \
	static const struct export_format symbol TABLE_ROW(export_formats)

#endif
