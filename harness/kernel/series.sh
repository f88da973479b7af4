# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# A series, as vcpuscale-series reads, tries and applies it.
#
# shellcheck disable=SC2034,SC2153 # build.sh reads and sets what is here

SERIES_DIR=		# the normalised series of this kernel

# The program is built by make, but build.sh may be what the user calls first.
series__program() {
	SERIES_PROGRAM=$BUILD_DIR/vcpuscale-series
	[ -x "$SERIES_PROGRAM" ] ||
		env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s -C "$TOP" O="$BUILD_DIR" "$SERIES_PROGRAM" >&2 ||
		die "vcpuscale-series does not build: run make"
}

# series__read INPUT LINE [OPTION...]: sets KERNEL_PATCHES and KERNEL_UNDER.
series__read() {
	local input=$1 line=$2
	shift 2

	[ -z "$FIRST" ] || KERNEL_NAME+=.$(printf %02d "$FIRST")
	BUILD_DIR=$(realpath -m -- "$BUILD_DIR")
	series__program
	SERIES_DIR=$BUILD_DIR/series/$line/$KERNEL_NAME
	"$SERIES_PROGRAM" read --kernels="$TOP/kernels" --line="$line" \
		--output="$SERIES_DIR" ${FIRST:+--first="$FIRST"} "$@" -- "$input" || exit 2
	mapfile -t KERNEL_PATCHES < <(sed "s|^|$SERIES_DIR/|" "$SERIES_DIR/series")
	KERNEL_UNDER=$(sed -n 's/^under: //p' "$SERIES_DIR/manifest")
}

# series__names: the files that the patches name.
series__names() {
	sed -nE 's,^(--- a/|\+\+\+ b/|(rename|copy) (from|to) )([^\t]*).*,\4,p; s,^diff --git a/(.*) b/\1$,\1,p' \
		"${KERNEL_PATCHES[@]}" | sort -u
}

# series__others DIR: the other bases at hand, as "BASE:SOURCES".
series__others() {
	local dir
	for dir in "$BUILD_DIR"/source/*-*/; do
		dir=${dir%/}
		[[ ! -d $dir || $dir -ef $SOURCE_DIR ]] || echo "$(basename "${dir%%-*}"):$dir"
	done
	tree__others "$1"
}

# series__put STAGE LOG OPTION...: also says which other base at hand would do.
series__put() {
	local stage=$1 log=$2 base="$LINE $TREE_SOURCE" others status=0
	shift 2

	if [ "$BASE_BUILT" != whole ]; then
		base="linux-source-$BASE_LINE $LINE_SOURCE_VERSION"
		set -- --modules --pristine="$SOURCE_DIR" --whole="$(base__remedy)" "$@"
	fi
	[ "$VERBOSE" = 0 ] || set -- --verbose "$@"
	# The first patches may be documentation.
	[ -z "$FIRST" ] || set -- --empty "$@"
	mapfile -t others < <(series__others "$stage.bases")
	"$SERIES_PROGRAM" apply --fault-code="$FAULT_CODE" --left-out="$TREE_LEFT_OUT" --stage="$stage" --log="$log" --base="$base" \
		--see="rejects are in ${stage#"$PWD/"}, the log is ${log#"$PWD/"}" "$@" -- \
		"$SERIES_DIR" "${others[@]}" || status=$?
	rm -rf "$stage.bases"
	[ "$status" = 0 ] || exit "$status"
}

# series__apply STAGE LOG: SOURCE_DIR has the headers beyond KVM's own that a
# patch may touch.
series__apply() {
	[ ${#KERNEL_PATCHES[@]} -eq 0 ] || series__put "$1" "$2"
}

# Before anything is built: does all of the series apply?
series__try() {
	local stage=$SERIES_DIR.tried
	[ ${#KERNEL_PATCHES[@]} -gt 0 ] || return 0
	line__open
	traps__set
	source__pristine "$LINE" "$BUILD_DIR"
	rm -rf "$stage"
	mkdir -p "$stage"
	series__put "$stage" "$stage.log" --quiet
	rm -rf "$stage" "$stage.log"
}

# series__print: where the series lies, if that was asked for.
series__print() {
	[ "$SERIES" = 0 ] || [ ${#KERNEL_PATCHES[@]} -eq 0 ] || printf '%s\n' "$SERIES_DIR"
}
