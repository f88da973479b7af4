#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kut.sh - takes the tests of a built checkout of kvm-unit-tests, KUT, and prints the
# directory that holds their images and their list, DIR/kut/ID. As selftests.sh, whose
# other options it takes as well: the tests are the same for all kernels.

set -eu -o pipefail
export LC_ALL=C

TOP=$(realpath -- "$(dirname -- "$0")/../..")
# shellcheck source=harness/kernel/common.sh
. "$TOP/harness/kernel/common.sh"

USAGE="usage: KUT=CHECKOUT kut.sh --build-dir=DIR [--kernel=] [--modules=] [--line=] [--tree=] [--onto=] [--verbose]"
BUILD_DIR=''

# list__print: "NAME COMMAND" of each test that runs by default, as x86/unittests.cfg has
# it; "NAME # REASON" where there is none. x86/run has QEMU's defaults.
list__print() {
	awk '
	function end_test(    command) {
		if (name == "" || groups ~ /(^| )nodefault( |$)/)
			return
		if (arch != "" && arch != "x86_64")
			print name " # needs a build for " arch
		else {
			command = "./vcpu-kut"
			if (smp != "")
				command = command " -smp " smp
			n = split(check, checks, " ")
			for (i = 1; i <= n; i++)
				command = command " -check " checks[i]
			gsub(/-enable-kvm/, "", params)
			command = command " " params
			if (args != "")
				command = command " -append \047" args "\047"
			gsub(/  +/, " ", command)
			print name " " command " " file
		}
	}
	function unquoted(text) {
		gsub(/^["\047]|["\047]$/, "", text)
		return text
	}
	/^\[/ {
		end_test()
		name = substr($0, 2, index($0, "]") - 2)
		smp = params = args = arch = groups = check = file = ""
		next
	}
	/^[a-z_]+ *=/ {
		key = $1
		sub(/=.*/, "", key)
		value = $0
		sub(/^[a-z_]+ *= */, "", value)
		if (key == "file") file = value
		else if (key == "smp") smp = value
		else if (key == "arch") arch = value
		else if (key == "groups") groups = value
		else if (key == "check") check = value
		else if (key == "test_args") args = unquoted(value)
		else if (key == "qemu_params" || key == "extra_params") {
			gsub(/"/, "\047", value)
			params = value
		}
	}
	END { end_test() }' "$KUT/x86/unittests.cfg"
}

# images__take DIR: those that are named. What is not built is said by its test.
images__take() {
	local image
	for image in "$KUT"/x86/*.flat; do
		strip -o "$1/${image##*/}" "$image" 2>/dev/null || cp "$image" "$1/"
	done
}

main() {
	local id out
	# shellcheck disable=SC2034 # options__read sets these
	local KERNEL MODULES LINE TREE ONTO
	options__read "$@"
	[ -n "${KUT:-}" ] || die "no KUT: give KUT=DIR, a checkout of kvm-unit-tests that has been configured and built"
	[ -s "$KUT/x86/unittests.cfg" ] || die "KUT=$KUT: no kvm-unit-tests there: give a checkout that has been configured and built"
	compgen -G "$KUT/x86/*.flat" >/dev/null ||
		die "KUT=$KUT: nothing has been built there: run ./configure --arch=x86_64 and make in it"
	id=$(cat "$0" "$KUT"/x86/*.flat "$KUT/x86/unittests.cfg" | sha256sum | cut -c 1-12)
	out=$BUILD_DIR/kut/$id
	if [ ! -s "$out/list" ]; then
		rm -rf "$out"
		mkdir -p "$out"
		images__take "$out"
		list__print >"$out/list.new"
		mv "$out/list.new" "$out/list"
	fi
	cp "$BUILD_DIR/vcpu-kut" "$out/"
	printf '%s\n' "$out"
}

main "$@"
exit
