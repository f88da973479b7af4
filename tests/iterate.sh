#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# bench/iterate on a reduced matrix: both forms visit every object, their counts
# repeat, and stand to each other as the walks do. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

TESTS=14
dir=$O/iterate/6.1/patched
results=$tmp/results

build()
{
	run kernel harness/kernel/build.sh --build-dir="$O" --kernel=patched
	show kernel
	[ "$status" = 0 ] || return 1
	run build harness/kernel/iterate.sh --build-dir="$O" --kernel-dir="$O/kernels/6.1/patched"
	show build
	[ "$status" = 0 ] && [ "$(cat "$tmp/build.out")" = "$(realpath "$dir")" ]
}

# The vendors' structs begin with struct kvm_vcpu, and the list's node is where
# the series puts it.
layout_read()
{
	cat "$dir/layout.h"
	awk '$1 == "#define" { v[$2] = $3 } END {
		exit !(v["LAYOUT_VCPU_SIZE"] > 4096 && v["LAYOUT_SVM_SIZE"] > v["LAYOUT_VCPU_SIZE"] &&
			v["LAYOUT_READY"] > v["LAYOUT_REQUESTS"] &&
			v["LAYOUT_APIC"] < v["LAYOUT_VCPU_SIZE"]) }' "$dir/layout.h" &&
		grep -q 'LAYOUT_LIST .* offsetof(struct kvm_vcpu, list)' "$dir/layout.h"
}

built_again_is_kept()
{
	local before

	before=$(stat -c %Y "$dir/vcpuscale-iterate" "$dir/vcpuscale-iterate.ko")
	build && [ "$(stat -c %Y "$dir/vcpuscale-iterate" "$dir/vcpuscale-iterate.ko")" = "$before" ]
}

# 1 2 65: an xarray of a node, and of two levels. Five kinds, three loops, two
# orders, two states.
user_visits_all()
{
	run user timeout 600 "$dir/vcpuscale-iterate" --bench='*/writer=no' --vcpus="1 2 65"
	[ "$status" = 0 ] || { show user; return 1; }
	! grep ' invalid ' "$tmp/user.out" &&
		[ "$(sample_counts "$tmp/user.out" | wc -l)" = $((3 * 5 * 3 * 2 * 2)) ] &&
		counts_end "$tmp/user.out" &&
		[ "$(grep -c 'kind=srcu-list.* skip liburcu has no SRCU' "$tmp/user.out")" = 36 ]
}

user_with_writer()
{
	run writer timeout 600 "$dir/vcpuscale-iterate" --bench='*/loop=spin/order=created/*/writer=yes' --vcpus="1 65"
	[ "$status" = 0 ] || { show writer; return 1; }
	cat "$tmp/writer.out"
	! grep ' invalid ' "$tmp/writer.out" &&
		[ "$(sample_counts "$tmp/writer.out" | wc -l)" = 10 ] &&
		[ "$(grep -c '^# writer: [1-9][0-9]* changes' "$tmp/writer.out")" -ge 8 ]
}

refused()
{
	run refused "$dir/vcpuscale-iterate" "$1"
	show refused
	[ "$status" = 2 ] && [ ! -s "$tmp/refused.out" ] && says_once refused "$2"
}

bad_input()
{
	refused --bench=NoSuch 'no benchmark matches NoSuch.*--list' || return 1
	refused --vcpus=0 'vCPU count 0.*1 to 4096' && refused --vcpus=4097 'vCPU count 4097' &&
		refused --rounds=x 'rounds x' && refused --unit=ms 'unit ms.*ns or insns' &&
		refused --callgrind=/nowhere 'cannot read /nowhere' &&
		refused --results="$tmp/none" 'results and --info.*give both' &&
		refused --module 'no /dev/vcpuscale-iterate.*load the module'
}

# count NAME: of what "make iterate" counts, in $tmp/NAME.counts.
count()
{
	env -i PATH="$PATH" setarch -R valgrind -q --tool=callgrind --cache-sim=yes \
		--I1=32768,8,64 --D1=32768,8,64 --LL=4194304,16,64 --combine-dumps=yes \
		--callgrind-out-file="$tmp/$1.callgrind" "$dir/vcpuscale-iterate" \
		--bench='*/loop=spin/*/writer=no' --vcpus="8 255" &&
		"$dir/vcpuscale-iterate" --callgrind="$tmp/$1.callgrind" >"$tmp/$1.counts"
}

# Under a head that names the kernel and the caches, and nothing but counts.
counts_stored()
{
	run store "$dir/vcpuscale-iterate" --callgrind="$tmp/first.callgrind" \
		--results="$results" --info="$dir/info"
	show store
	[ "$status" = 0 ] && counts_end "$(cat "$tmp/store.out")" || return 1
	cat "$(cat "$tmp/store.out")"
	grep -q '^machine: callgrind [0-9.]*, D1 32 KiB 8-way, LL 4 MiB 16-way, 64 B lines$' \
		"$(cat "$tmp/store.out")" || return 1
	"$O/vcpuscale" compare --testbed=iterate-cachegrind --results="$results" patched patched || return 1
	run nothing "$dir/vcpuscale-iterate" --callgrind="$dir/info" --results="$tmp/none" \
		--info="$dir/info"
	show nothing
	[ "$status" = 2 ] && says_once nothing 'no counts of this program' && no_file "$tmp/none"
}

counts_repeat()
{
	count first && count second && [ -s "$tmp/first.counts" ] &&
		diff "$tmp/first.counts" "$tmp/second.counts"
}

# value FILE KIND ORDER CACHE FIELD [N]: of the samples, at 255 objects.
value()
{
	awk -v cell="BenchmarkIterate/kind=$2/loop=spin/order=$3/cache=$4/writer=no/vcpus=${6:-255}" \
		-v field="$5" '$1 == cell { print $field; exit }' "$1"
}

# Evicted, an array's objects miss in one line each, those of a list, whose node
# lies in another line than the field, in two; and the xarray works hardest.
counts_tell()
{
	local array list xarray f=$tmp/first.counts

	array=$(value "$f" array created cold 7)
	list=$(value "$f" rcu-list created cold 7)
	echo "cold: array $array, list $list"
	[ "$array" -ge 255 ] && [ "$array" -lt 310 ] && [ "$list" -ge 510 ] && [ "$list" -lt 530 ] ||
		return 1
	xarray=$(value "$f" xarray created warm 3)
	list=$(value "$f" rcu-list created warm 3)
	array=$(value "$f" array created warm 3)
	echo "insns: xarray $xarray, list $list, array $array"
	[ "$xarray" -gt $((10 * list)) ] && [ "$list" -lt "$array" ] &&
		[ "$(value "$f" rcu-list shuffled warm 3)" = "$list" ]
}

# measure NAME: a boot of its own, $tmp/NAME.txt.
measure()
{
	run "$1" timeout 1800 "$O/vcpuscale-testbed" --iterate --build="$O" --line="$O/lines/6.1" \
		--results="$results" --vcpus="1 255" --rounds=1 \
		--bench='*/loop=spin/*' "$dir"
	show "$1"
	[ "$status" = 0 ] && grep -v '^run: ' "$(cat "$tmp/$1.out")" >"$tmp/$1.txt"
}

module_visits_all()
{
	measure boot1 || return 1
	! grep ' invalid ' "$tmp/boot1.txt" && counts_end "$tmp/boot1.txt" &&
		[ "$(sample_counts "$tmp/boot1.txt" | wc -l)" = $((2 * 5 * 2 * 2)) ] &&
		[ "$(grep -c '/cache=cold/.* skip .*no caches' "$tmp/boot1.txt")" = 20 ] &&
		grep -q '^testbed: iterate-emulated$' "$tmp/boot1.txt"
}

no_profile()
{
	run profile "$O/vcpuscale-testbed" --iterate --build="$O" --line="$O/lines/6.1" --results="$tmp/none" \
		--vcpus=1 --profile "$dir"
	show profile
	[ "$status" = 2 ] && says_once profile 'walks of --iterate alternate batch by batch' && no_file "$tmp/none"
}

module_tells()
{
	local xarray list srcu

	xarray=$(value "$tmp/boot1.txt" xarray created warm 3)
	list=$(value "$tmp/boot1.txt" rcu-list created warm 3)
	srcu=$(value "$tmp/boot1.txt" srcu-list created warm 3)
	echo "xarray $xarray, list $list, SRCU list $srcu"
	[ "$xarray" -gt $((10 * list)) ] && [ "$srcu" -gt "$list" ] &&
		[ "$(value "$tmp/boot1.txt" rcu-list shuffled warm 3)" = "$list" ]
}

boots_repeat()
{
	measure boot2 && diff "$tmp/boot1.txt" "$tmp/boot2.txt"
}

command -v valgrind >/dev/null || skip_all $TESTS "no valgrind here: make deps installs it"
need_qemu $TESTS
echo 1..$TESTS
build >"$tmp/said"
! grep -q 'is missing: run make deps' "$tmp/said" ||
	skip_all $TESTS "$(grep -m1 -o 'linux-.* is missing: run make deps' "$tmp/said")"
check "both forms are built" build
check "the layout is that of the kernel's vCPUs" layout_read
check "what is built is kept" built_again_is_kept
check "in user space every walk visits every object" user_visits_all
check "and all but the newest beside a writer" user_with_writer
check "bad input is refused in one line" bad_input
check "simulated counts repeat exactly" counts_repeat
check "what was counted is stored whole or not at all" counts_stored
check "a list's node costs a line, the xarray instructions" counts_tell
check "in the kernel every walk visits every object" module_visits_all
check "the kernel's walks stand to each other likewise" module_tells
check "another boot counts the same" boots_repeat
check "there is no profile of it, and that is said" no_profile
check "walks of one kernel are compared as any benchmark" \
	"$O/vcpuscale" compare --testbed=iterate-emulated --results="$results" patched patched
exit $failed
