#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What differs between two kernels, and does a benchmark execute it? Small objects stand
# for KVM's module, and a table of functions for what a run has executed. TAP.
#
# check() calls the functions by name:
# shellcheck disable=SC2317
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

vcpuscale=$O/vcpuscale

# make_kernel NAME BEFORE EXTRA LIMIT: EXTRA is in a function that is inlined, LIMIT in
# one that nothing executes; BEFORE moves the rest.
make_kernel()
{
	mkdir -p "$tmp/$1"
	printf 'kernel: %s\nkernel-id: id-%s\n' "$1" "$1" >"$tmp/$1/info"
	cat >"$tmp/$1.c" <<-END
	int printk(const char *, ...);
	int table[8];
	static __attribute__((noinline)) int helper(int a) { return a * 3 + table[1]; }
	static inline int twice(int a) { return 2 * a + $3; }
	$2
	char apart[300];
	int quiet(int a) { return twice(a) - helper(a); }
	int says(int a) { return a > 3 ? printk("it is %d at most", a) : helper(a + $4) + 1; }
	END
	# Far from the static function, so that no jump to it gets shorter.
	${CC:-gcc} -O2 -fno-pic -mcmodel=kernel -fcf-protection=none -falign-functions=256 \
		-c -o "$tmp/$1/kvm.ko" "$tmp/$1.c"
}

# make_run NAME: its benchmark executes quiet and helper, 100 instructions an operation.
make_run()
{
	local at=$((0xc0a00000)) name where
	mkdir -p "$tmp/$1.profile"
	{
		echo "ffffffff81000000 T _stext"
		nm "$tmp/$1/kvm.ko" | while read -r where type name; do
			[[ $type = [tT] ]] && printf 'ffffffff%x %s %s\t[kvm]\n' $((at + 0x$where)) "$type" "$name"
		done
	} >"$tmp/$1.profile/symbols"
	{
		printf 'vcpuscale-raw-profile: 1\ncell: Walk/state=q/vcpus=1\ncache: D1 32768,8,64\nops: 8\nwindows: 2\n'
		printf 'cost: 1\nempty-windows: 1\nevents: insns loads stores atomics d1 l2 ll\n'
		nm "$tmp/$1/kvm.ko" | awk '$3 == "quiet" { print $1, 960 } $3 == "helper" { print $1, 640 }' |
		while read -r where count; do
			printf 'a k ffffffff%x %d\n' $((at + 0x$where)) "$count"
		done
		echo end
	} >"$tmp/$1.profile/Walk,state=q,vcpus=1.raw"
	{
		printf 'schema: vcpuscale/1\nrun: %s\nkernel: %s\nkernel-id: id-%s\n' "$1" "$1" "$1"
		printf 'testbed: emulated\nmachine: m\nround: 1\nUnit insns/op better=lower assume=exact\n'
		printf 'BenchmarkWalk/state=q/vcpus=1 8 100 insns/op\nround: 2\n'
		printf 'BenchmarkWalk/state=q/vcpus=1 8 100 insns/op\nend: 2\n'
	} >"$tmp/$1.txt"
	run attribute "$vcpuscale" attribute --modules="$tmp/$1" --base="$tmp/base" "$tmp/$1.txt"
	[ "$status" = 0 ] || show attribute
}

make_all()
{
	make_kernel base "" 1 1 && make_kernel twin "" 1 1 && make_kernel apart "" 1 9 &&
	make_kernel inlined "" 5 1 && make_kernel both "" 5 9 &&
	make_kernel moved 'int first(int a) { printk("before"); return a * 77 ^ table[a]; }' 1 1 || return
	local name
	for name in base twin apart inlined both moved; do
		make_run "$name" || return
	done
}

# differs NAME FUNCTION...: these have other code than base's, and no others.
differs()
{
	sed -n 's/^f\tkvm\t//p' "$tmp/$1.profile/changed.tsv" >"$tmp/differ"
	shift
	cat "$tmp/differ"
	[ "$(tr '\n' ' ' <"$tmp/differ")" = "${*/%/ }" ]
}

# says NAME CODE TEXT: what compare with the base says, and its exit code.
says()
{
	run compare "$vcpuscale" compare "$tmp/base.txt" "$tmp/$1.txt"
	[ "$status" = "$2" ] && tr -s '\n ' ' ' <"$tmp/compare.out" | grep -qF "$3" &&
	! grep '.\{81\}' "$tmp/compare.out" && return
	show compare
	return 1
}

# What a series' only function is when nothing executes it, in every report.
says_so_everywhere()
{
	local json letter
	json=$("$vcpuscale" compare --format=json "$tmp/base.txt" "$tmp/apart.txt")
	letter=$("$vcpuscale" cover-letter "$tmp/base.txt" "$tmp/apart.txt")
	echo "$json" "$letter"
	python3 -c '
import json, sys
c = json.loads(sys.argv[1])
assert c["verdict"] == "not-covered", c["verdict"]
assert c["changed"] == [{"name": "says", "module": "kvm", "executed": False}], c["changed"]
assert c["image_changed"] is False
' "$json" && tr -s '\n ' ' ' <<<"$letter" | grep -qF "not-covered: no benchmark executes what differs: says"
}

# A table of another base's says nothing about this pair.
ignores_others()
{
	cp "$tmp/apart.profile/changed.tsv" "$tmp/kept"
	sed -i 's/^base: .*/base: id-other/' "$tmp/apart.profile/changed.tsv"
	says apart 0 "verdict: same: none of 1 cells tells the two apart"
	local code=$?
	mv "$tmp/kept" "$tmp/apart.profile/changed.tsv"
	return "$code"
}

# A table that is cut off is a warning, and no verdict hangs on it.
warns_of_broken()
{
	sed -i '$d' "$tmp/twin.profile/changed.tsv"
	says twin 0 "changed.tsv: is cut off or broken: run vcpuscale attribute with --base" &&
	says twin 0 "verdict: same: none of 1 cells tells the two apart"
}

image_differs()
{
	echo 1 >"$tmp/base/image"
	echo 2 >"$tmp/apart/image"
	make_run apart || return
	says apart 0 "the kernels' images differ" && says apart 0 "verdict: same"
}

echo "1..12"
make_all || exit 2
check "the same source is the same code" differs twin
check "a function that nothing executes" differs apart says
check "a function that is inlined is where it is inlined" differs inlined quiet
check "where functions lie does not count" differs moved first
check "what nothing executes is not covered" says apart 3 "verdict: not-covered: no benchmark executes what differs: says"
check "all reports say so" says_so_everywhere
check "what a benchmark executes inlined is covered" says inlined 0 "benchmarks execute 1 of 1 functions whose code differs verdict: same"
check "a part that is not executed is named" says both 0 "benchmarks execute 1 of 2 functions whose code differs, and not says verdict: same"
check "the same code is called the same code" says twin 0 "verdict: same: none of 1 cells tells the two apart: the code is identical"
check "a table of another base is ignored" ignores_others
check "a table that is cut off is told" warns_of_broken
check "of an image that differs nothing is claimed" image_differs
exit "$failed"
