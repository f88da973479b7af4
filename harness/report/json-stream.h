/* SPDX-License-Identifier: GPL-2.0-only */
/* json-stream.h - a JSON object member by member, so that never all of it is in memory. */
#ifndef REPORT_JSON_STREAM_H
#define REPORT_JSON_STREAM_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/**
 * struct json_stream - an object that is being printed, as jansson would indent it
 * @out: where to
 * @depth: private: of the value at hand
 * @members: private: how many were printed
 * @elements: private: of the array that is open
 * @failed: private: no memory, or nothing can be written
 */
struct json_stream {
	FILE *out;
	unsigned int depth;
	size_t members;
	size_t elements;
	bool failed;
};

/** json_stream__member() - print a member; @value is given away */
void json_stream__member(struct json_stream *s, const char *name, json_t *value);

/** json_stream__open() - begin a member that is an array */
void json_stream__open(struct json_stream *s, const char *name);

/** json_stream__element() - print an element of it; @value is given away */
void json_stream__element(struct json_stream *s, json_t *value);

/** json_stream__close() - end the array */
void json_stream__close(struct json_stream *s);

/**
 * json_stream__end() - end the object and its line
 *
 * Return: 0, or -1 if something of it is missing.
 */
int json_stream__end(struct json_stream *s);

#endif
