/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * table.h - tables whose rows stand in files of their own.
 *
 * The linker puts the rows of all files side by side, so a new row is a new file
 * and no list names it. A program that has such a table links the rows' objects:
 * of an archive it would get only those that something else calls.
 */
#ifndef LIB_TABLE_H
#define LIB_TABLE_H

#include <stddef.h>

/**
 * struct table - the rows, in the linker's order
 * @start: first row
 * @end: behind the last
 * @size: of a row in bytes; a row begins with its name, a "const char *"
 */
struct table {
	const void *start;
	const void *end;
	size_t size;
};

/** TABLE_ROW() - attribute of a constant that is a row of this table */
#define TABLE_ROW(symbol) __attribute__((section("table_" #symbol), used, aligned(8)))

/** TABLE() - define a table of rows of this type */
#define TABLE(symbol, type)							\
	extern const type __start_table_##symbol[], __stop_table_##symbol[];	\
	const struct table symbol = {						\
		__start_table_##symbol, __stop_table_##symbol, sizeof(type)	\
	}

/** table__find() - the row of this name, or NULL */
const void *table__find(const struct table *t, const char *name);

/**
 * table__next() - go through a table in the order of the names
 * @row: a row, or NULL to begin
 *
 * Return: the row with the next name, or NULL at the end.
 */
const void *table__next(const struct table *t, const void *row);

/**
 * table__names() - "csv, json or text"
 * @last: goes before the last name, e.g. " or "
 * @buf: gets the names, cut to @size bytes
 *
 * Return: @buf.
 */
const char *table__names(const struct table *t, const char *last, char *buf,
			 size_t size);

#endif
