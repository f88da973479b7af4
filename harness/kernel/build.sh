#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Builds one kernel, KVM's modules against packaged headers or a whole kernel, and
# prints the directory that holds it, DIR/kernels/BASE/NAME/.

set -eu -o pipefail
export LC_ALL=C

TOP=$(realpath -- "$(dirname -- "$0")/../..")
HERE=$TOP/harness/kernel
# shellcheck source=harness/kernel/common.sh
. "$HERE/common.sh"
# shellcheck source=harness/kernel/cache.sh
. "$HERE/cache.sh"
# shellcheck source=harness/kernel/base.sh
. "$HERE/base.sh"
# shellcheck source=harness/kernel/line.sh
. "$HERE/line.sh"
# shellcheck source=harness/kernel/running.sh
. "$HERE/running.sh"
# shellcheck source=harness/kernel/resolve.sh
. "$HERE/resolve.sh"
# shellcheck source=harness/kernel/source.sh
. "$HERE/source.sh"
# shellcheck source=harness/kernel/series.sh
. "$HERE/series.sh"
# shellcheck source=harness/kernel/seed.sh
. "$HERE/seed.sh"
# shellcheck source=harness/kernel/layout.sh
. "$HERE/layout.sh"
# shellcheck source=harness/kernel/compile.sh
. "$HERE/compile.sh"
# shellcheck source=harness/kernel/sizes.sh
. "$HERE/sizes.sh"
# shellcheck source=harness/kernel/tree.sh
. "$HERE/tree.sh"
# shellcheck source=harness/kernel/make.sh
. "$HERE/make.sh"
# shellcheck source=harness/kernel/configure.sh
. "$HERE/configure.sh"
# shellcheck source=harness/kernel/whole.sh
. "$HERE/whole.sh"

USAGE="usage: build.sh --build-dir=DIR --kernel=K [--line=BASE] [--tree=KERNEL_TREE]
                [--vendor=amd|intel|all] [--jobs=N] [--verbose] [--check | --id | --base | --series]
                [--seed=NAME] [--fault-code=N] [--debug] [--running | --running=RELEASE]
                [--kconfig=FILE] [--onto=REVISION] [--first=N]
--check: is there such a kernel, and does its series apply? Builds nothing.
--series: as --check, then prints the directory of the series as it was read; of a
revision none.
--first: of a series only the first N patches; the kernel is called NAME.N.
--running: for the kernel that runs here, or another that is installed,
instead of a base's.
--id: prints its kernel-id. Builds nothing.
--seed: a first build starts from the objects of kernel NAME (unpatched).
--fault-code: exits with N, not 2, where the kernel's sources are at fault.
--base: prints what KERNEL_BASE=tree compares the kernel with. Builds nothing.
--kconfig: more options of a whole kernel's configuration (default: KCONFIG).
--onto: a series applies to this revision of KERNEL_TREE, not to HEAD.
--debug: for the debug kernel of the base, below DIR/debug/BASE/."
CHECK=0 SERIES=0 ID=0 DEBUG=0 BASE=0 KCONFIG=${KCONFIG:-} ONTO='' RUNNING='' SEED=unpatched FIRST=''
FAULT_CODE=2 BUILD_DIR='' KERNEL='' LINE=6.1 TREE='' VENDOR=amd JOBS=$(nproc)

options__check() {
	[ -n "$BUILD_DIR" ] || die "build.sh: no build directory: give --build-dir=DIR"
	[ "$RUNNING" != 1 ] || RUNNING=$(uname -r)
	[ -z "$RUNNING" ] || LINE=$(running__line "$RUNNING")
	BASE_LINE=$LINE
	[ -n "$KERNEL" ] || die "no kernel named: give KERNEL=, there are $(kernels__names "$LINE") (kernels/)"
	[ -n "$RUNNING" ] || base__read "$LINE"
	cache__check
	case $VENDOR in amd | intel | all) ;; *) die "vendor $VENDOR: unknown: give amd, intel or all" ;; esac
	[[ $JOBS =~ ^[1-9][0-9]*$ ]] || die "--jobs=$JOBS: not a number of jobs: give 1 or more"
}

modules__choose() {
	case $VENDOR in
	amd) MODULES=(kvm.ko kvm-amd.ko) ;;
	intel) MODULES=(kvm.ko kvm-intel.ko) ;;
	all) MODULES=(kvm.ko kvm-amd.ko kvm-intel.ko) ;;
	esac
	MODULES_TEXT="${MODULES[*]}"
}

# Everything the modules depend on. ENVIRONMENT: what neither a timestamp nor a
# command line tells kbuild.
stamp__make() {
	ENVIRONMENT=$({ echo "$LINE_HEADERS $LINE_HEADERS_VERSION $LINE_CONFIG${DEBUG_ID:+ $DEBUG_ID}"
		"$LINE_CC" --version | head -n 1; } | sha256sum)
	STAMP=$({ echo "$ENVIRONMENT $WORK $VENDOR $KERNEL_NAME ${KERNEL_COMMIT:-$LINE_SOURCE_VERSION}"
		stat -c '%s %Y' "$LINE_SOURCE"
		cat "$HERE"/{build,source,series,layout,compile,sizes}.sh
		for patch in "${KERNEL_PATCHES[@]}"; do
			sha256sum <"$patch"
		done; } | sha256sum)
}

# is_current FILE...: is it all there, info last?
is_current() {
	local file
	[ -f "$WORK/stamp" ] && [ "$(<"$WORK/stamp")" = "$STAMP" ] || return 1
	for file in "$@" "${MODULES[@]}" "${MODULES[@]/%/.debug}" info; do
		[ -s "$OUT/$file" ] || return 1
	done
}

# What was built of other sources must not be measured as if it were these.
old__remove() {
	rm -f "$WORK/stamp" "$OUT/info" "$OUT"/*.ko "$OUT"/*.ko.debug
	rm -rf "$WORK/stage" "$WORK/out"
	if [ "$(cat "$WORK/environment" "$WORK/place" 2>&1)" != "$ENVIRONMENT"$'\n'"$WORK" ]; then
		rm -rf "$WORK/src" "$WORK"/changed*
		echo "$ENVIRONMENT" >"$WORK/environment"
		echo "$WORK" >"$WORK/place"
	fi
}

stage__make() {
	mkdir -p "$WORK/stage" "$WORK/out"
	if [ -n "$KERNEL_COMMIT" ]; then
		step "$KERNEL_NAME: take Linux $KERNEL_VERSION from $TREE"
		stage__archive "$TREE" "$KERNEL_COMMIT" "$WORK/stage"
		return
	fi
	source__pristine "$LINE" "$BUILD_DIR"
	stage__copy "$SOURCE_DIR" "$WORK/stage"
	[ ${#KERNEL_PATCHES[@]} -eq 0 ] ||
		step "$KERNEL_NAME: apply ${#KERNEL_PATCHES[@]} patch$([ ${#KERNEL_PATCHES[@]} -eq 1 ] || echo es)"
	series__apply "$WORK/stage" "$LOG"
}

# info__print ID RELEASE CONFIG SOURCE CC
info__print() {
	printf '%s\n' "kernel: $KERNEL_NAME" "kernel-id: $1" "kernel-release: $2" "kernel-base: $LINE" \
		"kernel-config: $3" "kernel-source: $4" "compiler: gcc $("$5" -dumpfullversion)"
	[ -z "$KERNEL_GIVEN" ] || echo "kernel-series: given"
	[ -z "$KERNEL_COMMIT" ] || commit__describe "$TREE" "$KERNEL_COMMIT"
}

# install_all FILE...: from WORK/out. A reader sees a whole kernel or none: info is
# there last.
install_all() {
	rm -f "$OUT/info" "$OUT"/*.ko "$OUT"/*.ko.debug
	mv "${@/#/$WORK/out/}" "$OUT/"
	mv "$WORK/out/info" "$OUT/info"
	echo "$STAMP" >"$WORK/stamp"
	rm -rf "$WORK/stage" "$WORK/out"
}

build() {
	local start=$SECONDS
	need_space "$WORK" "$BUILD_MIB" "kernel $KERNEL_NAME"
	old__remove
	: >"$LOG"
	stage__make
	KERNEL_ID=$(stage__id "$WORK/stage")
	stage__redirect "$WORK/stage"
	seed__take "$WORK" "$SEED"
	[ -z "$KERNEL_UNDER" ] || seed__take "$WORK" unpatched
	layout__check "$WORK/stage" "$WORK" "$LOG"
	stage__sync "$WORK/stage" "$WORK/src" "$WORK/changed"
	compile "$WORK/src" "$WORK/changed" "$LOG" "$VENDOR" "$JOBS"
	strip_into "$WORK/out" "$WORK/src" "${MODULES[@]/#/arch/x86/kvm/}"
	info__print "$KERNEL_ID" "$LINE_RELEASE" "$LINE_CONFIG" "${KERNEL_COMMIT:-$LINE_SOURCE_VERSION}" \
		"$LINE_CC" >"$WORK/out/info"
	kbuild__set "$WORK/src" "$WORK/sizes" -g0
	sizes__print "$WORK/sizes" "${KBUILD[@]::${#KBUILD[@]}-1}" >>"$WORK/out/info"
	install_all "${MODULES[@]}" "${MODULES[@]/%/.debug}"
	step "$KERNEL_NAME: done in $((SECONDS - start)) s"
}

# What kernel-id would be, found in a place of its own.
id__print() {
	WORK=$(mktemp -d)
	LOG=$WORK/log
	TRASH+=("$WORK")
	stage__make
	stage__id "$WORK/stage"
}

# The packages, or what runs here.
line__open() {
	if [ -n "$RUNNING" ]; then
		running__find "$RUNNING" "$TREE"
	else
		line__find "$LINE" "$BUILD_DIR"
		line__check "$LINE"
	fi
}

# shellcheck disable=SC2317 # a trap calls it
# What set -e ends has been said in a command's own words: one more may be due.
build__end() {
	local status=$?
	clean_up
	[ "$status" = 1 ] || return 0
	disk__check "$BUILD_DIR" "$LOG"
	exit 2
}

# Read as a whole before it runs: a checkout meanwhile may replace this file.
main() {
	options__read "$@"
	options__check
	modules__choose
	OUT_SHOWN=${BUILD_DIR%/}
	BUILD_DIR=$(realpath -m -- "$BUILD_DIR")
	check_path "$BUILD_DIR"
	if [ "$BASE_BUILT" = whole ]; then
		whole__main
		return
	fi
	if [ "$CHECK$SERIES" != 00 ]; then
		kernel__resolve "$KERNEL" "$BASE_LINE" "$TREE"
		series__try
		series__print
		return
	fi
	mkdir -p -- "$BUILD_DIR" 2>/dev/null || die "$BUILD_DIR: cannot be made: give another build directory with O="
	line__open
	KERNELS=kernels/${RUNNING:-$LINE}
	if [ "$DEBUG" = 1 ]; then
		KERNELS=debug/$LINE/kernels
		line__use_debug "$BUILD_DIR/debug/$LINE"
		BUILD_MIB=200		# KASAN makes the objects larger
	fi
	kernel__resolve "$KERNEL" "$BASE_LINE" "$TREE"
	[ -z "$KERNEL_UNDER" ] || SEED=$KERNEL_UNDER

	OUT=$BUILD_DIR/$KERNELS/$KERNEL_NAME
	WORK=$OUT/.build
	LOG=$OUT/build.log
	traps__set
	trap build__end EXIT
	if [ "$ID" = 1 ]; then
		id__print
		return
	fi
	stamp__make
	cache__enter "$WORK" "$KERNEL_NAME"
	if ! is_current; then
		cache__leave
		mkdir -p "$WORK"
		exec 9>"$WORK/lock"
		lock__take 9 "another build of $KERNEL_NAME"
		is_current || build
	fi
	[ -z "${CACHE_LIMIT:-}" ] || cache__trim "$BUILD_DIR" "$CACHE_LIMIT"
	printf '%s\n' "$OUT_SHOWN/$KERNELS/$KERNEL_NAME/"
}

main "$@"
exit
