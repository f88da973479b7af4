# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# The bases that kernels are built on: a data file each in lines/. A longer version
# of one whose packages hold modules, as 6.1.176, is that line at that update.

# shellcheck disable=SC2034 # the includers read them
BASE_BUILT=		# modules: KVM's alone, against packaged headers; or whole
BASE_PACKAGES=		# installed, unpacked, none, or the name of a source package
BASE_SUITES=		# where apt looks for the source package, in this order
BASE_LINE=		# the file of lines/ that it is of
BASE_VERSION=		# of a stable update: how the packages' version begins

base__names() {
	(cd "$TOP/harness/kernel/lines" && echo *)
}

# base__line BASE: sets BASE_LINE, and BASE_VERSION of a stable update.
base__line() {
	local lines=$TOP/harness/kernel/lines
	BASE_LINE=$1 BASE_VERSION=''
	[[ $1 != */* && $1 != .* ]] || return 1
	[ ! -f "$lines/$1" ] || return 0
	[[ $1 =~ ^([0-9]+\.[0-9]+)\.[0-9]+(-[0-9A-Za-z.~+]+)?$ ]] || return 1
	BASE_LINE=${BASH_REMATCH[1]} BASE_VERSION=$1
	grep -qsx 'built: modules' "$lines/$BASE_LINE"
}

# base__read BASE: sets the variables above.
base__read() {
	local file key value
	base__line "$1" ||
		die "KERNEL_BASE=$1: no such base: there are $(base__names) (harness/kernel/lines/), and updates of $(base__names_of modules | paste -s -d ' ') by their version, as 6.1.176"
	file=$TOP/harness/kernel/lines/$BASE_LINE
	while read -r key value; do
		case $key in
		built:) BASE_BUILT=$value ;;
		packages:) BASE_PACKAGES=$value ;;
		suites:) BASE_SUITES=$value ;;
		'' | '#'*) ;;
		*) die "harness/kernel/lines/$1: $key: unknown key: there are built, packages and suites" ;;
		esac
	done <"$file"
	# Only the newest update can be installed.
	[ -z "$BASE_VERSION" ] || BASE_PACKAGES=unpacked
}

# base__is_of VERSION: does a package of that version belong to the base?
base__is_of() {
	[[ -z $BASE_VERSION || $1 == "$BASE_VERSION" || $1 == "$BASE_VERSION"[-~+]* ]]
}

# base__names_of BUILT: the bases of which modules, or whole kernels, are built.
base__names_of() {
	(cd "$TOP/harness/kernel/lines" && grep -lx "built: $1" ./*) | sed 's|^./||'
}

# base__names_of_apt: the packaged ones that this machine's own apt has.
base__names_of_apt() {
	local base
	for base in $(base__names_of modules); do
		grep -q '^suites: ' "$TOP/harness/kernel/lines/$base" || echo "$base"
	done
}

# The bases that take a series which changes more than KVM's modules: any tree,
# and the newest package.
base__remedy() {
	base__names_of whole | sort -rV | head -n 2 | sed 'N; s/\n/ or /'
}

# base__needs_modules BASE WHAT: for what works with packaged headers only.
base__needs_modules() {
	base__read "$1"
	[ "$BASE_BUILT" = modules ] ||
		die "KERNEL_BASE=$1: $2 needs a base of packaged headers: there are $(base__names_of modules | tr '\n' ' ')"
}
