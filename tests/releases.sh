#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What each release did: stable updates as bases, the table, the picture and the page of
# a history across releases, and that the stored runs show what is known of them. Builds
# and measures nothing. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

releases=results/reference/releases
page=$tmp/page

# base_is BASE LINE VERSION PACKAGES
base_is()
{
	local got
	got=$(bash -c 'TOP=$1; die() { echo "$*"; exit 2; }; . harness/kernel/base.sh
		base__read "$2"; echo "$BASE_LINE $BASE_VERSION $BASE_PACKAGES"' - "$top" "$1")
	[ "$got" = "$2 $3 $4" ] || { echo "$1: $got"; return 1; }
}

updates_are_bases()
{
	base_is 6.1 6.1 '' installed && base_is 6.1.176 6.1 6.1.176 unpacked &&
		base_is 6.1.192-1 6.1 6.1.192-1 unpacked &&
		base_is 6.12.117-1~deb12u1 6.12 6.12.117-1~deb12u1 unpacked && base_is 7.3 7.3 '' linux-source-7.3
}

# A whole kernel's base is one version, and a path is none.
others_are_not()
{
	local base
	for base in 7.3.1 6.2.3 6.1. 6.1.x 6.1.176/../6.1 ../6.1 .6.1.1 6.1.1.1; do
		run base harness/kernel/image.sh --build-dir="$tmp/build" --line="$base"
		if [ "$status" != 2 ] || ! grep -q "^vcpuscale: KERNEL_BASE=$base: no such base: .* 6.1 .*as 6.1.176" "$tmp/base.err"; then
			echo "$base"
			show base
			return 1
		fi
	done
}

# apt that knows three versions: the newest of the one that is asked for counts.
fake_apt()
{
	mkdir -p "$tmp/bin"
	cat >"$tmp/bin/apt-cache" <<-'END'
	#!/bin/sh
	case $1 in
	madison) printf ' %s | %s | here\n' "$2" 6.1.192-2 "$2" 6.1.192-1 "$2" 6.1.170-3 "$2" 6.1.170-3 ;;
	policy) printf '  Installed: (none)\n  Candidate: 6.1.192-2\n' ;;
	esac
	END
	printf '#!/bin/sh\nexit 0\n' >"$tmp/bin/apt-get"
	chmod +x "$tmp/bin/apt-cache" "$tmp/bin/apt-get"
}

# chosen BASE
chosen()
{
	PATH="$tmp/bin:$PATH" bash -c 'TOP=$1; die() { echo "$*"; exit 2; }; . harness/kernel/base.sh
		. harness/kernel/download.sh; . harness/deps/unpack.sh; base__read "$2"; line__candidate' - "$top" "$1"
}

the_newest_of_a_version()
{
	fake_apt
	[ "$(chosen 6.1.192)" = 6.1.192-2 ] && [ "$(chosen 6.1.192-1)" = 6.1.192-1 ] &&
		[ "$(chosen 6.1.170)" = 6.1.170-3 ] && [ "$(chosen 6.1)" = 6.1.192-2 ]
}

what_there_is_is_said()
{
	fake_apt
	chosen 6.1.17 | grep -q '^linux-source-6.1 6.1.17 is in none .* they hold 6.1.192-2 6.1.192-1 6.1.170-3$'
}

# Programs of kbuild are taken of another update where theirs are gone.
parts_of()
{
	PATH="$tmp/bin:$PATH" bash -c '. harness/kernel/download.sh; . harness/deps/unpack.sh; part__version "$1" "$2"' - "$@"
}

kbuild_may_be_newer()
{
	fake_apt
	[ "$(parts_of linux-kbuild-6.1 6.1.187-1)" = 6.1.192-2 ] && [ "$(parts_of linux-kbuild-6.1 6.1.170-3)" = 6.1.170-3 ] &&
		[ "$(parts_of linux-headers-6.1.0-53-common 6.1.187-1)" = 6.1.187-1 ]
}

history()
{
	run history "$O/vcpuscale" history --across=unpatched --results="$1" "${@:2}"
}

# The array became an xarray in 5.17: between the first and the second of the releases
# each walk costs more for every vCPU. Nobody says so to the history.
the_xarray_is_found()
{
	local bench
	history "$releases" --format=csv --vcpus=255
	for bench in AllCpusRequest IrqDelivery VcpuOnSpin; do
		awk -F, -v bench=",$bench/state=quiet," 'index($0, bench) { n++; if ($(NF - 1) == 1 && n == 2 && $(NF - 2) > 1.5 * before) found = 1; before = $(NF - 2) }
			END { exit !found }' "$tmp/history.out" || { echo "$bench"; cat "$tmp/history.out"; return 1; }
	done
	history "$releases" --vcpus=255
	grep -q '^  first:  6\.1\.' "$tmp/history.out" && grep -q '^  before: 5\.10\.' "$tmp/history.out"
}

publish()
{
	run publish make -s publish ACROSS=unpatched RESULTS="$1" OUT="$page" O="$O"
	show publish
	[ "$status" = 0 ]
}

# Relative links only, each to a file that is not empty; elements balance.
page_is_whole()
{
	local link n=0
	publish "$releases" || return 1
	while read -r link; do
		n=$((n + 1))
		[ -s "$page/$link" ] || { echo "$link leads nowhere"; return 1; }
	done < <(grep -o 'href="[^"#][^"]*"' "$page/index.html" | sed 's/^href="//; s/"$//')
	[ "$n" -ge 9 ] || { echo "only $n links"; return 1; }
	! grep -nEi '(^|[^-])src=|url\(|<script|<link|https?:' "$page/index.html" &&
	sed -e 's/<!DOCTYPE html>//' -e 's/<meta\([^>]*\)>/<meta\1\/>/g' -e 's/&nbsp;/ /g' "$page/index.html" >"$tmp/page.xml" &&
		xmllint --noout --nonet "$tmp/page.xml" && xmllint --noout --nonet "$page/plots/releases.svg"
}

# Published again it is the same page, and nothing else is replaced.
replaces_only_itself()
{
	cp "$page/index.html" "$tmp/first.html"
	publish "$releases" && cmp "$page/index.html" "$tmp/first.html" || return 1
	echo mine >"$tmp/mine"; rm -rf "$page"; mkdir "$page"; mv "$tmp/mine" "$page/"
	! publish "$releases" >/dev/null && [ "$(cat "$page/mine")" = mine ] && rm -rf "$page"
}

# A release that lacks a benchmark leaves its place empty; two packages of one version
# keep their revisions apart.
table_has_gaps()
{
	local dir=$tmp/gaps/6.1/unpatched/emulated i=0 version
	mkdir -p "$dir"
	for version in 6.1.9-1 6.1.10-1 6.1.10-2; do
		{
			printf '%s\n' "schema: vcpuscale/1" "run: 20260101T00000${i}Z-000$i" "kernel: unpatched" \
				"kernel-id: $version" "kernel-base: 6.1" "kernel-source: $version" "testbed: emulated" \
				"machine: m" "Unit insns/op better=lower assume=exact" "round: 1" \
				"BenchmarkA/state=x/vcpus=8 8 $((100 + 10 * i)) insns/op"
			[ "$i" = 1 ] || echo "BenchmarkB/state=x/vcpus=8 8 500 insns/op"
			echo "end: $((2 - (i == 1)))"
		} >"$dir/20260101T00000${i}Z-000$i.txt"
		i=$((i + 1))
	done
	"$O/vcpuscale" history --across=unpatched --results="$tmp/gaps" --output="$tmp/gap-tables" || return 1
	grep -v '^#' "$tmp"/gap-tables/*/releases.tsv | cut -f 1-3,5-7 | tr '\t' ' ' >"$tmp/table"
	diff - "$tmp/table" <<-'END'
	1 1 100 - 6.1.9 A/state=x
	2 1 110 +10.0% 6.1.10-1 A/state=x
	3 1 120 +9.1% 6.1.10-2 A/state=x
	1 2 500 - 6.1.9 B/state=x
	2 2 - - 6.1.10-1 B/state=x
	3 2 500 - 6.1.10-2 B/state=x
	END
}

# The same benchmarks of each release, at nine sizes. What came to BENCH=exact since the
# runs were made is not in any of them.
cells_of()
{
	grep -oE '^(# skip |# invalid |)Benchmark[^ ]*/vcpus=[0-9]+' "$1" | sed 's/.*Benchmark//' | sort -u
}

runs_are_complete()
{
	local run first n=0
	for run in "$releases"/*/unpatched/emulated/*.txt; do
		n=$((n + 1))
		first=${first:-$run}
		diff <(cells_of "$first") <(cells_of "$run") >/dev/null || { echo "$run has other cells"; return 1; }
	done
	[ "$n" = 9 ] && [ "$(cells_of "$first" | wc -l)" = $((28 * 9)) ]
}

echo 1..11
check "a stable update of a packaged line is a base" updates_are_bases
check "what is none is refused" others_are_not
check "the newest package of an update's version is taken" the_newest_of_a_version
check "an update that no archive holds is said, with what they hold" what_there_is_is_said
check "kbuild of another update does, the headers of another do not" kbuild_may_be_newer
check "a release without a benchmark leaves a gap in the table" table_has_gaps
check "the stored runs have the same benchmarks at nine sizes" runs_are_complete
check "the step from the array to the xarray is found" the_xarray_is_found
check "the page is whole, and so is the picture" page_is_whole
check "it replaces only itself" replaces_only_itself
check "BENCH=exact is what repeats" test "$("$O/vcpuscale-run" --list --bench=exact | cut -f 4 | sort -u)" = repeats
exit $failed
