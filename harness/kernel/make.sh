# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# A kernel's own make, where a whole kernel is built: one under test, or the
# debug kernel.
#
# shellcheck disable=SC2034 # the includers read them

KERNEL_WHAT=		# what messages call the kernel
KERNEL_WHICH=		# its name, if that is not in the former
KERNEL_SRC=		# its sources
KERNEL_CC=		# the compiler
KERNEL_MAKE=()		# the command
OBJ=			# where it is built, which may be KERNEL_SRC

# make__set SRC OBJ CC: user, host and time are the same in all builds, and so
# are the bytes.
make__set() {
	local cc=$3
	KERNEL_SRC=$1 OBJ=$2 KERNEL_CC=$3
	! have ccache || cc="ccache $cc"
	KERNEL_MAKE=(setpriv --pdeathsig TERM "${BARE_MAKE[@]::${#BARE_MAKE[@]}-1}"
		CCACHE_DIR="${CCACHE_DIR:-$BUILD_DIR/ccache}" CCACHE_MAXSIZE="${CCACHE_MAXSIZE:-500M}"
		CCACHE_STATSLOG="$OBJ/ccache-stats" CCACHE_DEPEND=1 CCACHE_NOHASHDIR=1
		make -C "$KERNEL_SRC" O="$OBJ" CC="$cc" HOSTCC="$cc" V="$VERBOSE" LOCALVERSION=
		KBUILD_BUILD_USER=vcpuscale KBUILD_BUILD_HOST=vcpuscale KBUILD_BUILD_VERSION=1
		KBUILD_BUILD_TIMESTAMP='2026-01-01 00:00:00 UTC')
}

# Before minutes of building, for make would say it in its own words.
make__need_tools() {
	local tool
	for tool in flex bison bc "$KERNEL_CC"; do
		have "$tool" || die "$tool is missing, which whole kernels are built with: run make deps"
	done
	echo '#include <gelf.h>' | "$KERNEL_CC" -E - >/dev/null 2>&1 ||
		die "gelf.h is missing, which whole kernels are built with: run make deps"
}

# make__complain VERB: the first error of the log, whoever made it.
make__complain() {
	local said tool
	disk__check "$OBJ" "$LOG"
	# "Compiler is too old." until 6.x, "C compiler is too old." since; or an assembler, a linker.
	tool=$(sed -nE '/^\*\*\* .*is too old\.$/{s/.*([Cc]ompiler|[A-Z][a-z]+) is.*/\1/p;q}' "$LOG")
	if [ -n "$tool" ]; then
		said=$(sed -nE 's/^\*\*\*  *(Your .* version:|Minimum .* version:) */\1 /p' "$LOG" | paste -sd ' ')
		die "$KERNEL_WHAT does not $1: the ${tool,,} is too old for Linux $TREE_VERSION: $said: install a newer one$([ "${tool,,}" != compiler ] || echo " and give it as CC=")"
	fi
	fault "$KERNEL_WHAT does not $1: $KERNEL_WHICH$(compile__error "$KERNEL_SRC" "$LOG"): the log is ${LOG#"$PWD/"}"
}

# make__run LABEL TOTAL GOAL...: TOTAL objects, or 0 where that is not known.
make__run() {
	local label=$1
	COMPILE_LOG=$LOG COMPILE_TOTAL=$2
	shift 2

	[ -t 2 ] || step "$label"
	child__run "$label" count__objects "$LOG" "${KERNEL_MAKE[@]}" -j "$JOBS" "$@" ||
		make__complain compile
}
