#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The stress test's own test: bad input, and builds that are interrupted. "stress.sh
# all", which is make test-stress, builds the debug kernel besides, interrupts
# machines, and wants the faults found which are put back into the patched kernel.
# TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

ALL=${1:-}
LINE=${STRESS_LINE:-6.1}
stress=harness/stress/stress.sh

# A fault, and what the kernel or the machine says of it at the latest.
faults()
{
	cat <<-END
	walk-unlocked vCPUs walked in non-reader section|suspicious RCU usage
	no-grace-period KASAN
	yield-no-reference KASAN|refcount_t
	boost-reference-leak kvm_destroy_vcpus|kvm_mmu_uninit_tdp_mmu|Objects remaining in kvm_vcpu|has been left behind
	boost-dangling KASAN
	eexist-locked sleeping function called|lock held when returning|suspicious RCU usage
	late-list-init unable to handle|KASAN|general protection
	double-unlock __rcu_read_unlock|bad unlock balance
	no-null-check KASAN: .* in kvm_vm_release
	vm-by-work KASAN|unable to handle|kvm_destroy_vm_work|kmem_cache_destroy kvm_vcpu
	vm-no-wait kvm_mmu_uninit_tdp_mmu|KASAN
	apic-map-stale KASAN
	no-unlink KASAN|list_(add|del) corruption
	fd-first refcount_t|KASAN|list_(add|del) corruption
	zap-by-load refcount_t
	stats-no-reference KASAN
	nested-left kvm_arch_vcpu_predestroy|svm_free_nested
	worker-memory gfn_to_memslot|kvm_read_guest
	END
}

refused()
{
	local words=$1
	shift
	run refused "$stress" --build-dir="$O" "$@"
	show refused
	[ "$status" = 2 ] && says_once refused "$words"
}

# series WORDS LINE...: a series file of these lines is refused in such words.
series_refused()
{
	local words=$1
	shift
	mkdir -p "$tmp/bad"
	printf '%s\n' "$@" >"$tmp/bad/series"
	cp tests/series/warns/0001-*.patch "$tmp/bad/one.patch"
	refused "$words" --kernel="$tmp/bad"
}

# The kernel image knows where some of struct kvm_vcpu's members are.
layout_refused()
{
	run layout harness/kernel/build.sh --build-dir="$O" --kernel=tests/series/moves-run
	show layout
	[ "$status" = 2 ] && says_once layout 'moves run or stat.signal_exits in struct kvm_vcpu.*KERNEL_BASE=tree or 7.3'
}

# Each fault is a patch on top of patched, which changes. Nothing is built.
faults_apply()
{
	local series wrong=0

	for series in tests/series/{stress,fault}-*/*/; do
		harness/kernel/build.sh --check --build-dir="$O" --line="$(basename "$series")" \
			--kernel="$(dirname "$series")" || wrong=1
	done
	return "$wrong"
}

# Says how much, before anything is unpacked.
without_space()
{
	mkdir -p "$tmp/disk"
	mount -t tmpfs -o size=64M none "$tmp/disk" || return 1
	run space harness/stress/debug-kernel.sh --build-dir="$tmp/disk" --line="$LINE"
	show space
	find "$tmp/disk" -name 'tree*'
	[ "$status" = 2 ] && says_once space 'MiB free, [0-9]+ MiB needed' &&
		! find "$tmp/disk" -name 'tree*' | grep .
}

without_memory()
{
	printf 'MemTotal: 1000000 kB\nMemAvailable: 500000 kB\nSwapFree: 0 kB\n' >"$tmp/meminfo"
	# shellcheck disable=SC2016 # expanded by the inner shell
	run memory unshare -m bash -c \
		'mount --bind "$1" /proc/meminfo && exec "${@:2}"' - "$tmp/meminfo" "$@"
	show memory
	[ "$status" = 2 ] && says_once memory 'MiB of memory free, [0-9]+ MiB needed'
}

# Before anything is unpacked.
without_flex()
{
	mkdir -p "$tmp/bin"
	ln -sf /usr/sbin/* /usr/bin/* "$tmp/bin/"
	rm -f "$tmp/bin/flex"
	PATH=$tmp/bin run flex harness/stress/debug-kernel.sh --build-dir="$tmp/o" --line="$LINE"
	show flex
	[ "$status" = 2 ] && says_once flex 'flex is missing, .*: run make deps' &&
		[ ! -e "$tmp/o/debug/$LINE/tree.building" ]
}

# watched CODE PATTERN FILE COMMANDS: such a machine ends with this exit code, and
# the whole of FILE fits. A machine's files lie where its commands run.
watched()
{
	local stage=$tmp/stage code=$1 pattern=$2 file=$3

	rm -rf "$stage"
	mkdir "$stage"
	run watch timeout 60 "$O/vcpuscale-watch" "$stage" env -C "$stage" bash -c "$4"
	show watch
	cat "$stage/verdict"
	[ "$status" = "$code" ] && [[ $(cat "$file") =~ ^($pattern)$ ]]
}

# debug_interrupted SIGNAL: while it unpacks.
debug_interrupted()
{
	env --default-signal harness/stress/debug-kernel.sh --build-dir="$tmp/o" --line="$LINE" \
		>"$tmp/said" 2>&1 &
	pid=$!
	wait_for test -d "$tmp/o/debug/$LINE/tree.building/arch" || return 1
	kill -s "$1" "$pid"
	wait "$pid" 2>/dev/null
	gone -f "$tmp/o/debug" || return 1
	[ "$1" = KILL ] || ! find "$tmp/o" -name 'tree*' | grep . || return 1
	[ ! -e "$tmp/o/debug/$LINE/info" ]
}

debug_built()
{
	harness/stress/debug-kernel.sh --build-dir="$O" --line="$LINE" &&
		harness/stress/debug-kernel.sh --build-dir="$O" --line="$LINE" --check
}

# stress_interrupted SIGNAL: while the machine runs. What KILL leaves of the files,
# the next run takes away. A shell's background jobs ignore SIGINT by default.
stress_interrupted()
{
	env --default-signal "$stress" --build-dir="$O" --kernel=patched --line="$LINE" \
		--minutes=2 --seed=1 >"$tmp/said" 2>&1 &
	pid=$!
	wait_for test -s "$O/stress/$pid/said" || return 1
	[ -z "$killed" ] || [ ! -e "$O/stress/$killed" ] || return 1
	kill -s "$1" "$pid"
	wait "$pid" 2>/dev/null
	gone -f "$O/stress/$pid/" || return 1
	if [ "$1" = KILL ]; then
		killed=$pid
	else
		[ ! -e "$O/stress/$pid" ]
	fi
}

# found FAULT WORDS: within some minutes, with the log's lines and the seed.
found()
{
	run fault "$stress" --build-dir="$O" --line="$LINE" --minutes="${STRESS_MINUTES:-6}" \
		--seed="${STRESS_SEED:-1}" --kernel="tests/series/stress-$1"
	show fault
	[ "$status" = 1 ] && grep -qE "$2" "$tmp/fault.out" "$tmp/fault.err" &&
		says_once fault "seed ${STRESS_SEED:-1}: .*again: make stress "
}

clean()
{
	run clean "$stress" --build-dir="$O" --kernel=patched --line="$LINE" --minutes=1 \
		--seed="${STRESS_SEED:-1}"
	show clean
	[ "$status" = 0 ] && grep -q 'no complaint$' "$tmp/clean.out"
}

mkdir -p "$tmp/only/6.1"
check "a time that is none is refused" refused 'MINUTES=0' --kernel=unpatched --minutes=0
check "a seed that is none is refused" refused 'SEED=x' --kernel=unpatched --seed=x
check "a kernel that is none is refused" refused 'kernel nonsense' --kernel=nonsense
check "a line without a series is refused" refused 'no series for 6.12: there is one for 6.1' \
	--kernel="$tmp/only" --line=6.12
check "a series on top of a kernel that is none is refused" \
	series_refused '@nonsense: no such kernel for 6.1' @nonsense one.patch
check "a series on top of another names that first" \
	series_refused '@patched: not in front' one.patch @patched
check "a series that moves what the kernel image writes to is refused" layout_refused
check "all faults apply to patched" faults_apply
check "a machine's counts are what is printed" watched 0 $'op 3 \\(1\\)' "$tmp/watch.out" \
	'printf "phase 1\n@counts\nop 3 (1)\n@end\n" >said'
check "a complaint ends the machine and is the verdict" \
	watched 1 'BUG: KASAN: x' "$tmp/stage/verdict" \
	'printf "phase 1\n" >said; printf "[    1.5] ok\r\n[    2.5] BUG: KASAN: x\r\n" >console; sleep 90'
check "the console is shown from above the first complaint on" \
	watched 1 $'b\nc\n\\[ 2.5\\] WARNING: x\nd\nBUG: y' "$tmp/watch.out" \
	'printf "a\r\nb\r\nc\r\n[ 2.5] WARNING: x\r\nd\r\nBUG: y\r\n" >console; echo @end >said'
check "what a machine says last is the verdict when it ends early" \
	watched 1 'memory is lost' "$tmp/stage/verdict" \
	'printf "phase 1\nmemory is lost\n@failed\n" >said'
check "a machine that says nothing has not started" watched 2 'out of order' \
	"$tmp/stage/qemu" 'echo out of order >&2'
if unshare -m true 2>/dev/null; then
	check "too little memory for the machine is told beforehand" without_memory \
		"$stress" --build-dir="$O" --kernel=unpatched
	check "too little memory for a debug kernel is told beforehand" without_memory \
		harness/stress/debug-kernel.sh --build-dir="$tmp/o" --line="$LINE"
else
	skip "too little memory is told beforehand" "no mount namespaces for this user, or in this chroot"
fi
if [ "$(id -u)" = 0 ]; then
	check "too little space for a debug kernel is told beforehand" without_space
fi
check "a tool that is missing for a debug kernel is told beforehand" without_flex
for signal in INT TERM KILL; do
	check "a debug kernel's build that gets $signal leaves nothing" \
		debug_interrupted "$signal"
done

if [ -z "$ALL" ]; then
	exit $failed
fi
check "the debug kernel is built" debug_built
check "patched is built for it" harness/kernel/build.sh --debug --build-dir="$O" --line="$LINE" \
	--kernel=patched
killed=''
for signal in KILL INT TERM; do
	check "a machine under stress goes with $signal" stress_interrupted "$signal"
done
check "it finds nothing in the patched kernel in a minute" clean
while read -r fault words <&3; do
	check "it finds $fault" found "$fault" "$words"
done 3< <(faults)
exit $failed
