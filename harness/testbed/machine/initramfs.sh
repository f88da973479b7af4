#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# initramfs.sh STAGE BUILD LINE BASE HEAD [perf] - complete STAGE/root, which already
# holds the plan and the lists of cells, and pack it as STAGE/initramfs. A side's
# directory holds KVM's modules, or vcpuscale-iterate with its own; BASE or HEAD may
# be empty.
set -eu
stage=$1 build=$2 line=$3 base=$4 head=$5
root=$stage/root

mkdir -p "$root/dev" "$root/proc" "$root/sys" "$root/modules/common"
cp "$build/testbed-init" "$root/init"
cp "$line/irqbypass.ko" "$root/modules/common/"
side=0
for from in "$base" "$head"; do
	[ -n "$from" ] || { side=$((side + 1)); continue; }
	mkdir -p "$root/modules/$side"
	if [ -e "$from/vcpuscale-iterate.ko" ]; then
		cp "$from/vcpuscale-iterate" "$root/"
		cp "$from/vcpuscale-iterate.ko" "$root/modules/$side/"
	else
		cp "$build/vcpuscale-run" "$root/"
		cp "$from/kvm.ko" "$from"/kvm-*.ko "$root/modules/$side/"
	fi
	side=$((side + 1))
done
# perf with the libraries that it is linked to, 24 MB: only where it is wanted.
if [ "${6:-}" = perf ]; then
	program=$(command -v perf) || {
		echo "vcpuscale: no perf here: run make deps, or install your distribution's" >&2
		exit 2
	}
	mkdir -p "$root/usr/bin" "$root/bin" "$root/tmp" "$root/perf"
	cp -L "$program" "$root/usr/bin/perf"
	ldd "$program" | grep -o '/[^ ]*' | while read -r library; do
		mkdir -p "$root${library%/*}"
		cp -L "$library" "$root$library"
	done
fi
# Sorted, and without the owner's and the clock's traces: the same content is
# the same archive, and the machine that boots it executes the same instructions.
find "$root" -exec touch -h -d @0 {} +
cd "$root"
find . -mindepth 1 -printf '%P\n' | LC_ALL=C sort |
	cpio --quiet -o -H newc -R 0:0 --reproducible > ../initramfs
