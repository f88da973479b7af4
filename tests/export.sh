#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# vcpuscale export, read by the readers that there are: Google
# Benchmark's compare.py, sqlite3 and Python's csv. What has no reader in the
# distribution (hyperfine only writes its JSON; Otava is not packaged) is held
# against the published schema. TAP.
#
# check() calls the functions by name:
# shellcheck disable=SC2317
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/exchange/files.sh
. tests/exchange/files.sh

gbench=/usr/share/benchmark/compare.py

hyperfine_schema()
{
	export_to hyperfine "$tmp/hf.json" "$base" "$head" && py "$tmp/hf.json" '
everything = json.load(f)
results = everything["results"]
assert len(results) == 90 and everything["unit"] == "insns/op"
keys = "command mean stddev median user system min max times exit_codes parameters".split()
for r in results:
    assert list(r) == keys, list(r)
    t = r["times"]
    assert len(t) == len(r["exit_codes"]) == 4 and set(r["exit_codes"]) == {0}
    assert math.isclose(r["mean"], statistics.mean(t)) and math.isclose(r["median"], statistics.median(t))
    assert r["min"] == min(t) and r["max"] == max(t)
    assert math.isclose(r["stddev"], statistics.stdev(t), abs_tol=1e-15)
    assert r["user"] is None and r["system"] is None
    assert list(r["parameters"]) == ["vcpus"]
    assert r["command"].split()[0] in ("unpatched", "array") and r["command"].endswith("/vcpus=" + r["parameters"]["vcpus"])
assert [r["median"] for r in results if r["command"] == "array VcpuOnSpin/state=quiet/vcpus=255"] == [8348 / 1e9]'
}

# Its scripts take a file a side with the same commands, and one parameter, a number.
hyperfine_scripts()
{
	export_to hyperfine "$tmp/hf.base" "$base" && export_to hyperfine "$tmp/hf.head" "$head" &&
	"$python" -c '
import json, sys
a, b = [json.load(open(p))["results"] for p in sys.argv[1:]]
assert [x["command"] for x in a] == [x["command"] for x in b]
for x in a + b:
    [(name, value)] = x["parameters"].items()
    assert name == "vcpus" and float(value) > 0 and x["mean"] > 0 and x["stddev"] >= 0' "$tmp/hf.base" "$tmp/hf.head"
}

# No option, no complaint, and the same medians.
benchstat_compares()
{
	export_to benchstat "$tmp/bs.base" "$base" && export_to benchstat "$tmp/bs.head" "$head" &&
	benchstat "$tmp/bs.base" "$tmp/bs.head" >"$tmp/compared" 2>"$tmp/complaints" || return 1
	cat "$tmp/complaints"
	[ ! -s "$tmp/complaints" ] &&
	grep -E '^VcpuOnSpin/state=quiet/vcpus=255 +52\.866k .* 8\.348k .*-84\.21% \(n=4\)' "$tmp/compared"
}

# What benchstat needs of it, where there is no benchstat to ask.
benchstat_format()
{
	export_to benchstat "$tmp/bs.base" "$base" && export_to benchstat "$tmp/bs.head" "$head" &&
	[ "$(grep -c '^Benchmark' "$tmp/bs.base")" = $((45 * 4)) ] &&
	! grep '^Benchmark' "$tmp/bs.base" | grep -v '^Benchmark[^ ]* [1-9][0-9]* [0-9.]* insns/op$' &&
	grep -q '^# BenchmarkVcpuLifecycle/vcpus=1 skip ' "$tmp/bs.base" &&
	diff <(grep '^[a-z]' "$tmp/bs.base") <(grep '^[a-z]' "$tmp/bs.head") &&
	refuses "holds one run" export --format=benchstat "$base" "$head"
}

# What hyperfine itself writes has the same keys, of the same types but for null.
hyperfine_as_hyperfine()
{
	hyperfine -N --runs 2 --export-json "$tmp/real.json" -L n 1 'true {n}' || return 1
	export_to hyperfine "$tmp/hf.json" "$base" || return 1
	"$python" -c '
import json, sys
real, ours = [json.load(open(p))["results"][0] for p in sys.argv[1:]]
assert list(real) == list(ours), (list(real), list(ours))
for k in real:
    assert ours[k] is None or type(ours[k]) is type(real[k]), k' "$tmp/real.json" "$tmp/hf.json"
}

google_schema()
{
	export_to google-benchmark "$tmp/gb.json" "$head" && py "$tmp/gb.json" '
d = json.load(f)
assert d["context"]["kernel"] == "array" and d["context"]["date"] == d["context"]["date"][:19] + "+00:00"
b = d["benchmarks"]
assert len(b) == 180, len(b)
for x in b:
    assert x["run_type"] == "iteration" and x["time_unit"] == "ns" and x["threads"] == 1
    assert x["real_time"] == x["cpu_time"] and x["iterations"] > 0
    assert 0 <= x["repetition_index"] < x["repetitions"] == 4
assert len({x["family_index"] for x in b}) == 5
assert len({(x["family_index"], x["per_family_instance_index"], x["repetition_index"]) for x in b}) == 180
assert {x["real_time"] for x in b if x["name"] == "VcpuOnSpin/state=quiet/vcpus=255"} == {8348}'
}

# Google's own reader comes to the same change: 8348 of 52866 is -0.8421.
google_compares()
{
	export_to google-benchmark "$tmp/gb.base" "$base" &&
	export_to google-benchmark "$tmp/gb.head" "$head" &&
	"$python" "$gbench" --no-color benchmarks "$tmp/gb.base" "$tmp/gb.head" >"$tmp/compared" || return 1
	grep -E '^VcpuOnSpin/state=quiet/vcpus=255 +-0\.8421 +-0\.8421 +52866 +8348 ' "$tmp/compared"
}

csv_in_sqlite()
{
	export_to csv "$tmp/all.csv" "$base" "$head" &&
	sqlite3 "$tmp/db" ".import --csv $tmp/all.csv s" \
		"select kernel, machine, count(*), count(distinct bench || '/' || vcpus), count(distinct round) from s group by kernel" >"$tmp/got" &&
	printf '%s|qemu-7.2.22-tcg cpu=max,-erms|3168|45|4\n' array unpatched | diff - "$tmp/got" &&
	[ "$(sqlite3 "$tmp/db" "select distinct min(0+value) from s where kernel = 'array' and bench = 'IrqDelivery/state=quiet' and vcpus = 255")" = 30683 ]
}

csv_keeps_invalid()
{
	export_to csv "$tmp/broken.csv" "$golden/broken.txt" &&
	[ "$(grep -c ',299 exits instead of 300$' "$tmp/broken.csv")" -gt 0 ] &&
	[ "$(wc -l <"$tmp/broken.csv")" = "$(($(grep -c '^Benchmark.* [0-9.]* insns/op' "$golden/broken.txt") + 1))" ]
}

# A name with all that YAML and CSV quote.
otava_quotes()
{
	local name='X/key=a,b"c\\d: #{e}'

	printf '%s\n' "Benchmark$name/vcpus=1 1 5 ns/op" 'BenchmarkY/vcpus=1 1 5 ns/op' | tr -d '\r' |
		sed 's/: #/:#/' >"$tmp/quotes.go"
	"$vcpuscale" import --output="$tmp/quotes.txt" "${given[@]}" "$tmp/quotes.go" &&
	export_to otava "$tmp/quotes.csv" "$tmp/quotes.txt" &&
	export_to otava-config "$tmp/quotes.yaml" "$tmp/quotes.txt" || return 1
	"$python" -c '
import csv, sys, yaml
columns = next(csv.reader(open(sys.argv[1])))[4:]
names = yaml.safe_load(open(sys.argv[2]))["tests"]["vcpuscale"]["metrics"]
assert list(names) == columns and chr(34) in columns[0] and "\\" in columns[0], (list(names), columns)' "$tmp/quotes.csv" "$tmp/quotes.yaml"
}

# Otava's importer: every column of the configuration in the header, as many
# fields a row, a date with its zone, floats, rising time. It quotes by '"'.
otava_schema()
{
	sed -e 's/^run: .*/run: 20261123T000000Z-0001/' -e 's/^kernel: .*/kernel: a,"b"/' "$head" >"$tmp/later.txt"
	export_to otava "$tmp/otava.csv" "$tmp/later.txt" "$base" "$head" &&
	export_to otava-config "$tmp/otava.yaml" "$tmp/later.txt" "$base" "$head" || return 1
	py "$tmp/otava.csv" '
from datetime import datetime
rows = list(csv.reader(f, delimiter=",", quotechar=chr(34)))
header, rows = rows[0], rows[1:]
assert header[:4] == ["time", "kernel", "kernel-id", "run"] and len(set(header)) == len(header) == 49
assert len(rows) == 3 and rows[2][1] == "a,\"b\"", rows
times = [datetime.strptime(r[0], "%Y-%m-%d %H:%M:%S %z") for r in rows]
assert times == sorted(times)
for r in rows:
    assert len(r) == len(header) and all(math.isfinite(float(v)) for v in r[4:])
assert float(rows[1][header.index("VcpuOnSpin/state=quiet/vcpus=255")]) in (8348, 52866)
listed = [l.strip()[1:-2] for l in open(sys.argv[1].replace("csv", "yaml")) if l.startswith("      \"")]
assert listed == header[4:], listed'
}

otava_reads_yaml()
{
	"$python" -c '
import sys, yaml
t = yaml.safe_load(open(sys.argv[1]))["tests"]["vcpuscale"]
assert t["type"] == "csv" and t["time_column"] == "time" and t["csv_options"]["quote_char"] == chr(34)
assert len(t["metrics"]) == 45 and all(m["direction"] == -1 for m in t["metrics"].values())' "$tmp/otava.yaml"
}

single_unit()
{
	export_to hyperfine "$tmp/ns.json" --unit=ns/op "$golden/time-slower.txt" &&
	grep -q '"unit": "ns/op"' "$tmp/ns.json" && ! grep -q 'exits/s' "$tmp/ns.json" &&
	export_to csv "$tmp/both.csv" "$golden/time-slower.txt" &&
	grep -q ,exits/s, "$tmp/both.csv" && grep -q ,ns/op, "$tmp/both.csv"
}

bad_exports()
{
	check "export: no format" refuses "format missing" export "$base"
	check "export: a format that there is not" refuses "unknown format" export --format=xml "$base"
	check "export: no run" refuses "no run" export --format=csv
	check "export: a unit that is not in the file" refuses "no sample in ns/op" export --format=csv --unit=ns/op "$base"
	check "export: mixed units" refuses "units are mixed" export --format=hyperfine "$golden/time-slower.txt"
	check "export: mixed units of two runs" refuses "units are mixed" export --format=hyperfine --force \
		"$golden/unpatched.txt" "$tmp/imported-ns.txt"
	check "export: a unit that is no time" refuses "is no time" export --format=google-benchmark --unit=exits/s \
		"$golden/time-slower.txt"
	check "export: two runs where one fits" refuses "a file holds one run" export --format=google-benchmark "$base" "$head"
	check "export: one series of two machines" refuses "machine differs" export --format=otava \
		"$golden/unpatched.txt" "$golden/other-machine.txt"
	check "export: a series without dates" refuses "does not begin with a date" export --format=otava "$tmp/undated.txt"
	check "export: a run that is cut short" refuses "cut short" export --format=csv "$tmp/cut.txt"
	check "export: a run marked incomplete" refuses "incomplete" export --format=csv "$tmp/incomplete.txt"
	check "export: another schema" refuses "schema is" export --format=csv "$tmp/schema.txt"
	check "export: an empty file" refuses "is empty" export --format=csv "$tmp/empty.txt"
	check "export: binary junk" refuses "NUL byte|no line 'schema" export --format=csv "$tmp/junk.txt"
	check "export: the good one before the bad one is not printed" refuses "is empty" export --format=csv "$base" "$tmp/empty.txt"
}

main()
{
	echo 1..30
	write_go
	! need_python "hyperfine: as published" ||
		check "hyperfine: as published" hyperfine_schema
	if command -v hyperfine >/dev/null && [ -x "$python" ]; then
		check "hyperfine: as hyperfine writes it" hyperfine_as_hyperfine
	else
		skip "hyperfine: as hyperfine writes it" "no hyperfine or no python3 here: make deps-test"
	fi
	! need_python "hyperfine: as its scripts take it" ||
		check "hyperfine: as its scripts take it" hyperfine_scripts
	check "benchstat: a round a line, skipped cells as comments" benchstat_format
	if command -v benchstat >/dev/null; then
		check "benchstat: the same change, and no complaint" benchstat_compares
	else
		skip "benchstat: the same change, and no complaint" "no benchstat here: Debian has none"
	fi
	! need_python "google-benchmark: as published" ||
		check "google-benchmark: as published" google_schema
	if [ -r "$gbench" ] && "$python" -c 'import scipy' 2>/dev/null; then
		check "google-benchmark: compare.py comes to the same change" google_compares
	else
		skip "google-benchmark: compare.py comes to the same change" \
			"no compare.py or no scipy here: make deps-test"
	fi
	if command -v sqlite3 >/dev/null; then
		check "csv: sqlite3 reads every sample" csv_in_sqlite
	else
		skip "csv: sqlite3 reads every sample" "no sqlite3 here: make deps-test"
	fi
	check "csv: invalid samples say so" csv_keeps_invalid
	! need_python "otava: as its importer reads it" ||
		check "otava: as its importer reads it" otava_schema
	if [ -s "$tmp/otava.yaml" ] && "$python" -c 'import yaml' 2>/dev/null; then
		check "otava: its configuration is YAML" otava_reads_yaml
		check "otava: names with commas, quotes and backslashes" otava_quotes
	else
		skip "otava: its configuration is YAML" "no YAML reader here: make deps-test"
		skip "otava: names with commas, quotes and backslashes" "no YAML reader here: make deps-test"
	fi
	check "one unit of several" single_unit
	make_bad
	check "invalid cells are left out of what cannot tell" \
		grep -q 'is invalid: left out' <("$vcpuscale" export --format=hyperfine "$golden/broken.txt" 2>&1)
	bad_exports
	exit $failed
}
main
