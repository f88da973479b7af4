/* SPDX-License-Identifier: GPL-2.0-only */
/* series.h - what was read, what of it is applied, and in which order. */
#ifndef SERIES_SERIES_H
#define SERIES_SERIES_H

#include "diff.h"
#include "header.h"

#define LEVEL_UNKNOWN	(-1)

/**
 * struct mail - one mail, or one file with a diff
 * @origin: where it stood, as "my.mbox, mail 3" or a file's name
 * @place: the directory, or the mbox; numbers count within one place
 * @raw: as read; given back when the mail has been read
 * @head: its headers, as they were
 * @subject: decoded; of a bare diff the file's name
 * @author: "Name <address>", NULL if it does not say
 * @date: as the mail has it, or NULL
 * @id: its Message-ID, or NULL
 * @root: the Message-ID of the thread's first mail, or NULL
 * @parent: the Message-ID that it replies to, or NULL
 * @base: the commit of its "base-commit:" line, or NULL
 * @message: the commit message without the subject
 * @patch: the diff as -p1, UTF-8, without carriage returns
 * @diff: files and hunks of @patch
 * @level: directories before its names, from a quilt series, or LEVEL_UNKNOWN
 * @position: its place in what was read
 * @left_out: why it is not applied; NULL if it is
 * @bad: why it cannot be applied although it should; NULL if it can
 * @has_diff: something in it claims to be a diff
 * @is_listed: a quilt series names it: its place is where it is listed
 * @is_alone: the user named this mail and nothing else
 * @in_mbox: one of several mails of a file
 * @is_placed: its place in the order is known
 * @file: its name in the directory written
 */
struct mail {
	char *origin, *place;
	struct text raw, head;
	struct subject subject;
	char *author, *date, *id, *root, *parent, *base;
	struct text message, patch;
	struct diff diff;
	int level;
	size_t position;
	char *left_out, *bad;
	bool has_diff, is_listed, is_alone, in_mbox, is_placed;
	char *file;
};

/**
 * struct series - all that was read from what the user named
 * @name: what the user named
 * @temp: a directory for the files that programs want; emptied at the end
 * @mail: what was read, each allocated by itself
 * @nr: how many
 * @room: of @mail
 * @ignored: lines of the manifest on files that are no patches
 * @notes: lines of the manifest on what the user should know
 * @under: the kernel whose series lies under this one, or NULL
 * @kernels: the directory of kernels that a line "@NAME" refers to, or NULL
 * @line: the base of those, as "6.1"
 * @level: what a quilt series says of the file that is read: mail's @level
 */
struct series {
	const char *name;
	char *temp;
	struct mail **mail;
	size_t nr, room;
	struct text ignored, notes;
	char *under;
	const char *kernels, *line;
	int level;
};

/**
 * series__add() - add an empty mail
 *
 * Return: the mail, whose @origin and @place are the caller's strings.
 */
struct mail *series__add(struct series *series, char *origin, char *place);

/** series__applied() - how many are not left out */
size_t series__applied(const struct series *series);

/** series__free() - give everything back, and remove the temporary files */
void series__free(struct series *series);

/**
 * input__read() - read all that the user named
 * @series: filled; @series->name says what
 * @why: set on failure
 *
 * Return: 0, or a negative errno: a file that is not there, an archive that
 * does not unpack, a quilt series that names what is missing.
 */
int input__read(struct series *series, struct why *why);

/**
 * input__file() - read one file: an mbox, a mail, a diff
 * @series: gets its mails
 * @path: the file
 * @place: the directory that its numbers count in
 * @named: the user, or a quilt series, named this file
 * @why: set on failure
 */
int input__file(struct series *series, const char *path, const char *place,
		bool named, struct why *why);

/** input__label() - how messages call a file, the caller's to free */
char *input__label(const char *path);

/** series_reader - reads what series->name is, as input__read() */
typedef int series_reader(struct series *series, struct why *why);

/**
 * quilt__read() - read the patches that a file "series" lists
 * @series: gets them
 * @list: the file
 * @reader: for a kernel that the list builds upon
 * @why: names the line that is wrong
 */
int quilt__read(struct series *series, const char *list, series_reader *reader, struct why *why);

/**
 * mail__read() - what is in a mail whose @raw is read
 * @series: for its temporary directory
 * @mail: filled; @mail->bad says what is wrong with it
 * @why: of failures that are not the mail's
 */
int mail__read(struct series *series, struct mail *mail, struct why *why);

/** mail__read_diff() - the same of a file that is no mail but has a diff */
void mail__read_diff(struct mail *mail);

/** mail__base() - the commit of a line "base-commit:", or NULL */
char *mail__base(const struct text *text);

/** mail__claims_diff() - is there a line that only a diff has? */
bool mail__claims_diff(const struct text *text);

/** mail__take_patch() - parse and normalise @patch as the patch of @mail */
void mail__take_patch(struct mail *mail, struct text *patch);

/** mail__name() - how messages call a mail, the caller's to free */
char *mail__name(const struct mail *mail);

/**
 * select__mails() - decide what is applied, and in which order
 * @series: sorted; what is not applied gets its @left_out
 * @why: a patch that is missing, two for one place, nothing to apply
 *
 * Return: 0 or -EINVAL.
 */
int select__mails(struct series *series, struct why *why);

/**
 * select__first() - leave out all patches behind the first ones
 * @series: selected and in order
 * @nr: how many stay
 */
void select__first(struct series *series, size_t nr);

/**
 * versions__select() - leave older versions of a series out
 * @series: what was read
 */
void versions__select(struct series *series);

/**
 * output__write() - write the normalised series and its manifest
 * @series: selected and in order
 * @dir: replaced; it appears whole
 * @why: set on failure; also where git cannot read a patch
 */
int output__write(struct series *series, const char *dir, struct why *why);

#endif
