// SPDX-License-Identifier: GPL-2.0-only
/* order.c - the order of revisions, as bench-range writes it. */
#include "series.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/array.h"
#include "lib/text.h"

#define FIELDS	4

/* "commit<TAB>kernel-id<TAB>state<TAB>subject" */
static int read_line(struct history *h, char *line, size_t number,
		     struct why *why)
{
	struct history_revision *more, *r;
	char *field[FIELDS];
	int i;

	for (i = 0; i < FIELDS; i++) {
		field[i] = i + 1 < FIELDS ? strsep(&line, "\t") : line;
		if (!field[i])
			return why__set(why, EINVAL, "%s:%zu: has fewer than %d fields: run make bench-range again",
					h->options.order, number, FIELDS);
		text__plain(field[i]);
	}
	more = array__grow(h->revisions, &h->room_revisions, h->nr_revisions,
			   sizeof(*more));
	if (!more)
		return -ENOMEM;
	h->revisions = more;
	r = &h->revisions[h->nr_revisions++];
	r->commit = strdup(field[0]);
	r->kernel_id = strdup(field[1]);
	r->state = strdup(field[2]);
	r->subject = strdup(field[3]);
	return r->commit && r->kernel_id && r->state && r->subject ? 0 : -ENOMEM;
}

int history__read_order(struct history *h, struct why *why)
{
	const char *path = h->options.order;
	FILE *file = fopen(path, "re");
	size_t size = 0, number = 0;
	char *line = NULL;
	int err = 0;
	ssize_t len;

	if (!file)
		return why__set(why, errno, "%s: %s: run make bench-range first",
				path, strerror(errno));
	while (!err && (len = getline(&line, &size, file)) > 0) {
		line[strcspn(line, "\n")] = '\0';
		err = read_line(h, line, ++number, why);
	}
	if (!err && ferror(file))
		err = why__unread(why, path);
	if (!err && !h->nr_revisions)
		err = why__set(why, EINVAL, "%s: names no revision: run make bench-range again", path);
	free(line);
	fclose(file);
	return err;
}
