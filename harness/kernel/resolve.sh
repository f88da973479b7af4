# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# From what KERNEL= says to a name and either a series or a git revision.

# shellcheck disable=SC2034 # build.sh reads them
KERNEL_NAME=		# as in results/NAME and DIR/kernels/LINE/NAME
KERNEL_VERSION=		# as 6.1.192, of a revision
KERNEL_PATCHES=()	# paths, in order
KERNEL_GIVEN=		# a series that is not one of kernels/
KERNEL_COMMIT=		# full hash, when it is a revision of TREE
KERNEL_UNDER=		# the kernel whose series lies under this one's, or none

# series__lines DIR: the bases that there are directories of in DIR, " 6.1 6.12".
series__lines() {
	local line
	for line in $(base__names); do
		[ ! -d "$1/$line" ] || printf ' %s' "$line"
	done
}

# The names under kernels/ that have a series for this line.
kernels__names() {
	local line=$1 dir names=''
	for dir in "$TOP"/kernels/*/"$line"/; do
		[ -d "$dir" ] || continue
		dir=${dir%/"$line"/}
		names+=${names:+ }${dir##*/}
	done
	printf '%s' "$names"
}

resolve__name() {
	local name=$1 line=$2
	if [ "$name:$BASE_BUILT" = unpatched:whole ]; then
		KERNEL_NAME=unpatched
		return
	fi
	[[ $name != */* && $name != .* ]] && [ -d "$TOP/kernels/$name" ] || return 1
	[ -d "$TOP/kernels/$name/$line" ] ||
		die "kernel $name: no series for $line: there are $(kernels__names "$line") (kernels/) for it"
	KERNEL_NAME=$name
	series__read "$TOP/kernels/$name/$line" "$line" --empty
}

# resolve__input_name GIVEN NAME: sets KERNEL_NAME to what fits into a path.
resolve__input_name() {
	local given=$1 name=$2
	name=${name//[!A-Za-z0-9._-]/_}
	[[ $name == [A-Za-z0-9_]* ]] || name=_$name
	[[ $name != host && ! -d $TOP/kernels/$name ]] ||
		die "kernel $given: its results would be called $name, a name that is taken: rename it"
	KERNEL_NAME=$name
	KERNEL_GIVEN=1
}

# An mbox, a mail or a patch is called as its file without the last extension.
resolve__file() {
	local given=$1 line=$2 name=${1##*/}
	[[ -e $given && ! -d $given ]] || return 1
	case $name in
	?*.mbox.gz) name=${name%.mbox.gz} ;;
	?*.*) name=${name%.*} ;;
	esac
	resolve__input_name "$given" "$name"
	series__read "$given" "$line"
}

# A directory may hold the patches, or one directory of them a line, as those
# under kernels/ do. One under kernels/ keeps the name it has there.
resolve__directory() {
	local given=$1 line=$2 dir name
	[ -d "$given" ] || return 1
	dir=$(realpath -- "$given")
	case $dir in
	"$TOP"/kernels/*)
		name=${dir#"$TOP"/kernels/}
		if [ "$name" = "${name%%/*}" ] || [ "$name" = "${name%%/*}/$line" ]; then
			resolve__name "${name%%/*}" "$line"
			return
		fi ;;
	esac
	resolve__input_name "$given" "${dir##*/}"
	[[ -d $dir/$line || -z $(series__lines "$dir") ]] ||
		die "kernel $given: no series for $line: there is one for$(series__lines "$dir"): give another KERNEL_BASE"
	[ ! -d "$dir/$line" ] || given=${given%/}/$line
	series__read "${given%/}" "$line"
}

# commit__describe TREE COMMIT: its lines of a results file's head.
commit__describe() {
	TZ=UTC0 git -C "$1" log -1 --no-show-signature --date=format-local:%Y-%m-%dT%H:%M:%SZ \
		--format=$'commit: %H\ncommit-date: %cd\ncommit-subject: %s' "$2" |
		cut -b 1-200
}

# The revision must be of the line: its modules go into that line's kernel.
resolve__revision() {
	local rev=$1 line=$2 tree=$3 makefile version sublevel
	[ -n "$tree" ] || return 1
	git -C "$tree" rev-parse --git-dir >/dev/null 2>&1 ||
		die "kernel $rev: no such name, file or directory, nor can it be a revision, for KERNEL_TREE=$tree is not a git repository"
	KERNEL_COMMIT=$(git -C "$tree" rev-parse --verify --quiet --end-of-options "$rev^{commit}") || return 1
	makefile=$(git -C "$tree" show "$KERNEL_COMMIT:Makefile" 2>/dev/null | head -n 5) || :
	version=$(awk '$1 == "VERSION" { v = $3 } $1 == "PATCHLEVEL" { p = $3 }
		END { print v "." p }' <<<"$makefile")
	[ "$version" != . ] || die "kernel $rev: $tree has no Linux there: give a revision of Linux"
	[ "$BASE_BUILT" = whole ] || [ "$version" = "$line" ] ||
		fault "kernel $rev: is Linux $version, the base is $line: give a revision of $line or another KERNEL_BASE"
	sublevel=$(awk '$1 == "SUBLEVEL" { print $3 }' <<<"$makefile")
	KERNEL_NAME=$(git -C "$tree" rev-parse --short=12 "$KERNEL_COMMIT")
	KERNEL_VERSION=$version.$sublevel
}

# kernel__resolve KERNEL LINE TREE
kernel__resolve() {
	local kernel=$1 line=$2 tree=$3
	[ "$kernel" != - ] || kernel=$("$TOP/harness/series/stdin.sh" "$BUILD_DIR" KERNEL) || exit 2
	[ "$kernel" != host ] ||
		die "kernel host: nothing to build: it is the KVM that runs on this machine (TESTBED=host)"
	resolve__name "$kernel" "$line" || resolve__directory "$kernel" "$line" ||
		resolve__file "$kernel" "$line" ||
		resolve__revision "$kernel" "$line" "$tree" ||
		die "kernel $kernel: no such name, file, directory or revision: there are $(kernels__names "$line") (kernels/), or give an mbox, a patch or a directory of these, or ${tree:+a revision of }${tree:-set KERNEL_TREE}"
}
