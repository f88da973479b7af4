# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# A base whose sources and headers are not installed: the packages are
# downloaded and unpacked below DIR/lines/LINE/root.

LINE_MIB=750		# packages of 165 MiB and what they unpack to, 290 MiB

# The version that apt would install, of a stable update the newest of that version.
line__choose() {
	local version
	if [ -z "$BASE_VERSION$APT_ROOT" ]; then
		apt-cache policy "$1" | awk '$1 == "Candidate:" && $2 != "(none)" { print $2 }'
		return
	fi
	line__versions "$1" | while read -r version; do
		! base__is_of "$version" || { echo "$version"; break; }
	done
}

# All that the archives hold, the newest first.
line__versions() {
	apt__run apt-cache madison "$1" | awk -F '|' '{ gsub(/ /, "", $2); print $2 }' | awk '!seen[$0]++'
}

# Lists may be missing on a new machine.
line__candidate() {
	local version package=linux-source-$BASE_LINE
	version=$(line__choose "$package")
	if [ -z "$version" ]; then
		if [ "$(id -u)" = 0 ] && [ -z "$APT_ROOT" ]; then
			apt-get -qq update || die "apt-get update failed: see its message above"
			version=$(line__choose "$package")
		fi
		if [ -n "$BASE_VERSION" ] && [ -n "$(line__versions "$package")" ]; then
			[ -n "$version" ] ||
				die "$package $BASE_VERSION is in none of this machine's archives: they hold $(line__versions "$package" | paste -s -d ' ')"
		fi
		[ -n "$version" ] || [ "$(id -u)" = 0 ] ||
			die "$package is unknown to apt: run apt-get update as root, and see that the distribution's security archive is among the sources"
		[ -n "$version" ] ||
			die "$package is in none of this machine's archives: add Debian's archive and security archive to apt's sources"
	fi
	echo "$version"
}

# line__packages LINE VERSION: cloud headers, and what these are built with.
# apt-cache succeeds for a version that it does not know, with no output.
line__packages() {
	local line=$1 version=$2 package depends
	while read -r package; do
		[[ $package == linux-headers-"$line".*-cloud-amd64 ]] || continue
		depends=$(apt__run apt-cache show "$package=$version" 2>/dev/null | sed -n 's/^Depends: //p')
		[ -n "$depends" ] || continue
		echo "$package"
		grep -oE 'linux-(headers-[^ ,]*-common|kbuild-[^ ,]*)' <<<"$depends"
		return
	done < <(apt__run apt-cache pkgnames "linux-headers-$line.")
}

# Packaged headers name their other half by its place in /usr/src.
headers__relocate() {
	# shellcheck disable=SC2016 # make expands it
	sed -i 's|^include /usr/src/|include $(dir $(lastword $(MAKEFILE_LIST)))../|' \
		"$1"/usr/src/linux-headers-*/Makefile
}

# The version of a part of the headers. Of kbuild's programs an archive may hold those
# of other updates only; headers depend on theirs or newer ones.
part__version() {
	local package=$1 version=$2
	if [[ $package != linux-kbuild-* ]] || line__versions "$package" | grep -xF "$version" >/dev/null; then
		echo "$version"
	else
		line__versions "$package" | sed -n 1p
	fi
}

# unpack__into TEMP VERSION PACKAGE...
unpack__into() {
	local temp=$1 version=$2 package
	shift 2
	for package in "$@"; do
		download "$BUILD_DIR/downloads" "$package" "$(part__version "$package" "$version")"
		step "unpack $package"
		dpkg -x "$DOWNLOADED" "$temp" ||
			die "$DOWNLOADED: does not unpack: remove it and try again"
	done
}

# line__add ROOT VERSION PART WORDS PACKAGE...: PART-version, which comes last,
# makes the part count.
line__add() {
	local root=$1 version=$2 part=$3 words=$4 temp=$1/.unpacking.$$
	shift 4
	need_space "$root" "$LINE_MIB" "the base ${root##*/}"
	TRASH+=("$temp")
	mkdir -p "$temp" "$root/root"
	unpack__into "$temp" "$version" "$@"
	[ "$part" = source ] || headers__relocate "$temp"
	rm -f "$root/$part-version"
	cp -a --remove-destination "$temp/usr" "$root/root/"
	rm -rf "$temp"
	echo "$words" >"$root/$part-version"
}

# line__unpack BASE DIR
line__unpack() {
	local line=$BASE_LINE root=$2/lines/$1 version packages
	line__find "$1" "$2"
	version=$LINE_SOURCE_VERSION
	if [ -n "$version" ] && [ "$version" = "$LINE_HEADERS_VERSION" ]; then
		return
	fi
	traps__set
	archive__open "$2"
	if [ -z "$version" ]; then
		version=$(line__candidate) || exit
		mkdir -p "$root"
		line__add "$root" "$version" source "$version" "linux-source-$line"
	fi
	[ "$version" != "$LINE_HEADERS_VERSION" ] || return 0
	mapfile -t packages < <(line__packages "$line" "$version")
	[ ${#packages[@]} -eq 3 ] ||
		die "linux-source-$line $version: apt knows no linux-headers-$line.*-cloud-amd64 of this version: apt-get update, upgrade linux-source-$line, then make deps KERNEL_BASE=$1"
	line__add "$root" "$version" headers "${packages[0]#linux-headers-} $version" "${packages[@]}"
}
