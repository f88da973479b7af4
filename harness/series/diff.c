// SPDX-License-Identifier: GPL-2.0-only
/* diff.c - the files and hunks of a patch. */
#include "diff.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/array.h"

/* Where the parser is. */
struct diff_parser {
	struct diff *diff;
	const struct text *text;
	struct why *why;
	size_t at, line;	/* offset and number of the next line */
};

static const char *next_line(struct diff_parser *p, size_t *len)
{
	const char *line = text__line(p->text, &p->at, len);

	if (line)
		p->line++;
	return line;
}

static bool peek(const struct diff_parser *p, const char *prefix)
{
	size_t at = p->at, len;
	const char *line = text__line(p->text, &at, &len);

	return line && starts_with(line, len, prefix);
}

static struct diff_file *last_file(struct diff_parser *p)
{
	return p->diff->nr ? &p->diff->file[p->diff->nr - 1] : NULL;
}

static struct diff_file *add_file(struct diff_parser *p, size_t start)
{
	struct diff_file *grown;

	grown = array__grow(p->diff->file, &p->diff->room, p->diff->nr, sizeof(*grown));
	if (!grown)
		abort();
	p->diff->file = grown;
	grown += p->diff->nr++;
	*grown = (struct diff_file) { .start = start, .end = p->at };
	return grown;
}

/* The name of "--- a/x<TAB>date": NULL for /dev/null. */
static char *name_of(const char *line, size_t len)
{
	const char *tab = memchr(line, '\t', len);

	if (tab)
		len = tab - line;
	while (len && (line[len - 1] == ' ' || line[len - 1] == '\r'))
		len--;
	if (len == 9 && !memcmp(line, "/dev/null", 9))
		return NULL;
	return text__string(line, len);
}

static void set_name(char **name, const char *line, size_t len)
{
	free(*name);
	*name = name_of(line, len);
}

/*
 * "diff --git a/x b/x": both names are of one length. Of a rename, whose are
 * not, the header lines below say the names; then any split does.
 */
static void names_of_git(struct diff_file *file, const char *rest, size_t len)
{
	const char *space = NULL;
	size_t half = len / 2;

	while (len && rest[len - 1] == '\r')
		half = --len / 2;
	if (len % 2 && rest[half] == ' ')
		space = rest + half;
	else
		space = memchr(rest, ' ', len);
	if (!space)
		return;
	file->old = text__string(rest, space - rest);
	file->new = text__string(space + 1, rest + len - space - 1);
}

/* "rename from x" has no prefix: it gets that of the header, a/ or none. */
static void set_moved(char **name, const char *to, size_t len)
{
	const char *slash = *name ? strchr(*name, '/') : NULL;
	int prefix = slash ? slash + 1 - *name : 0;
	char *moved = text__string(to, len);

	if (prefix == 2) {
		char *full = text__format("%.*s%s", prefix, *name, moved);

		free(moved);
		moved = full;
	}
	free(*name);
	*name = moved;
	(*name)[strcspn(*name, "\r")] = '\0';
}

/* A line of git's extended header; false where it is none. */
static bool git_header(struct diff_file *file, const char *line, size_t len)
{
	static const char *const plain[] = {
		"index ", "similarity index ", "dissimilarity index ",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(plain); i++)
		if (starts_with(line, len, plain[i]))
			return true;
	if (starts_with(line, len, "old mode ") || starts_with(line, len, "new mode ")) {
		file->is_mode = true;
	} else if (starts_with(line, len, "new file mode ")) {
		free(file->old);
		file->old = NULL;
	} else if (starts_with(line, len, "deleted file mode ")) {
		free(file->new);
		file->new = NULL;
	} else if (starts_with(line, len, "rename from ")) {
		set_moved(&file->old, line + 12, len - 12);
		file->is_move = true;
	} else if (starts_with(line, len, "rename to ")) {
		set_moved(&file->new, line + 10, len - 10);
	} else if (starts_with(line, len, "copy from ")) {
		set_moved(&file->old, line + 10, len - 10);
		file->is_move = true;
	} else if (starts_with(line, len, "copy to ")) {
		set_moved(&file->new, line + 8, len - 8);
	} else {
		return false;
	}
	return true;
}

/* Two blocks of base85 at most, each ended by an empty line. */
static void skip_binary(struct diff_parser *p, struct diff_file *file)
{
	const char *line;
	size_t len;

	file->is_binary = true;
	while (peek(p, "literal ") || peek(p, "delta ")) {
		while ((line = next_line(p, &len)) && len && line[0] != '\r')
			;
		file->end = p->at;
	}
}

static void git_headers(struct diff_parser *p, struct diff_file *file)
{
	size_t at, number, len;
	const char *line;

	for (;;) {
		at = p->at, number = p->line;
		line = next_line(p, &len);
		if (!line)
			return;
		if (starts_with(line, len, "GIT binary patch")) {
			skip_binary(p, file);
			return;
		}
		if (starts_with(line, len, "Binary files "))
			file->is_binary = true;
		else if (!git_header(file, line, len))
			break;
		file->end = p->at;
	}
	p->at = at;
	p->line = number;
}

/* "@@ -1,2 +3,4 @@": the two counts. */
static bool hunk_counts(const char *line, size_t len, unsigned long *old, unsigned long *new)
{
	char head[80], *s = head;

	if (len >= sizeof(head))
		len = sizeof(head) - 1;
	memcpy(head, line, len);
	head[len] = '\0';
	*old = *new = 1;
	if (strncmp(s, "@@ -", 4) || !isdigit((unsigned char)s[4]))
		return false;
	strtoul(s + 4, &s, 10);
	if (*s == ',')
		*old = strtoul(s + 1, &s, 10);
	if (s[0] != ' ' || s[1] != '+' || !isdigit((unsigned char)s[2]))
		return false;
	strtoul(s + 2, &s, 10);
	if (*s == ',')
		*new = strtoul(s + 1, &s, 10);
	return !strncmp(s, " @@", 3);
}

static int hunk(struct diff_parser *p, struct diff_file *file, unsigned long old, unsigned long new)
{
	size_t first = p->line, len;
	const char *line;

	file->hunks++;
	while (old || new) {
		line = next_line(p, &len);
		if (!line)
			return why__set(p->why, EINVAL, "is cut off in the hunk that begins in line %zu", first);
		if ((!len || line[0] == ' ' || line[0] == '\r') && old && new)
			old--, new--;
		else if (len && line[0] == '-' && old)
			old--;
		else if (len && line[0] == '+' && new)
			new--;
		else if (!len || line[0] != '\\')
			return why__set(p->why, EINVAL, "does not fit line %zu, \"%.*s\", into the hunk that begins in line %zu",
					p->line, (int)(len < 40 ? len : 40), line, first);
	}
	if (peek(p, "\\"))
		next_line(p, &len);
	file->end = p->at;
	return 0;
}

/* "--- x" with "+++ y" behind it: of the file that git's header announced, or
 * of one that diff -u wrote.
 */
static void two_names(struct diff_parser *p, const char *line, size_t len, size_t start)
{
	struct diff_file *file = last_file(p);
	const char *old = line + 4;
	size_t old_len = len - 4;

	line = next_line(p, &len);
	if (!file || !file->is_git || file->hunks || file->end != start)
		file = add_file(p, start);
	set_name(&file->old, old, old_len);
	set_name(&file->new, line + 4, len - 4);
	file->end = p->at;
}

static int one_line(struct diff_parser *p, const char *line, size_t len, size_t start)
{
	struct diff_file *file = last_file(p);
	unsigned long old, new;

	if (starts_with(line, len, "diff --git ")) {
		file = add_file(p, start);
		file->is_git = true;
		names_of_git(file, line + 11, len - 11);
		git_headers(p, file);
	} else if (starts_with(line, len, "--- ") && peek(p, "+++ ")) {
		two_names(p, line, len, start);
	} else if (hunk_counts(line, len, &old, &new)) {
		if (!file || file->end != start)
			return why__set(p->why, EINVAL, "has a hunk in line %zu without the name of a file above it", p->line);
		return hunk(p, file, old, new);
	} else if (file && file->end == start && starts_with(line, len, "Binary files ")) {
		file->is_binary = true;
		file->end = p->at;
	}
	return 0;
}

int diff__parse(struct diff *diff, const struct text *text, struct why *why)
{
	struct diff_parser p = { .diff = diff, .text = text, .why = why };
	size_t start, len;
	const char *line;
	int err;

	*diff = (struct diff) { 0 };
	while (start = p.at, (line = next_line(&p, &len))) {
		err = one_line(&p, line, len, start);
		if (err)
			return err;
	}
	return 0;
}

void diff__free(struct diff *diff)
{
	size_t i;

	for (i = 0; i < diff->nr; i++) {
		free(diff->file[i].old);
		free(diff->file[i].new);
	}
	free(diff->file);
	*diff = (struct diff) { 0 };
}
