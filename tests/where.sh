#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# From counts by address to reports that name functions and lines: a small object with
# debug information stands for KVM's module, its own addresses for the machine's. TAP.
#
# check() calls the functions by name:
# shellcheck disable=SC2317
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

vcpuscale=$O/vcpuscale
AT=$((0xc0a00000))	# where the "module" was loaded, below 0xffffffff00000000

# walk() visits vCPUs; the head's has one line more. note() is inlined from a header.
make_module() # NAME PLANTED
{
	mkdir -p "$tmp/$1"
	printf 'static inline __attribute__((always_inline)) int note(volatile int *at)\n{\n\treturn *at + 1;\n}\n' \
		>"$tmp/note.h"
	cat >"$tmp/$1/walk.c" <<-END
	#include "note.h"
	extern volatile int vcpus[];
	int __attribute__((noinline)) visit(int i)
	{
		return vcpus[i];
	}
	int walk(int nr)
	{
		int i, sum = 0;
		for (i = 0; i < nr; i++) {
			$2
			sum += visit(i);
		}
		return sum + note(&vcpus[0]);
	}
	END
	(cd "$tmp/$1" && ${CC:-gcc} -O1 -g1 -fno-pic -fcf-protection=none -ffile-prefix-map="$tmp/$1=." -I.. \
		-c -o kvm.ko.debug walk.c)
}

# A raw profile of SIZE vCPUs: every instruction of walk and visit once an operation, those
# of the loop SIZE times: from its first line to its last by number.
make_raw() # NAME SIZE
{
	local dir=$tmp/$1.profile object=$tmp/$1/kvm.ko.debug
	mkdir -p "$dir"
	{
		echo "ffffffff81000000 T _stext"
		nm "$object" | while read -r at type name; do
			[[ $type = [tT] ]] && printf 'ffffffff%x %s %s\t[kvm]\n' $((AT + 0x$at)) "$type" "$name"
		done
	} >"$dir/symbols"
	{
		printf 'vcpuscale-raw-profile: 1\ncell: Walk/state=q/vcpus=%s\ncache: D1 32768,8,64\nops: 8\nwindows: 2\n' "$2"
		printf 'cost: 1\nempty-windows: 1\nevents: insns loads stores atomics d1 l2 ll\n'
		objdump -d "$object" | sed -nE 's/^ *([0-9a-f]+):\t.*/\1/p' >"$tmp/code"
		addr2line -j .text -e "$object" <"$tmp/code" | sed 's/.*://' >"$tmp/lines"
		paste "$tmp/code" "$tmp/lines" |
		while read -r at line; do
			[[ $line = [12] ]] || [ "$line" -lt 5 ] || [ "$line" -gt 13 ] || [ "$line" -eq 8 ] || [ "$line" -eq 7 ]
			n=$(($? ? $2 : 1))
			printf 'a k ffffffff%x %d %d 0 0 %d\n' $((AT + 0x$at)) $((16 * n)) $((16 * n)) $((n > 1 ? n : 0))
		done
		printf 'a g 10000 32\ne g 10000 8\n'
		printf 'c k ffffffff%x ffffffff%x %d %d\n' $((AT + 0x$(nm "$object" | awk '/ walk$/ { print $1 }') + 4)) \
			$((AT + 0x$(nm "$object" | awk '/ visit$/ { print $1 }'))) $((16 * $2)) $((32 * $2))
		echo end
	} >"$dir/Walk,state=q,vcpus=$2.raw"
}

# The results file whose samples are what the raw profiles sum up to.
make_results() # NAME
{
	local raw total
	{
		printf 'schema: vcpuscale/1\nrun: %s\nkernel: %s\nkernel-id: 5d0c\ntestbed: emulated\nmachine: m\n' "$1" "$1"
		echo "Unit insns/op better=lower assume=exact"
		for raw in "$tmp/$1.profile"/*.raw; do
			total=$(awk '$1 == "a" { n += $4 / 16 } $1 == "e" { n -= $4 / 8 } END { print n }' "$raw")
			raw=${raw%.raw}
			echo "BenchmarkWalk/state=q/vcpus=${raw##*=} 8 $total insns/op"
		done
		echo "end: 2"
	} >"$tmp/$1.txt"
}

make_run() # NAME PLANTED
{
	make_module "$1" "$2" || return 1
	make_raw "$1" 1
	make_raw "$1" 255
	make_results "$1"
}

attributes()
{
	run profile "$vcpuscale" attribute --modules="$tmp/$1" "$tmp/$1.txt"
	[ "$status" = 0 ] && [ ! -s "$tmp/profile.err" ] && return
	show profile
	return 1
}

# What the planted line costs: its instructions, 255 times.
names_the_line()
{
	local where
	where=$("$vcpuscale" compare --format=where "$tmp/base.txt" "$tmp/head.txt") || [ $? = 1 ]
	echo "$where"
	grep -qE '^Walk/state=q/vcpus=255: \+[0-9]+ instructions, \+[1-9][.]00 a vCPU, in walk, walk.c:11 \(\+[0-9]+\)$' <<<"$where"
}

adds_up()
{
	run compare "$vcpuscale" compare "$tmp/base.txt" "$tmp/head.txt"
	[ "$status" = 1 ] && grep -q '^ the functions add up to the difference, to the instruction[.]$' "$tmp/compare.out" &&
	grep -q ' in walk.c:11$' "$tmp/compare.out" && ! grep '.\{81\}' "$tmp/compare.out" && return
	show compare
	return 1
}

# The contract: the sum of all differences, with what is in no function, is the cell's.
adds_up_in_json()
{
	"$vcpuscale" compare --format=json "$tmp/base.txt" "$tmp/head.txt" | python3 -c '
import json, sys
c = json.load(sys.stdin)
w, = c["where"]
assert (w["bench"], w["vcpus"], w["unit"]) == ("Walk/state=q", 255, "insns/op"), w
by = sum(f["head"] - f["base"] for f in w["functions"])
rest = w["unattributed_head"] - w["unattributed_base"]
assert by + rest == w["head"] - w["base"], (by, rest)
assert rest == 0 and [f["name"] for f in w["functions"]] == ["walk"], w
assert w["functions"][0]["line"] == "walk.c:11"
units = {x["unit"] for x in c["cells"]}
assert units == {"insns/op", "D1-misses/op", "LL-misses/op", "atomics/op"}, units
'
}

letter_fits()
{
	"$vcpuscale" cover-letter "$tmp/base.txt" "$tmp/head.txt" >"$tmp/letter"
	grep -q '^Where: ' "$tmp/letter" && ! grep '.\{73\}\|[^ -~]' "$tmp/letter" && ! grep 'D1-misses/op' "$tmp/letter"
}

# callgrind_annotate sums up to the cell, and knows the inlined header.
callgrind_reads()
{
	local total
	callgrind_annotate --threshold=100 --auto=no "$tmp/head.profile/Walk-state-q-255.callgrind" >"$tmp/annotated" || return 1
	total=$(sed -nE 's/^ *([0-9,]+) .*PROGRAM TOTALS/\1/p' "$tmp/annotated" | tr -d ,)
	grep -E 'walk.c:walk|note.h:walk' "$tmp/annotated"
	[ "$(grep -cE 'walk.c:(walk|visit)|note.h:walk' "$tmp/annotated")" = 3 ] &&
	[ "$total" = "$(awk '/vcpus=255/ { print $3 * 16 }' "$tmp/head.txt")" ]
}

folds()
{
	"$vcpuscale" export --format=folded "$tmp/head.txt" >"$tmp/folded"
	cat "$tmp/folded"
	grep -qx 'Walk/state=q/vcpus=255;walk;visit 510' "$tmp/folded" &&
	"$vcpuscale" export --format=folded --unit=D1-misses/op "$tmp/head.txt" | grep -q '=255;walk' &&
	! "$vcpuscale" export --format=folded --unit=ns/op "$tmp/head.txt" &&
	[ "$(awk '/=255;/ { n += $NF } END { print n }' "$tmp/folded")" = "$(awk '/vcpus=255/ { print $3 }' "$tmp/head.txt")" ]
}

publishes()
{
	run publish make -s publish BASE="$tmp/base.txt" HEAD="$tmp/head.txt" OUT="$tmp/page"
	[ "$status" = 0 ] && grep -q '<svg class="icicle"' "$tmp/page/index.html" &&
	grep -q '<code>walk.c:11</code>' "$tmp/page/index.html" &&
	! grep -nEi '(^|[^-])src=|url\(|@import|<script|https?:' "$tmp/page/index.html" &&
	[ -s "$tmp/page/plots/Walk-state-q-where.svg" ] && [ -s "$tmp/page/plots/Walk-state-q-where.png" ] &&
	! grep '.\{73\}' "$tmp/page/plots/Walk-state-q-where.txt" && return
	show publish
	return 1
}

twice_the_same()
{
	cp -r "$tmp/head.profile" "$tmp/first"
	attributes head && diff -r "$tmp/first" "$tmp/head.profile"
}

# broken NAME PATTERN EXIT: attribute says why in one line and the comparison goes on.
broken()
{
	run profile "$vcpuscale" attribute --modules="$tmp/base" "$tmp/broken.txt"
	if [ "$status" != "$2" ] || ! says_once profile "$1"; then
		show profile
		return 1
	fi
	run compare "$vcpuscale" compare "$tmp/base.txt" "$tmp/broken.txt"
	[ "$status" = 1 ] || [ "$status" = 0 ] || { show compare; return 1; }
	[ "$2" = 0 ] || ! grep '^Where' "$tmp/compare.out"
}

# Counts that vary: the cell's number is of all batches, the profile of the least.
batches_differ()
{
	local side

	for side in base head; do
		cp -r "$tmp/$side.profile" "$tmp/varied-$side.profile"
		awk '$1 == "machine:" { print; print "varies: Walk/state=q"; next }
			$1 == "end:" { print "end: 6"; next } { print }
			/^Benchmark/ { $3 += 8; print; $3 += 8; print }' "$tmp/$side.txt" >"$tmp/varied-$side.txt"
	done
	run compare "$vcpuscale" compare "$tmp/varied-base.txt" "$tmp/varied-head.txt"
	grep -q '^ in other batches ' "$tmp/compare.out" &&
		grep -q '^ the functions add up to the batch that was profiled, to' "$tmp/compare.out" && return
	show compare
	return 1
}

# spoil: a copy of the head's run to break.
spoil()
{
	rm -rf "$tmp/broken.profile"
	cp -r "$tmp/head.profile" "$tmp/broken.profile"
	cp "$tmp/head.txt" "$tmp/broken.txt"
}

half_a_raw()
{
	spoil
	sed -i '$d' "$tmp/broken.profile/Walk,state=q,vcpus=255.raw"
	broken 'vcpus=255[.]raw: is cut off: measure again' 0 && ! grep 'vCPUs, 255' "$tmp/compare.out"
}

# As the testbed stores them; cut off, gzip's as well.
compressed()
{
	spoil
	gzip -9n "$tmp/broken.profile"/*.raw
	run profile "$vcpuscale" attribute --modules="$tmp/head" "$tmp/broken.txt"
	[ "$status" = 0 ] && diff "$tmp/head.profile/functions.tsv" "$tmp/broken.profile/functions.tsv" || return 1
	truncate -s -100 "$tmp/broken.profile/Walk,state=q,vcpus=255.raw.gz"
	broken 'vcpus=255[.]raw[.]gz: is cut off: measure again' 0
}

no_raw()
{
	spoil
	rm "$tmp/broken.profile"/*.raw
	broken 'holds no raw profile that can be read: measure again' 2
}

no_symbols()
{
	spoil
	rm "$tmp/broken.profile/symbols"
	broken 'symbols: No such file or directory: measure again' 2
}

hidden_symbols()
{
	spoil
	sed -i -E 's/^[0-9a-f]+/0000000000000000/' "$tmp/broken.profile/symbols"
	broken 'hides its addresses' 2
}

moved_symbols()
{
	spoil
	sed -i 's/^ffffffffc0a/ffffffffc0b/' "$tmp/broken.profile/symbols"
	rm "$tmp/broken.profile/Walk,state=q,vcpus=1.raw"
	run profile "$vcpuscale" attribute --modules="$tmp/head" "$tmp/broken.txt"
	grep -q 'calls lead into the middle of functions' "$tmp/profile.err" && [ "$status" = 2 ] && return
	show profile
	return 1
}

# Functions without lines are better than nothing.
stripped()
{
	spoil
	mkdir -p "$tmp/stripped"
	strip --strip-debug -o "$tmp/stripped/kvm.ko.debug" "$tmp/head/kvm.ko.debug"
	run profile "$vcpuscale" attribute --modules="$tmp/stripped" "$tmp/broken.txt"
	[ "$status" = 0 ] && says_once profile 'no module with debug information: functions only' &&
	"$vcpuscale" compare --format=where "$tmp/base.txt" "$tmp/broken.txt" | grep 'a vCPU, in walk' && return
	show profile
	return 1
}

other_module()
{
	spoil
	mkdir -p "$tmp/other"
	printf 'int other(void)\n{\n\treturn 1;\n}\nint walk(void)\n{\n\treturn 2;\n}\nint visit(void)\n{\n\treturn 3;\n}\n' >"$tmp/other.c"
	${CC:-gcc} -O1 -g1 -c -o "$tmp/other/kvm.ko.debug" "$tmp/other.c"
	run profile "$vcpuscale" attribute --modules="$tmp/other" "$tmp/broken.txt"
	[ "$status" = 0 ] && grep -q 'is not the module that was loaded' "$tmp/profile.err" && return
	show profile
	return 1
}

main()
{
	echo 1..22
	check "a module is made" make_run base ';'
	check "and one with a line more" make_run head 'vcpus[1000] = i;'
	check "the base's counts are attributed" attributes base
	check "the head's counts are attributed" attributes head
	check "the planted line is named, and no other function" names_the_line
	check "functions add up to the instruction, in 80 columns" adds_up
	check "they add up in JSON, and misses are cells" adds_up_in_json
	check "the letter has them in 72 columns" letter_fits
	if command -v callgrind_annotate >/dev/null; then
		check "callgrind_annotate reads the profile" callgrind_reads
	else
		skip "callgrind_annotate reads the profile" "no valgrind here: make deps"
	fi
	check "folded stacks add up" folds
	check "the page has functions, call paths and bars" publishes
	check "the same counts give the same files" twice_the_same
	check "they add up to the batch that was profiled, where batches differ" batches_differ
	check "half a raw profile is left out" half_a_raw
	check "compressed raw profiles" compressed
	check "no raw profile" no_raw
	check "no symbols" no_symbols
	check "symbols without addresses" hidden_symbols
	check "symbols of a module that lay elsewhere" moved_symbols
	check "modules without debug information" stripped
	check "debug information of another module" other_module
	run missing "$vcpuscale" attribute "$tmp/nothing.txt"
	check "a run without profile" test "$status" = 2
	exit "$failed"
}
main
