#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# build.sh - builds the module that registers bypass producers against a base's
# packaged headers, and prints its path; prints nothing for a base without them.

set -eu -o pipefail
export LC_ALL=C

TOP=$(realpath -- "$(dirname -- "$0")/../../..")
HERE=$TOP/harness/kernel
# shellcheck source=harness/kernel/common.sh
. "$HERE/common.sh"
# shellcheck source=harness/kernel/base.sh
. "$HERE/base.sh"
# shellcheck source=harness/kernel/line.sh
. "$HERE/line.sh"
# shellcheck source=harness/kernel/compile.sh
. "$HERE/compile.sh"

USAGE="usage: build.sh --build-dir=DIR [--line=BASE] [--verbose]"
BUILD_DIR='' LINE=6.1

main() {
	local out file
	options__read "$@"
	base__read "$LINE"
	[ "$BASE_BUILT" != whole ] || return 0
	BUILD_DIR=$(realpath -- "$BUILD_DIR")
	line__find "$LINE" "$BUILD_DIR"
	line__check "$LINE"
	out=$BUILD_DIR/producer/$LINE
	LOG=$out/build.log
	mkdir -p "$out"
	traps__set
	exec 9>"$out/.lock"
	lock__take 9 "another build of vcpuscale-producer"
	for file in "$TOP"/tests/functional/producer/{Kbuild,producer.c}; do
		cmp -s "$file" "$out/${file##*/}" || cp "$file" "$out/"
	done
	kbuild__set "$out" "$out" "-fmacro-prefix-map=$out/="
	child__run "build vcpuscale-producer.ko" false "$LOG" "${KBUILD[@]}" ||
		die "vcpuscale-producer.ko does not build: the log is ${LOG#"$PWD/"}"
	strip --strip-debug -o "$out/stripped" "$out/vcpuscale-producer.ko"
	printf '%s\n' "$out/stripped"
}

main "$@"
