#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What goes wrong while kernels are measured: one that warns, one that oopses
# and one that hangs in a single cell, a testbed that is killed or interrupted,
# a disk that is full. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

TESTS=25
results=$tmp/results
kernels=$O/kernels/6.1
mkdir "$results"

# start NAME HEAD OPTION...: in the background; its process is $pid.
start()
{
	local name=$1 head=$2
	shift 2
	"$O/vcpuscale-testbed" --build="$O" --line="$O/lines/6.1" "$@" \
		"$kernels/unpatched" "$kernels/$head" \
		>"$tmp/$name.out" 2>"$tmp/$name.err" </dev/null &
	pid=$!
}

# finish NAME: wait for it; its exit code is $status.
finish()
{
	status=0
	wait "$pid" 2>/dev/null || status=$?
	show "$1"
}

# Neither QEMU, which has the path on its command line, nor what it booted from.
left_nothing()
{
	gone -f "$O/testbed/$pid-" && ! ls -d "$O/testbed/$pid-"*
}

# Two rounds of the kernels that warn and hang: what has spoilt a machine in one round
# is not tried in the next.
rounds_of() { case $1 in warns | hangs) echo 2 ;; *) echo 1 ;; esac; }

# measured KERNEL: to the end, whatever happened.
measured()
{
	start "$1" "$1" --results="$results" --vcpus="1 2 4" --rounds="$(rounds_of "$1")" \
		--bench="*/state=quiet"
	finish "$1"
	[ "$status" = 0 ] && [ "$(grep -c '\.txt$' "$tmp/$1.out")" = 2 ] && left_nothing
}

base_of() { sed -n 1p "$tmp/$1.out"; }
head_of() { sed -n 2p "$tmp/$1.out"; }

# blamed KERNEL CELL REASON: this cell, and no other of either kernel.
blamed()
{
	grep -H ' invalid ' "$(base_of "$1")" "$(head_of "$1")"
	! grep -q ' invalid ' "$(base_of "$1")" || return 1
	[ "$(grep -c ' invalid ' "$(head_of "$1")")" = 1 ] &&
		grep -q "^Benchmark$2 invalid $3" "$(head_of "$1")"
}

# others_measured KERNEL CELL: every cell of both, but for CELL of this kernel.
others_measured()
{
	local rounds
	rounds=$(rounds_of "$1")
	sample_counts "$(base_of "$1")" >"$tmp/base"
	sample_counts "$(head_of "$1")" >"$tmp/head"
	every_cell "$(base_of "$1")" "1 2 4" '*/state=quiet' && all_batches "$(base_of "$1")" "$rounds" &&
		! grep ' skip ' "$(base_of "$1")" || return 1
	grep -v "^$2 " "$tmp/base" | diff - "$tmp/head" || return 1
	counts_end "$(head_of "$1")" && valid_format "$(head_of "$1")" insns/op
}

compared_as_invalid()
{
	run compare "$O/vcpuscale" compare --format=csv "$(base_of "$1")" "$(head_of "$1")"
	show compare
	[ "$status" = 2 ] || return 1
	awk -F, -v cell="$2" "$columns"'$at["verdict"] == "invalid" { if ($2 "/vcpus=" $3 == cell) n++; else bad = 1 }
		END { exit bad || n != 1 }' "$tmp/compare.out" || return 1
	run compare "$O/vcpuscale" compare "$(base_of "$1")" "$(head_of "$1")"
	[ "$status" = 2 ] && grep -q '^verdict: invalid' "$tmp/compare.out"
}

# told KERNEL CELL KERNEL'S-LINE: on standard error, and in the log it names.
told()
{
	local log

	cat "$tmp/$1.err"
	[ "$(grep -c "^vcpuscale: $1: $2: invalid: " "$tmp/$1.err")" = 1 ] || return 1
	grep -Eq "^vcpuscale: the (kernel's log|console): .*$3" "$tmp/$1.err" || return 1
	log=$(sed -n "s/^vcpuscale: $1: .* (console: \(.*\))\$/\1/p" "$tmp/$1.err")
	[ "${log#"$O"/logs/}" != "$log" ] && grep -q "$3" "$log"
}

# faulty KERNEL CELL REASON KERNEL'S-LINE
faulty()
{
	check "$1 is built" kernel_builds "tests/series/$1"
	check "$1 is measured to the end" measured "$1"
	check "$1: $2 alone is invalid" blamed "$1" "$2" "$3"
	check "$1: all other cells have their samples" others_measured "$1" "$2"
	check "$1: the comparison is invalid" compared_as_invalid "$1" "$2"
	check "$1: the kernel's last words are shown and kept" told "$1" "$2" "$4"
}

# begin NAME: a measurement that does not end by itself and has got to its first cells.
begin()
{
	start "$1" unpatched --results="$results" --vcpus="64 128" --rounds=500 --machines=2
	wait_for grep -q "measuring" "$tmp/$1.err"
}

# ended_by SIGNAL CODE: with nothing left and nothing stored.
ended_by()
{
	rm -rf "${results:?}"/*
	begin "$1" || return 1
	pgrep -P "$pid" -f qemu || return 1
	kill -s "$1" "$pid"
	finish "$1"
	[ "$status" = "$2" ] && left_nothing && no_file "$results" || return 1
	says_once "$1" "interrupted"
}

# Nobody can clean up then: but machines that nobody listens to must not go on.
killed()
{
	rm -rf "${results:?}"/*
	begin killed || return 1
	pgrep -P "$pid" -f qemu || return 1
	kill -KILL "$pid"
	finish killed
	[ "$status" = 137 ] && gone -f "$O/testbed/$pid-" && no_file "$results"
}

# As from a terminal: the whole group gets the signal, QEMU is in none of it.
# Background processes of a script ignore SIGINT, which env undoes.
make_interrupted()
{
	local leader

	rm -rf "${results:?}"/*
	setsid env --default-signal=INT make bench KERNEL=tests/series/warns \
		VCPUS="64 128" ROUNDS=500 RESULTS="$results" >"$tmp/make.out" 2>"$tmp/make.err" </dev/null &
	leader=$!
	wait_for grep -q "measuring" "$tmp/make.err" || return 1
	pgrep -s "$leader" -f qemu || return 1
	kill -INT -- "-$leader"
	status=0
	wait "$leader" || status=$?
	show make
	[ "$status" != 0 ] && gone -s "$leader" && no_file "$results"
}

# full_disk BLOCKS: that many pages are free of the two there are. Each results
# file of one cell takes one.
full_disk()
{
	mkdir -p "$tmp/disk"
	mount -t tmpfs -o size=8k tmpfs "$tmp/disk" || return 1
	head -c $(((2 - $1) * 4096)) /dev/zero >"$tmp/disk/fill"
	start full unpatched --results="$tmp/disk" --vcpus=1 --rounds=1 --bench="AllCpus*"
	finish full
	find "$tmp/disk" -type f ! -name fill >"$tmp/files"
	umount "$tmp/disk"
	cat "$tmp/files"
	[ "$status" = 2 ] && [ ! -s "$tmp/files" ] && [ ! -s "$tmp/full.out" ] && left_nothing &&
		says_once full "No space left on device: make room"
}

need_qemu $TESTS
echo 1..$TESTS
kernel_builds unpatched >"$tmp/said"
! grep -q 'is missing: run make deps' "$tmp/said" ||
	skip_all $TESTS "$(sed -n 's/^vcpuscale: //p' "$tmp/said")"
harness/kernel/image.sh --build-dir="$O" --line=6.1 ||
	skip_all $TESTS "no kernel to boot: make deps unpacks it"
check "unpatched is built" kernel_builds unpatched
faulty warns VcpuOnSpin/state=quiet/vcpus=2 \
	'WARNING: CPU: 0 .* kvm_vcpu_on_spin+' 'WARNING: CPU: 0 .* kvm_vcpu_on_spin+'
faulty oopses IrqDelivery/state=quiet/vcpus=2 \
	'BUG: kernel NULL pointer dereference' 'RIP: 0010:kvm_irq_delivery_to_apic+'
faulty hangs AllCpusRequest/state=quiet/vcpus=2 \
	'the machine said nothing for [0-9]* s of CPU time' 'kvm: loading out-of-tree module'
check "SIGINT ends the testbed by SIGINT, and QEMU" ended_by INT 130
check "SIGTERM ends the testbed by SIGTERM, and QEMU" ended_by TERM 143
check "a testbed that is killed takes QEMU along" killed
check "^C ends make bench and all it has started" make_interrupted
if [ "$(id -u)" = 0 ]; then
	check "a full disk is told, and leaves no file" full_disk 0
	check "a disk with room for one file of two gets none" full_disk 1
else
	skip "a full disk is told, and leaves no file" "mounting a small one takes root"
	skip "a disk with room for one file of two gets none" "mounting a small one takes root"
fi
exit $failed
