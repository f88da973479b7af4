# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# A base whose sources and headers are not installed: the packages are
# downloaded and unpacked below DIR/lines/LINE/root.

LINE_MIB=750		# packages of 165 MiB and what they unpack to, 290 MiB

# The version that apt would install. Lists may be missing on a new machine.
line__candidate() {
	local version
	version=$(apt-cache policy "linux-source-$1" | awk '$1 == "Candidate:" { print $2 }')
	if [ -z "$version" ] || [ "$version" = "(none)" ]; then
		[ "$(id -u)" = 0 ] ||
			die "linux-source-$1 is unknown to apt: run apt-get update as root, and see that the distribution's security archive is among the sources"
		apt-get -qq update || die "apt-get update failed: see its message above"
		version=$(apt-cache policy "linux-source-$1" | awk '$1 == "Candidate:" { print $2 }')
		[[ -n $version && $version != "(none)" ]] ||
			die "linux-source-$1 is in none of this machine's archives: add Debian's archive and security archive to apt's sources"
	fi
	echo "$version"
}

# line__packages LINE VERSION: cloud headers, and what these are built with.
# apt-cache succeeds for a version that it does not know, with no output.
line__packages() {
	local line=$1 version=$2 package depends
	while read -r package; do
		[[ $package == linux-headers-"$line".*-cloud-amd64 ]] || continue
		depends=$(apt-cache show "$package=$version" 2>/dev/null | sed -n 's/^Depends: //p')
		[ -n "$depends" ] || continue
		echo "$package"
		grep -oE 'linux-(headers-[^ ,]*-common|kbuild-[^ ,]*)' <<<"$depends"
		return
	done < <(apt-cache pkgnames "linux-headers-$line.")
}

# Packaged headers name their other half by its place in /usr/src.
headers__relocate() {
	# shellcheck disable=SC2016 # make expands it
	sed -i 's|^include /usr/src/|include $(dir $(lastword $(MAKEFILE_LIST)))../|' \
		"$1"/usr/src/linux-headers-*/Makefile
}

# unpack__into TEMP VERSION PACKAGE...
unpack__into() {
	local temp=$1 version=$2 package
	shift 2
	for package in "$@"; do
		download "$BUILD_DIR/downloads" "$package" "$version"
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

# line__unpack LINE DIR
line__unpack() {
	local line=$1 root=$2/lines/$1 version packages
	line__find "$line" "$2"
	version=$LINE_SOURCE_VERSION
	if [ -n "$version" ] && [ "$version" = "$LINE_HEADERS_VERSION" ]; then
		return
	fi
	traps__set
	mkdir -p "$root"
	if [ -z "$version" ]; then
		version=$(line__candidate "$line")
		line__add "$root" "$version" source "$version" "linux-source-$line"
	fi
	[ "$version" != "$LINE_HEADERS_VERSION" ] || return 0
	mapfile -t packages < <(line__packages "$line" "$version")
	[ ${#packages[@]} -eq 3 ] ||
		die "linux-source-$line $version: apt knows no linux-headers-$line.*-cloud-amd64 of this version: apt-get update, upgrade linux-source-$line, then make deps KERNEL_BASE=$line"
	line__add "$root" "$version" headers "${packages[0]#linux-headers-} $version" "${packages[@]}"
}
