/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bytes.h - the sizes of KVM's structures, which both sides were built with. No cells:
 * a build has them before anything is measured, and they decide nothing.
 */
#ifndef REPORT_BYTES_H
#define REPORT_BYTES_H

#include <jansson.h>

#include "compare/compare.h"

#define BYTES_TEXT	400	/* bytes of the sentence */

/**
 * bytes__words() - "struct kvm 48704 instead of 40504 (+8200); struct kvm_vcpu 6552"
 * @buf: BYTES_TEXT bytes; empty where the files do not say
 *
 * Return: @buf.
 */
const char *bytes__words(char *buf, const struct comparison *c);

/** bytes__set() - the sizes of @r, as numbers, into a JSON object: those that it says */
void bytes__set(json_t *object, const struct results *r);

#endif
