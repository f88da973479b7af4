#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A benchmark is one folder, and nothing else is edited: a folder is added to a
# copy of the tree, and all that lists, measures, checks, compares and draws
# benchmarks takes it up. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

TESTS=11
NAME=Another/kind=mmio/mode=a-1.5
tree=$tmp/tree
built=$O
judge=$O/vcpuscale
line=$O/lines/6.1
kernel=$O/kernels/6.1/unpatched
O=$tree/build	# the copy's, also for what lib.sh looks up
program=$O/vcpuscale-run

# The build directory may have any name, and others write to it.
copy_tree()
{
	mkdir "$tree" && tar -C "$top" -c --exclude=./build --exclude=./results --exclude=./.git \
			--exclude="./${built#"$top/"}" . |
		tar -C "$tree" -x && cp -r tests/bench/another "$tree/bench/"
}

builds()
{
	run build make -C "$tree" -s O="$O" "$program" "$O/vcpuscale-testbed" "$O/testbed-init" \
		"$O/tests/test_measure"
	show build
	[ "$status" = 0 ] && [ ! -s "$tmp/build.err" ]
}

is_listed()
{
	listed | grep -x "$NAME" && ! listed | grep -x Another/kind=request &&
		listed '*' | grep -x Another/kind=request && [ "$(batches "$NAME")" = 5 ]
}

# The test of vcpuscale-run, but for what it measures.
is_expected_by_vmm()
{
	env O="$O" bash "$tree/tests/vmm.sh" without-kvm >"$tmp/vmm.out" 2>&1
	cat "$tmp/vmm.out"
	grep -q '^ok 1 - --list has all' "$tmp/vmm.out" && ! grep -q '^not ok' "$tmp/vmm.out"
}

unit_test_passes()
{
	"$O/tests/test_measure"
}

# measured FILE UNIT: at all sizes, with all samples, in the format.
measured()
{
	every_cell "$1" "1 2" 'Another/*' && ! grep -E ' (skip|invalid) ' "$1" &&
		all_batches "$1" 1 && valid_format "$1" "$2" && counts_end "$1"
}

by_this_kvm()
{
	run kvm "$program" --vcpus=1,2 --bench='Another/*' --output="$tmp/kvm.txt"
	show kvm
	[ "$status" = 0 ] && measured "$tmp/kvm.txt" ns/op
}

in_the_machine()
{
	cd "$tree" || return 1
	run machine "$O/vcpuscale-testbed" --build="$O" --line="$line" --results="$tmp/results" \
		--vcpus="1 2" --rounds=1 --bench='Another/*' "$kernel" "$kernel"
	cd "$top" || return 1
	show machine
	[ "$status" = 0 ] || return 1
	{ read -r base && read -r head; } <"$tmp/machine.out"
	measured "$base" insns/op && measured "$head" insns/op
}

is_compared()
{
	run compare "$judge" compare --format=csv "$1" "$2"
	show compare
	[ "$status" = 0 ] || return 1
	[ "$(grep -c "^cell,$NAME,[12],insns/op," "$tmp/compare.out")" = 2 ]
}

is_reported()
{
	run cover "$judge" cover-letter "$1" "$2"
	show cover
	[ "$status" = 0 ] && grep -q "$NAME, insns/op" "$tmp/cover.out"
}

is_drawn()
{
	run tables "$judge" tables --output="$tmp/tables" "$1" "$2"
	show tables
	[ "$status" = 0 ] && grep -q "	$NAME	" "$tmp/tables/index.tsv" || return 1
	run draw "$tree/plots/draw.sh" "$tmp/tables" "$tmp/plots"
	show draw
	ls "$tmp/plots"
	[ "$status" = 0 ] && [ -s "$tmp/plots/Another-kind-mmio-mode-a-1.5.svg" ]
}

# What bench.h does not allow is refused by the benchmark's name, before all else.
is_checked()
{
	local option

	sed -i 's/\.batches = 5/.batches = 65/' "$tree/bench/another/bench.c"
	make -C "$tree" -s O="$O" "$program" || return 1
	for option in --list --check --vcpus=1; do
		run checked "$program" "$option"
		show checked
		[ "$status" = 2 ] && [ ! -s "$tmp/checked.out" ] &&
			says_once checked "benchmark $NAME: \.batches is not within 1 to 64: give" ||
			return 1
	done
}

echo 1..$TESTS
check "a folder is added to a copy of the tree" copy_tree
check "make finds it" builds
check "it is listed, what it has on request only if asked for" is_listed
check "the tests of vcpuscale-run expect it" is_expected_by_vmm
check "so does the unit test" unit_test_passes
if [[ -r /dev/kvm && -w /dev/kvm ]]; then
	check "it is measured on this machine's KVM" by_this_kvm
else
	skip "it is measured on this machine's KVM" "no /dev/kvm here that may be used"
fi
if [ -s "$kernel/info" ] && [ -s "$line/vmlinuz" ] && [ -n "$(command -v qemu-system-x86_64)" ]; then
	check "it is measured in the emulated machine" in_the_machine
	check "it is compared" is_compared "$base" "$head"
	check "it is in the cover letter" is_reported "$base" "$head"
	check "it is drawn" is_drawn "$base" "$head"
else
	for name in "measured in the emulated machine" compared "in the cover letter" drawn; do
		skip "it is $name" "no unpatched kernel is built: make kernel KERNEL=unpatched"
	done
fi
check "a mistake in its descriptor is told by its name" is_checked
exit $failed
