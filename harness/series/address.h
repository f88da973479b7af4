/* SPDX-License-Identifier: GPL-2.0-only */
/* address.h - headers that are written: lists of addresses, encoded words, folding. */
#ifndef SERIES_ADDRESS_H
#define SERIES_ADDRESS_H

#include "text.h"

/**
 * struct address_list - people and lists, each once
 * @list: "Name <address>, address", as a header has it, without 8-bit bytes
 * @seen: the addresses, each between two line feeds, in small letters
 */
struct address_list {
	struct text list, seen;
};

/**
 * addresses__add() - add those of a header that are not in the list
 * @addresses: may have some already
 * @value: of a header, in one line, encoded or not; NULL for none
 */
void addresses__add(struct address_list *addresses, const char *value);

/** addresses__skip() - never add this address, which is in the mail elsewhere */
void addresses__skip(struct address_list *addresses, const struct address_list *others);

/** addresses__free() - give back what is in the list */
void addresses__free(struct address_list *addresses);

/**
 * address__encode() - append text as a header may have it
 * @out: where to
 * @value: as it is where it is ASCII; else UTF-8, which becomes encoded words
 */
void address__encode(struct text *out, const char *value);

/** address__header() - append "name: value", folded at blanks after some 76 columns */
void address__header(struct text *out, const char *name, const char *value);

#endif
