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
# shellcheck source=tests/profile/checks.sh
. tests/profile/checks.sh

TESTS=21
need_qemu $TESTS
profiles__of 6.1 array
profiles__built ||
	skip_all $TESTS "no unpatched and array are built: make kernel KERNEL=array"

measured()
{
	measure without --vcpus=9 && measure with --vcpus=9 --profile && measure again --vcpus=9 --profile
}

# Calls cost no more than all there is, and something calls the function under test.
calls_are_known()
{
	local file
	file=$(profile with 1)/IrqDelivery,state=quiet,vcpus=9.raw.gz
	symbol=$(awk '$3 == "kvm_irq_delivery_to_apic" { print $1 }' "$(profile with 1)/symbols")
	[ -n "$symbol" ] && zcat "$file" | awk -v callee="$symbol" '
		$1 == "ops:" { ops = $2 } $1 == "windows:" { windows = $2 } $1 == "cost:" { cost = $2 }
		$1 == "c" && $6 > windows * cost { bad = 1 }
		$1 == "c" && $4 == callee { calls += $5 }
		END { print calls, windows * ops; exit bad || calls != windows * ops }'
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

# misses CELL LOADS MISSES COLD: of D1, an operation, by the load that does LOADS of them
misses()
{
	zcat "$(dirname "$base")"/*.profile/"$1.raw.gz" | awk -v loads="$2" -v misses="$3" -v cold="$4" '
		$1 == "ops:" { ops = $2 } $1 == "windows:" { windows = $2 }
		$1 == "a" && $2 == "u" && $5 == loads * ops * windows {
			n++
			print $8 / ops / windows, $14 / ops / windows
			ok = (misses < 0 ? $8 <= loads * windows : $8 == misses * ops * windows) &&
				$14 == cold * ops * windows }
		END { exit !(n == 1 && ok) }'
}

# In place of the real program: D1 has 512 lines. See tests/bench/by-vmm/walks.c.
walks_miss()
{
	mkdir "$tmp/build"
	cp "$O/tests/vcpuscale-run-faulty" "$tmp/build/vcpuscale-run"
	cp "$O/testbed-init" "$O/vcpuscale-profile.so" "$tmp/build/"
	run walks "$O/vcpuscale-testbed" --build="$tmp/build" --line="$O/lines/6.1" --profile \
		--results="$tmp/walks" --vcpus=1 --rounds=1 --bench='Walk/*' "${dirs[0]}"
	show walks
	[ "$status" = 0 ] || return 1
	base=$(cat "$tmp/walks.out")
	misses Walk,kind=half,vcpus=1 256 -1 256 &&
		misses Walk,kind=twice,vcpus=1 1024 1024 1024 &&
		misses Walk,kind=strided,vcpus=1 16 16 16
}

# refuses WORDS: a QEMU that does not take the plugin is said to, and measured with.
refuses()
{
	mkdir -p "$tmp/bin"
	cat >"$tmp/bin/qemu-system-x86_64" <<-END
		#!/bin/sh
		case " \$* " in *" -plugin "*) echo "qemu-system-x86_64: $1" >&2; exit 1 ;; esac
		exit 0
	END
	chmod +x "$tmp/bin/qemu-system-x86_64"
	run refuses env PATH="$tmp/bin:$PATH" "$O/vcpuscale-testbed" --check --profile
	rm -r "${tmp:?}/bin"
	[ "$status" = 0 ] && says_once refuses "no exact profile: this QEMU does not take the plugin: .*$1"
}

# A machine that is not asked for symbols sends none, as one whose kernel has none.
no_symbols()
{
	mkdir "$tmp/bin"
	cat >"$tmp/bin/qemu-system-x86_64" <<-END
		#!/bin/bash
		exec "$(command -v qemu-system-x86_64)" "\${@/%,readback=*}"
	END
	chmod +x "$tmp/bin/qemu-system-x86_64"
	run no_symbols env PATH="$tmp/bin:$PATH" "$O/vcpuscale-testbed" --build="$O" "${image[@]}" --profile \
		--results="$tmp/no-symbols" --vcpus=1 --rounds=1 --bench=VcpuOnSpin/state=quiet "${dirs[0]}"
	rm -r "${tmp:?}/bin"
	show no_symbols
	[ "$status" = 0 ] && grep -q 'the machine has sent no symbols: profiles name no functions' "$tmp/no_symbols.err" ||
		return 1
	run nameless "$O/vcpuscale" attribute "$(cat "$tmp/no_symbols.out")"
	[ "$status" = 2 ] && says_once nameless 'symbols: No such file or directory'
}

# machine_of PID: the process of its machine.
machine_of()
{
	pgrep -P "$1" qemu-system
}

# has_measured TESTBED: its machine, which runs for a moment and is stopped again, has
# written a profile. It does not go on while one looks.
has_measured()
{
	local machine
	machine=$(machine_of "$1") && kill -CONT "$machine" && sleep 0.1 && kill -STOP "$machine" &&
		[ -n "$(find "$O/testbed/$1"-*/0 -name '*.raw' 2>/dev/null)" ]
}

# Killed in the middle of the second cell: this one is invalid and has no profile, not half
# of one; the others have theirs.
killed()
{
	local testbed dir
	"$O/vcpuscale-testbed" --build="$O" "${image[@]}" --profile --results="$tmp/killed" --vcpus=32 --rounds=1 \
		--bench='IrqDelivery/* VcpuOnSpin/state=quiet' "${dirs[0]}" >"$tmp/killed.out" 2>"$tmp/killed.err" &
	testbed=$!
	wait_for has_measured "$testbed" && kill -KILL "$(machine_of "$testbed")" || return 1
	wait "$testbed" || { cat "$tmp/killed.err"; return 1; }
	cat "$tmp/killed.err"
	dir=$(profile killed 1)
	ls -A "$dir"
	[ "$(grep -c ' invalid ' "$(cat "$tmp/killed.out")")" = 1 ] || return 1
	[ "$(find "$dir" -name '*.raw.gz' | wc -l)" = 2 ] && ! find "$dir" -name '*partial*' | grep . || return 1
	[ "$(zcat "$dir"/*.raw.gz | grep -cx end)" = 2 ] || return 1
	[ ! -e "$dir/$(sed -n 's/^Benchmark\([^ ]*\) invalid .*/\1/p' "$(cat "$tmp/killed.out")" | tr / ,).raw.gz" ]
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

# What all tasks execute has a profile with PROFILE=all alone. The scheduler draws the line
# between tasks elsewhere than the plugin: its functions are the least batch but for half a percent.
tasks_add_up()
{
	local results sum least cell=BenchmarkKickAll/state=wake/vcpus=8
	measure few --vcpus=8 --bench=KickAll/state=wake --profile || return 1
	[ -z "$(find "$(profile few 1)" -name '*.raw.gz' 2>/dev/null)" ] || return 1
	measure tasks --vcpus=8 --bench=KickAll/state=wake --profile=all || return 1
	results=$(sed -n 1p "$tmp/tasks.out")
	"$O/vcpuscale" attribute --modules="${dirs[0]}" --program="$O/vcpuscale-run" --guests="$O/obj/bench" \
		"$results" || return 1
	sum=$(awk -F '\t' '$1 == "f" { sum += $7 } END { printf "%.10g", sum }' "$(profile tasks 1)/functions.tsv")
	least=$(awk -v cell="$cell" '$1 == cell && $4 == "task-insns/op" && (!n++ || $3 < least) { least = $3 }
		END { print least }' "$results")
	echo "$sum instead of $least"
	awk -v a="$sum" -v b="$least" 'BEGIN { exit !(b > 0 && a > 0.995 * b && a < 1.005 * b) }'
}

# Modules of another kernel, whose profiles say the same. 6.12 is fetched apart.
other_base()
{
	profiles__of 6.12 patched
	if ! profiles__built; then
		for what in measured samples profiles sums functions; do
			skip "6.12: $what" "no unpatched and patched of 6.12: make kernel KERNEL=patched KERNEL_BASE=6.12"
		done
		return
	fi
	check "6.12: with a profile and without" measured_in_short
	check "6.12: samples are the same, to the byte" same_samples without with
	check "6.12: each cell has a profile" all_profiled with
	check "6.12: windows add up to the cells' numbers, to the instruction" windows_add_up with
	check "6.12: and so do functions" functions_add_up with
}

# Both sides profiled in machines of their own, which takes three rounds.
measured_in_short()
{
	measure without --vcpus=1,16 --rounds=3 && measure with --vcpus=1,16 --rounds=3 --profile
}

echo 1..$TESTS
check "with a profile and without" measured
check "samples are the same, to the byte" same_samples without with
check "each cell has a profile" all_profiled with
check "windows add up to the cells' numbers, to the instruction" windows_add_up with
check "and so do functions" functions_add_up with
check "calls of the function under test" calls_are_known
check "symbols that are needed" symbols_are_few
check "two runs have the same profiles, to the byte" same_profiles with again
check "45 cells have at most 5 MiB" profiles_fit with
check "walks miss what the geometry says" walks_miss
check "a QEMU without plugins" refuses '-plugin: invalid option'
check "one whose interface is another" refuses 'plugin requires API version 5, but this QEMU supports only up to version 1'
check "a machine without symbols" no_symbols
check "a machine that is killed in the middle of a cell" killed
check "CACHE= with nonsense" bad_cache
check "what all tasks execute adds up, with PROFILE=all" tasks_add_up
other_base
exit $failed
