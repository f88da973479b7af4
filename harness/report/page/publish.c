// SPDX-License-Identifier: GPL-2.0-only
/* publish.c - the folder appears whole, and in the place of the page before. */
#include "publish.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/file.h"
#include "page.h"
#include "parts.h"
#include "replace.h"

#define ADVICE	"choose another --output (make's OUT=)"

static bool is_empty(const char *dir)
{
	DIR *d = opendir(dir);
	unsigned int n = 0;

	while (d && n < 3 && readdir(d))
		n++;
	if (d)
		closedir(d);
	return n == 2;		/* . and .. */
}

static bool is_published(const char *dir)
{
	char path[PATH_MAX], *line = NULL;
	bool found = false;
	size_t room = 0;
	FILE *f;

	snprintf(path, sizeof(path), "%s/index.html", dir);
	f = fopen(path, "re");
	while (f && !found && getline(&line, &room, f) >= 0)
		found = strstr(line, PAGE_GENERATOR);
	if (f)
		fclose(f);
	free(line);
	return found;
}

/* Only what page__publish() has made may be replaced. */
static int may_replace(const char *dir, struct why *why)
{
	struct stat st;

	if (lstat(dir, &st))
		return errno == ENOENT ? 0 :
		       why__set(why, errno, "%s: cannot be made: " ADVICE, dir);
	if (!S_ISDIR(st.st_mode))
		return why__set(why, ENOTDIR, "%s: is no directory: " ADVICE, dir);
	if (!is_empty(dir) && !is_published(dir))
		return why__set(why, EEXIST,
				"%s: holds something else than a published page: " ADVICE, dir);
	return 0;
}

static int copy_plots(const char *from, const char *dir, struct why *why)
{
	char to[PATH_MAX], path[PATH_MAX];
	struct dirent *entry;
	DIR *d = opendir(from);
	int err = 0;

	if (!d)
		return why__set(why, errno, "%s: %s: name a folder of plots", from,
				strerror(errno));
	snprintf(to, sizeof(to), "%s/plots", dir);
	if (mkdir(to, 0777))
		err = why__set(why, errno, "%s: %s: " ADVICE, to, strerror(errno));
	while (!err && (entry = readdir(d))) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", from, entry->d_name);
		err = page__file(to, entry->d_name, page__copy, path, why);
	}
	closedir(d);
	return err;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *where)
{
	(void)st;
	(void)type;
	(void)where;
	return remove(path);
}

static void remove_tree(const char *path)
{
	nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static int make(const char *made, const char *dir, const char *plots,
		page_writer write, const void *what, struct why *why)
{
	int err = write(made, what, why);

	if (!err && plots)
		err = copy_plots(plots, made, why);
	if (!err)
		err = replace__folder(made, dir);
	if (err)
		why__set(why, -err, "%s: %s: " ADVICE, dir, strerror(-err));
	remove_tree(made);
	return err;
}

int page__publish(const char *output, const char *plots, page_writer write, const void *what,
		  struct why *why)
{
	char dir[PATH_MAX / 2], made[PATH_MAX - 16];
	sigset_t signals, before;
	const char *name;
	size_t end;
	int err;

	snprintf(dir, sizeof(dir), "%s", output);
	for (end = strlen(dir); end > 1 && dir[end - 1] == '/'; end--)
		dir[end - 1] = 0;
	name = strrchr(dir, '/') ? strrchr(dir, '/') + 1 : dir;
	snprintf(made, sizeof(made), "%.*s.%s.%d", (int)(name - dir), dir, name, (int)getpid());
	err = may_replace(dir, why);
	if (err)
		return err;
	err = file__make_parents(dir);
	if (err)
		return why__set(why, -err, "%s: cannot be made: " ADVICE, dir);
	/* Whoever interrupts this leaves the page before, or the whole new one. */
	sigemptyset(&signals);
	sigaddset(&signals, SIGHUP);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	sigprocmask(SIG_BLOCK, &signals, &before);
	err = make(made, dir, plots, write, what, why);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return err;
}
