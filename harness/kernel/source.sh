# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# KVM's sources: the pristine copy of a line, and the part of it, or of a git
# revision, that the modules are built of.

# What is built from the copy instead of the packaged headers: KVM itself and
# the headers that are KVM's alone. asm/svm.h and asm/vmx.h describe hardware.
KVM_PATHS='^(arch/x86/kvm/|virt/kvm/|include/kvm/|include/linux/kvm_|include/trace/events/kvm\.h$'
KVM_PATHS+='|include/uapi/linux/kvm|arch/x86/include/(uapi/)?asm/(kvm|svm\.h$|vmx\.h$))'

SOURCE_DIR=		# the pristine copy
SOURCE_MIB=130		# the copy takes 58 MiB, small files; then a kernel is built

# Of a tarball, file descriptor 8 of this shell and of xz: one offset.
count__unpack() {
	[ -f "/proc/$$/fd/8" ] || return
	awk -v total="$(stat -Lc %s "/proc/$$/fd/8")" '$1 == "pos:" {
		printf "%d %d MiB\n", $2 / 1048576, total / 1048576 }' "/proc/$$/fdinfo/8"
}

# unpack WHAT NAME DIR LOG TAR_ARGUMENT...: the tarball on file descriptor 8, which
# NAME's ending tells how to unpack, without its top directory.
unpack() {
	local what=$1 program=xz dir=$3 log=$4
	case $2 in *.bz2) program=bzip2 ;; *.gz) program=gzip ;; esac
	shift 4
	[ -t 2 ] || step "unpack $what"
	# shellcheck disable=SC2016 # expanded by the inner shell
	child__run "unpack $what" count__unpack "$log" setpriv --pdeathsig TERM bash -o pipefail -c \
		'XZ_OPT=-T0 setpriv --pdeathsig KILL "$1" -dc <&8 | setpriv --pdeathsig KILL tar -x \
			--no-same-owner --strip-components=1 -C "$2" "${@:3}"' - "$program" "$dir" "$@" ||
		die "$what: does not unpack: $(tail -n 1 "$log"): make room in $dir, or reinstall the package"
	exec 8<&-
}

# The whole tarball has to be decompressed for a thirtieth of it: once a line.
source__unpack() {
	local dir=$2 top=$LINE_SOURCE_TOP temp=$2.unpacking.$$ log=$2.log
	need_space "${dir%/*}" "$SOURCE_MIB" "the sources of linux-source-$BASE_LINE"
	TRASH+=("$temp")
	rm -rf "$dir"
	mkdir -p "$temp"
	: >"$log"
	exec 8<"$LINE_SOURCE"
	unpack "linux-source-$BASE_LINE" "$LINE_SOURCE" "$temp" "$log" "$top/arch/x86/kvm" "$top/virt/kvm" \
		"$top/include" "$top/arch/x86/include" "$top/lib/xarray.c"
	mv -T "$temp" "$dir"
	rm -f "$log"
}

# source__pristine BASE DIR: prints nothing, sets SOURCE_DIR.
source__pristine() {
	local line=$1 base=$2/source
	SOURCE_DIR=$base/$line-$LINE_SOURCE_VERSION
	[ ! -d "$LINE_SOURCE" ] || SOURCE_DIR=$LINE_SOURCE
	[ ! -s "$SOURCE_DIR/lib/xarray.c" ] || return 0
	mkdir -p "$base"
	exec 7>"$base/.lock"
	lock__take 7 "the sources of $line"
	[ -s "$SOURCE_DIR/lib/xarray.c" ] || source__unpack "$line" "$SOURCE_DIR"
	exec 7>&-
}

# stage__copy FROM TO: KVM's own files. stage__add: those in the list besides.
stage__copy() {
	local from=$1 to=$2
	(cd "$from" && find arch include virt -type f | grep -E "$KVM_PATHS" |
		tar -cf - -T -) | tar -xf - -C "$to"
}

stage__add() {
	local from=$1 to=$2 file=$3
	[ -f "$from/$file" ] && [ ! -f "$to/$file" ] || return 0
	mkdir -p "$to/${file%/*}"
	cp -p "$from/$file" "$to/$file"
}

# Reads the repository's objects only: work tree and index stay as they are.
stage__archive() {
	local tree=$1 commit=$2 to=$3 paths
	mapfile -t paths < <(git -C "$tree" ls-tree -r --name-only --full-tree "$commit" -- \
		arch/x86/kvm arch/x86/include virt/kvm include | grep -E "$KVM_PATHS")
	[ ${#paths[@]} -gt 0 ] || fault "$tree: $commit has no KVM in it: give a revision of Linux"
	git --git-dir="$(git -C "$tree" rev-parse --absolute-git-dir)" archive --format=tar \
		"$commit" -- "${paths[@]}" | tar -xf - -C "$to" ||
		die "$tree: git archive of $commit failed: run git fsck there"
}

# stage__id STAGE: twelve digits that name what is built. Names and contents,
# compiler, configuration; not the vendor, not the place.
stage__id() {
	(cd "$1" && find . -type f -print0 | sort -z | xargs -0 sha256sum
	 "$LINE_CC" --version | head -n 1
	 sha256sum <"$LINE_HEADERS/.config") | sha256sum | cut -c 1-12
}
