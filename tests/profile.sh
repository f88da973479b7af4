#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Exact profiles of the emulated machine: samples are what they are without, what was
# counted adds up to the samples, walks miss what the geometry says, and two runs of
# one kernel are the same. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

TESTS=11
kernels=$O/kernels/6.1
need_qemu $TESTS
[[ -s $kernels/unpatched/info && -s $kernels/array/info ]] ||
	skip_all $TESTS "no unpatched and array are built: make kernel KERNEL=array"

# measure NAME OPTION...: two kernels, one round; files' paths in $tmp/NAME.out.
measure()
{
	local name=$1
	shift
	run "$name" "$O/vcpuscale-testbed" --build="$O" --line="$O/lines/6.1" --silence=900 \
		--results="$tmp/$name" --vcpus=9 --rounds=1 "$@" \
		"$kernels/unpatched" "$kernels/array"
	show "$name"
	[ "$status" = 0 ] && [ "$(grep -c '\.txt$' "$tmp/$name.out")" = 2 ]
}

measured()
{
	measure without && measure with --profile && measure again --profile
}

# All but the head's lines that name the run: to the byte.
samples_are_the_same()
{
	local side

	for side in 1 2; do
		sed -E '/^(run|beside): /d' "$(sed -n "${side}p" "$tmp/without.out")" >"$tmp/a"
		sed -E '/^(run|beside): /d' "$(sed -n "${side}p" "$tmp/with.out")" >"$tmp/b"
		[ -s "$tmp/a" ] && diff "$tmp/a" "$tmp/b" || return 1
	done
}

# profile NAME SIDE: its directory
profile()
{
	local file
	file=$(sed -n "$2p" "$tmp/$1.out")
	echo "${file%.txt}.profile"
}

# Each cell that has a number that repeats has a profile, which is whole.
all_are_there()
{
	local side file

	for side in 1 2; do
		file=$(sed -n "${side}p" "$tmp/with.out")
		sed -n 's/^Benchmark\([^ ]*\) [0-9].* insns.op$/\1/p' "$file" | sort -u | tr / , >"$tmp/cells"
		find "$(profile with "$side")" -name '*.raw' -printf '%f\n' | sed 's/\.raw$//' | sort >"$tmp/raws"
		[ "$(wc -l <"$tmp/cells")" -ge 5 ] && diff "$tmp/cells" "$tmp/raws" || return 1
		for file in "$(profile with "$side")"/*.raw; do
			[ "$(tail -n 1 "$file")" = end ] || return 1
		done
	done
}

# shellcheck disable=SC2016 # awk's
# Of a raw file: "cell windows cost insns empty-windows empty-cost insns ops"
sums='
	$1 == "cell:" { cell = $2 }
	$1 == "ops:" { ops = $2 }
	$1 == "windows:" { windows = $2 }
	$1 == "cost:" { cost = $2 }
	$1 == "empty-windows:" { empties = $2 }
	$1 == "empty-cost:" { empty = $2 }
	$1 == "a" { a += $4 }
	$1 == "e" { e += $4 }
	END { print cell, windows, cost, a, empties, empty, e, ops }'

# A window has as many instructions as the TSC counts, and the sum over all addresses
# is the cell's number: to the instruction. Samples have ten digits. The scheduler, whose
# clock state=busy has, draws the line between tasks elsewhere than the plugin: its windows
# differ, as much in an empty batch as in the others.
windows_add_up()
{
	local side file least
	for side in 1 2; do
		for file in "$(profile with "$side")"/*.raw; do
			awk "$sums" "$file" >"$tmp/sums"
			read -r cell windows cost a empties empty e ops <"$tmp/sums"
			least=$(awk -v cell="Benchmark$cell" '$1 == cell && $4 == "insns/op" &&
				(!n++ || $3 < least) { least = $3 } END { print least }' \
				"$(sed -n "${side}p" "$tmp/with.out")")
			cat "$tmp/sums"
			[[ $a -gt 0 && $((a * empties - e * windows)) = $(((cost - empty) * windows * empties)) ]] ||
				return 1
			[[ $cell = */state=busy/* || ( $a = $((windows * cost)) && $e = $((empties * empty)) ) ]] ||
				return 1
			awk -v x="$((cost - empty))" -v ops="$ops" -v least="$least" \
				'BEGIN { print x / ops, least; d = x - ops * least; exit d < -0.01 || d > 0.01 }' ||
				return 1
		done
	done
}

# Calls cost no more than all there is, and something calls the function under test.
calls_are_known()
{
	local file
	file=$(profile with 1)/IrqDelivery,state=quiet,vcpus=9.raw
	symbol=$(awk '$3 == "kvm_irq_delivery_to_apic" { print $1 }' "$(profile with 1)/symbols")
	[ -n "$symbol" ] && awk -v callee="$symbol" '
		$1 == "ops:" { ops = $2 } $1 == "windows:" { windows = $2 } $1 == "cost:" { cost = $2 }
		$1 == "c" && $6 > windows * cost { bad = 1 }
		$1 == "c" && $4 == callee { calls += $5 }
		END { print calls, windows * ops; exit bad || calls != windows * ops }' "$file"
}

# Symbols of both modules, and no more than profiles need.
symbols_are_few()
{
	local lines
	lines=$(wc -l <"$(profile with 1)/symbols")
	echo "$lines symbols"
	[ "$lines" -gt 100 ] && [ "$lines" -lt 3000 ] &&
		grep -q '\[kvm\]$' "$(profile with 1)/symbols" &&
		grep -q '\[kvm_amd\]$' "$(profile with 1)/symbols"
}

runs_are_the_same()
{
	local file
	for file in "$(profile with 1)"/*state=quiet* "$(profile with 1)/symbols"; do
		cmp "$file" "$(profile again 1)/${file##*/}" || return 1
	done
}

# 45 cells would be at most 5 MiB.
profiles_are_small()
{
	local cells bytes
	cells=$(find "$(profile with 1)" -name '*.raw' | wc -l)
	bytes=$(du -b --apparent-size "$(profile with 1)" | cut -f 1)
	echo "$cells cells, $bytes bytes"
	[ $((bytes * 45 / cells)) -le $((5 << 20)) ]
}

# misses CELL LOADS MISSES COLD: of D1, an operation, by the load that does LOADS of them
misses()
{
	awk -v loads="$2" -v misses="$3" -v cold="$4" '
		$1 == "ops:" { ops = $2 } $1 == "windows:" { windows = $2 }
		$1 == "a" && $2 == "u" && $5 == loads * ops * windows {
			n++
			print $8 / ops / windows, $14 / ops / windows
			ok = (misses < 0 ? $8 <= loads * windows : $8 == misses * ops * windows) &&
				$14 == cold * ops * windows }
		END { exit !(n == 1 && ok) }' "$(dirname "$base")"/*.profile/"$1.raw"
}

# In place of the real program: D1 has 512 lines. See tests/bench/by-vmm/walks.c.
walks_miss()
{
	mkdir "$tmp/build"
	cp "$O/tests/vcpuscale-run-faulty" "$tmp/build/vcpuscale-run"
	cp "$O/testbed-init" "$O/vcpuscale-profile.so" "$tmp/build/"
	run walks "$O/vcpuscale-testbed" --build="$tmp/build" --line="$O/lines/6.1" --profile \
		--results="$tmp/walks" --vcpus=1 --rounds=1 --bench='Walk/*' "$kernels/unpatched"
	show walks
	[ "$status" = 0 ] || return 1
	base=$(cat "$tmp/walks.out")
	misses Walk,kind=half,vcpus=1 256 -1 256 &&
		misses Walk,kind=twice,vcpus=1 1024 1024 1024 &&
		misses Walk,kind=strided,vcpus=1 16 16 16
}

# A QEMU without plugins: said, and measured without.
no_plugins()
{
	mkdir "$tmp/bin"
	cat >"$tmp/bin/qemu-system-x86_64" <<-'END'
		#!/bin/sh
		case " $* " in *" -plugin "*) echo "qemu-system-x86_64: -plugin: invalid option" >&2; exit 1 ;; esac
		exit 0
	END
	chmod +x "$tmp/bin/qemu-system-x86_64"
	run without_plugins env PATH="$tmp/bin:$PATH" "$O/vcpuscale-testbed" --check --profile
	[ "$status" = 0 ] && grep -q 'no exact profile: this QEMU does not take the plugin' "$tmp/without_plugins.err"
}

bad_cache()
{
	local cache

	for cache in nonsense l1d=33K:8 l1d=32K 'l1d=32K:8;l2=1M:16' "'"; do
		run bad "$O/vcpuscale-testbed" --check --profile --cache="$cache"
		show bad
		[[ $status = 2 && $(wc -l <"$tmp/bad.err") = 1 ]] && grep -q CACHE= "$tmp/bad.err" || return 1
	done
}

echo 1..$TESTS
check "with a profile and without" measured
check "samples are the same, to the byte" samples_are_the_same
check "each cell has a profile" all_are_there
check "windows add up to the cells' numbers, to the instruction" windows_add_up
check "calls of the function under test" calls_are_known
check "symbols that are needed" symbols_are_few
check "two runs have the same profiles, to the byte" runs_are_the_same
check "45 cells have at most 5 MiB" profiles_are_small
check "walks miss what the geometry says" walks_miss
check "a QEMU without plugins" no_plugins
check "CACHE= with nonsense" bad_cache
exit $failed
