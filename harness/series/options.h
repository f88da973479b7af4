/* SPDX-License-Identifier: GPL-2.0-only */
/* options.h - the command line of vcpuscale-series. */
#ifndef SERIES_OPTIONS_H
#define SERIES_OPTIONS_H

#include "text.h"

/**
 * struct options - the command line
 * @verb: "read", "apply" or "reply"
 * @output: where read writes the normalised series, or reply its mail
 * @kernels: where a line "@NAME" of a file "series" finds kernels
 * @line: the base of those
 * @stage: the directory that apply patches
 * @pristine: where apply takes files from that the stage does not have
 * @base: what messages call the base
 * @log: the file that gets what git and patch say
 * @left_out: directories whose C sources and headers the base does not have
 * @whole: the bases that a patch of the kernel image may use
 * @see: the end of the sentence on a patch that fails
 * @verdict: what reply says of the series
 * @from: who replies
 * @report: the file that reply sends
 * @fault_code: exit code of apply where patches do not apply
 * @patch: the only patch that reply is on; 0 for none
 * @empty: a series without patches is good, or one of which none is built
 * @first: read leaves out what follows this many patches; 0 for none
 * @modules: only KVM's modules are built
 * @quiet: no notes where all is well
 * @operand: what follows the options, NULL at the end
 */
struct options {
	const char *verb, *output, *kernels, *line, *stage, *pristine, *base, *log, *see;
	const char *left_out, *whole, *verdict, *from, *report;
	bool empty, modules, quiet;
	unsigned int first, patch, fault_code;
	char **operand;
};

/**
 * options__parse() - read the command line
 * @options: filled
 * @argc: of main()
 * @argv: of main()
 * @why: set on failure
 *
 * Return: 0; 1 when --help was asked for and answered; -EINVAL.
 */
int options__parse(struct options *options, int argc, char **argv, struct why *why);

#endif
