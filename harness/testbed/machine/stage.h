/* SPDX-License-Identifier: GPL-2.0-only */
/* stage.h - the directories in which machines' archives are packed. */
#ifndef TESTBED_MACHINE_STAGE_H
#define TESTBED_MACHINE_STAGE_H

#include "lib/why.h"

/**
 * stage__prepare() - make the directories, remove what dead processes left
 * @build:	build directory; gets testbed/ and logs/
 * @why:	says what is wrong
 *
 * Return: 0 or a negative errno.
 */
int stage__prepare(const char *build, struct why *why);

/** stage__remove() - remove this process's directories */
void stage__remove(const char *build);

#endif
