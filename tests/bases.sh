#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Results of kernels of several bases in one folder: a name stands for a run of the
# base that is asked for, wherever it lies, and bases are never mixed. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

store=$tmp/store
BENCH=IrqDelivery/state=quiet

# put PLACE BASE NUMBER COST [LINE...]: a run that is made up, in DIR/KERNEL/TESTBED/
# of the store; "-" for no base.
put()
{
	local place=$1 base=$2 id kernel testbed n
	id=$(printf '20260101T%06dZ-%04x' "$3" "$3")
	testbed=${place##*/}
	kernel=${place%/*}
	kernel=${kernel##*/}

	mkdir -p "$store/$place"
	{
		printf '%s\n' "schema: vcpuscale/1" "run: $id" "kernel: $kernel" "kernel-id: $base-$kernel" \
			"testbed: $testbed" "machine: m" "${@:5}"
		[ "$base" = - ] || echo "kernel-base: $base"
		printf '%s\n' "Unit insns/op better=lower assume=exact" "round: 1"
		for n in 1 8 64; do
			echo "Benchmark$BENCH/vcpus=$n 8 $((1000 + $4 * n)) insns/op"
		done
		echo "end: 3"
	} >"$store/$place/$id.txt"
}

# After a run of two kernels on 6.1, and a later one on 6.12 of a faster unpatched.
# Some lie where they lay before there were bases.
two_bases()
{
	put 6.1/unpatched/emulated 6.1 1 100
	put same/emulated 6.1 2 100
	put unpatched/emulated 6.12 3 200
	put 6.12/patched/emulated 6.12 4 50
}

# compares CODE VERDICT ARGUMENT...
compares()
{
	run compare "$O/vcpuscale" compare --results="$store" "${@:3}"
	show compare
	[ "$status" = "$1" ] && grep -q "^verdict: $2" "$tmp/compare.out"
}

# Folders have fewer characters than files.
name_as_given()
{
	local store=$tmp/named

	put 6.1/unpatched/emulated 6.1 1 100
	put 6.1/my_series__v2_/emulated 6.1 2 50
	compares 0 improved unpatched 'my series (v2)' && compares 0 improved unpatched 'my_series__v2_'
}

# compares_of FIELD: the runs of base and head, as the report names them.
compared()
{
	grep "^$1" "$tmp/compare.out"
	[ "$(awk -v key="$1" '$1 == key { print $2, $3 }' "$tmp/compare.out")" = "$2" ]
}

# refused PATTERN ARGUMENT...
refused()
{
	run compare "$O/vcpuscale" compare --results="$store" "${@:2}"
	show compare
	[ "$status" = 2 ] && [ ! -s "$tmp/compare.out" ] && says_once compare "$1"
}

base_of_head()
{
	compares 0 same unpatched same && compared run "20260101T000001Z-0001 20260101T000002Z-0002" &&
		compares 0 improved unpatched patched &&
		compared run "20260101T000003Z-0003 20260101T000004Z-0004"
}

base_asked_for()
{
	put 6.1/patched/emulated 6.1 0 30
	compares 0 improved --base=6.1 unpatched patched &&
		compared run "20260101T000001Z-0001 20260101T000000Z-0000" || return 1
	refused "no run of kernel 'same' .* with kernel-base 6.12 .*: measure it or name one of: .*6.1/unpatched/emulated" \
		--base=6.12 unpatched same
}

# Of files, whose names are not looked up.
bases_are_apart()
{
	local old new
	old=$(echo "$store"/6.1/unpatched/emulated/*.txt) new=$(echo "$store"/unpatched/emulated/*.txt)

	refused "kernel-base differs, '6.1' in base and '6.12' in head: .* --force" "$old" "$new" || return 1
	compares 1 regressed --force "$old" "$new" &&
		tr -s '\n ' ' ' <"$tmp/compare.out" | grep -q "warning: kernel-base differs, .*: compared by force"
}

# A file of before there was the key is of a kernel that was configured as packaged.
configurations_are_apart()
{
	put mine/emulated 6.1 1 100 "kernel-config: packaged"
	put other/emulated 6.1 2 100 "kernel-config: 0123456789ab"
	compares 0 same --base=6.1 unpatched mine || return 1
	refused "kernel-config differs, 'packaged' in base and '0123456789ab' in head: " --base=6.1 unpatched other &&
		refused "kernel-config differs, '0123456789ab' in base and 'packaged' in head: " other mine || return 1
	compares 0 same --force other mine && compares 0 same other other
	rm -r "$store/mine" "$store/other"
}

# KVM as it runs on a machine is neither of a base nor of a configuration.
host_goes_with_all()
{
	put 6.1/array/host 6.1 1 50 "kernel-config: 0123456789ab"
	put host/host/host host 2 100
	compares 0 improved --testbed=host host array && compares 1 regressed --testbed=host array host || return 1
	# Nor is that a base that could be built for.
	"$O/vcpuscale" cover-letter --results="$store" --testbed=host host host | tail -n 3 >"$tmp/letter"
	grep KERNEL=host "$tmp/letter" && ! grep KERNEL_BASE= "$tmp/letter" || return 1
	put host/host - 3 50
	compares 0 same --testbed=host host array
	rm -r "$store/host" "$store/6.1/array"
}

lists_bases()
{
	"$O/vcpuscale" list --results="$store" | awk '{ print $1, $2, $4 }' >"$tmp/list"
	diff - "$tmp/list" <<-EOF
	kernel testbed base
	same emulated 6.1
	unpatched emulated 6.12
	patched emulated 6.1
	unpatched emulated 6.1
	patched emulated 6.12
	EOF
}

history_by_config()
{
	put 6.1/other/emulated 6.1 7 100
	put 6.1/other/emulated 6.1 8 100 "kernel-config: packaged"
	put 6.1/other/emulated 6.1 9 200 "kernel-config: 0123456789ab"
	run history "$O/vcpuscale" history --results="$store"
	show history
	[ "$status" = 0 ] && grep -q '^other (6.1): 2 runs' "$tmp/history.out" &&
		grep -q '^other (6.1, configuration 0123456789ab): 1 runs' "$tmp/history.out"
}

history_by_base()
{
	put 6.1/unpatched/emulated 6.1 5 100
	put unpatched/emulated 6.12 6 200
	run history "$O/vcpuscale" history --results="$store"
	show history
	[ "$status" = 0 ] && grep -q '^unpatched (6.1): 2 runs' "$tmp/history.out" &&
		grep -q '^unpatched (6.12): 2 runs' "$tmp/history.out" || return 1
	run history "$O/vcpuscale" history --results="$store" --base=6.12
	show history
	[ "$status" = 0 ] && ! grep -q '(6.1)' "$tmp/history.out"
}

exports_one_base()
{
	run export "$O/vcpuscale" export --format=csv --results="$store" unpatched patched
	show export
	[ "$status" = 0 ] && [ "$(cut -d , -f 4 "$tmp/export.out" | sort -u | xargs)" = "6.12 kernel_base" ] ||
		return 1
	run export "$O/vcpuscale" export --format=otava "$store"/{6.1,6.12}/patched/emulated/*.txt
	show export
	[ "$status" = 2 ] && says_once export 'kernel-base differs: export them one by one'
}

# found ARGUMENT...: the kernels of what find prints, in its order.
found()
{
	run find "$O/vcpuscale" find --results="$tmp/newest" "$@"
	show find
	[ "$status" = 0 ] && cut -f 3 "$tmp/find.out" | xargs >"$tmp/found"
}

# What was copied or touched last is not what was measured last.
newest_by_id()
{
	local store=$tmp/newest

	put 6.1/unpatched/emulated 6.1 1 100
	put 6.1/early/emulated 6.1 2 200
	put 6.1/late/emulated 6.1 3 50
	put 6.12/other/emulated 6.12 0 50
	put 6.1/late/nested 6.1 9 50
	touch "$store/6.1/early/emulated"/*
	found && grep -qx late "$tmp/found" && found --not=late && grep -qx early "$tmp/found" &&
		found --not="$(echo "$store"/6.1/late/emulated/*)" && grep -qx early "$tmp/found" &&
		found --base=6.12 && grep -qx other "$tmp/found" || return 1
	run front make compare O="$O" RESULTS="$store"
	show front
	[ "$status" = 0 ] && grep -q '^run .*20260101T000001Z-0001 *20260101T000003Z-0003$' "$tmp/front.out"
}

# As make's recipes are asked for a base, and are not.
asked_by_make()
{
	run front make compare O="$O" RESULTS="$store" HEAD=patched
	show front
	[ "$status" = 0 ] && grep -q '^kernel base 6.12$' "$tmp/front.out" || return 1
	run front make compare O="$O" RESULTS="$store" HEAD=patched KERNEL_BASE=6.1
	show front
	[ "$status" = 0 ] && grep -q '^kernel base 6.1$' "$tmp/front.out" || return 1
	run front env KERNEL_BASE=6.1 make cover-letter O="$O" RESULTS="$store" HEAD=patched
	show front
	[ "$status" = 0 ] && grep -q 'run 20260101T000000Z-0000$' "$tmp/front.out"
}

# drawn PATH: plots of all three kinds lie there.
drawn()
{
	local kind

	for kind in svg png txt; do
		ls "$store/plots/$1/"*."$kind" || return 1
	done
}

# Plots and pages of one base are not those of another, whose kernels are called the same.
plots_are_apart()
{
	local base

	for base in 6.1 6.12; do
		run front make plots O="$O" RESULTS="$store" HEAD=patched KERNEL_BASE="$base"
		show front
		[ "$status" = 0 ] && drawn "$base/emulated/unpatched-patched" || return 1
	done
	! cmp -s "$store"/plots/{6.1,6.12}/emulated/unpatched-patched/overview.svg || return 1
	run front make publish O="$O" RESULTS="$store" HEAD=patched
	show front
	[ "$status" = 0 ] && [ -s "$store/published/6.12/emulated/unpatched-patched/index.html" ] || return 1
	run front make history O="$O" RESULTS="$store"
	show front
	drawn 6.1/emulated/history && drawn 6.12/emulated/history &&
		[ "$(find "$store/plots" -name history | wc -l)" = 2 ]
}

# A file may say of its kernel whatever it likes.
names_stay_below()
{
	local store=$tmp/evil

	put 6.1/k/emulated 6.1 1 100
	put 6.1/j/emulated 6.1 2 100
	sed -i 's|^kernel: .*|kernel: ../../../x|' "$store"/6.1/j/emulated/*
	run front make plots O="$O" RESULTS="$store" BASE=k HEAD=j
	show front
	[ "$status" = 0 ] && [ -d "$store/plots/6.1/emulated/k-_._.._.._x" ]
}

# By what was built: the newest first, complete ones only.
finds_by_id()
{
	local store=$tmp/newest

	put 6.1/late/emulated 6.1 5 50
	put 6.1/late/emulated 6.1 6 50 "incomplete: yes"
	found --kernel-id=6.1-late && [ "$(cat "$tmp/found")" = "late late" ] &&
		grep -q 000005Z <(head -n 1 "$tmp/find.out") || return 1
	found --kernel-id=6.1-nobody && [ ! -s "$tmp/find.out" ]
}

# In the order in which they are given, of one base; or none of them.
finds_names()
{
	local store=$tmp/newest

	put 6.12/unpatched/emulated 6.12 7 100
	found unpatched late && [ "$(cut -f 2 "$tmp/find.out" | xargs)" = "6.1 6.1" ] &&
		[ "$(cat "$tmp/found")" = "unpatched late" ] || return 1
	run find "$O/vcpuscale" find --results="$store" late unpatched
	show find
	[ "$status" = 2 ] && [ ! -s "$tmp/find.out" ] && says_once find "no run of kernel 'late' .* with kernel-base 6.12"
}

echo 1..16
two_bases
check "a name stands for its newest run of HEAD's base" base_of_head
check "or of the base that is asked for" base_asked_for
check "a name may be as the user has given it" name_as_given
check "bases are compared by force alone" bases_are_apart
check "configurations are compared by force alone" configurations_are_apart
check "this machine's own KVM is compared with all of them" host_goes_with_all
check "every run is listed with its base" lists_bases
check "the history of each base is one of its own" history_by_base
check "and so is that of each configuration" history_by_config
check "one export is of one base" exports_one_base
check "the newest run is the one with the last id" newest_by_id
check "make asks for the base that it is given" asked_by_make
check "runs are found by what was built" finds_by_id
check "names are found as compare finds them" finds_names
if command -v gnuplot >/dev/null; then
	check "plots and pages of bases are kept apart" plots_are_apart
	check "and below the folder of results" names_stay_below
else
	skip "plots and pages of bases are kept apart" "no gnuplot here: make deps"
	skip "and below the folder of results" "no gnuplot here: make deps"
fi
exit $failed
