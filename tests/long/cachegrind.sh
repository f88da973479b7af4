#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The simulated caches against Cachegrind's: the same program, the same walks, the same
# geometry; in the emulated machine, counted by the plugin, and under valgrind. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

TESTS=4
kernel=$O/kernels/6.1/patched
dir=$O/iterate/6.1/patched
need_qemu $TESTS
[[ -s $kernel/info && -s $O/lines/6.1/vmlinuz ]] ||
	skip_all $TESTS "no patched is built: make kernel KERNEL=patched"
[ -n "$(command -v valgrind)" ] || skip_all $TESTS "no valgrind here: make deps installs it"

# The first one takes the page faults.
name_cells()
{
	local kind size
	for kind in plain array rcu-list xarray; do
		for size in 255 4096; do
			echo "Iterate/kind=$kind/loop=irq/order=created/cache=warm/writer=no/vcpus=$size"
		done
	done
}

build()
{
	run build harness/kernel/iterate.sh --build-dir="$O" --kernel-dir="$kernel"
	show build
	[ "$status" = 0 ]
}

# Into $tmp/valgrind: "cell insns D1 LL", a line each.
by_valgrind()
{
	run valgrind env -i PATH="$PATH" setarch -R valgrind -q --tool=callgrind --cache-sim=yes \
		--I1=32768,8,64 --D1=32768,8,64 --LL=4194304,16,64 --combine-dumps=yes \
		--callgrind-out-file="$tmp/callgrind" "$dir/vcpuscale-iterate" --counts="$tmp/cells"
	show valgrind
	[ "$status" = 0 ] && "$dir/vcpuscale-iterate" --callgrind="$tmp/callgrind" >"$tmp/counts" &&
		sed -n 's/^Benchmark//p' "$tmp/counts" | awk 'NR > 2 { print $1, $3, $5, $7 }' >"$tmp/valgrind" &&
		[ "$(wc -l <"$tmp/valgrind")" = 6 ]
}

# A machine of one step, whose command is the program.
pack()
{
	local root=$tmp/root
	mkdir -p "$root"/{dev,proc,sys,modules/common,modules/0}
	cp "$O/testbed-init" "$root/init"
	cp "$O/lines/6.1/irqbypass.ko" "$root/modules/common/"
	cp "$kernel"/kvm*.ko "$root/modules/0/"
	cp "$dir/vcpuscale-iterate" "$tmp/cells" "$root/"
	echo "0 0 run vcpuscale-iterate --counts=/cells" >"$root/plan"
	(cd "$root" && find . -mindepth 1 -printf '%P\n' | LC_ALL=C sort |
		cpio --quiet -o -H newc -R 0:0) >"$tmp/initramfs"
}

# Its D1 and LL are Cachegrind's, which has no level between them: L2 is as small as it
# may be. A cell begins with empty caches, and the empty batch is its first: what that
# batch misses in LL no later one misses.
by_plugin()
{
	local real file
	real=$(command -v qemu-system-x86_64)
	pack
	mkdir "$tmp/bin"
	printf '#!/bin/sh\nexec %s "$@" -plugin "%s"\n' "$real" \
		"$O/vcpuscale-profile.so,out=$tmp,steps=0,sizes=255+4096,cache=l2=64K:2+ll=4M:16" \
		>"$tmp/bin/qemu-system-x86_64"
	chmod +x "$tmp/bin/qemu-system-x86_64"
	run plugin env PATH="$tmp/bin:$PATH" timeout 900 "$O/vcpuscale-boot" "$O/lines/6.1" "$tmp/initramfs" \
		"$tmp/console" "console=ttyS0 quiet panic=-1 mitigations=off nokaslr norandmaps"
	show plugin
	for file in "$tmp"/0/*.raw; do
		awk '$1 == "cell:" { cell = $2 }
			$1 == "a" { insns += $4; d1 += $8; ll += $10 }
			$1 == "e" { insns -= $4; d1 -= $8 }
			END { print cell, insns, d1, ll }' "$file"
	done >"$tmp/all"
	grep -v kind=plain "$tmp/all" >"$tmp/plugin"
	[ "$(wc -l <"$tmp/plugin")" = 6 ]
}

# The same instructions, and misses within 1 %.
agree()
{
	sort "$tmp/valgrind" >"$tmp/a"
	sort "$tmp/plugin" >"$tmp/b"
	join "$tmp/a" "$tmp/b" | tee "$tmp/both"
	awk 'function near(x, y) { return x == y || (x - y) * (x - y) <= x * x / 10000 }
		{ n++; bad = bad || $2 != $5 || !near($3, $6) || !near($4, $7) }
		END { exit bad || n != 6 }' "$tmp/both"
}

echo 1..$TESTS
name_cells >"$tmp/cells"
check "build the walks" build
check "walks under valgrind" by_valgrind
check "walks in the machine" by_plugin
check "both count the same instructions, and misses within 1 %" agree
exit $failed
