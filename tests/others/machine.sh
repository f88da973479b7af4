# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# The machine that other people's tests run in: several CPUs, which run in parallel
# and as fast as they can. What a side's tests came to is STAGE/SIDE.outcomes; what
# they said, LOG-SIDE.log.
#
# shellcheck disable=SC2153 # run.sh sets what is in capitals

# A host that is busy slows the machine down: its watchdogs have to bear that, and its
# kernel does not find out by itself how fast the TSC is, which is the host's. See
# harness/stress/stress.sh on the rest.
MACHINE_ARGUMENTS="console=ttyS0 quiet loglevel=5 panic=-1 oops=panic mitigations=off no_timer_check"
MACHINE_ARGUMENTS+=" tsc=reliable clocksource=tsc printk.time=1"
MACHINE_ARGUMENTS+=" watchdog_thresh=60 rcupdate.rcu_cpu_stall_timeout=180"
MACHINE_CPUS=2
MACHINE_MIB=3072
# Process 1 unloads the modules at the end: a VM that is left behind shows there.
MACHINE_END='s/^@failed /unload-modules 0 fail /p; s/^@complaint /unload-modules 0 complaint /p
	s/^@end$/unload-modules 0 pass /p'
MACHINE_SILENCE=120	# seconds beyond a test's own

# machine__pack DIR MODULES LIST: DIR/initramfs, with the tests of the list.
machine__pack() {
	local dir=$1 file
	rm -rf "$dir/root"
	mkdir -p "$dir/root/tests"
	for file in $(tr ' ' '\n' <"$3" | sort -u); do
		[ ! -f "$PROGRAMS/$file" ] || cp -a "$PROGRAMS/$file" "$dir/root/tests/"
	done
	cp "$3" "$dir/root/tests/list"
	cp "$O/vcpu-others" "$dir/root/"
	echo "0 0 run vcpu-others $LIMIT" >"$dir/root/plan"
	harness/testbed/machine/initramfs.sh "$dir" "$O" "$(machine__image "$2")" "$2" "$2"
}

# machine__image MODULES: a whole kernel has its own.
machine__image() {
	[ -s "$1/vmlinuz" ] && echo "$1" || echo "$IMAGE"
}

# machine__boot DIR MODULES: until it ends, or says nothing for too long.
machine__boot() {
	local dir=$1 pid
	setpriv --pdeathsig KILL qemu-system-x86_64 -accel tcg,thread=multi -smp "$MACHINE_CPUS" -m "$MACHINE_MIB" \
		-cpu max,la57=off -nodefaults -no-user-config -display none -no-reboot \
		-kernel "$(machine__image "$2")/vmlinuz" -initrd "$dir/initramfs" -append "$MACHINE_ARGUMENTS tsc_early_khz=$("$O/vcpu-others" tsc)" \
		-serial "file:$dir/console" -chardev "file,id=channel,path=$dir/said" \
		-device isa-debugcon,iobase=0xe9,chardev=channel </dev/null 2>"$dir/errors" 9>&- &
	pid=$!
	while kill -0 "$pid" 2>/dev/null; do
		sleep 2
		# $$: the script's own, which may have been killed.
		kill -0 $$ 2>/dev/null || { kill -KILL "$pid"; exit 1; }
		[ $(($(date +%s) - $(stat -c %Y "$dir/said" 2>/dev/null || date +%s))) -lt $((LIMIT + MACHINE_SILENCE)) ] ||
			kill -KILL "$pid" 2>/dev/null || :
	done
	{ wait "$pid" || :; } 2>/dev/null
}

# machine__left LIST OUTCOMES: what is still to be run, after a machine that died in a
# test: the list has each test as often as it is to run.
machine__left() {
	awk 'NR == FNR { done[$1]++; next } done[$1]-- > 0 { next } 1' "$2" "$1"
}

# machine__run_all SIDE MODULES LIST TIMES: in one machine, or in as many as it takes.
machine__run_all() {
	local side=$1 modules=$2 dir=$STAGE/$1 list=$STAGE/$1.list done=$STAGE/$1.done name i
	mkdir -p "$dir"
	for ((i = 0; i < $4; i++)); do
		grep -v ' # ' "$3" || :
	done >"$list"
	: >"$done"
	while [ -s "$list" ]; do
		rm -f "$dir"/*
		machine__pack "$dir" "$modules" "$list"
		machine__boot "$dir" "$modules"
		cat "$dir/said" >>"$LOG-$side.log" 2>/dev/null || :
		cat "$dir/console" >>"$LOG-$side.console" 2>/dev/null || :
		sed -n 's/^@outcome //p' "$dir/said" | sed 's/\r//' >"$done"
		name=$(sed -n 's/^@test //p' "$dir/said" | tail -n 1)
		[ -n "$name" ] || return 1
		# It began more often than it ended.
		[ "$(grep -cxF "@test $name" "$dir/said")" = "$(grep -c "^$name " "$done")" ] ||
			echo "$name 0 died $(machine__death "$dir/console")" >>"$done"
		sed -n "$MACHINE_END" "$dir/said" >>"$done"
		cat "$done" >>"$STAGE/$side.outcomes"
		machine__left "$list" "$done" >"$list.left"
		mv "$list.left" "$list"
	done
}

# machine__death CONSOLE: why, in the kernel's words.
machine__death() {
	{ grep -m1 -E 'BUG: |Oops|general protection|Kernel panic|lockup' "$1" || echo "the machine said nothing any more"; } |
		tr -d '\r' | sed 's/^\[[^]]*\] //'
}
