// SPDX-License-Identifier: GPL-2.0-only
/* diff-write.c - where a patch begins, and writing it anew as -p1. */
#include "diff.h"

#include <stdlib.h>
#include <string.h>

size_t diff__begins(const struct text *text)
{
	size_t at = 0, start = 0, len, next_len, next;
	const char *line;

	while ((line = text__line(text, &at, &len))) {
		if (starts_with(line, len, "diff -") || starts_with(line, len, "Index: "))
			return start;
		next = at;
		if (starts_with(line, len, "--- ") &&
		    (line = text__line(text, &next, &next_len)) &&
		    starts_with(line, next_len, "+++ "))
			return start;
		start = at;
	}
	return text->len;
}

/* What Linux's top directory holds. */
static bool is_top(const char *name)
{
	static const char *const top[] = {
		"arch", "block", "certs", "crypto", "Documentation", "drivers", "fs",
		"include", "init", "io_uring", "ipc", "kernel", "lib", "LICENSES", "mm",
		"net", "rust", "samples", "scripts", "security", "sound", "tools", "usr",
		"virt", "Makefile", "Kbuild", "Kconfig", "MAINTAINERS", "CREDITS",
		"COPYING", "README", ".mailmap", ".gitignore", ".clang-format",
	};
	size_t i, len = strcspn(name, "/");

	for (i = 0; i < ARRAY_SIZE(top); i++)
		if (strlen(top[i]) == len && !memcmp(top[i], name, len))
			return true;
	return false;
}

static bool same_top(const char *a, const char *b)
{
	size_t len = strcspn(a, "/");

	return len == strcspn(b, "/") && !memcmp(a, b, len);
}

/* -p2: of a repository that has Linux in a directory of its own. */
static bool is_top_behind(const char *name, int level)
{
	name = diff__strip(name, level);
	return name && is_top(name);
}

int diff__level(const struct diff *diff)
{
	const struct diff_file *file;
	bool two = diff->nr > 0;
	const char *name;
	size_t i;

	for (i = 0; i < diff->nr; i++) {
		file = &diff->file[i];
		name = file->new ? file->new : file->old;
		if (!name)
			continue;
		if ((file->old && file->new && !file->is_move && !same_top(file->old, file->new)) ||
		    !is_top(name))
			goto deeper;
	}
	return 0;
deeper:
	for (i = 0; i < diff->nr; i++) {
		name = diff->file[i].new ? diff->file[i].new : diff->file[i].old;
		if (name && (is_top_behind(name, 1) || !is_top_behind(name, 2)))
			two = false;
	}
	return two ? 2 : 1;
}

const char *diff__strip(const char *name, int level)
{
	const char *slash;

	for (; name && level > 0; level--) {
		slash = strchr(name, '/');
		if (!slash)
			break;
		name = slash + 1;
	}
	return name;
}

const char *diff__target(const struct diff_file *file)
{
	const char *old = diff__strip(file->old, 1), *new = diff__strip(file->new, 1);

	if (!old || !new)
		return new ? new : old ? old : "";
	return !file->is_git && strlen(old) < strlen(new) ? old : new;
}

/* "--- a/linux/x<TAB>date" as "--- a/x<TAB>date". */
static void write_name(struct text *out, const char *line, size_t len, int level, char side)
{
	const char *name = line + 4, *end = line + len, *slash;

	text__add(out, line, 4);
	if (!starts_with(name, end - name, "/dev/null")) {
		text__printf(out, "%c/", side);
		for (; level > 0; level--) {
			slash = memchr(name, '/', end - name);
			if (slash)
				name = slash + 1;
		}
	}
	text__add(out, name, end - name);
	text__add(out, "\n", 1);
}

static void write_moved(struct text *out, const char *line, size_t len, int level)
{
	const char *word = memmem(line, len, "from ", 5) ? "from " : "to ";
	char *name = text__string(line, len), *at = strstr(name, word) + strlen(word);

	text__printf(out, "%.*s%s\n", (int)(at - name), name, diff__strip(at, level - 1));
	free(name);
}

/* The header of a file whose names are not those of -p1. */
static size_t write_header(struct text *out, const struct text *text,
			   const struct diff_file *file, int level)
{
	const char *old = diff__strip(file->old, level), *new = diff__strip(file->new, level);
	size_t at = file->start, len, begun;
	const char *line;

	while (begun = at, at < file->end) {
		line = text__line(text, &at, &len);
		if (starts_with(line, len, "@@ -") || starts_with(line, len, "GIT binary patch"))
			break;
		if (starts_with(line, len, "diff --git "))
			text__printf(out, "diff --git a/%s b/%s\n", old ? old : new, new ? new : old);
		else if (starts_with(line, len, "--- "))
			write_name(out, line, len, level, 'a');
		else if (starts_with(line, len, "+++ "))
			write_name(out, line, len, level, 'b');
		else if (file->is_move && (starts_with(line, len, "rename ") || starts_with(line, len, "copy ")))
			write_moved(out, line, len, level);
		else
			text__printf(out, "%.*s\n", (int)len, line);
	}
	return begun;
}

void diff__write(struct text *out, const struct text *text,
		 const struct diff_file *file, int level)
{
	size_t at = file->start;

	if (level != 1)
		at = write_header(out, text, file, level);
	text__add(out, text->data + at, file->end - at);
	if (file->end && text->data[file->end - 1] != '\n')
		text__puts(out, "\n");
}
