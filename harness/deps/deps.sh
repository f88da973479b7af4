#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Installs what is missing of harness/deps/packages and unpacks what the
# base needs below DIR. --tests adds what only the tests need:
# harness/deps/test-packages and the bases of packaged headers. --cross adds the
# compilers of other architectures, harness/deps/cross-packages. Root is needed
# only where something is missing. Silent when nothing is.

set -eu -o pipefail
export LC_ALL=C

TOP=$(realpath -- "$(dirname -- "$0")/../..")
TABLES=("$TOP/harness/deps/packages")
# shellcheck source=harness/kernel/common.sh
. "$TOP/harness/kernel/common.sh"
# shellcheck source=harness/kernel/base.sh
. "$TOP/harness/kernel/base.sh"
# shellcheck source=harness/kernel/line.sh
. "$TOP/harness/kernel/line.sh"
# shellcheck source=harness/kernel/download.sh
. "$TOP/harness/kernel/download.sh"
# shellcheck source=harness/kernel/source.sh
. "$TOP/harness/kernel/source.sh"
# shellcheck source=harness/kernel/tree.sh
. "$TOP/harness/kernel/tree.sh"
# shellcheck source=harness/deps/archive.sh
. "$TOP/harness/deps/archive.sh"
# shellcheck source=harness/deps/unpack.sh
. "$TOP/harness/deps/unpack.sh"

USAGE="usage: deps.sh [--build-dir=DIR] [--line=BASE] [--tests] [--cross]"
BUILD_DIR=build LINE=6.1 TESTS='' CROSS=''

options__read "$@"
base__read "$LINE"
BASES_NEEDED=$LINE
if [ -n "$TESTS" ]; then
	TABLES+=("$TOP/harness/deps/test-packages")
	BASES_NEEDED=$(base__names_of_apt)
fi
[ -z "$CROSS" ] || TABLES+=("$TOP/harness/deps/cross-packages")

# The kernel packages in the table are those of the base that has its packages
# installed.
packages__needed() {
	local package base installed=none
	for base in $BASES_NEEDED; do
		base__read "$base"
		[ "$BASE_PACKAGES" != installed ] || installed=installed
	done
	cat "${TABLES[@]}" | while IFS=$'\t' read -r package _; do
		case $installed:$package in
		*:'#'* | *:) ;;
		installed:*) echo "$package" ;;
		*:linux-source-* | *:linux-headers-*) ;;
		*) echo "$package" ;;
		esac
	done
}

# One query for all: dpkg-query is what costs time.
packages__missing() {
	local needed
	needed=$(packages__needed)
	# shellcheck disable=SC2086 # one word a package
	dpkg-query -W -f '${db:Status-Status} ${Package}\n' $needed 2>/dev/null |
		awk -v needed="$needed" '
		$1 == "installed" { have[$2] = 1 }
		END { n = split(needed, name, "\n")
			for (i = 1; i <= n; i++)
				if (!(name[i] in have)) print name[i] }'
}

packages__install() {
	local log=$BUILD_DIR/downloads/apt.log
	step "apt-get update"
	: >"$log"
	apt-get -qq update >>"$log" 2>&1 ||
		die "apt-get update failed: $(apt__error "$log"): see $log"
	step "apt-get install $*"
	DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install "$@" \
		</dev/null >>"$log" 2>&1 ||
		die "apt-get install failed: $(apt__error "$log"): see $log (an installed base wants the distribution it is of: another KERNEL_BASE may do)"
}

packages__ensure() {
	local missing
	# dpkg-query fails where a package is unknown to it; awk has the answer.
	missing=$(packages__missing) || :
	[ -n "$missing" ] || return 0
	missing=${missing//$'\n'/ }
	[ "$(id -u)" = 0 ] ||
		die "packages missing: $missing: run as root: apt-get install --no-install-recommends $missing"
	# shellcheck disable=SC2086 # one word a package
	packages__install $missing
}

if ! have apt-get || ! have dpkg-query; then
	grep -hv '^#' "${TABLES[@]}"
	die "no apt-get on this machine: install what the list above names, or what your distribution calls it"
fi
mkdir -p -- "$BUILD_DIR/downloads" 2>/dev/null ||
	die "$BUILD_DIR: cannot be made: give another build directory with O="
BUILD_DIR=$(realpath -- "$BUILD_DIR")
packages__ensure
for base in $BASES_NEEDED; do
	base__read "$base"
	case $BASE_PACKAGES in
	installed | none) ;;
	unpacked) line__unpack "$base" "$BUILD_DIR" ;;
	*) archive__take "$base" "$BUILD_DIR" ;;
	esac
	"$TOP/harness/kernel/image.sh" --build-dir="$BUILD_DIR" --line="$base"
done
