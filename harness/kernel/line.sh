# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# The packages of a base, which base__read has read: source, headers, image. Each is either installed
# or unpacked by deps.sh below DIR/lines/LINE. All three must be of one
# version: modules of one do not load into another.

LINE_SOURCE=		# path of the source tarball, or of an unpacked tree
LINE_SOURCE_TOP=	# the directory in the tarball
LINE_SOURCE_VERSION=	# package versions, empty where missing
LINE_HEADERS=		# directory of the headers
LINE_HEADERS_VERSION=
LINE_IMAGE_VERSION=
LINE_RELEASE=		# uname -r of the kernel that the headers belong to
LINE_CC=		# the compiler that the kernel was built with
LINE_VARS=()		# what the headers' make is given, CC=gcc where that compiler is not to be had
# shellcheck disable=SC2034 # build.sh reads it
LINE_CONFIG=packaged	# the key kernel-config: a hash where it is not the package's
# shellcheck disable=SC2034 # build.sh reads it
DEBUG_ID=		# of the debug kernel, where modules are for that

# "name version" of each installed package that matches the glob.
packages__installed() {
	dpkg-query -W -f '${db:Status-Status} ${Package} ${Version}\n' "$1" 2>/dev/null |
		sed -n 's/^installed //p'
}

# config__hash FILE: of a kernel's configuration, whatever is disabled in it left out.
config__hash() {
	grep '^CONFIG_' "$1" | LC_ALL=C sort | sha256sum | cut -c 1-12
}

# Of several the one of the wanted version, else the last.
line__find_headers() {
	local line=$1 root=$2 package version
	while read -r package version; do
		[[ $package == linux-headers-"$line".* ]] || continue
		[ "$LINE_HEADERS_VERSION" != "$LINE_SOURCE_VERSION" ] || break
		base__is_of "$version" || continue
		LINE_RELEASE=${package#linux-headers-}
		LINE_HEADERS=/usr/src/$package
		LINE_HEADERS_VERSION=$version
	done < <(packages__installed "linux-headers-$line.*-cloud-amd64")

	if [ "$LINE_HEADERS_VERSION" != "$LINE_SOURCE_VERSION" ] && [ -s "$root/headers-version" ]; then
		read -r LINE_RELEASE LINE_HEADERS_VERSION <"$root/headers-version"
		LINE_HEADERS=$root/root/usr/src/linux-headers-$LINE_RELEASE
	fi
}

line__find_source() {
	local line=$1 root=$2
	read -r _ LINE_SOURCE_VERSION < <(packages__installed "linux-source-$line") || :
	base__is_of "$LINE_SOURCE_VERSION" || LINE_SOURCE_VERSION=
	LINE_SOURCE=/usr/src/linux-source-$line.tar.xz
	# shellcheck disable=SC2034 # source.sh reads it
	LINE_SOURCE_TOP=linux-source-$line
	if [ -z "$LINE_SOURCE_VERSION" ] && [ -s "$root/source-version" ]; then
		read -r LINE_SOURCE_VERSION <"$root/source-version"
		LINE_SOURCE=$root/root/usr/src/linux-source-$line.tar.xz
	fi
}

# line__find BASE DIR: fills the variables above, judges nothing.
line__find() {
	local line=$BASE_LINE root=$2/lines/$1
	LINE_SOURCE_VERSION='' LINE_HEADERS_VERSION='' LINE_IMAGE_VERSION=''
	have dpkg-query || return 0
	line__find_source "$line" "$root"
	line__find_headers "$line" "$root"
	[ ! -s "$root/version" ] || read -r LINE_IMAGE_VERSION <"$root/version"
	LINE_CC=$(grep -o -m1 'gcc-[0-9][0-9]*' "$LINE_HEADERS/.kernelvariables" 2>/dev/null) || LINE_CC=gcc
	# The compiler of another suite's kernel is not in this one.
	# shellcheck disable=SC2034 # compile.sh reads it
	[ -z "$BASE_SUITES" ] || { LINE_CC=gcc; LINE_VARS=(CC=gcc); }
}

# The image may be missing: modules are built without it.
line__check() {
	local line=$BASE_LINE fix="make deps"
	[ "$BASE_PACKAGES" = installed ] || fix="make deps KERNEL_BASE=$1"
	have dpkg-query ||
		die "no dpkg-query: kernels are built from Debian's linux-source and linux-headers packages: use a Debian machine"
	[[ -n $LINE_SOURCE_VERSION && -s $LINE_SOURCE ]] ||
		die "linux-source-$line is missing: run $fix"
	[[ -n $LINE_HEADERS_VERSION && -d $LINE_HEADERS ]] ||
		die "linux-headers-$line.*-cloud-amd64 is missing: run $fix"
	[[ $LINE_SOURCE_VERSION == "$LINE_HEADERS_VERSION" &&
	   ${LINE_IMAGE_VERSION:-$LINE_SOURCE_VERSION} == "$LINE_SOURCE_VERSION" ]] ||
		die "kernel packages of different versions: linux-source-$line $LINE_SOURCE_VERSION, linux-headers-$LINE_RELEASE $LINE_HEADERS_VERSION, image ${LINE_IMAGE_VERSION:-not yet unpacked}: take the three from one version: apt-get update, upgrade linux-source-$line and linux-headers, then $fix"
	have "$LINE_CC" || die "$LINE_CC is missing, which built kernel $LINE_RELEASE: run $fix"
}

# shellcheck disable=SC2034 # build.sh reads them
# line__use_debug DIR: build against the debug kernel instead of the packaged headers.
line__use_debug() {
	local dir=$1
	[ -s "$dir/info" ] ||
		die "$dir: no debug kernel there: make stress builds it (harness/stress/debug-kernel.sh)"
	LINE_HEADERS=$dir/tree
	LINE_RELEASE=$(sed -n 's/^kernel-release: //p' "$dir/info")
	LINE_CONFIG=$(config__hash "$LINE_HEADERS/.config")
	DEBUG_ID=$(sed -n 's/^debug-id: //p' "$dir/info")
}
