// SPDX-License-Identifier: GPL-2.0-only
/* console.c - what a dead machine's console says of its death. */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "console.h"
#include "lib/kernel-log.h"

#define SHOWN_LINES	15
#define LINE		256

void console__show(const char *path)
{
	char lines[SHOWN_LINES][LINE];
	unsigned int n = 0, i;
	FILE *f = fopen(path, "r");

	while (f && fgets(lines[n % SHOWN_LINES], LINE, f)) {
		lines[n % SHOWN_LINES][strcspn(lines[n % SHOWN_LINES], "\r\n")] = 0;
		n++;
	}
	if (f)
		fclose(f);
	for (i = n > SHOWN_LINES ? n - SHOWN_LINES : 0; i < n; i++)
		fprintf(stderr, "vcpuscale: the console: %s\n", lines[i % SHOWN_LINES]);
}

const char *console__text(const char *line)
{
	const char *end = line[0] == '[' ? strstr(line, "] ") : NULL;

	return end ? end + 2 : line;
}

void console__find_complaint(const char *path, char *text, size_t size)
{
	char line[LINE];
	FILE *f = fopen(path, "r");

	snprintf(text, size, "the machine ended by itself");
	while (f && fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\r\n")] = 0;
		if (is_complaint(line)) {
			snprintf(text, size, "%s", console__text(line));
			break;
		}
	}
	if (f)
		fclose(f);
}

void console__first_line_of(const char *dir, const char *name, char *text, size_t size)
{
	char path[PATH_MAX];
	FILE *f;

	text[0] = 0;
	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "r");
	if (!f)
		return;
	if (!fgets(text, size, f))
		text[0] = 0;
	text[strcspn(text, "\n")] = 0;
	fclose(f);
}
