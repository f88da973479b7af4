# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# From what KERNEL= says to a name and either a series or a git revision.

# shellcheck disable=SC2034 # build.sh reads them
KERNEL_NAME=		# as in results/NAME and DIR/kernels/LINE/NAME
KERNEL_VERSION=		# as 6.1.192, of a revision
KERNEL_PATCHES=()	# paths, in order
KERNEL_COMMIT=		# full hash, when it is a revision of TREE
KERNEL_UNDER=		# the kernel whose series lies under this one's, or none

# series__lines DIR: " 6.1 6.12" as far as there are directories of these names.
series__lines()
{
	local line

	for line in 6.1 6.12; do
		[ ! -d "$1/$line" ] || printf ' %s' "$line"
	done
}

# series__under DIR NAME LINE: the line "@NAME" of a series.
series__under()
{
	local dir=$1 name=$2 line=$3

	[ ${#KERNEL_PATCHES[@]} -eq 0 ] ||
		die "$dir/series: @$name: not in front: what a series builds upon is its first line"
	[[ $name =~ ^[A-Za-z0-9][A-Za-z0-9._-]*$ && -d $TOP/kernels/$name/$line ]] ||
		die "$dir/series: @$name: no such kernel for $line: there are $(kernels__names "$line") (kernels/)"
	series__read "$TOP/kernels/$name/$line" "$line"
	KERNEL_UNDER=$name
}

# series__read DIR LINE: patches in the order of the file series, else by name.
# A first line "@NAME" stands for all the patches of the kernel NAME.
series__read()
{
	local dir=$1 line=$2 name rest

	KERNEL_PATCHES=()
	if [ ! -f "$dir/series" ]; then
		for name in "$dir"/*.patch; do
			[ ! -f "$name" ] || KERNEL_PATCHES+=("$name")
		done
		return
	fi
	while read -r name rest || [ -n "$name" ]; do
		case $name in '' | '#'*) continue ;; esac
		case $name in @*) series__under "$dir" "${name#@}" "$line"; continue ;; esac
		case $rest in '' | '#'* | -p1) ;;
		*) die "$dir/series: $name $rest: only patches for patch -p1 are known: drop \"$rest\"" ;;
		esac
		[ -f "$dir/$name" ] ||
			die "$dir/series: $name is not there: add the file or drop its line"
		KERNEL_PATCHES+=("$dir/$name")
	done <"$dir/series"
}

# The names under kernels/ that have a series for this line.
kernels__names()
{
	local line=$1 dir names=''

	for dir in "$TOP"/kernels/*/"$line"/; do
		[ -d "$dir" ] || continue
		dir=${dir%/"$line"/}
		names+=${names:+ }${dir##*/}
	done
	printf '%s' "$names"
}

resolve__name()
{
	local name=$1 line=$2

	[[ $name != */* && $name != .* ]] && [ -d "$TOP/kernels/$name" ] || return 1
	[ -d "$TOP/kernels/$name/$line" ] ||
		die "kernel $name: no series for $line: there are $(kernels__names "$line") (kernels/) for it"
	series__read "$TOP/kernels/$name/$line" "$line"
	KERNEL_NAME=$name
}

# A directory may hold the patches, or one directory of them a line, as those
# under kernels/ do. One under kernels/ keeps the name it has there.
resolve__directory()
{
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
	name=${dir##*/}
	name=${name//[!A-Za-z0-9._-]/_}
	[[ $name == [A-Za-z0-9_]* ]] || name=_$name
	[[ $name != host && ! -d $TOP/kernels/$name ]] ||
		die "kernel $given: its results would be called $name, a name that is taken: rename the directory"
	[[ -d $dir/$line || -z $(series__lines "$dir") ]] ||
		die "kernel $given: no series for $line: there is one for$(series__lines "$dir"): give another KERNEL_BASE"
	[ ! -d "$dir/$line" ] || dir=$dir/$line
	series__read "$dir" "$line"
	[ ${#KERNEL_PATCHES[@]} -gt 0 ] ||
		die "kernel $given: a directory without patches: put *.patch files there, or use KERNEL=unpatched"
	KERNEL_NAME=$name
}

# commit__describe TREE COMMIT: its lines of a results file's head.
commit__describe()
{
	TZ=UTC0 git -C "$1" log -1 --no-show-signature --date=format-local:%Y-%m-%dT%H:%M:%SZ \
		--format=$'commit: %H\ncommit-date: %cd\ncommit-subject: %s' "$2" |
		cut -b 1-200
}

# The revision must be of the line: its modules go into that line's kernel.
resolve__revision()
{
	local rev=$1 line=$2 tree=$3 makefile version sublevel

	[ -n "$tree" ] || return 1
	git -C "$tree" rev-parse --git-dir >/dev/null 2>&1 ||
		die "KERNEL_TREE=$tree: not a git repository: give a checkout of Linux"
	KERNEL_COMMIT=$(git -C "$tree" rev-parse --verify --quiet --end-of-options "$rev^{commit}") || return 1
	makefile=$(git -C "$tree" show "$KERNEL_COMMIT:Makefile" 2>/dev/null | head -n 5) || :
	version=$(awk '$1 == "VERSION" { v = $3 } $1 == "PATCHLEVEL" { p = $3 }
		END { print v "." p }' <<<"$makefile")
	[ "$version" != . ] || die "kernel $rev: $tree has no Linux there: give a revision of Linux"
	[ "$version" = "$line" ] ||
		fault "kernel $rev: is Linux $version, the kernel line is $line: give a revision of $line or another KERNEL_BASE"
	sublevel=$(awk '$1 == "SUBLEVEL" { print $3 }' <<<"$makefile")
	KERNEL_NAME=$(git -C "$tree" rev-parse --short=12 "$KERNEL_COMMIT")
	KERNEL_VERSION=$line.$sublevel
}

# kernel__resolve KERNEL LINE TREE
kernel__resolve()
{
	local kernel=$1 line=$2 tree=$3

	[ "$kernel" != host ] ||
		die "kernel host: nothing to build: it is the KVM that runs on this machine (TESTBED=host)"
	resolve__name "$kernel" "$line" || resolve__directory "$kernel" "$line" ||
		resolve__revision "$kernel" "$line" "$tree" ||
		die "kernel $kernel: no such name, directory or revision: there are $(kernels__names "$line") (kernels/), or give a directory of patches, or set KERNEL_TREE"
}
