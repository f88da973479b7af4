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

DEBUG_CONFIG=$TOP/harness/stress/debug.config
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
		cat "$DEBUG_CONFIG" "$TOP/harness/stress/debug-kernel.sh"; } | sha256sum | cut -c 1-12)
}

is_current() {
	[ -s "$OUT/info" ] && grep -qx "debug-id: $STAMP" "$OUT/info"
}

# Half way through, make would say it in its own words.
need_tools() {
	local tool
	for tool in flex bison bc; do
		have "$tool" || die "$tool is missing, and needed for a debug kernel: run make deps"
	done
	echo '#include <gelf.h>' | "$LINE_CC" -E - >/dev/null 2>&1 ||
		die "gelf.h is missing, and needed for a debug kernel: run make deps"
}

# Whole, but for what no configuration here ever compiles: a third of it.
sources__unpack() {
	[ -t 2 ] || step "unpack linux-source-$LINE, whole"
	exec 8<"$LINE_SOURCE"
	# shellcheck disable=SC2016 # expanded by the inner shell
	child__run "unpack linux-source-$LINE, whole" count__unpack "$LOG" \
		setpriv --pdeathsig TERM bash -o pipefail -c \
		'setpriv --pdeathsig KILL xz -dc -T0 <&8 | setpriv --pdeathsig KILL tar -x --no-same-owner --strip-components=1 -C "$1" \
			--exclude="*/drivers/gpu/*.[ch]" --exclude="*/drivers/net/*.[ch]" \
			--exclude="*/drivers/media/*.[ch]" --exclude="*/sound/*.[ch]" \
			--exclude="*/Documentation/*.rst" --exclude="*/tools/testing"' - "$TREE" ||
		die "$LINE_SOURCE: does not unpack: $(tail -n 1 "$LOG"): reinstall linux-source-$LINE"
	exec 8<&-
}

# An option that a line does not know is not taken: KVM_SMM came after 6.1.
configure() {
	{ "${TREE_MAKE[@]}" tinyconfig && cat "$DEBUG_CONFIG" >>"$TREE/.config" &&
	  "${TREE_MAKE[@]}" olddefconfig; } >>"$LOG" 2>&1 ||
		die "linux-source-$LINE: cannot be configured: the log is $LOG"
	grep '^CONFIG_' "$DEBUG_CONFIG" | grep -vxFf "$TREE/.config" |
		sed "s/^/not in $LINE: /" >>"$LOG" || :
	[ "$(grep -cxE 'CONFIG_KASAN=y|CONFIG_KVM_AMD=m' "$TREE/.config")" = 2 ] ||
		die "linux-source-$LINE: its configuration has no KASAN or no KVM: the log is $LOG"
}

debug__compile() {
	COMPILE_LOG=$LOG COMPILE_TOTAL=1150	# for the progress: as many as it last took
	[ -t 2 ] || step "build the debug kernel of $LINE"
	child__run "build the debug kernel of $LINE" count__objects "$LOG" \
		"${TREE_MAKE[@]}" -j "$JOBS" bzImage ||
		die "the debug kernel of $LINE: does not compile: $(grep -m1 -E 'error|Error' "$LOG"): the log is $LOG"
	# With irqbypass.ko's, the image's symbols are all that KVM needs, which is
	# built elsewhere.
	cp "$TREE/vmlinux.symvers" "$TREE/Module.symvers"
	{ "${TREE_MAKE[@]}" modules_prepare && "${TREE_MAKE[@]}" M=virt/lib modules; } >>"$LOG" 2>&1 ||
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
	need_tools
	need_space "$OUT" "$DEBUG_MIB" "the debug kernel of $LINE"
	need_memory $((DEBUG_MEMORY_MIB + 350 * (JOBS - 1))) \
		"a debug kernel with $JOBS jobs: end something, or build with fewer processors (taskset)"
	rm -rf "$OUT/info" "$OUT"/tree* "$OUT/kernels"
	TRASH+=("$TREE")
	mkdir -p "$TREE"
	: >"$LOG"
	sources__unpack
	configure
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
	LOG=$OUT/build.log
	line__find "$LINE" "$BUILD_DIR"
	line__check "$LINE"
	TREE_MAKE=(setpriv --pdeathsig TERM "${BARE_MAKE[@]}" -C "$TREE" CC="$LINE_CC" HOSTCC="$LINE_CC"
		KBUILD_BUILD_USER=vcpuscale KBUILD_BUILD_HOST=debug)
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
