#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# max-vcpus.sh BUILD DIR LINE - print how many vCPUs the kernel in DIR allows a VM, as its
# KVM says in an emulated machine. LINE has the image, where DIR holds modules alone.
set -eu
build=$1 dir=$2 image=$3

die() {
	echo "vcpuscale: $*" >&2
	exit 2
}

[ ! -e "$dir/vmlinuz" ] || image=$dir
stage=$(mktemp -d)
trap 'rm -rf -- "$stage"' EXIT
mkdir -p "$stage/root"
echo "0 0 run vcpuscale-run --max-vcpus" >"$stage/root/plan"
harness/testbed/machine/initramfs.sh "$stage" "$build" "$image" "$dir" '' ||
	die "the machine's initramfs cannot be packed: make deps installs what it needs"
timeout --kill-after=10 600 "$build/vcpuscale-boot" "$image" "$stage/initramfs" "$stage/console" '' >"$stage/said" || :
grep -xE '[1-9][0-9]*' "$stage/said" ||
	die "VCPUS=max: $dir does not say how many vCPUs it allows: give numbers"
