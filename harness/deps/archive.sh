# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# A source package of a newer suite, from the archive that apt takes Debian from
# on this machine. apt keeps lists of its own for it, below the build directory,
# and checks signatures and hashes as ever; its configuration stays as it is.

# The archive's address, as this machine's own sources have it.
archive__find() {
	# shellcheck disable=SC2016 # apt expands them
	apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
		sed -n 's/^Debian //p' | head -n 1
}

# archive__use ROOT URI SUITE
archive__use() {
	local root=$1 uri=$2 suite=$3 key=/usr/share/keyrings/debian-archive-keyring.gpg
	[ -s "$key" ] || key=
	mkdir -p "$root/state/lists/partial" "$root/cache/archives/partial"
	echo "deb [arch=amd64${key:+ signed-by=$key}] $uri $suite main" >"$root/sources.list"
	step "look for $BASE_LINE in $suite"
	archive__apt "$root" apt-get update >>"$root/log" 2>&1
}

# archive__version ROOT PACKAGE: the newest one, or nothing.
archive__version() {
	archive__apt "$1" apt-cache madison "$2" | awk -F '|' 'NR == 1 { gsub(/ /, "", $2); print $2 }'
}

# archive__fetch BUILD_DIR BASE: sets DOWNLOADED and VERSION of BASE_PACKAGES.
archive__fetch() {
	local root=$1/archive/$2 uri suite said=''
	have apt-get || die "no apt-get on this machine: give the sources as KERNEL_BASE=tree KERNEL_TREE=DIR"
	uri=$(archive__find) || :
	[ -n "$uri" ] ||
		die "$BASE_PACKAGES: apt takes Debian from nowhere on this machine: give the sources as KERNEL_BASE=tree KERNEL_TREE=DIR"
	mkdir -p "$root"
	: >"$root/log"
	for suite in $BASE_SUITES; do
		if ! archive__use "$root" "$uri" "$suite"; then
			said=": $(apt__error "$root/log")"
			continue
		fi
		VERSION=$(archive__version "$root" "$BASE_PACKAGES")
		[ -n "$VERSION" ] || continue
		step "download $BASE_PACKAGES $VERSION from $suite"
		(cd "$root" && archive__apt "$root" apt-get download "$BASE_PACKAGES=$VERSION") >>"$root/log" 2>&1 ||
			die "$BASE_PACKAGES $VERSION cannot be downloaded: $(apt__error "$root/log"): see $root/log"
		DOWNLOADED=$(find "$root" -maxdepth 1 -name "${BASE_PACKAGES}_*.deb" | head -n 1)
		return
	done
	die "$BASE_PACKAGES is in none of the suites ${BASE_SUITES// /, } of $uri$said: give the sources as KERNEL_BASE=tree KERNEL_TREE=DIR"
}

# archive__take BASE DIR: the sources of a base, once.
archive__take() {
	local unpacked=$2/source/whole/unpacking tree skip exclude=()
	LOG=$2/archive/$1/log
	[ ! -s "$2/source/whole/$1" ] || return 0
	traps__set
	mkdir -p "${LOG%/*}"
	: >"$LOG"
	tree__lock "$2"
	[ ! -s "$TREE_DIR/$1" ] || return 0
	tree__need_space
	archive__fetch "$2" "$1"
	tree__create ''
	TRASH+=("$unpacked")
	rm -rf "$unpacked"
	mkdir "$unpacked"
	for skip in $TREE_LEFT_OUT; do exclude+=("--exclude=$BASE_PACKAGES/$skip/*.[ch]"); done
	exec 8< <(dpkg-deb --fsys-tarfile "$DOWNLOADED" | tar -xO "./usr/src/$BASE_PACKAGES.tar.xz")
	unpack "$BASE_PACKAGES" "$BASE_PACKAGES.tar.xz" "$unpacked" "$LOG" "${exclude[@]}"
	rm -f "$DOWNLOADED"
	step "put the sources of $1 into a git repository"
	tree=$(tree__import "$unpacked" import -f) || exit
	rm -f "$TREE_DIR/git/import"
	echo "$tree $VERSION" >"$TREE_DIR/$1"
}

# archive__open BUILD_DIR: of a base whose packages are unpacked, and of a suite that
# this machine's apt does not know, the lists; sets APT_ROOT.
archive__open() {
	local uri suite
	apt__use "$1"
	[ -n "$BASE_SUITES" ] && [ -z "$APT_ROOT" ] || return 0
	uri=$(archive__find) || :
	[ -n "$uri" ] ||
		die "KERNEL_BASE=$BASE_LINE: apt takes Debian from nowhere on this machine: add Debian's archive to apt's sources"
	mkdir -p "$1/archive/$BASE_LINE"
	for suite in $BASE_SUITES; do
		archive__use "$1/archive/$BASE_LINE" "$uri" "$suite" || continue
		apt__use "$1"
		return
	done
	rm -f "$1/archive/$BASE_LINE/sources.list"
	die "KERNEL_BASE=$BASE_LINE: none of the suites ${BASE_SUITES// /, } can be read from $uri: $(apt__error "$1/archive/$BASE_LINE/log")"
}
