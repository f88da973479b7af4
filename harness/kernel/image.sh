#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Unpacks what the test machines boot, of the version of the headers, into
# DIR/lines/BASE: vmlinuz, irqbypass.ko, release, version. Nothing is installed
# on this machine and no root is needed. Silent when it is there already.

set -eu -o pipefail
export LC_ALL=C

TOP=$(realpath -- "$(dirname -- "$0")/../..")
# shellcheck source=harness/kernel/common.sh
. "$TOP/harness/kernel/common.sh"
# shellcheck source=harness/kernel/base.sh
. "$TOP/harness/kernel/base.sh"
# shellcheck source=harness/kernel/line.sh
. "$TOP/harness/kernel/line.sh"
# shellcheck source=harness/kernel/download.sh
. "$TOP/harness/kernel/download.sh"

IMAGE_MIB=170		# a package of 34 MiB, unpacked 110 MiB for a moment

USAGE="usage: image.sh [--build-dir=DIR] [--line=BASE]"
BUILD_DIR=build LINE=6.1

image__is_current() {
	[ "$LINE_IMAGE_VERSION" = "$LINE_HEADERS_VERSION" ] &&
		[ -s "$ROOT/vmlinuz" ] && [ -s "$ROOT/irqbypass.ko" ] && [ -s "$ROOT/release" ]
}

# 6.1 ships the module as it is, 6.12 compressed: xz -f takes both. version comes
# last and goes first: without it nothing here counts.
image__install() {
	local from=$1 file
	cp "$from/boot/vmlinuz-$LINE_RELEASE" "$from/vmlinuz"
	find "$from" -path '*/virt/lib/irqbypass.ko*' -exec xz -dcf {} + >"$from/irqbypass.ko"
	echo "$LINE_RELEASE" >"$from/release"
	echo "$LINE_HEADERS_VERSION" >"$from/version"
	rm -f "$ROOT/version"
	for file in vmlinuz irqbypass.ko release version; do
		[ -s "$from/$file" ] ||
			die "linux-image-$LINE_RELEASE $LINE_HEADERS_VERSION: has no $file: report it"
		mv "$from/$file" "$ROOT/$file"
	done
}

options__read "$@"
base__read "$LINE"
[ "$BASE_BUILT" = modules ] || exit 0	# each kernel has its own image
mkdir -p -- "$BUILD_DIR" 2>/dev/null || die "$BUILD_DIR: cannot be made: give another build directory with O="
BUILD_DIR=$(realpath -- "$BUILD_DIR")
ROOT=$BUILD_DIR/lines/$LINE
line__find "$LINE" "$BUILD_DIR"
LINE_IMAGE_VERSION='' line__check "$LINE"
image__is_current && exit 0

traps__set
mkdir -p "$ROOT" "$BUILD_DIR/downloads"
need_space "$ROOT" "$IMAGE_MIB" "the kernel image $LINE_RELEASE"
TEMP=$ROOT/.unpacking.$$
TRASH+=("$TEMP")
mkdir "$TEMP"
apt__use "$BUILD_DIR"
download "$BUILD_DIR/downloads" "linux-image-$LINE_RELEASE" "$LINE_HEADERS_VERSION"
step "unpack linux-image-$LINE_RELEASE"
dpkg -x "$DOWNLOADED" "$TEMP" || die "$DOWNLOADED: does not unpack: remove it and try again"
image__install "$TEMP"
