// SPDX-License-Identifier: GPL-2.0-only
/* replace.c - a new page in the place of an old one. */
#include "replace.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/array.h"

#define INDEX	"/index.html"

/* nftw() hands nothing on to what it calls. */
static struct {
	const char *from;
	const char *to;
	char **stale;
	size_t nr;
	size_t room;
} walk;

/* What a path under @from is under @to. */
static const char *twin(char *buf, const char *path, const char *from, const char *to)
{
	snprintf(buf, PATH_MAX, "%s%s", to, path + strlen(from));
	return buf;
}

/* Of the old page: is it in the new one? Folders come after what they hold. */
static int note_stale(const char *path, const struct stat *st, int type, struct FTW *where)
{
	char buf[PATH_MAX], **more;

	(void)st;
	(void)type;
	(void)where;
	if (!access(twin(buf, path, walk.to, walk.from), F_OK))
		return 0;
	more = array__grow(walk.stale, &walk.room, walk.nr, sizeof(*more));
	if (!more)
		return -ENOMEM;
	walk.stale = more;
	more[walk.nr] = strdup(path);
	return more[walk.nr++] ? 0 : -ENOMEM;
}

/* Of the new page: all but the index, which names the others. */
static int move(const char *path, const struct stat *st, int type, struct FTW *where)
{
	char to[PATH_MAX];

	(void)st;
	(void)where;
	twin(to, path, walk.from, walk.to);
	if (type == FTW_D)
		return mkdir(to, 0777) && errno != EEXIST ? -errno : 0;
	if (!strcmp(path + strlen(walk.from), INDEX))
		return 0;
	return rename(path, to) ? -errno : 0;
}

static int move_index(void)
{
	char from[PATH_MAX], to[PATH_MAX];

	snprintf(from, sizeof(from), "%s" INDEX, walk.from);
	snprintf(to, sizeof(to), "%s" INDEX, walk.to);
	return rename(from, to) ? -errno : 0;
}

static int file_by_file(const char *made, const char *dir)
{
	size_t i;
	int err;

	walk.from = made;
	walk.to = dir;
	err = nftw(dir, note_stale, 16, FTW_DEPTH | FTW_PHYS);
	if (!err)
		err = nftw(made, move, 16, FTW_PHYS);
	if (!err)
		err = move_index();
	for (i = 0; i < walk.nr; i++) {
		if (!err && walk.stale[i])
			remove(walk.stale[i]);
		free(walk.stale[i]);
	}
	free(walk.stale);
	walk.stale = NULL;
	walk.nr = walk.room = 0;
	return err < 0 ? err : err ? -EIO : 0;
}

int replace__folder(const char *made, const char *dir)
{
	if (!rename(made, dir))
		return 0;	/* there was none, or an empty folder */
	if (errno != EEXIST && errno != ENOTEMPTY)
		return -errno;
	if (!renameat2(AT_FDCWD, made, AT_FDCWD, dir, RENAME_EXCHANGE))
		return 0;
	return file_by_file(made, dir);
}
