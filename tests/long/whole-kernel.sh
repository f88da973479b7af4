#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Whole kernels of real sources, 7.3's: built, booted, measured. A first build
# takes ten minutes of CPU time, so this is for "make test-long". TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
TESTS=9
results=$tmp/results
kernels=$O/kernels/7.3

# build KERNEL [OPTION...]
build()
{
	local kernel=$1
	shift
	run build harness/kernel/build.sh --build-dir="$O" --line=7.3 --kernel="$kernel" "$@"
	show build
	[ "$status" = 0 ]
}

# measure NAME: against unpatched; $tmp/NAME.csv has the comparison.
measure()
{
	run "$1" "$O/vcpuscale-testbed" --build="$O" --results="$results" --vcpus=1,8,64 \
		--rounds=2 "$kernels/unpatched" "$kernels/$1"
	show "$1"
	[ "$status" = 0 ] || return 1
	{ read -r base && read -r head; } <"$tmp/$1.out"
	"$O/vcpuscale" compare --format=csv "$base" "$head" >"$tmp/$1.csv" || :
	cat "$tmp/$1.csv"
}

# more NAME KIND BENCH VCPUS: by how much head is above base, rounded.
more()
{
	awk -F, -v k="$2" -v b="$3" -v n="$4" \
		'$1 == k && $2 == b && $3 == n { printf "%.0f\n", $8 - $5 }' "$tmp/$1.csv"
}

same_bytes()
{
	cp "$kernels/unpatched/vmlinuz" "$kernels/unpatched/kvm.ko" "$tmp/" || return 1
	rm -rf "$O/whole" "$kernels/unpatched"
	build unpatched && cmp "$tmp/vmlinuz" "$kernels/unpatched/vmlinuz" &&
		cmp "$tmp/kvm.ko" "$kernels/unpatched/kvm.ko"
}

# The same sources and configuration by another way are the same kernel.
same_of_tree()
{
	local tree=$tmp/linux commit

	git init -q "$tree" && echo "$O/source/whole/git/objects" >"$tree/.git/objects/info/alternates"
	commit=$(git -C "$tree" -c user.name=a -c user.email=a@example.org \
		commit-tree -m "Linux 7.3" "$(cut -d ' ' -f 1 "$O/source/whole/7.3")") || return 1
	git -C "$tree" update-ref refs/heads/test "$commit"
	run tree harness/kernel/build.sh --build-dir="$O" --line=tree --tree="$tree" --kernel=test
	show tree
	[ "$status" = 0 ] && grep -qx "$(grep ^kernel-id "$kernels/unpatched/info")" "$(cat "$tmp/tree.out")/info" &&
		cmp "$kernels/unpatched/image" "$(cat "$tmp/tree.out")/image"
}

swaps_modules()
{
	cmp "$kernels/unpatched/image" "$kernels/array/image" && measure array &&
		! grep -q '^alternates' "$head" && [ "$(more array cell VcpuOnSpin/state=quiet 64)" -lt -5000 ]
}

boots_alternate()
{
	! cmp -s "$kernels/unpatched/image" "$kernels/four-places/image" && measure four-places &&
		grep -qx 'alternates: boots' "$base" && grep -qx 'alternates: boots' "$head"
}

effects_found()
{
	[ "$(more four-places slope IrqDelivery/state=quiet '')" = 1 ] &&
		[ "$(more four-places slope AllCpusRequest/state=quiet '')" = 2 ] &&
		[ "$(more four-places slope VcpuOnSpin/state=quiet '')" = 0 ] &&
		[ "$(more four-places slope IrqDelivery/state=wake '')" -gt 100 ] &&
		[ "$(more four-places cell VcpuOnSpin/state=busy 8)" -ge 20 ]
}

does_not_boot()
{
	build tests/series/does-not-boot && ! measure does-not-boot && [ "$status" = 2 ] &&
		grep -q '^vcpuscale: the console: .*this kernel never boots' "$tmp/does-not-boot.err" &&
		grep -q '^vcpuscale: kernel does-not-boot does not boot: ' "$tmp/does-not-boot.err"
}

need_qemu $TESTS
run deps make deps KERNEL_BASE=7.3
[ "$status" = 0 ] || skip_all $TESTS "$(tail -n 1 "$tmp/deps.err")"
make all >/dev/null || exit 2
echo 1..$TESTS
check "7.3 is built" build unpatched
check "and array" build array
check "one image: modules are swapped within a boot" swaps_modules
check "a series of four places is built" build tests/series/four-places
check "two images: boots alternate" boots_alternate
check "each of four effects is found" effects_found
check "a kernel that does not boot is named with its console" does_not_boot
check "a second build from nothing gives the same bytes" same_bytes
check "the same sources from a repository are the same kernel" same_of_tree
exit $failed
