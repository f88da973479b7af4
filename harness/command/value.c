// SPDX-License-Identifier: GPL-2.0-only
/* What may be given to an option, and which operands a subcommand wants. */
#include "value.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int value__threshold(struct options_parse *p, const char *arg)
{
	char *end;
	double percent = strtod(arg, &end);

	if (end == arg || *end || !(percent >= 0 && percent <= 100))
		return why__set(p->why, EINVAL,
				"--threshold=%.40s: not a percentage from 0 to 100: write e.g. --threshold=2",
				arg);
	p->options->compare.threshold = percent / 100;
	return 0;
}

int value__format(struct options_parse *p, const char *arg)
{
	static const char * const names[] = {
		[REPORT_TEXT] = "text", [REPORT_JSON] = "json",
		[REPORT_CSV] = "csv",
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (!strcmp(names[i], arg)) {
			p->options->format = i;
			return 0;
		}
	}
	return why__set(p->why, EINVAL,
			"--format=%.40s: unknown format: write text, json or csv",
			arg);
}

int value__export(struct options_parse *p, const char *arg)
{
	char names[256];

	p->options->export = table__find(&export_formats, arg);
	if (p->options->export)
		return 0;
	return why__set(p->why, EINVAL,
			"--format=%.40s: unknown format: write %s", arg,
			table__names(&export_formats, " or ", names, sizeof(names)));
}

int value__setting(struct options_parse *p, const char *arg)
{
	struct options *o = p->options;

	if (o->nr_settings == OPTIONS_SETTINGS)
		return why__set(p->why, EINVAL,
				"--set=%.40s: too many: at most %d", arg,
				OPTIONS_SETTINGS);
	o->settings[o->nr_settings++] = arg;
	return 0;
}

int value__operand(struct options_parse *p, char *arg)
{
	struct options *o = p->options;

	if (!(p->takes & OPTIONS_COMPARE))
		return why__set(p->why, EINVAL,
				"'%.80s': too many operands: %s takes none",
				arg, p->command);
	if (o->nr_operands == 2)
		return why__set(p->why, EINVAL,
				"'%.80s': too many operands: name BASE and HEAD",
				arg);
	if (!*arg)
		return why__set(p->why, EINVAL,
				"empty name: name BASE and HEAD");
	o->operand[o->nr_operands++] = arg;
	return 0;
}

int value__complete(struct options_parse *p)
{
	struct options *o = p->options;
	char names[256];

	if (o->help)
		return 0;
	if ((p->takes & OPTIONS_COMPARE) && o->nr_operands < 2)
		return why__set(p->why, EINVAL,
				"%s missing: name two kernels or results files, e.g. %s unpatched patched",
				o->nr_operands ? "HEAD" : "BASE and HEAD",
				p->command);
	if ((p->takes & OPTIONS_EXPORT) && !o->export)
		return why__set(p->why, EINVAL, "--format missing: write %s",
				table__names(&export_formats, " or ", names, sizeof(names)));
	if ((p->takes & OPTIONS_EXPORT) && !o->nr_files)
		return why__set(p->why, EINVAL,
				"no run: name kernels or results files, e.g. export --format=csv patched");
	if ((p->takes & OPTIONS_IMPORT) && o->nr_files != 1)
		return why__set(p->why, EINVAL,
				"%s: name one file of Go benchmark text",
				o->nr_files ? "too many files" : "no file");
	if ((p->takes & OPTIONS_OUTPUT) && !o->output)
		return why__set(p->why, EINVAL,
				"--output missing: say where to write, e.g. --output=%s",
				p->takes & OPTIONS_IMPORT ?
				"results/K/T/R.txt" : "results/plots");
	return 0;
}
