// SPDX-License-Identifier: GPL-2.0-only
/* subject.c - "[PATCH v2 3/7] KVM: ...". */
#include "header.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const char *skip_blanks(const char *s)
{
	while (*s == ' ' || *s == '\t')
		s++;
	return s;
}

/* "Re:", "Re[2]:", and how mail programs of other languages say it. */
static const char *skip_reply(const char *s)
{
	static const char *const marks[] = { "re", "aw", "sv", "antw", "odp", "vs" };
	size_t i, len;
	const char *end;

	for (i = 0; i < ARRAY_SIZE(marks); i++) {
		len = strlen(marks[i]);
		if (strncasecmp(s, marks[i], len))
			continue;
		end = s + len;
		if (*end == '[')
			end += strcspn(end, "]") + (strchr(end, ']') != NULL);
		if (*end == ':')
			return skip_blanks(end + 1);
	}
	return NULL;
}

static unsigned int number(const char **s)
{
	unsigned long value = 0;

	for (; isdigit((unsigned char)**s); (*s)++)
		if (value < 100000)
			value = 10 * value + (**s - '0');
	return value;
}

/* "v2", also glued to PATCH as in "PATCHv2". */
static bool is_version(const char *word, unsigned int *version)
{
	if (!strncasecmp(word, "patch", 5))
		word += 5;
	word += *word == '-' || *word == '_';
	if ((*word != 'v' && *word != 'V') || !isdigit((unsigned char)word[1]))
		return false;
	word++;
	*version = number(&word);
	return !*word || *word == '.';
}

static bool is_numbers(const char *word, unsigned int *n, unsigned int *total)
{
	if (!isdigit((unsigned char)*word))
		return false;
	*n = number(&word);
	if (*word++ != '/' || !isdigit((unsigned char)*word))
		return false;
	*total = number(&word);
	return !*word && *total && *n <= *total;
}

static void take_word(struct subject *subject, const char *word)
{
	unsigned int n, total;

	if (!strncasecmp(word, "PATCH", 5) || !strcasecmp(word, "RFC"))
		subject->is_patch = true;
	if (!strcasecmp(word, "RESEND") || !strcasecmp(word, "REPOST"))
		subject->is_resend = true;
	is_version(word, &subject->version);
	if (is_numbers(word, &n, &total))
		subject->n = n, subject->total = total;
}

static void take_bracket(struct subject *subject, const char *from, size_t len)
{
	char *words = text__string(from, len), *word, *save;

	for (word = strtok_r(words, " ,\t", &save); word; word = strtok_r(NULL, " ,\t", &save))
		take_word(subject, word);
	free(words);
}

/* Behind the bracket of a patch "sv:" is a subsystem, not a reply mark. */
void subject__parse(struct subject *subject, char *title)
{
	const char *s = skip_blanks(title), *behind, *end;

	*subject = (struct subject) { .title = title, .version = 1 };
	subject->plain = s;
	for (;;) {
		behind = subject->is_patch ? NULL : skip_reply(s);
		if (behind) {
			subject->is_reply = true;
			s = subject->plain = behind;
			continue;
		}
		end = *s == '[' ? strchr(s, ']') : NULL;
		if (!end)
			break;
		take_bracket(subject, s + 1, end - s - 1);
		s = skip_blanks(end + 1);
	}
	if (subject->is_patch) {
		subject->plain = s;
		return;
	}
	/* Only the brackets of a patch count. */
	subject->n = subject->total = 0;
	subject->version = 1;
}
