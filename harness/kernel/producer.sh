#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# producer.sh - builds the module that registers bypass producers, for a base's packaged
# kernel or its debug kernel, and prints its path. Prints nothing for a base that is
# built whole: since 6.12 KVM connects producers only where the IOMMU posts interrupts.

set -eu -o pipefail
export LC_ALL=C

TOP=$(realpath -- "$(dirname -- "$0")/../..")
HERE=$TOP/harness/kernel
# shellcheck source=harness/kernel/module.sh
. "$HERE/module.sh"

USAGE="usage: producer.sh --build-dir=DIR [--line=BASE] [--debug] [--verbose]"
DEBUG=0

main() {
	local out
	options__read "$@"
	base__read "$LINE"
	[ "$BASE_BUILT" != whole ] || return 0
	BUILD_DIR=$(realpath -- "$BUILD_DIR")
	line__find "$LINE" "$BUILD_DIR"
	line__check "$LINE"
	out=$BUILD_DIR/producer/$LINE
	if [ "$DEBUG" = 1 ]; then
		line__use_debug "$BUILD_DIR/debug/$LINE"
		out=$BUILD_DIR/debug/$LINE/producer
	fi
	module__begin "$out" vcpuscale-producer
	module__build vcpuscale-producer "$out" "$out" '' "$HERE"/producer/{Kbuild,producer.c}
	printf '%s\n' "$out/stripped"
}

main "$@"
