#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Builds a line's debug kernel, once, and prints the directory that holds it,
# DIR/debug/LINE: vmlinuz, irqbypass.ko, info and tree/, which modules are
# built against. Silent when it is there already.

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
# shellcheck source=harness/kernel/make.sh
. "$HERE/make.sh"
# shellcheck source=harness/kernel/configure.sh
. "$HERE/configure.sh"

CONFIG_TABLE=$TOP/harness/stress/debug.config
DEBUG_MIB=2300		# sources and objects while it is built; 220 MiB are kept
DEBUG_MEMORY_MIB=700	# a compiler takes up to 350 MiB, the linker 600

USAGE="usage: debug-kernel.sh --build-dir=DIR [--line=BASE] [--jobs=N] [--verbose] [--check]
--check: is it there? 0 or 1, builds nothing."
BUILD_DIR='' LINE=6.1 JOBS=$(nproc) CHECK=0

options__check() {
	[ -n "$BUILD_DIR" ] || die "debug-kernel.sh: no build directory: give --build-dir=DIR"
	base__needs_modules "$LINE" "a debug kernel"
	[[ $JOBS =~ ^[1-9][0-9]*$ ]] || die "--jobs=$JOBS: not a number of jobs: give 1 or more"
}

# All that it is made of: sources, compiler, configuration, this script.
stamp__make() {
	STAMP=$({ echo "$LINE_SOURCE_VERSION $LINE_CC"; "$LINE_CC" --version | head -n 1
		cat "$CONFIG_TABLE" "$HERE"/{make,configure}.sh "$TOP/harness/stress/debug-kernel.sh"; } | sha256sum | cut -c 1-12)
}

is_current() {
	[ -s "$OUT/info" ] && grep -qx "debug-id: $STAMP" "$OUT/info"
}

# Whole, but for what no configuration here ever compiles: a third of it.
sources__unpack() {
	exec 8<"$LINE_SOURCE"
	unpack "linux-source-$LINE, whole" "$LINE_SOURCE" "$TREE" "$LOG" \
		--exclude="*/drivers/gpu/*.[ch]" --exclude="*/drivers/net/*.[ch]" \
		--exclude="*/drivers/media/*.[ch]" --exclude="*/sound/*.[ch]" \
		--exclude="*/Documentation/*.rst" --exclude="*/tools/testing"
}

debug__compile() {
	# As many as it last took.
	make__run "build the debug kernel of $LINE" 1150 bzImage
	# With irqbypass.ko's, the image's symbols are all that KVM needs, which is
	# built elsewhere.
	cp "$TREE/vmlinux.symvers" "$TREE/Module.symvers"
	{ "${KERNEL_MAKE[@]}" modules_prepare && "${KERNEL_MAKE[@]}" M=virt/lib modules; } >>"$LOG" 2>&1 ||
		die "irqbypass.ko of $LINE: does not compile: the log is $LOG"
	cat "$TREE/virt/lib/Module.symvers" >>"$TREE/Module.symvers"
}

# What modules are built against, and no more: headers, scripts, configuration.
tree__prune() {
	find "$TREE" -type f ! -path "$TREE/include/*" ! -path "$TREE/arch/x86/include/*" \
		! -path "$TREE/scripts/*" ! -path "$TREE/tools/objtool/*" \
		! -name 'Makefile*' ! -name 'Kbuild*' ! -name .config \
		! -name Module.symvers -delete
	find "$TREE" -name '*.o' -delete
	find "$TREE" -depth -type d -empty -delete
}

build() {
	local start=$SECONDS
	make__need_tools
	need_space "$OUT" "$DEBUG_MIB" "the debug kernel of $LINE"
	need_memory $((DEBUG_MEMORY_MIB + 350 * (JOBS - 1))) \
		"a debug kernel with $JOBS jobs: end something, or build with fewer processors (taskset)"
	rm -rf "$OUT/info" "$OUT"/tree* "$OUT/kernels"
	TRASH+=("$TREE")
	mkdir -p "$TREE"
	: >"$LOG"
	sources__unpack
	config__write
	debug__compile
	cp "$TREE/arch/x86/boot/bzImage" "$OUT/vmlinuz"
	cp "$TREE/virt/lib/irqbypass.ko" "$OUT/irqbypass.ko"
	tree__prune
	mv -T "$TREE" "$OUT/tree"
	printf 'debug-id: %s\nkernel-release: %s\ncompiler: %s\nseconds: %d\n' "$STAMP" \
		"$(<"$OUT/tree/include/config/kernel.release")" "$LINE_CC" \
		$((SECONDS - start)) >"$OUT/info.new"
	mv "$OUT/info.new" "$OUT/info"
	step "debug kernel of $LINE: done in $((SECONDS - start)) s"
}

# Read as a whole before it runs: a checkout meanwhile may replace this file.
main() {
	options__read "$@"
	options__check
	OUT_SHOWN=${BUILD_DIR%/}/debug/$LINE
	BUILD_DIR=$(realpath -m -- "$BUILD_DIR")
	OUT=$BUILD_DIR/debug/$LINE TREE=$BUILD_DIR/debug/$LINE/tree.building
	LOG=$OUT/build.log KCONFIG='' KERNEL_WHAT="the debug kernel of $LINE:" TREE_VERSION=$LINE
	line__find "$LINE" "$BUILD_DIR"
	line__check "$LINE"
	make__set "$TREE" "$TREE" "$LINE_CC"
	stamp__make
	if [ "$CHECK" = 1 ]; then
		is_current
		return
	fi
	check_path "$BUILD_DIR"
	mkdir -p -- "$OUT" 2>/dev/null || die "$OUT: cannot be made: give another build directory with O="
	if ! is_current; then
		traps__set
		exec 9>"$OUT/lock"
		lock__take 9 "another build of the debug kernel of $LINE"
		is_current || build
	fi
	printf '%s\n' "$OUT_SHOWN"
}

main "$@"
exit
