#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# run.sh COMMAND... - run test programs, each of which prints TAP; a command may
# have arguments. TEST_JOBS of them run at a time, in this order. When one ends,
# its seconds are shown, and what failed or was skipped; all it said goes to
# O/test-output, in the order of the commands. The last line counts: N passed, N
# failed, N skipped.
set -u

log=$O/test-output
parts=$O/test-output.parts
commands=("$@")
export O CMOCKA_MESSAGE_OUTPUT=TAP VCPUSCALE=$O/vcpuscale

# Two, where there are processors and memory for them: most programs wait for a
# machine of one processor.
jobs_default() {
	local free

	free=$(awk '$1 == "MemAvailable:" { print int($2 / 1024) }' /proc/meminfo)
	if [ "$(nproc)" -ge 2 ] && [ "$free" -ge 4096 ]; then
		echo 2
	else
		echo 1
	fi
}

# The program's own name, not that of env or of its arguments.
name_of() {
	local word

	for word in $1; do
		case $word in
		*=*) ;;
		*/*) basename "$word"; return ;;
		esac
	done
}

# Ended badly, or ended before it had said anything: a failure by itself.
judge() {
	local name=$1 code=$2 part=$3

	! grep -qE '^(not )?ok ' "$part" ||
		{ [ "$code" -ne 0 ] && ! grep -q '^not ok ' "$part"; } || return 0
	echo "not ok - $name ended with exit code $code"
	tail -n 20 "$part" | sed 's/^/# /'
}

# test_run NUMBER COMMAND: where SIGINT is ignored, as of a make in the background,
# no program could test what it does.
test_run() {
	local part=$parts/$1 started=$SECONDS code name

	name=$(name_of "$2")
	# shellcheck disable=SC2086 # a command and its arguments
	env --default-signal=INT,QUIT $2 > "$part" 2>&1 < /dev/null
	code=$?
	[ -z "$(tail -c 1 "$part")" ] || echo >> "$part"
	judge "$name" "$code" "$part" > "$part.verdict"
	cat "$part.verdict" >> "$part"
	{
		echo "# $name, $((SECONDS - started)) s"
		grep -E '^ok ' "$part" | grep -i '# skip'
		grep -A 12 '^not ok ' "$part" | head -n 60
	} > "$part.shown"
	mv "$part.shown" "$part.ended"
}

# show_ended: what is worth reading of the programs that have ended since.
show_ended() {
	local i

	for ((i = 0; i < ${#commands[@]}; i++)); do
		if [ -e "$parts/$i.ended" ]; then
			cat "$parts/$i.ended"
			mv "$parts/$i.ended" "$parts/$i.seen"
		fi
	done
}

# The jobs have process groups of their own: what the terminal signals has to be
# passed on.
stop() {
	local pid

	trap '' INT TERM HUP
	for pid in $(jobs -p); do
		kill -TERM -- "-$pid" 2> /dev/null
	done
	wait
	rm -rf "$parts"
	trap - "$1"
	kill -s "$1" $$
}

run_all() {
	local jobs=${TEST_JOBS:-$(jobs_default)} running=0 i

	for ((i = 0; i < ${#commands[@]}; i++)); do
		if [ "$running" -ge "$jobs" ]; then
			wait -n
			running=$((running - 1))
			show_ended
		fi
		test_run "$i" "${commands[i]}" &
		running=$((running + 1))
	done
	while [ "$running" -gt 0 ]; do
		wait -n
		running=$((running - 1))
		show_ended
	done
}

# One whose results are lost has failed.
log_all() {
	local i

	: > "$log"
	for ((i = 0; i < ${#commands[@]}; i++)); do
		cat "$parts/$i" >> "$log"
		[ -e "$parts/$i.seen" ] ||
			echo "not ok - $(name_of "${commands[i]}") did not end" | tee -a "$log"
	done
}

trap 'stop INT' INT
trap 'stop TERM' TERM
trap 'stop HUP' HUP
rm -rf "$parts"
mkdir -p "$parts"
set -m		# for the groups
run_all
log_all
rm -rf "$parts"

passed=$(grep -cE '^ok ' "$log")
skipped=$(grep -ciE '^ok .*# skip' "$log")
failed=$(grep -cE '^not ok ' "$log")
echo "$((passed - skipped)) passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
