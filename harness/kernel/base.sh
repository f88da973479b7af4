# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# The bases that kernels are built on: a data file each in lines/.

# shellcheck disable=SC2034 # the includers read them
BASE_BUILT=		# modules: KVM's alone, against packaged headers; or whole
BASE_PACKAGES=		# installed, unpacked, none, or the name of a source package
BASE_SUITES=		# where apt looks for the source package, in this order

base__names() {
	(cd "$TOP/harness/kernel/lines" && echo *)
}

# base__read BASE: sets the variables above.
base__read() {
	local file=$TOP/harness/kernel/lines/$1 key value
	[[ $1 != */* && -f $file ]] ||
		die "KERNEL_BASE=$1: no such base: there are $(base__names) (harness/kernel/lines/)"
	while read -r key value; do
		case $key in
		built:) BASE_BUILT=$value ;;
		packages:) BASE_PACKAGES=$value ;;
		suites:) BASE_SUITES=$value ;;
		'' | '#'*) ;;
		*) die "harness/kernel/lines/$1: $key: unknown key: there are built, packages and suites" ;;
		esac
	done <"$file"
}

# base__names_of BUILT: the bases of which modules, or whole kernels, are built.
base__names_of() {
	(cd "$TOP/harness/kernel/lines" && grep -lx "built: $1" ./*) | sed 's|^./||'
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
