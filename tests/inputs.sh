#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The front door: what make is given that it cannot do is refused at once, in
# one line, before a kernel is built; and what it says and answers. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

umask 022		# somebody else runs the programs, too
SECONDS_AT_MOST=300	# so that a failure does not build kernels for minutes
fresh=$tmp/build	# a build directory with the programs and no kernel
results=$tmp/results
golden=tests/golden
tree=$tmp/tree		# a copy of this one that anybody may read
nobody=(env -C "$tree" setpriv --reuid=65534 --regid=65534 --clear-groups)
no_kvm=(unshare -m sh -c 'mount --bind /dev/null /dev/kvm && exec "$@"' sh)
as=()			# what make is run by

# front NAME VARIABLE...: "make NAME VARIABLE..." in the fresh directory.
front()
{
	rm -rf "$fresh"/{kernels,source,lines,downloads}
	run front timeout "$SECONDS_AT_MOST" "${as[@]}" make O="$fresh" RESULTS="$results" "$@"
	show front
}

# refused PATTERN TARGET VARIABLE...: by one line, with nothing built or stored.
refused()
{
	local pattern=$1
	shift
	front "$@"
	[ "$status" = 2 ] && says_once front "$pattern" || return 1
	! grep -v '^make: ' "$tmp/front.err" | grep -v '^vcpuscale: ' || return 1
	no_file "$results" && ! ls -d "$fresh"/{kernels,source,downloads} 2>/dev/null
}

# This tree may lie where only root gets.
copy_tree()
{
	mkdir "$tree" &&
		cp -Rp Makefile mk bench guests harness kernels tests "$tree/" && chmod -R go=rX "$tree"
}

# The same of the machine's own KVM, where it may not be used or is none.
refused_as_nobody()
{
	as=("${nobody[@]}")
	refused '/dev/kvm: Permission denied: become a member of the group kvm' "$@"
}

refused_without_kvm()
{
	as=("${no_kvm[@]}")
	refused '/dev/kvm: ' "$@"
}

# removes_nothing TARGET...: none of the files that were made on the way.
removes_nothing()
{
	run dry make -n O="$tmp/nowhere" "$@"
	[ "$status" = 0 ] && grep -q 'payload\.elf' "$tmp/dry.out" && ! grep '^rm ' "$tmp/dry.out"
}

# "make clean" is for build directories.
spares_others()
{
	local dir

	mkdir -p "$tmp/others/file" "$tmp/kept/source"
	for dir in . .. / results/x mk "$tmp/others" 'a b'; do
		run clean make -n clean O="$dir"
		show clean
		[ "$status" = 2 ] && [ ! -s "$tmp/clean.out" ] && grep -qF "vcpuscale: O=$dir: " "$tmp/clean.err" ||
			return 1
	done
	run clean make -n clean O=
	[ "$status" = 0 ] && ! grep -E ' (/|[^b ])' <(sed 's/^rm -rf//' "$tmp/clean.out") &&
		make -s clean O="$tmp/kept" && [ -d "$tmp/kept/source" ]
}

builds_silently()
{
	run built make O="$fresh"
	show built
	[ "$status" = 0 ] && [ ! -s "$tmp/built.out" ] && [ ! -s "$tmp/built.err" ]
}

# Who removes objects wants to have them built.
builds_again()
{
	rm -r "$fresh/obj/guests" "$fresh/obj/harness/command/list.o"
	builds_silently && [ -s "$fresh/obj/guests/ready/payload.o" ] &&
		[ -s "$fresh/obj/harness/command/list.o" ]
}

# Every target that has no other's job to do, on one page.
helps()
{
	local target

	front help
	[ "$status" = 0 ] || return 1
	while read -r target; do
		[ "$target" != test-needs ] || continue	# nobody types that
		grep -qE "^.{9}make $target( |\$)" "$tmp/front.out" || { echo "no $target"; return 1; }
	done < <(sed -n 's/^.PHONY: //p' Makefile | tr ' ' '\n')
	[ "$(wc -l <"$tmp/front.out")" -le 35 ] && [ ! -s "$tmp/front.err" ] &&
		front help-vars && [ "$status" = 0 ] && grep -q KERNEL_TREE "$tmp/front.out" &&
		grep -q "make help-bench" "$tmp/front.out"
}

# answers CODE MAKE'S-CODE VERDICT BASE HEAD
answers()
{
	run program "$O/vcpuscale" compare "$4" "$5"
	show program
	[ "$status" = "$1" ] && grep -q "^verdict: $3" "$tmp/program.out" || return 1
	front compare BASE="$4" HEAD="$5"
	[ "$status" = "$2" ] && grep -q "^verdict: $3" "$tmp/front.out"
}

# only BENCH FILE: the results file without the other benchmarks.
only()
{
	awk -v want="Benchmark$1/" '
		/^Benchmark/ { if (index($1, want) != 1) next; n++ }
		/^end: / { print "end: " n; next }
		{ print }' "$2"
}

stored_names()
{
	local kernel

	for kernel in unpatched patched; do
		mkdir -p "$tmp/store/$kernel/emulated"
		cp "$tmp/$kernel.txt" "$tmp/store/$kernel/emulated/1.txt"
	done
	front compare RESULTS="$tmp/store"
	[ "$status" = 0 ] && grep -q '^verdict: improved' "$tmp/front.out" || return 1
	front compare RESULTS="$tmp/store" HEAD=patched
	[ "$status" = 0 ] && grep -q '^verdict: improved' "$tmp/front.out"
}

echo 1..40
check "the programs are built in a directory of one's choice, silently" builds_silently
check "where all is built make says nothing" builds_silently
check "objects that were removed are built again" builds_again
check "the files made on the way to a program stay" removes_nothing all
check "and those on the way to a test" removes_nothing test
mkdir "$results"
chmod 755 "$tmp"
chmod 777 "$results"

check "make help names every target" helps
check "make clean removes nothing but what was built" spares_others
check "no KERNEL" refused 'no KERNEL: give KERNEL=' bench
check "a KERNEL that does not exist" refused 'kernel nosuch: .*there are .*unpatched' \
	bench KERNEL=nosuch
check "a BASE that does not exist" refused 'kernel nosuch: .*there are .*unpatched' \
	bench KERNEL=array BASE=nosuch
check "a KERNEL without patches" refused 'without patches' bench KERNEL="$results"
check "no vCPUs" refused 'vCPU count 0: give whole numbers of 1 to 65536' bench KERNEL=array VCPUS=0
check "a negative number of vCPUs" refused 'vCPU count -1: ' bench KERNEL=array VCPUS="1 -1"
check "too many vCPUs" refused 'vCPU count 65537: ' bench KERNEL=array VCPUS="255 65537"
check "more vCPU counts than there are" refused 'vCPU counts from the 256th on: abc: give fewer' \
	bench KERNEL=array VCPUS="$(seq -s ' ' 255) abc"
check "vCPUs that are no number" refused 'vCPU count abc: ' bench KERNEL=array VCPUS=abc
check "an empty list of vCPUs" refused 'vCPU count .*: give whole numbers' bench KERNEL=array VCPUS=" "
check "a vCPU count that is missing in a list" \
	refused 'vCPU count missing in 1,,2: give whole numbers of 1 to 65536' \
	bench KERNEL=array VCPUS=1,,2
check "no such benchmark: all are listed" \
	refused 'no benchmark matches nosuch: there are AllCpus.*IrqDel.*VcpuLife.*VcpuOnSpin' \
	bench KERNEL=array BENCH=nosuch
check "no rounds" refused 'rounds 0: give a whole number' bench KERNEL=array ROUNDS=0
check "rounds that are no number" refused 'rounds x: give a whole number' bench KERNEL=array ROUNDS=x
check "more rounds than there can be" refused 'rounds 100000: ' bench KERNEL=array ROUNDS=100000
check "no such testbed" refused 'TESTBED=nosuch: ' bench KERNEL=array TESTBED=nosuch
check "the host's KVM in the emulated machine" refused 'KERNEL=host: .*TESTBED=host' \
	bench KERNEL=host TESTBED=emulated
if [ -e /sys/module/kvm/initstate ] && [ "$(id -u)" = 0 ]; then
	skip "another KVM on the host" "this machine's modules are left alone"
else
	check "another KVM on the host" \
		refused 'kvm is built into|takes root|neither kvm_amd nor kvm_intel' \
		bench KERNEL=array TESTBED=host
fi
check "no such kernel line" refused '9\.9' bench KERNEL=array KERNEL_BASE=9.9
check "results where nothing can be stored" refused '/proc/nowhere: ' \
	bench KERNEL=array RESULTS=/proc/nowhere
check "make kernel without KERNEL" refused 'no kernel named: give KERNEL=' kernel
check "make kernel of no such line" refused 'KERNEL_BASE=9\.9: no such base: there are 5.10 6.1 ' kernel KERNEL=array KERNEL_BASE=9.9
check "make compare without results" refused 'no results of emulated .*make bench' compare
check "make compare of a kernel without results" refused 'no run of kernel .*: measure it' compare HEAD=nosuch
check "make plots without results" refused 'no results of emulated .*make bench' plots
check "make cover-letter without results" refused 'no results of emulated' cover-letter

if [ ! -e /dev/kvm ]; then
	skip "no permission to use KVM" "no /dev/kvm here"
elif copy_tree && "${nobody[@]}" test -r Makefile -a ! -r /dev/kvm 2>/dev/null; then
	check "no permission to use KVM" refused_as_nobody bench KERNEL=host TESTBED=host
else
	skip "no permission to use KVM" "no user here who may not use KVM"
fi
[ -e /dev/kvm ] || no_kvm=()
if [ ! -e /dev/kvm ] || "${no_kvm[@]}" true 2>/dev/null; then
	check "no KVM" refused_without_kvm bench KERNEL=host TESTBED=host
else
	skip "no KVM" "hiding it takes root"
fi
only IrqDelivery/state=quiet $golden/unpatched.txt >"$tmp/unpatched.txt"
only IrqDelivery/state=quiet $golden/patched.txt >"$tmp/patched.txt"
check "make compare: an improvement is success" \
	answers 0 0 improved "$tmp/unpatched.txt" "$tmp/patched.txt"
check "make compare: a regression is none" answers 1 2 regressed "$tmp/patched.txt" "$tmp/unpatched.txt"
check "make compare: nor is what cannot be told" \
	answers 3 2 inconclusive $golden/unpatched.txt $golden/patched.txt
check "make compare: nor is what is invalid" answers 2 2 invalid $golden/unpatched.txt $golden/broken.txt
check "make compare takes names, and the newest kernel for HEAD" stored_names
exit $failed
