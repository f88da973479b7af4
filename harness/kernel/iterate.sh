#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Builds both forms of bench/iterate for a kernel that build.sh has built, and
# prints the directory that holds vcpuscale-iterate, vcpuscale-iterate.ko and
# layout.h: DIR/iterate/LINE/NAME/.

set -eu -o pipefail
export LC_ALL=C

TOP=$(realpath -- "$(dirname -- "$0")/../..")
HERE=$TOP/harness/kernel
# shellcheck source=harness/kernel/common.sh
. "$HERE/common.sh"
# shellcheck source=harness/kernel/base.sh
. "$HERE/base.sh"
# shellcheck source=harness/kernel/line.sh
. "$HERE/line.sh"
# shellcheck source=harness/kernel/source.sh
. "$HERE/source.sh"
# shellcheck source=harness/kernel/compile.sh
. "$HERE/compile.sh"

USAGE="usage: iterate.sh --build-dir=DIR --kernel-dir=DIR [--line=BASE] [--version=V] [--verbose]"
BUILD_DIR='' KERNEL_DIR='' LINE=6.1 VERSION=0

# copy FROM TO: an unchanged file keeps its timestamp, which make goes by.
copy() {
	cmp -s "$1" "$2" || { cp "$1" "$2.new" && mv "$2.new" "$2"; }
}

# build WHAT COMMAND...
build() {
	child__run "build $1" false "$LOG" "${@:2}" ||
		die "$1 does not build: $(grep -m1 -iE 'error' "$LOG" || echo 'make failed'): the log is ${LOG#"$PWD/"}"
}

module__build() {
	local dir=$1 src=$2 list='' file
	mkdir -p "$dir"
	for file in "$TOP"/bench/iterate/{Kbuild,*.[ch]}; do
		copy "$file" "$dir/${file##*/}"
	done
	copy "$TOP/guests/mark.h" "$dir/mark.h"
	! grep -qE '^[[:space:]]struct list_head list; /\* node in kvm->vcpus' "$src/include/linux/kvm_host.h" ||
		list=-DVCPU_HAS_LIST
	kbuild__set "$src" "$dir" "-fmacro-prefix-map=$dir/= $list"
	build vcpuscale-iterate.ko "${KBUILD[@]}"
}

main() {
	local name out src
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
	LOG=$out/build.log
	mkdir -p "$out/user"
	traps__set
	: >"$LOG"
	exec 9>"$out/.lock"
	lock__take 9 "another build of vcpuscale-iterate"
	source__pristine "$LINE" "$BUILD_DIR"
	module__build "$out/kernel" "$src"
	copy "$out/kernel/layout.h" "$out/user/layout.h"
	mkdir -p "$out/user/include/linux"
	copy "$SOURCE_DIR/lib/xarray.c" "$out/user/xarray.c"
	copy "$SOURCE_DIR/include/linux/xarray.h" "$out/user/include/linux/xarray.h"
	build vcpuscale-iterate "${BARE_MAKE[@]}" -C "$TOP" -f bench/iterate/user/user.mk \
		OUT="$out/user" CC="$LINE_CC" CFLAGS="-O2 -g" VERSION="$VERSION"
	strip --strip-debug -o "$out/kernel/stripped" "$out/kernel/vcpuscale-iterate.ko"
	copy "$out/kernel/stripped" "$out/vcpuscale-iterate.ko"
	copy "$out/user/vcpuscale-iterate" "$out/vcpuscale-iterate"
	copy "$out/kernel/layout.h" "$out/layout.h"
	copy "$KERNEL_DIR/info" "$out/info"
	printf '%s\n' "$out"
}

main "$@"
exit
