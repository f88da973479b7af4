/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * numbers.h - whole numbers that the user gives, one or a list of them.
 */
#ifndef LIB_NUMBERS_H
#define LIB_NUMBERS_H

/**
 * struct number_list - room for a list, and what was found
 * @at:		the caller's room for @room numbers; gets them in the order given
 * @room:	how many fit
 * @nr:		gets how many there are
 * @wrong:	gets the beginning of the part that was not taken, if any; goes behind
 *		the numbers' name in a message
 */
struct number_list {
	unsigned int *at;
	unsigned int room;
	unsigned int nr;
	char wrong[64];
};

/**
 * numbers__whole() - a decimal number and nothing else
 * @text:	what the user gave
 * @max:	the largest that is allowed
 *
 * Return: the number, 1 to @max; 0 where @text is none.
 */
unsigned int numbers__whole(const char *text, unsigned int max);

/**
 * numbers__list() - "1 2,255" to numbers
 * @list:	has room; gets the rest
 * @text:	numbers, separated by blanks, or by one comma with or without blanks
 * @max:	the largest that is allowed; the least is 1
 *
 * It ends with the first part that it does not take; those before are in @list.
 *
 * Return: 0; -EINVAL: @wrong is no number of 1 to @max; -E2BIG: there is no room
 * for @wrong, whatever it is; -ENODATA: there is no number, or none on one side
 * of a comma, and @wrong says "missing" and where.
 */
int numbers__list(struct number_list *list, const char *text, unsigned int max);

#endif
