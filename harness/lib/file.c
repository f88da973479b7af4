// SPDX-License-Identifier: GPL-2.0-only
/* file.c - files that appear whole or not at all, and the folders above them. */
#include "file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int fail(struct why *why, const char *path, int err)
{
	return why__set(why, err, "%s: %s: choose another --output", path,
			strerror(err));
}

int file__write(const char *dir, const char *name,
		 void (*print)(FILE *out, const void *what), const void *what,
		 struct why *why)
{
	char *path = NULL, *hidden = NULL;
	FILE *out = NULL;
	int err = 0;

	if (asprintf(&path, "%s/%s", dir, name) < 0 ||
	    asprintf(&hidden, "%s/.%s.%d", dir, name, (int)getpid()) < 0)
		return why__set(why, ENOMEM, "out of memory: try again");
	out = fopen(hidden, "we");
	if (!out) {
		err = fail(why, hidden, errno);
		goto out;
	}
	print(out, what);
	errno = 0;
	if (ferror(out) | fclose(out) || rename(hidden, path)) {
		err = fail(why, path, errno ? errno : EIO);
		unlink(hidden);
	}
out:
	free(path);
	free(hidden);
	return err;
}

int file__finish(FILE *f)
{
	int err = 0;

	errno = 0;
	if (fflush(f) || fsync(fileno(f)) || ferror(f))
		err = errno ? -errno : -EIO;
	if (fclose(f) && !err)
		err = errno ? -errno : -EIO;
	return err;
}

int file__make_parents(char *path)
{
	char *slash;

	for (slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(path, 0777) && errno != EEXIST)
			return -errno;
		*slash = '/';
	}
	return 0;
}
