/* SPDX-License-Identifier: GPL-2.0-only */
/* relabel.h - the ways in which rounds could have been dealt out to the sides. */
#ifndef STATS_RELABEL_H
#define STATS_RELABEL_H

#include <gsl/gsl_combination.h>
#include <gsl/gsl_rng.h>

#include "row.h"

/**
 * struct stats_labels - one relabeling after the other
 * @f: whose rounds they are
 * @units: see stats__units()
 * @total: relabelings, the one that was measured among them
 * @drawn: they are drawn; otherwise they are all there are
 * @fixed: the first unit is always the base's
 * @sign: of pairs: 1 or -1 of each
 * @order: otherwise: all units. Of a row that lacks none, the head's rounds are
 *	   the first @f->nh; of another, as many as its head has, of those it has
 * @rng: for those that are drawn
 * @heads: for those that are enumerated without pairs
 */
struct stats_labels {
	const struct stats_family *f;
	size_t units;
	size_t total;
	bool drawn;
	bool fixed;
	double *sign;
	size_t *order;
	gsl_rng *rng;
	gsl_combination *heads;
};

/**
 * stats__labels_create() - begin with what was measured
 * @l: zeroed; to be freed with stats__labels_free(), after an error too
 * @f: prepared; a row that lacks a value has no enumeration
 * @most: relabelings, where all of them are more
 * @seed: of GSL's mt19937
 *
 * Return: 0 or -ENOMEM.
 */
int stats__labels_create(struct stats_labels *l, const struct stats_family *f,
			 size_t most, unsigned long seed);

/** stats__labels_next() - the next relabeling; there are @total, the first included */
void stats__labels_next(struct stats_labels *l, size_t turn);

/** stats__labels_free() - free what @l holds, not @l itself */
void stats__labels_free(struct stats_labels *l);

/** stats__relabelings() - how many there are that differ, as a number that may be large */
double stats__relabelings(bool paired, size_t n, size_t m);

#endif
