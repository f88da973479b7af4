# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# Headers and sources of the kernel that runs here: the distribution's packages
# (Debian's and Ubuntu's), or the tree it was built in. Sets line.sh's variables.

# shellcheck disable=SC2034 # build.sh and source.sh read them

# running__line RELEASE: "6.1" of "6.1.0-56-amd64".
running__line() {
	[[ $1 =~ ^([0-9]+\.[0-9]+) ]] || die "kernel release $1: no version in it: give KERNEL_TREE"
	echo "${BASH_REMATCH[1]}"
}

# The headers that the modules are built against: where depmod's link points
# to, or KERNEL_TREE, if that is what this kernel was built in.
running__find_headers() {
	local release=$1 tree=$2
	LINE_RELEASE=$release
	LINE_HEADERS=$(realpath -e -- "/lib/modules/$release/build" 2>/dev/null) || LINE_HEADERS=
	if [ -z "$LINE_HEADERS" ] && [ -n "$tree" ] &&
		[ "$(cat "$tree/include/config/kernel.release" 2>/dev/null)" = "$release" ]; then
		LINE_HEADERS=$(realpath -- "$tree")
	fi
	[ -n "$LINE_HEADERS" ] || LINE_HEADERS=/nowhere
	[ -e "$LINE_HEADERS/Module.symvers" ] ||
		die "no headers of the running kernel $release: install linux-headers-$release, or give the tree it was built in as KERNEL_TREE"
	read -r _ LINE_HEADERS_VERSION < <(packages__installed "linux-headers-$release") || {
		LINE_HEADERS_VERSION=$release
		LINE_CONFIG=$(config__hash "$LINE_HEADERS/.config") ||
			die "$LINE_HEADERS: has no .config: give the tree that the running kernel was built in as KERNEL_TREE"
	}
}

# Debian: /usr/src/linux-source-6.1.tar.xz. Ubuntu: a directory of that name
# with the archive in it, and 6.8.0 for 6.8.
running__find_source() {
	local line=$1 name path version
	for name in "linux-source-$line" "linux-source-$line.0"; do
		for path in /usr/src/"$name"/"$name".tar.* /usr/src/"$name".tar.*; do
			[ -s "$path" ] || continue
			read -r _ version < <(packages__installed "$name") || continue
			LINE_SOURCE=$path LINE_SOURCE_TOP=$name LINE_SOURCE_VERSION=$version
			return
		done
	done
	# The tree it was built in has it all.
	[ -f "$LINE_HEADERS/virt/kvm/kvm_main.c" ] ||
		die "no sources of the running kernel $LINE_RELEASE: install linux-source-$line of version $LINE_HEADERS_VERSION, or give a checkout as KERNEL_TREE and a revision as KERNEL"
	LINE_SOURCE=$LINE_HEADERS LINE_SOURCE_VERSION=$LINE_HEADERS_VERSION
}

# running__find RELEASE TREE KERNEL: dies if anything is missing.
running__find() {
	local release=$1 tree=$2
	running__find_headers "$release" "$tree"
	running__find_source "$(running__line "$release")"
	[ "$LINE_SOURCE_VERSION" = "$LINE_HEADERS_VERSION" ] ||
		die "sources $LINE_SOURCE_VERSION ($LINE_SOURCE), headers $LINE_HEADERS_VERSION of the running kernel $release: take both from one version: apt-get update, install linux-source-$(running__line "$release"), and boot the kernel of that version"
	LINE_CC=$(grep -oE -m1 'gcc-[0-9]+' "$LINE_HEADERS/.kernelvariables" "$LINE_HEADERS/.config" -h 2>/dev/null |
		head -n 1) || LINE_CC=gcc
	have "${LINE_CC:=gcc}" || die "$LINE_CC is missing, which built kernel $release: install it"
}
