// SPDX-License-Identifier: GPL-2.0-only
/*
 * journal.c - what has to be restored, also by the next run after a kill -9.
 *
 *	vendor kvm_amd
 *	args kvm halt_poll_ns=1
 *	param kvm halt_poll_ns 1
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "journal.h"
#include "testbed/vendor.h"

static void name_of(char *path, const struct saved_modules *saved, const char *file)
{
	snprintf(path, PATH_MAX, "%.4000s/%s", saved->dir, file);
}

static int failed(const char *path, struct why *why)
{
	int err = errno ? errno : EIO;

	return why__set(why, err, "%s: %s: give another directory with --state", path,
			strerror(err));
}

int journal__write(const struct saved_modules *saved, struct why *why)
{
	char path[PATH_MAX], partial[PATH_MAX];
	unsigned int i;
	FILE *f;

	name_of(path, saved, "journal");
	name_of(partial, saved, "journal.new");
	f = fopen(partial, "we");
	if (!f)
		return failed(partial, why);
	fprintf(f, "vendor %s\n", saved->vendor);
	fprintf(f, "args kvm %s\nargs %s %s\n", saved->args[0], saved->vendor, saved->args[1]);
	for (i = 0; i < saved->params.nr; i++)
		fprintf(f, "param %s %s %s\n", saved->params.at[i].module, saved->params.at[i].name,
			saved->params.at[i].value);
	errno = 0;
	if (fflush(f) || ferror(f)) {
		fclose(f);
		return failed(partial, why);
	}
	fclose(f);
	return rename(partial, path) ? failed(path, why) : 0;
}

static void read_one(struct saved_modules *saved, char *line)
{
	struct param *param = &saved->params.at[saved->params.nr];
	char module[NAME_SIZE], name[NAME_SIZE];
	int at = 0;

	line[strcspn(line, "\n")] = 0;
	if (sscanf(line, "vendor %63s", saved->vendor) == 1)
		return;
	if (sscanf(line, "args %63s %n", module, &at) == 1 && at) {
		snprintf(saved->args[strcmp(module, "kvm") != 0], ARGS_SIZE, "%s", line + at);
	} else if (sscanf(line, "param %63s %63s%n", module, name, &at) == 2 && at &&
		   saved->params.nr < MAX_PARAMS) {
		strcpy(param->module, module);
		strcpy(param->name, name);
		snprintf(param->value, VALUE_SIZE, "%.255s", line[at] ? line + at + 1 : "");
		saved->params.nr++;
	}
}

int journal__read(struct saved_modules *saved, const char *dir, struct why *why)
{
	char path[PATH_MAX], line[ARGS_SIZE + 128];
	FILE *f;

	*saved = (struct saved_modules){ .dir = "" };
	snprintf(saved->dir, sizeof(saved->dir), "%s", dir);
	name_of(path, saved, "journal");
	f = fopen(path, "re");
	if (!f)
		return -ENOENT;
	while (fgets(line, sizeof(line), f))
		read_one(saved, line);
	fclose(f);
	if (saved->vendor[0])
		return 0;
	return why__set(why, EINVAL,
			"%s: names no module: load the machine's own kvm and remove it", path);
}

/* Not compressed, so a copy is as long as it has to be when it is complete. */
static int copy(const char *from, const char *to, struct why *why)
{
	int in = open(from, O_RDONLY | O_CLOEXEC), out, err = 0;
	struct stat st;
	off_t at = 0;

	if (in < 0 || fstat(in, &st))
		return failed(from, why);
	out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (out < 0)
		err = failed(to, why);
	errno = 0;
	while (!err && at < st.st_size)
		if (sendfile(out, in, &at, st.st_size - at) <= 0)
			err = failed(to, why);
	close(in);
	if (out >= 0)
		close(out);
	return err;
}

static const char *vendor_file(const char *module)
{
	int i;

	for (i = 0; i < NR_VENDORS - 1; i++)
		if (!strcmp(vendors[i].module, module))
			break;
	return vendors[i].file;
}

int journal__note(struct saved_modules *saved, const char *from, struct why *why)
{
	const char * const files[] = { "kvm.ko", vendor_file(saved->vendor) };
	char source[PATH_MAX], copied[PATH_MAX];
	int i, err = 0;

	if (mkdir(saved->dir, 0700) && errno != EEXIST)
		return failed(saved->dir, why);
	for (i = 0; i < 2 && !err; i++) {
		snprintf(source, sizeof(source), "%.4000s/%s", from, files[i]);
		name_of(copied, saved, files[i]);
		err = copy(source, copied, why);
	}
	if (err)
		return err;
	saved->params.nr = 0;
	saved->args[0][0] = saved->args[1][0] = 0;
	params__read(&saved->params, "kvm");
	params__read(&saved->params, saved->vendor);
	return journal__write(saved, why);
}

void journal__forget(const struct saved_modules *saved)
{
	char path[PATH_MAX];

	name_of(path, saved, "journal");
	unlink(path);
}
