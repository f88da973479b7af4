#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Faults of the kind that a review found in patched, each put back and found by the
# functional test that is for it. The faults are tests/series/fault-*: one small patch on
# top of patched for each base that it can be found on, and in found-by the names of the
# tests that must fail. A kernel is built in a minute; each machine runs for as long.
# faults-found.sh [NAME...]: these faults only. TAP; the plan comes last.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317,SC2031

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# globs FAULT...: what ONLY takes: the tests that are to find them.
globs()
{
	cat "${@/%//found-by}" | cut -c 1-30 | sed 's/[^A-Za-z0-9]/?/g; s/$/*/' | paste -sd ' '
}

# try BASE KERNEL FAULT...: the tests for these faults, on this kernel.
try()
{
	local base=$1 kernel=$2
	shift 2
	status=0
	KERNEL=$kernel KERNEL_BASE=$base ONLY=$(globs "$@") tests/functional/run.sh \
		>"$tmp/said.out" 2>"$tmp/said.err" || status=$?
	show said
}

# Without the fault they pass, all of them.
passes()
{
	local base=$1
	shift
	try "$base" patched "$@"
	[ "$status" = 0 ] && [ "$(grep -cE '^ok [0-9]+ - ' "$tmp/said.out")" = "$(cat "${@/%//found-by}" | wc -l)" ] &&
		! grep ' # SKIP ' "$tmp/said.out"
}

# Each of them fails: where it does not end, the machine is no more there for the next.
found()
{
	local name at=1
	try "$1" "$2" "$2"
	[ "$status" = 1 ] || return 1
	while read -r name; do
		grep -qxF "not ok $at - $name" "$tmp/said.out" || return 1
		! grep -q '^Bail out!' "$tmp/said.out" || return 0
		at=$((at + 1))
	done <"$2/found-by"
}

# The bases that a fault has a patch for.
bases_of()
{
	local dir
	for dir in "$1"/*/; do
		basename "$dir"
	done
}

need_qemu 1
faults=("${@/#/tests/series/}")
[ $# -gt 0 ] || faults=(tests/series/fault-*)
for base in $(for fault in "${faults[@]}"; do bases_of "$fault"; done | sort -u); do
	mapfile -t here < <(printf '%s\n' "${faults[@]/%//$base}" | xargs ls -d 2>/dev/null | sed 's|/[^/]*$||')
	check "$base: the tests that find the faults pass on patched" passes "$base" "${here[@]}"
	for fault in "${here[@]}"; do
		check "$base: ${fault##*/} is found" found "$base" "$fault"
	done
done
echo "1..$count"
exit $failed
