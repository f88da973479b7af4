// SPDX-License-Identifier: GPL-2.0-only
/* robust.c - values that lie far out, and what they may weigh. */
#include "robust.h"
#include "stats.h"

#include <math.h>

#define SD_OF_MEDIAN	1.4826	/* a normal's standard deviation, in median distances */

void stats__clip(double *v, size_t n, double center, double *work)
{
	double bound;
	size_t i, k = 0;

	for (i = 0; i < n; i++) {
		if (!isnan(v[i]))
			work[k++] = v[i];
	}
	if (!k)
		return;
	if (isnan(center))
		center = stats__median(work, k);
	for (i = 0; i < k; i++)
		work[i] = fabs(work[i] - center);
	bound = STATS_CLIP * SD_OF_MEDIAN * stats__median(work, k);
	for (i = 0; i < n && bound > 0; i++) {
		if (!isnan(v[i]))
			v[i] = fmax(fmin(v[i], center + bound), center - bound);
	}
}
