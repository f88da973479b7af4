#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Other people's tests, on both sides: what is asked for wrongly; a series that breaks
# a selftest of the kernel and brings one; images as kvm-unit-tests builds them, made
# here. With the argument "all" also all selftests of patched. TAP.
#
# check() calls the functions by name:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

ALL=${1:-}
run_others=tests/others/run.sh
export BASE=unpatched KERNEL_BASE=6.1 KERNEL_TREE='' V=''

# refused PATTERN VARIABLE=VALUE... SUITE
refused()
{
	run refused env "${@:2:$#-2}" "$run_others" "${!#}"
	show refused
	[ "$status" = 2 ] && says_once refused "$1"
}

selftests()
{
	run selftests env KERNEL="$1" ONLY="$2" "$run_others" selftests
	show selftests
}

said()
{
	grep -qE "$1" "$tmp/selftests.out"
}

breaks_a_selftest()
{
	selftests tests/series/forgets-boot-cpu 'set_boot_cpu_id own_* sync_regs_test debug_regs vmx_msrs_test'
	[ "$status" = 1 ] && [ "$(grep -c '^not ok ' "$tmp/selftests.out")" = 1 ] &&
		said '^not ok [0-9]+ - set_boot_cpu_id: unpatched pass 6x; forgets-boot-cpu fail 6x$'
}

# The reason is what was asserted, and where.
fails_alike()
{
	said '^ok [0-9]+ - debug_regs: fail on both sides$' && said '^# exit code [0-9]+: [^ ]*debug_regs\.c:[0-9]+: '
}

# image CODE FILE [PORT]: a flat image that ends with it; with another port than that of
# QEMU's exit it does not end.
image()
{
	cat >"$tmp/image.S" <<-END
	.long 0x1badb002, 0, -0x1badb002
	.globl start
	start:	mov \$msg, %esi
		mov \$msg_end - msg, %ecx
		mov \$0x3f8, %dx
		rep outsb
		mov \$5, %ax		# fw_cfg: the number of CPUs
		mov \$0x510, %dx
		out %ax, %dx
		inc %dx
		in %dx, %al
		cmp \$2, %al
		mov \$$1, %eax
		je 1f
		mov \$9, %eax
	1:	mov \$${3:-0xf4}, %dx
		out %eax, %dx
	2:	hlt
		jmp 2b
	msg:	.ascii "code $1\n"
	msg_end:
	END
	gcc -m32 -nostdlib -static -no-pie -Wl,-Ttext=0x400000,-e,start,--build-id=none \
		-o "$2" "$tmp/image.S"
}

unit_tests()
{
	local kut=$tmp/kut log=$O/logs/kut-6.1-unpatched-base.log before=0
	mkdir -p "$kut/x86"
	image 0 "$kut/x86/good.flat" && image 1 "$kut/x86/bad.flat" && image 38 "$kut/x86/none.flat" &&
		image 7 "$kut/x86/endless.flat" 0xe0 || return 1
	cat >"$kut/x86/unittests.cfg" <<-END
	[good]
	file = good.flat
	smp = 2
	[bad]
	file = bad.flat
	smp = 2
	qemu_params = -cpu max,+svm -m 64
	[alone]
	file = good.flat
	[none]
	file = none.flat
	smp = 2
	[device]
	file = good.flat
	qemu_params = -device hyperv-testdev
	[missing]
	file = missing.flat
	[other]
	file = good.flat
	arch = i386
	[slow]
	file = good.flat
	groups = nodefault
	[feature]
	file = good.flat
	qemu_params = -cpu max,-nonsense
	[endless]
	file = endless.flat
	END
	# One waits for it; the others need a second each, and on a busy machine several.
	[ ! -e "$log" ] || before=$(stat -c %s "$log")
	run selftests env KERNEL=unpatched LIMIT=60 KUT="$kut" "$run_others" kut
	show selftests
	[ "$status" = 0 ] && said '^1\.\.10$' && said '^ok 1 - good: pass$' && said '^ok 2 - bad: fail on both sides$' &&
		said '^ok 3 - alone: fail on both sides$' && said '^# exit code 9: code 0$' &&
		said '^ok 4 - none # SKIP all of it$' && said "^ok 5 - device # SKIP needs QEMU's -device hyperv-testdev$" &&
		said '^ok 6 - missing # SKIP missing.flat: No such file' &&
		said '^ok 7 - other # SKIP needs a build for i386$' && said '^ok 8 - feature # SKIP -cpu -nonsense: ' &&
		said '^ok 9 - endless: timeout on both sides$' &&
		said '^# not ended after 60 s: code 7$' && said '^ok 10 - unload-modules: pass$' &&
		! tail -c "+$((before + 1))" "$log" | grep -E '^(no VM|no vCPU|a LAPIC)'
}

no_difference()
{
	run selftests env KERNEL="$1" "$run_others" selftests
	show selftests
	cat "$tmp/selftests.out"
	[ "$status" = 0 ]
}

echo "1..$([ -z "$ALL" ] && echo 10 || echo 11)"
check "no kernel is refused" refused 'no KERNEL' KERNEL= selftests
check "this machine's own kernel is refused" refused 'KERNEL=host: ' KERNEL=host selftests
check "a time that is none is refused" refused 'LIMIT=0s: not a time' KERNEL=patched LIMIT=0s selftests
check "no checkout of kvm-unit-tests is refused" refused 'no KUT: give KUT=DIR' KERNEL=patched KUT= kut
check "a directory without kvm-unit-tests is refused" refused 'KUT=/: no kvm-unit-tests' KERNEL=patched KUT=/ kut
need_qemu 10
check "a test that is none is refused" refused 'ONLY=nonsense: no such test: there are .*smm_test' \
	KERNEL=unpatched ONLY=nonsense selftests
check "a selftest that a series breaks is found" breaks_a_selftest
check "a selftest that a series brings is run, and may be skipped without it" \
	said '^ok [0-9]+ - own_capability_test: unpatched skip; forgets-boot-cpu pass$'
check "what fails on both sides is no difference" fails_alike
check "images of kvm-unit-tests pass, fail, skip and do not end" unit_tests
[ -z "$ALL" ] || check "patched passes all selftests that unpatched passes" no_difference patched
exit $failed
