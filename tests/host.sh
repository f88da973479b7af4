#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# TESTBED=host for real: vcpuscale-host exchanges the KVM modules of a machine,
# a QEMU one, and something goes wrong at each of its steps. Afterwards the
# machine's own modules have to be there, with their parameters. HOST_FAULTS=all
# tries everything at each step, which takes minutes. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

TESTS=20
STEPS=22		# of one round: reload, two sides, restore; checked below
kernels=$O/kernels/6.1
root=$tmp/root
release=$(find /lib/modules -mindepth 3 -maxdepth 3 -path '*/kernel/arch' -printf '%P\n' 2>/dev/null | head -n 1)
release=${release%%/*}

build()
{
	run build harness/kernel/build-many.sh --build-dir="$O" --kernel=unpatched \
		--kernel=array --kernel=patched --kernel=tests/series/warns
	show build
	[ "$status" = 0 ]
}

fill_root()
{
	mkdir -p "$root"/{dev,proc,sys,own,a,b,warns,broken}
	cp "$O/tests/host-init" "$root/init"
	cp "$O/vcpuscale-host" "$O/vcpuscale-run" "$root/"
	cp "$kernels/unpatched"/{kvm.ko,kvm-amd.ko,info} "$O/lines/6.1/irqbypass.ko" "$root/own/"
	cp "$kernels/array"/{kvm.ko,kvm-amd.ko,info} "$root/a/"
	cp "$kernels/patched"/{kvm.ko,kvm-amd.ko,info} "$root/b/"
	cp "$kernels/warns"/{kvm.ko,kvm-amd.ko,info} "$root/warns/"
	head -c 4000 "$kernels/array/kvm.ko" >"$root/broken/kvm.ko"
	printf '%s\n' "kernel: broken" "kernel-base: 6.1" >"$root/broken/info"
}

# faults EVERY ACTION...: at every EVERYth step, the actions in turn.
faults()
{
	local step every=$1
	shift

	for ((step = 1; step <= STEPS; step += every)); do
		echo "$1-$step 1 /a /b $step:$1"
		set -- "${@:2}" "$1"
	done
}

# boot PLAN: in a machine of its own; what it tells is $tmp/PLAN.told. Its clock
# counts instructions, so that a machine that is slow today is none; what it may take is
# CPU time, and a long time by the clock.
boot()
{
	timeout 7200 prlimit --cpu=900 "$O/vcpuscale-boot" "$O/lines/6.1" "$tmp/$1.initramfs" "$tmp/$1.console" "" \
		>"$tmp/$1.told" 2>&1
}

pack()
{
	cp "$tmp/$1.plan" "$root/plan"
	(cd "$root" && find . -mindepth 1 -printf '%P\n' | LC_ALL=C sort |
		cpio --quiet -o -H newc -R 0:0 >"$tmp/$1.initramfs")
}

boot_all()
{
	local plan pids=()

	for plan in plain first second; do
		pack "$plan"
		boot "$plan" &
		pids+=($!)
	done
	wait "${pids[@]}"
	tail -n 5 "$tmp"/{plain,first,second}.told
	[ "$(grep -l '^@end' "$tmp"/{plain,first,second}.told | wc -l)" = 3 ] &&
		! grep -h '^@failed' "$tmp"/{plain,first,second}.told
}

# tried NAME KEY=VALUE...: of the trial's line.
tried()
{
	local line want
	line=$(grep -h "^@trial $1 " "$tmp"/{plain,first,second}.told)
	shift
	for want in "$@"; do
		[[ "$line " == *" $want "* ]] || { echo "no $want: $line"; return 1; }
	done
}

# What vcpuscale-host said in a trial.
said()
{
	awk -v name="$1" '$1 == "@trial" { if ($2 == name) printf "%s", text; text = ""; next }
		{ text = text $0 "\n" }' "$tmp"/{plain,first,second}.told
}

# all_back ACTION EXIT FILES: at every step.
all_back()
{
	local step trials=0

	for ((step = 1; step <= STEPS; step++)); do
		grep -qhs "^@trial $1-$step " "$tmp"/{plain,first,second}.told || continue
		tried "$1-$step" own=Y params=Y journal=N left=0 "${@:2}" || return 1
		trials=$((trials + 1))
	done
	echo "$trials trials"
	[ "$trials" -ge 2 ]
}

# A step of the restoring may fail or be killed: then it is done again, and the
# measurement is whole.
failing_back()
{
	local step

	all_back "$1" left=0 || return 1
	for ((step = 1; step <= STEPS; step++)); do
		grep -qs "^@trial $1-$step " "$tmp"/{first,second}.told || continue
		if [ "$step" -le 18 ]; then
			tried "$1-$step" exit=2 files=0 || return 1
		else
			tried "$1-$step" exit=0 files=2 || return 1
		fi
	done
}

signals_back()
{
	all_back term exit=143 files=0 && all_back int exit=130 files=0 &&
		all_back hup exit=129 files=0
}

# While it restores, the one that restores may go on without anyone.
supervisor_killed_back()
{
	all_back kill-supervisor exit=137
}

# Nobody is left: the next run restores first.
both_killed_back()
{
	local step trials=0

	for ((step = 1; step <= STEPS; step++)); do
		grep -qs "^@trial kill-both-$step " "$tmp"/second.told || continue
		tried "kill-both-$step" exit=137 journal=Y left=0 &&
			tried "after-$step" exit=0 own=Y params=Y journal=N left=0 files=2 &&
			said "after-$step" | grep -q 'an earlier run was killed' || return 1
		trials=$((trials + 1))
	done
	[ "$trials" -ge 3 ]
}

stored()
{
	tried plain exit=0 own=Y params=Y journal=N left=0 files=2 &&
		tried steps exit=0 files=2 && said steps | grep -q "^vcpuscale: $STEPS steps"
}

# In the machine's own time, in which an instruction takes 1 ns.
quick()
{
	local swap round back
	read -r swap round back < <(said plain | sed -nE 's/.*slowest ([0-9]+) ms, ([0-9]+) ms in the slowest round; .* after ([0-9]+) ms$/\1 \2 \3/p')
	echo "swap $swap ms, both of a round $round ms, restored after $back ms"
	[ "$swap" -gt 0 ] && [ $((round + back)) -lt 2000 ]
}

alternating()
{
	said plain | sed -n 's/^vcpuscale: measuring //p' >"$tmp/order"
	diff "$tmp/order" - <<-END
	round 1 of 2, array
	round 1 of 2, patched
	round 2 of 2, patched
	round 2 of 2, array
	END
}

user_refused()
{
	tried user exit=2 own=Y && said user | grep -q 'KVM is in use by init (pid 1): end it'
}

root_refused()
{
	tried root exit=2 own=Y
}

broken_refused()
{
	tried broken exit=2 own=Y params=Y && said broken | grep -q 'is not for the running kernel'
}

modules_off_refused()
{
	tried off exit=2 own=Y && said off | grep -q 'loads no more modules (kernel.modules_disabled)'
}

warning_survived()
{
	tried warns exit=2 own=Y params=Y journal=N left=0 files=2 &&
		said warns | grep -q 'the kernel complained: both files are marked incomplete'
}

# Modules packed as distributions do it, by a modinfo that knows where.
own_files_unpacked()
{
	local form bin=$tmp/modinfo-bin

	mkdir -p "$bin" "$tmp/packed"
	cp "$kernels/unpatched"/kvm{,-amd}.ko "$tmp/packed/"
	xz -k "$tmp/packed"/*.ko && gzip -k "$tmp/packed"/*.ko || return 1
	for form in "" .xz .gz; do
		cat >"$bin/modinfo" <<-END
		#!/bin/sh
		[ "\$1 \$2 \$3" = "-k 6.1-packed -n" ] && echo "$tmp/packed/\$4.ko$form"
		END
		chmod +x "$bin/modinfo"
		PATH=$bin:$PATH run own harness/testbed/host/saved.sh 6.1-packed amd "$tmp/own$form"
		show own
		cmp "$tmp/own$form/kvm.ko" "$kernels/unpatched/kvm.ko" &&
			cmp "$tmp/own$form/kvm-amd.ko" "$kernels/unpatched/kvm-amd.ko" &&
			grep -q '^kernel-release: 6.1-packed$' "$tmp/own$form/info" || return 1
	done
}

# Where a kernel is installed, and has KVM as modules.
installed_unpacked()
{
	[ -n "$release" ] && harness/testbed/host/saved.sh "$release" amd "$tmp/installed" || return 0
	[ -s "$tmp/installed/kvm.ko" ]
}

# Of another kernel that is installed: no module of it is loaded here.
own_files_found()
{
	run own harness/testbed/host/saved.sh no-such-release amd "$tmp/own"
	[ "$status" = 2 ] && says_once own 'kvm: no file of it in /lib/modules/no-such-release'
}

no_headers_refused()
{
	run running harness/kernel/build.sh --build-dir="$tmp/build" --running=6.1.0-nosuch --kernel=array
	show running
	[ "$status" = 2 ] && says_once running 'no headers of the running kernel 6.1.0-nosuch: install'
}

built_in_refused()
{
	run front make bench KERNEL=array TESTBED=host O="$O" RESULTS="$tmp/results"
	show front
	[ "$status" = 2 ] && says_once front 'kvm is built into this kernel|KVM is in use by|takes root|neither kvm_amd' &&
		no_file "$tmp/results"
}

need_qemu $TESTS
[ -x "$O/tests/host-init" ] || skip_all $TESTS "no $O/tests/host-init: make test builds it"
echo 1..$TESTS
if [ -e /sys/module/kvm/initstate ] && [ "$(id -u)" = 0 ]; then
	skip "the modules of this machine are left alone" "they could be exchanged"
else
	check "on this machine it is refused with the reason" built_in_refused
fi
check "headers of the running kernel that are missing are named" no_headers_refused
check "files of the saved modules that are missing are named" own_files_found
check "the kernels are built" build
fill_root
{ echo "root refuse root - -"
  echo "user refuse user - -"
  echo "broken refuse broken - -"
  echo "plain 2 /a /b -"
  echo "steps 1 /a /b 999:fail"
  echo "warns 1 /a /warns -"
  faults 6 kill-supervisor
  echo "off refuse off - -"; } >"$tmp/plain.plan"
faults 1 fail kill-worker >"$tmp/first.plan"
{ faults 3 term int hup
  for step in 3 8 17; do
	echo "kill-both-$step 1 /a /b $step:kill-both"
	echo "after-$step 1 /a /b -"
  done; } >"$tmp/second.plan"
if [ "${HOST_FAULTS:-}" = all ]; then
	{ faults 1 fail; faults 1 kill-worker; } >"$tmp/first.plan"
	{ faults 1 term; faults 1 int; faults 1 hup; faults 1 kill-supervisor; } >>"$tmp/second.plan"
fi
check "three machines carry out all trials" boot_all
check "modules are exchanged, measured, and the saved ones put back" stored
check "a round's swaps and the restoring take less than 2 s" quick
check "the sides alternate, in ABBA order" alternating
check "a step that fails: the saved modules are back" failing_back fail
check "the worker is killed at any step: the saved modules are back" failing_back kill-worker
check "SIGTERM, SIGINT, SIGHUP at any step: the saved modules are back" signals_back
check "the supervisor is killed: the worker puts the saved modules back" supervisor_killed_back
check "both are killed: the next run puts the saved modules back" both_killed_back
check "a kernel warning: the saved modules are back, results are marked" warning_survived
check "refused: somebody uses KVM, who is named" user_refused
check "refused: not root" root_refused
check "refused: modules that are not for this kernel" broken_refused
check "refused: a kernel that loads no more modules" modules_off_refused
check "the saved modules' files are unpacked" own_files_unpacked
check "so are those of a kernel that is installed" installed_unpacked
exit $failed
