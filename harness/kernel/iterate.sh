#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Builds both forms of bench/iterate for a kernel that build.sh has built, and
# prints the directory that holds vcpuscale-iterate, vcpuscale-iterate.ko and
# layout.h: DIR/iterate/LINE/NAME/.

set -eu -o pipefail
export LC_ALL=C

TOP=$(realpath -- "$(dirname -- "$0")/../..")
HERE=$TOP/harness/kernel
# shellcheck source=harness/kernel/module.sh
. "$HERE/module.sh"
# shellcheck source=harness/kernel/source.sh
. "$HERE/source.sh"

USAGE="usage: iterate.sh --build-dir=DIR --kernel-dir=DIR [--line=BASE] [--version=V] [--verbose]"
KERNEL_DIR='' VERSION=0

main() {
	local name out src list=''
	options__read "$@"
	base__needs_modules "$LINE" "make iterate"
	[[ -n $BUILD_DIR && -d $KERNEL_DIR/.build/src ]] ||
		die "iterate.sh: --kernel-dir=$KERNEL_DIR: no kernel was built there: run build.sh first"
	BUILD_DIR=$(realpath -- "$BUILD_DIR")
	KERNEL_DIR=$(realpath -- "$KERNEL_DIR")
	line__find "$LINE" "$BUILD_DIR"
	line__check "$LINE"
	name=${KERNEL_DIR##*/}
	out=$BUILD_DIR/iterate/$LINE/$name
	src=$KERNEL_DIR/.build/src
	module__begin "$out" vcpuscale-iterate
	source__pristine "$LINE" "$BUILD_DIR"
	! grep -qE '^[[:space:]]struct list_head list; /\* node in kvm->vcpus' "$src/include/linux/kvm_host.h" ||
		list=-DVCPU_HAS_LIST
	module__build vcpuscale-iterate "$out/kernel" "$src" "$list" \
		"$TOP"/bench/iterate/{Kbuild,*.[ch]} "$TOP/guests/mark.h"
	mkdir -p "$out/user/include/linux"
	copy "$out/kernel/layout.h" "$out/user/layout.h"
	copy "$SOURCE_DIR/lib/xarray.c" "$out/user/xarray.c"
	copy "$SOURCE_DIR/include/linux/xarray.h" "$out/user/include/linux/xarray.h"
	build vcpuscale-iterate "${BARE_MAKE[@]}" -C "$TOP" -f bench/iterate/user/user.mk \
		OUT="$out/user" CC="$LINE_CC" CFLAGS="-O2 -g" VERSION="$VERSION"
	copy "$out/kernel/stripped" "$out/vcpuscale-iterate.ko"
	copy "$out/user/vcpuscale-iterate" "$out/vcpuscale-iterate"
	copy "$out/kernel/layout.h" "$out/layout.h"
	copy "$KERNEL_DIR/info" "$out/info"
	printf '%s\n' "$out"
}

main "$@"
exit
