#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Builds several kernels: build-many.sh BUILD_OPTION... --kernel=A --kernel=B...
# and prints their directories in that order. On four CPUs and more all at
# once, else one after the other: name unpatched first, the others start from
# its objects.

set -eu -o pipefail

HERE=$(dirname -- "$0")
BUILD=$HERE/build.sh
LINE=6.1 OPTIONS=() KERNELS=() PIDS=()

for option in "$@"; do
	case $option in
	--kernel=*) KERNELS+=("$option") ;;
	--help) echo "usage: build-many.sh BUILD_OPTION... --kernel=A --kernel=B...: see build.sh --help"; exit 0 ;;
	--line=*) LINE=${option#*=} OPTIONS+=("$option") ;;
	*) OPTIONS+=("$option") ;;
	esac
done

# Whole kernels are built in one place, with all the CPUs each.
is_whole() {
	grep -qsx 'built: whole' "$HERE/lines/$LINE"
}

# One after the other keeps the terminal, so that build.sh shows progress.
if [ ${#KERNELS[@]} -lt 2 ] || [ "$(nproc)" -lt 4 ] || is_whole; then
	for kernel in "${KERNELS[@]}"; do
		"$BUILD" "${OPTIONS[@]}" "$kernel"
	done
	exit 0
fi

# shellcheck disable=SC2317 # the traps call it
# A child of a shell without job control ignores INT: it is sent TERM.
stop() {
	trap '' INT TERM HUP
	kill -TERM "${PIDS[@]}" 2>/dev/null || :
	wait
	trap - "$1"
	kill -s "$1" $$
}
trap 'stop INT' INT
trap 'stop TERM' TERM
trap 'stop HUP' HUP

OUTPUT=$(mktemp -d)
trap 'rm -rf "$OUTPUT"' EXIT
for kernel in "${KERNELS[@]}"; do
	# The pipe makes it print lines, which do not write over each other.
	"$BUILD" "${OPTIONS[@]}" --jobs=$(($(nproc) / 2)) "$kernel" \
		>"$OUTPUT/${#PIDS[@]}" 2> >(cat >&2) &
	PIDS+=($!)
done
status=0
for pid in "${PIDS[@]}"; do
	wait "$pid" || status=$?
done
for ((i = 0; i < ${#PIDS[@]}; i++)); do
	cat "$OUTPUT/$i"
done
exit "$status"
