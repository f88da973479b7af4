// SPDX-License-Identifier: GPL-2.0-only
/*
 * kcidb.c - a report as KCIDB takes it (https://github.com/kernelci/kcidb-io, schema
 * 5.3): a run is a checkout and a build, a cell is a test.
 *
 * A run by itself says what an operation costs, not whether that is good: "DONE", as the
 * schema has it for measurements. Nothing in it is null.
 */
#include "cell.h"
#include "json.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAJOR	5
#define MINOR	3
#define ORIGIN	"vcpuscale"
#define ID	400

static const char *get(const struct results *r, const char *key)
{
	const char *value = results__get(r, key);

	return value ? value : "";
}

static bool is_origin(const char *s)
{
	size_t len = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_");

	return len && !s[len];
}

static const char *origin_of(const struct export *e)
{
	return e->origin ? e->origin : ORIGIN;
}

/* Each object is one of this run: two runs of one kernel are two builds. */
static const char *id_of(char buf[ID], const struct export *e, const struct results *r,
			 const char *rest)
{
	snprintf(buf, ID, "%.60s:%.60s%.260s", origin_of(e), get(r, "run"), rest);
	return buf;
}

/* "IrqDelivery/state=quiet" is "IrqDelivery.state-quiet" in KCIDB's tree of tests. */
static void put_path(char *to, size_t size, const char *bench, unsigned int vcpus)
{
	size_t len = snprintf(to, size, "vcpuscale.");

	for (; *bench && len + 20 < size; bench++)
		to[len++] = *bench == '/' ? '.' :
			    isalnum((unsigned char)*bench) || *bench == '_' ? *bench : '-';
	if (vcpus)
		snprintf(to + len, size - len, ".vcpus-%u", vcpus);
	else
		to[len] = '\0';
}

static void set_text(json_t *object, const char *key, const char *value)
{
	if (*value)
		json_object_set_new(object, key, json_string(value));
}

static void set_date(json_t *object, const struct results *r)
{
	char date[40];

	if (export__date(date, sizeof(date), r, "%Y-%m-%dT%H:%M:%S+00:00"))
		set_text(object, "start_time", date);
}

/* All that a results file says of where it comes from, in its own words. */
static json_t *settings_of(const struct results *r)
{
	json_t *misc = json_object();
	size_t i;

	for (i = 0; i < r->nr_settings; i++)
		json_object_set_new(misc, r->settings[i].key, json_string(r->settings[i].value));
	return misc;
}

static json_t *checkout(const struct export *e, const struct results *r)
{
	json_t *o = json_object();
	const char *commit = get(r, "commit");
	char id[ID], comment[200];

	set_text(o, "id", id_of(id, e, r, ""));
	set_text(o, "origin", origin_of(e));
	if (strlen(commit) == 40 && strspn(commit, "0123456789abcdef") == 40)
		set_text(o, "git_commit_hash", commit);
	set_text(o, "git_commit_name", get(r, "kernel-source"));
	snprintf(comment, sizeof(comment), "Linux %.60s, kernel %.60s", get(r, "kernel-base"),
		 get(r, "kernel"));
	set_text(o, "comment", comment);
	set_date(o, r);
	json_object_set_new(o, "valid", json_true());
	return o;
}

static json_t *build(const struct export *e, const struct results *r)
{
	json_t *o = json_object();
	char id[ID];

	set_text(o, "id", id_of(id, e, r, ""));
	set_text(o, "checkout_id", id);
	set_text(o, "origin", origin_of(e));
	set_text(o, "architecture", "x86_64");
	set_text(o, "compiler", get(r, "compiler"));
	set_text(o, "config_name", get(r, "kernel-config"));
	set_text(o, "status", "PASS");
	json_object_set_new(o, "misc", settings_of(r));
	return o;
}

/* A test of this cell; @status as the schema has it, @comment NULL for none. */
static json_t *test(const struct export *e, const struct results *r, const char *bench,
		    unsigned int vcpus, const char *unit, const char *status, const char *comment)
{
	json_t *o = json_object();
	char id[ID], build_id[ID], path[260], rest[300];

	put_path(path, sizeof(path), bench, vcpus);
	snprintf(rest, sizeof(rest), ".%s%s%.30s", path, *unit ? ":" : "", unit);
	set_text(o, "id", id_of(id, e, r, rest));
	set_text(o, "build_id", id_of(build_id, e, r, ""));
	set_text(o, "origin", origin_of(e));
	set_text(o, "path", path);
	set_text(o, "status", status);
	if (comment)
		set_text(o, "comment", comment);
	set_date(o, r);
	json_object_set_new(o, "environment", json_pack("{s:s}", "comment", get(r, "machine")));
	return o;
}

/* 0 or -ENOMEM. */
static int add_cell(json_t *tests, const struct export *e, const struct results *r,
		    const struct results_cell *cell)
{
	double value = export__value(r, cell);
	json_t *o;

	if (isnan(value))
		return -ENOMEM;
	o = test(e, r, cell->bench, cell->vcpus, cell->unit, "DONE", NULL);
	json_object_set_new(o, "number", json_pack("{s:f, s:s}", "value", value, "unit", cell->unit));
	return json_array_append_new(tests, o) ? -ENOMEM : 0;
}

/* Each round says why a cell has no number; here the first one does. */
static bool is_first(const struct results *r, const struct note *note)
{
	const struct note *before;

	for (before = r->notes; before < note; before++)
		if (before->vcpus == note->vcpus && !strcmp(before->bench, note->bench) &&
		    before->invalid == note->invalid)
			return false;
	return true;
}

static int add_note(json_t *tests, const struct export *e, const struct results *r,
		    const struct note *note)
{
	json_t *o = test(e, r, note->bench, note->vcpus, "", note->invalid ? "ERROR" : "SKIP",
			 note->reason);

	return json_array_append_new(tests, o) ? -ENOMEM : 0;
}

/* A benchmark that did not do what it says is an error, not the kernel's failure. */
static int add_run(json_t *tests, const struct export *e, const struct results *r)
{
	const struct note *note;
	size_t i;
	int err = 0;

	for (i = 0; !err && i < r->nr_cells; i++)
		if (export__is_wanted(e, r, r->cells[i]))
			err = add_cell(tests, e, r, r->cells[i]);
	for (note = r->notes; !err && note < r->notes + r->nr_notes; note++)
		err = is_first(r, note) ? add_note(tests, e, r, note) : 0;
	return err;
}

static int write_kcidb(FILE *out, const struct export *e, struct why *why)
{
	json_t *checkouts, *builds, *tests, *root;
	size_t i;
	int err = 0;

	if (!is_origin(origin_of(e)))
		return why__set(why, EINVAL, "--origin=%.60s: not a name of a CI system: give small letters, digits and _",
				origin_of(e));
	checkouts = json_array();
	builds = json_array();
	tests = json_array();
	for (i = 0; !err && i < e->nr_runs; i++) {
		json_array_append_new(checkouts, checkout(e, e->runs[i]));
		json_array_append_new(builds, build(e, e->runs[i]));
		err = add_run(tests, e, e->runs[i]);
	}
	root = json_pack("{s:{s:i, s:i}, s:o, s:o, s:o}", "version", "major", MAJOR, "minor", MINOR,
			 "checkouts", checkouts, "builds", builds, "tests", tests);
	if (err) {
		json_decref(root);
		root = NULL;
	}
	return export__json(out, root, why);
}

EXPORT_FORMAT(kcidb) = { .name = "kcidb", .invalid = true, .write = write_kcidb };
