# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# Packages that are unpacked below the build directory, never installed.

# apt's first complaint, from its log.
apt__error() {
	grep -m1 '^E:' "$1" | cut -c 4- | sed 's/[.: ]*$//'
}

APT_ROOT=		# of a base that has suites of its own: its lists and cache

# archive__apt ROOT PROGRAM ARGUMENT...: with sources, lists and cache in ROOT.
archive__apt() {
	local root=$1 program=$2
	shift 2

	"$program" -qq -o Dir::Etc::SourceList="$root/sources.list" -o Dir::Etc::SourceParts=- \
		-o Dir::Etc::Preferences=- -o Dir::Etc::PreferencesParts=- \
		-o Dir::State="$root/state" -o Dir::Cache="$root/cache" \
		-o APT::Sandbox::User="$(id -un)" -o Acquire::Languages=none "$@"
}

# apt__use BUILD_DIR: sets APT_ROOT, if make deps has fetched lists for the base.
apt__use() {
	APT_ROOT=$1/archive/$BASE_LINE
	[ -n "$BASE_SUITES" ] && [ -s "$APT_ROOT/sources.list" ] || APT_ROOT=
}

# apt__run PROGRAM ARGUMENT...: apt, by the lists of the base.
apt__run() {
	if [ -n "$APT_ROOT" ]; then
		archive__apt "$APT_ROOT" "$@"
	else
		"$@"
	fi
}

# shellcheck disable=SC2034 # the caller reads DOWNLOADED
# download DIR PACKAGE VERSION: sets DOWNLOADED, the package's path in DIR.
# apt checks the package's hash; what is in DIR has been checked.
download() {
	local dir=$1 package=$2 version=$3 temp=$1/.getting.$$ log=$1/apt.log file
	for file in "$dir/${package}_${version//:/%3a}"_*.deb; do
		[ ! -s "$file" ] || { DOWNLOADED=$file; return; }
	done
	have apt-get || die "$package $version is missing: fetch it and put it into $dir"
	step "download $package $version"
	TRASH+=("$temp")
	mkdir -p "$temp"
	: >"$log"
	chmod 755 "$temp"
	(cd "$temp" && apt__run apt-get -qq -o APT::Sandbox::User=root download "$package=$version") >>"$log" 2>&1 ||
		die "$package $version cannot be downloaded: $(apt__error "$log"): if the distribution has a newer one: apt-get update, upgrade linux-source and linux-headers, then make deps"
	mv "$temp"/*.deb "$dir/"
	rmdir "$temp"
	for file in "$dir/${package}_${version//:/%3a}"_*.deb; do
		DOWNLOADED=$file
	done
}
