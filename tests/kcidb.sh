#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# vcpuscale export --format=kcidb: every object has the fields that KCIDB's schema 5.3
# demands, no others, and ids that lead from one to the next. With KCIDB_IO=DIR, a
# checkout of github.com/kernelci/kcidb-io, its own validator reads them too. TAP.
#
# check() calls the functions by name:
# shellcheck disable=SC2317
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/exchange/files.sh
. tests/exchange/files.sh

by_hand()
{
	export_to kcidb "$tmp/$1.json" "${@:2}" && py "$tmp/$1.json" '
import re
report = json.load(f)
fields = {
    "checkouts": "id origin git_commit_hash git_commit_name comment start_time valid",
    "builds": "id checkout_id origin architecture compiler config_name status misc",
    "tests": "id build_id origin path status comment start_time environment number",
}
text = {"id": r"[a-z0-9_]+:.*", "checkout_id": r"[a-z0-9_]+:.*", "build_id": r"[a-z0-9_]+:.*",
        "origin": r"[a-z0-9_]+", "git_commit_hash": r"[0-9a-f]{40}", "architecture": r"[a-z0-9_]*",
        "path": r"([a-zA-Z0-9_-]+(\.[a-zA-Z0-9_-]+)*)?", "status": "FAIL|ERROR|MISS|PASS|DONE|SKIP",
        "start_time": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00"}
assert set(report) == {"version"} | set(fields) and report["version"] == {"major": 5, "minor": 3}
for kind, names in fields.items():
    assert len({o["id"] for o in report[kind]}) == len(report[kind]), "ids of " + kind
    for o in report[kind]:
        assert set(o) <= set(names.split()), o
        for key, value in o.items():
            assert value is not None and "\0" not in str(value)
            if key in text:
                assert re.fullmatch(text[key], value), (key, value)
known = {c["id"] for c in report["checkouts"]}
assert {b["checkout_id"] for b in report["builds"]} == known
assert {t["build_id"] for t in report["tests"]} == {b["id"] for b in report["builds"]}
for t in report["tests"]:
    assert ("number" in t) == (t["status"] == "DONE") and ("comment" in t) == (t["status"] != "DONE"), t
    if "number" in t:
        assert set(t["number"]) == {"value", "unit"} and isinstance(t["number"]["value"], float), t'
}

holds_the_cells()
{
	py "$tmp/two.json" '
report = json.load(f)
tests = {(t["build_id"], t["path"]): t for t in report["tests"]}
values = [t["number"]["value"] for (b, p), t in tests.items() if p == "vcpuscale.VcpuOnSpin.state-quiet.vcpus-255"]
assert sorted(values) == [8348, 52866], values
assert sum(t["status"] == "DONE" for t in report["tests"]) == 90
assert any(t["status"] == "SKIP" and "VcpuLifecycle" in t["path"] for t in report["tests"])
assert {b["misc"]["kernel"] for b in report["builds"]} == {"unpatched", "array"}'
}

invalid_is_an_error()
{
	py "$tmp/broken.json" '
bad = [t for t in json.load(f)["tests"] if t["status"] == "ERROR"]
assert bad and all(t["comment"] for t in bad), bad'
}

origin_is_ours()
{
	export_to kcidb "$tmp/origin.json" --origin=lab_7 "$base" &&
		py "$tmp/origin.json" 'assert all(o["origin"] == "lab_7" and o["id"].startswith("lab_7:") for k, l in json.load(f).items() if k != "version" for o in l)'
}

as_they_read_it()
{
	local file
	for file in two broken times; do
		PYTHONPATH=$KCIDB_IO python3 -c 'import json, sys, jsonschema, kcidb_io
report = json.load(open(sys.argv[1]))
jsonschema.validate(report, kcidb_io.schema.V5_3.json)
assert kcidb_io.schema.V5_3.is_valid(report)' "$tmp/$file.json" || return 1
	done
}

echo 1..8
if ! need_python "kcidb: as the schema has it"; then
	skip_all 8 "no python3 here: make deps-test"
fi
check "two runs, as the schema has it" by_hand two "$base" "$head"
check "they hold every cell, and what was skipped" holds_the_cells
check "a run with invalid cells, as the schema has it" by_hand broken "$golden/broken.txt"
check "an invalid cell is an error with its reason" invalid_is_an_error
check "several units, as the schema has it" by_hand times "$golden/time-slower.txt"
check "the origin is the one given" origin_is_ours
check "a bad origin is refused" refuses "not a name of a CI system" export --format=kcidb --origin=Lab:7 "$base"
if [ -n "${KCIDB_IO:-}" ]; then
	check "KCIDB's own validator takes them" as_they_read_it
else
	skip "KCIDB's own validator takes them" "no KCIDB_IO=, a checkout of kcidb-io"
fi
exit $failed
