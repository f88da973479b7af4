#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# selftests.sh - builds the KVM selftests of a kernel's sources as static programs,
# and prints the directory that holds them, DIR/selftests/BASE/ID, and their list. A
# series that changes neither them nor the headers of user space shares its base's.

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

USAGE="usage: selftests.sh --build-dir=DIR --kernel=K --modules=DIR [--line=BASE] [--tree=KERNEL_TREE]
                    [--onto=REVISION] [--jobs=N] [--verbose]
--modules: the kernel as it was built, which says what it was built of."
BUILD_DIR='' KERNEL='' MODULES='' LINE=6.1 TREE='' ONTO='' JOBS=$(nproc)
SELFTESTS_MIB=250	# sources and objects; 60 MiB of programs are kept

# What "make headers" and the selftests are made of, where all of Linux is at hand.
PATHS=(Makefile scripts include usr arch/x86 lib tools/include tools/lib tools/arch tools/scripts
	tools/build tools/testing/selftests)
# What of a series counts here.
INCLUDE=(--include='tools/testing/selftests/*' --include='tools/include/*'
	--include='include/uapi/*' --include='arch/x86/include/uapi/*')

# sources__find: sets SOURCES to what tells them from others, and TAKE to the function
# that puts them into a directory.
sources__find() {
	local commit tree=$BUILD_DIR/source/whole/$LINE
	commit=$(sed -n 's/^commit: //p' "$MODULES/info")
	[ -n "$commit" ] || [ "$BASE_PACKAGES" != none ] || commit=$(git -C "$TREE" rev-parse --verify \
		--quiet --end-of-options "${ONTO:-HEAD}^{commit}" 2>/dev/null) || commit=
	if [ -n "$commit" ]; then
		SOURCES=$commit TAKE=take__archive REPOSITORY=$(git -C "$TREE" rev-parse --absolute-git-dir)
	elif [ "$BASE_PACKAGES" = none ]; then
		SOURCES=$(sed -n 's/^kernel-id: //p' "$MODULES/info") TAKE=take__directory
	elif [ "$BASE_BUILT" = whole ]; then
		read -r SOURCES _ <"$tree"
		TAKE=take__archive REPOSITORY=$BUILD_DIR/source/whole/git
	else
		line__find "$LINE" "$BUILD_DIR"
		SOURCES=$LINE_SOURCE_VERSION TAKE=take__package
	fi
}

# shellcheck disable=SC2317 # TAKE names it
take__archive() {
	local paths
	mapfile -t paths < <(git --git-dir="$REPOSITORY" ls-tree --name-only "$SOURCES" "${PATHS[@]}")
	git --git-dir="$REPOSITORY" archive "$SOURCES" -- "${paths[@]}" | tar -xf - -C "$1"
}

# shellcheck disable=SC2317 # TAKE names it
take__directory() {
	(cd "$TREE" && tar -cf - --exclude='*.o' "${PATHS[@]}") | tar -xf - -C "$1"
}

# shellcheck disable=SC2317 # TAKE names it
take__package() {
	exec 8<"$LINE_SOURCE"
	unpack "linux-source-$LINE, its selftests" "$LINE_SOURCE" "$1" "$LOG" \
		--exclude='*/selftests/bpf' --exclude='*/selftests/net' "${PATHS[@]/#/$LINE_SOURCE_TOP/}"
}

# Of a series, the patches that count here.
patches__find() {
	local dir patch
	dir=$("$HERE/build.sh" --series --build-dir="$BUILD_DIR" --line="$LINE" --tree="$TREE" \
		${ONTO:+--onto="$ONTO"} --kernel="$KERNEL" 2>/dev/null) || dir=
	[ -n "$dir" ] || return 0
	while read -r patch; do
		[ -z "$(git apply --numstat "${INCLUDE[@]}" "$dir/$patch")" ] || PATCHES+=("$dir/$patch")
	done <"$dir/series"
}

patches__apply() {
	local patch
	for patch in "${PATCHES[@]}"; do
		GIT_CEILING_DIRECTORIES=$WORK git -C "$1" apply "${INCLUDE[@]}" "$patch" >>"$LOG" 2>&1 ||
			die "kernel $KERNEL: ${patch##*/} does not apply to the selftests of $LINE: $(grep -m1 ^error: "$LOG"): the log is ${LOG#"$PWD/"}"
	done
}

# 6.1.192's dirty_log_test uses a macro of later kernels, and its steal_time a header
# without the one that this needs. kbuild's own flags are behind these. 7.3's all link
# a library of vfio's, which wants headers of drivers that packages are unpacked without,
# and libuuid: only irq_test, which needs a device, uses it.
programs__build() {
	local kvm=$1/tools/testing/selftests/kvm flags="-include linux/stddef.h"
	local vfio=$1/tools/testing/selftests/vfio/lib/libvfio.mk
	# shellcheck disable=SC2016 # make expands it
	[ ! -f "$vfio" ] || echo 'CFLAGS += -I$(selfdir)/vfio/lib/include' >"$vfio"
	grep -qsrE 'define\s+TEST_ASSERT_EQ' "$kvm/include" || flags+=" -DTEST_ASSERT_EQ=ASSERT_EQ"
	step "build the KVM selftests of $KERNEL"
	child__run "headers" false "$LOG" "${BARE_MAKE[@]}" -C "$1" ARCH=x86 headers ||
		die "the headers of $KERNEL: do not build: the log is ${LOG#"$PWD/"}"
	# Those that do not build are listed.
	child__run "selftests" false "$LOG" "${BARE_MAKE[@]::${#BARE_MAKE[@]}-1}" CFLAGS="$flags" LDFLAGS=-static \
		make -C "$kvm" ARCH=x86 -k -j "$JOBS" || :
}

# programs__list KVM: the programs, as the Makefile names them.
programs__list() {
	# shellcheck disable=SC2016 # make expands it
	printf 'include Makefile\nvcpuscale-list:\n\t@printf "%%s\\n" $(TEST_GEN_PROGS)\n' |
		"${BARE_MAKE[@]}" --no-print-directory -C "$1" -f - ARCH=x86 vcpuscale-list 2>>"$LOG"
}

# The longest first would be best, but nobody knows which these are.
programs__take() {
	local kvm=$1/tools/testing/selftests/kvm to=$2 program name
	while read -r program; do
		name=${program##*/}
		if [ -x "$program" ]; then
			strip -o "$to/$name" "$program"
			echo "$name ./$name"
		else
			echo "$name # does not build"
		fi
	done < <(programs__list "$kvm") | sort >"$to/list"
	[ -n "$(find "$to" -name '*_test' -print -quit)" ] ||
		die "the KVM selftests of $KERNEL: none builds: $(grep -m1 -E 'error:|\*\*\*' "$LOG"): the log is ${LOG#"$PWD/"}"
}

# What the series changes must build, whatever the base's own do. The tests that it
# brings: DIR/new.
programs__check() {
	local name
	: >"$1/new"
	[ ${#PATCHES[@]} -gt 0 ] || return 0
	git apply --summary "${INCLUDE[@]}" "${PATCHES[@]}" |
		sed -nE 's|^ create mode [0-9]+ tools/testing/selftests/kvm/(.*/)?(.*)\.c$|\2|p' >"$1/new"
	while read -r name; do
		! grep -qE "^\+\+\+ b/.*/$name\.c" "${PATCHES[@]}" ||
			die "kernel $KERNEL: its selftest $name does not build: $(grep -m1 -E "$name.*error:" "$LOG"): the log is ${LOG#"$PWD/"}"
	done < <(sed -n 's/ # does not build$//p' "$1/list")
}

build() {
	need_space "$WORK" "$SELFTESTS_MIB" "the selftests of $KERNEL"
	TRASH+=("$OUT.new" "$OUT.src")
	rm -rf "$OUT.new" "$OUT.src"
	mkdir -p "$OUT.new" "$OUT.src"
	: >"$LOG"
	"$TAKE" "$OUT.src"
	patches__apply "$OUT.src"
	programs__build "$OUT.src"
	programs__take "$OUT.src" "$OUT.new"
	programs__check "$OUT.new"
	mv -T "$OUT.new" "$OUT"
	rm -rf "$OUT.src"
}

main() {
	local id shown
	options__read "$@"
	[ -n "$BUILD_DIR" ] || die "selftests.sh: no build directory: give --build-dir=DIR"
	base__read "$LINE"
	shown=${BUILD_DIR%/}
	BUILD_DIR=$(realpath -m -- "$BUILD_DIR")
	check_path "$BUILD_DIR"
	PATCHES=()
	sources__find
	patches__find
	id=$({ echo "$SOURCES"; gcc --version | head -n 1; cat "$0" "${PATCHES[@]}"; } | sha256sum | cut -c 1-12)
	WORK=$BUILD_DIR/selftests/$LINE OUT=$BUILD_DIR/selftests/$LINE/$id
	LOG=$OUT.log
	mkdir -p "$WORK"
	traps__set
	exec 9>"$WORK/lock"
	lock__take 9 "another build of the selftests of $LINE"
	[ -s "$OUT/list" ] || build
	printf '%s\n' "$shown/selftests/$LINE/$id"
}

main "$@"
exit
