# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# What the scripts here share: messages, one child at a time, progress.

# shellcheck source=harness/kernel/group.sh
. "${BASH_SOURCE[0]%/*}/group.sh"

USAGE=			# of the script that includes this: see options__read
VERBOSE=0		# 1, as --verbose sets it: commands are shown with what they say
CHILD=			# process group of the command that runs now
TICKER=			# the process that draws progress, on a terminal only
# Whoever is first uses the kernels that are built for it, see cache.sh.
export KERNEL_USER=${KERNEL_USER:-$$}
# The caller is often make, whose O=, V= and jobs another make would take over.
# shellcheck disable=SC2034 # the includers use it
BARE_MAKE=(env -i PATH="$PATH" HOME="${HOME:-/}" LC_ALL=C TMPDIR="${TMPDIR:-/tmp}" make)
TRASH=()		# half-made files and directories, removed on the way out

die() {
	progress__stop
	printf 'vcpuscale: %s\n' "$*" >&2
	exit "${DIE_CODE:-2}"
}

# As die, where the sources of this kernel alone are at fault: a bisection goes
# on with another revision then, but not when the disk is full.
fault() {
	DIE_CODE=${FAULT_CODE:-2}
	die "$@"
}

note() {
	printf 'note: %s\n' "$*" >&2
}

step() {
	printf '%s\n' "$*" >&2
}

have() {
	command -v "$1" >/dev/null 2>&1
}

# options__read ARGUMENT...: USAGE is what --help prints, and names the options
# there are: --build-dir=X sets BUILD_DIR to X, --check sets CHECK to 1.
options__read() {
	local option word name value words=" ${USAGE//[][$'\n\t']/ } "
	for option in "$@"; do
		[ "$option" != --help ] || { printf '%s\n' "$USAGE"; exit 0; }
		name=${option%%=*} word=" $option " value=1
		[ "$name" = "$option" ] || word=" $name=" value=${option#*=}
		[[ $option == --* && $words == *"$word"* ]] ||
			die "${0##*/}: $option: unknown option: see ${0##*/} --help"
		name=${name#--} name=${name//-/_}
		printf -v "${name^^}" %s "$value"
	done
}

# The group may not exist yet when the signal comes early: then the child
# itself gets it. Returns when no process of the group is left.
child__end() {
	local i
	[ -n "$CHILD" ] || return 0
	kill -TERM -- "-$CHILD" 2>/dev/null || kill -TERM "$CHILD" 2>/dev/null || :
	for ((i = 0; i < 100; i++)); do
		group__lives "$CHILD" || break
		sleep 0.05
	done
	kill -KILL -- "-$CHILD" 2>/dev/null || :
	wait "$CHILD" 2>/dev/null || :
	CHILD=
}

progress__stop() {
	[ -n "$TICKER" ] || return 0
	kill "$TICKER" 2>/dev/null || :
	wait "$TICKER" 2>/dev/null || :
	TICKER=
	printf '\r\033[K' >&2
}

clean_up() {
	progress__stop
	child__end
	[ ${#TRASH[@]} -eq 0 ] || rm -rf -- "${TRASH[@]}"
}

# Dies of the signal it got, so that the caller's shell and make know.
on_signal() {
	trap '' INT TERM HUP
	clean_up
	trap - EXIT INT TERM HUP
	kill -s "$1" $$
}

traps__set() {
	trap clean_up EXIT
	trap 'on_signal INT' INT
	trap 'on_signal TERM' TERM
	trap 'on_signal HUP' HUP
}

# Time left from the share done, once two seconds are known.
time_left() {
	local made=$1 total=$2 seconds=$3
	if ((made > 0 && seconds >= 2 && total > made)); then
		printf ', about %d s left' $((seconds * (total - made) / made))
	fi
}

# progress__draw LABEL COUNT: COUNT prints "made total unit".
progress__draw() {
	local label=$1 count=$2 start=$SECONDS made total unit
	trap - EXIT INT TERM HUP
	while sleep 1; do
		read -r made total unit < <("$count") || continue
		printf '\r%s: %d of %d %s%s\033[K' "$label" "$made" "$total" "$unit" \
			"$(time_left "$made" "$total" $((SECONDS - start)))" >&2
	done
}

# child__run LABEL COUNT LOG CMD...: in a process group of its own, output
# appended to LOG. A terminal shows LABEL and what COUNT says each second.
child__run() {
	local label=$1 count=$2 log=$3 status=0
	shift 3

	[ "$VERBOSE" = 0 ] || printf '+ %s\n' "$*" >&2
	setsid "$@" >>"$log" 2>&1 &
	CHILD=$!
	if [ "$VERBOSE" = 1 ]; then
		tail -n 0 -f --pid="$CHILD" "$log" >&2 &
	elif [ -t 2 ]; then
		progress__draw "$label" "$count" &
		TICKER=$!
	fi
	wait "$CHILD" || status=$?
	CHILD=
	progress__stop
	[ "$VERBOSE" = 0 ] || wait
	return "$status"
}

# lock__take FD WHAT: make and the compiler inherit it, so that it is held as
# long as one of them runs, even if this shell is killed.
lock__take() {
	flock -n "$1" && return
	step "waiting for $2"
	child__run wait false /dev/null flock "$1"
}

# need_space DIR MIB WHAT: DIR exists.
need_space() {
	local free
	free=$(df -Pm -- "$1" | awk 'NR == 2 { print $4 }')
	[ "$free" -ge "$2" ] ||
		die "$1: $free MiB free, $2 MiB needed for $3: make room there or give another build directory with O="
}

# disk__check DIR LOG: was it for want of room that something failed? The log may
# lie on the disk that is full and have lost the message: a MiB is written to see.
disk__check() {
	local probe=$1/.room.$$ full=0
	{ ! grep -qsE 'No space left on device|Disk quota exceeded' "$2" &&
		head -c 1M /dev/zero >"$probe"; } 2>/dev/null || full=1
	rm -f "$probe"
	[ "$full" = 0 ] || die "$1: the disk is full: make room there, or give another build directory with O="
}

# need_memory MIB WHAT: WHAT ends with the remedy.
need_memory() {
	local free
	free=$(awk '$1 == "MemAvailable:" || $1 == "SwapFree:" { n += $2 } END { print int(n / 1024) }' /proc/meminfo)
	[ "$free" -ge "$1" ] || die "$free MiB of memory free, $1 MiB needed for $2"
}

# The kernel's make takes no spaces and no colons in a path.
check_path() {
	case $1 in
	*[[:space:]:\"\'\\\#\$%\&\*\;\<\>\?\|\`\(\)\[\]]*)
		die "$1: the kernel's make cannot build there: give a path without spaces, colons and quotes" ;;
	esac
}
