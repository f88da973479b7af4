# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# Kernel modules of our own, built against a base's headers in a copy of their folder.

# shellcheck source=harness/kernel/common.sh
. "$HERE/common.sh"
# shellcheck source=harness/kernel/base.sh
. "$HERE/base.sh"
# shellcheck source=harness/kernel/line.sh
. "$HERE/line.sh"
# shellcheck source=harness/kernel/compile.sh
. "$HERE/compile.sh"

# shellcheck disable=SC2034 # the includers read them
BUILD_DIR='' LINE=6.1

# module__begin OUT WHAT: nobody else builds there until we end.
module__begin() {
	LOG=$1/build.log
	mkdir -p "$1"
	traps__set
	exec 9>"$1/.lock"
	lock__take 9 "another build of $2"
	: >"$LOG"
}

# copy FROM TO: an unchanged file keeps its timestamp, which make goes by.
copy() {
	cmp -s "$1" "$2" || { cp "$1" "$2.new" && mv "$2.new" "$2"; }
}

# build WHAT COMMAND...
build() {
	child__run "build $1" false "$LOG" "${@:2}" ||
		die "$1 does not build: $(grep -m1 -iE 'error' "$LOG" || echo 'make failed'): the log is ${LOG#"$PWD/"}"
}

# module__build NAME DIR SRC KCFLAGS FILE...: DIR/stripped, of copies of the files in DIR,
# with the headers of SRC before the packaged ones.
module__build() {
	local name=$1 dir=$2 src=$3 flags=$4 file
	shift 4

	mkdir -p "$dir"
	for file in "$@"; do
		copy "$file" "$dir/${file##*/}"
	done
	kbuild__set "$src" "$dir" "-fmacro-prefix-map=$dir/= $flags"
	build "$name.ko" "${KBUILD[@]}"
	strip --strip-debug -o "$dir/stripped" "$dir/$name.ko"
}
