# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# Kernels that are built are kept, DIR/kernels/BASE/NAME: who uses which, and what goes
# where CACHE_LIMIT= says how many MiB they may take. To be sourced after common.sh.
#
# .build/users/NODE.PID: this process measures the kernel, or builds for one that does.
# .build/used: touched at each use.

CACHE_NODE=$(uname -n)
CACHE_DAY=1440		# minutes after which a process of another node counts as gone

# cache__mark WORK: we use it. Those of this machine that are gone do no more.
cache__mark() {
	local file pid
	for file in "$1/users/$CACHE_NODE".*; do
		pid=${file##*.}
		[ ! -e "$file" ] || kill -0 "$pid" 2>/dev/null || rm -f "$file"
	done
	: >"$1/users/$CACHE_NODE.$KERNEL_USER"
	touch "$1/used"
}

# cache__enter WORK NAME: from here on the kernel stays, and nobody builds it until
# descriptor 5 is closed. Where nothing can be written it is taken as it is.
cache__enter() {
	local work=$1
	while mkdir -p "$work/users" 2>/dev/null && [ -w "$work" ]; do
		exec 5>"$work/lock"
		if ! flock -n -s 5; then
			step "waiting for another build of $2"
			child__run wait false /dev/null flock -s 5
		fi
		# It may have been taken away before we had the lock.
		[ "$work/lock" -ef /dev/fd/5 ] || continue
		cache__mark "$work"
		return
	done
}

cache__leave() {
	exec 5>&-
}

cache__is_used() { # WORK
	local file
	for file in "$1"/users/*; do
		case ${file##*/} in
		"$CACHE_NODE".*) kill -0 "${file##*.}" 2>/dev/null && return ;;
		'*') ;;
		*) [ -z "$(find "$file" -mmin -$CACHE_DAY 2>/dev/null)" ] || return 0 ;;
		esac
	done
	return 1
}

# cache__remove DIR: unless somebody uses, builds or copies it.
cache__remove() {
	local dir=$1 gone
	gone=${dir%/*}/.gone.$$
	[ -e "$dir/.build/lock" ] || return 1
	exec 5<"$dir/.build/lock"
	if ! flock -n -x 5 || cache__is_used "$dir/.build" || ! mv -T "$dir" "$gone"; then
		exec 5<&-
		return 1
	fi
	exec 5<&-
	rm -rf "$gone"
}

# cache__by_age DIR: "seconds MiB directory", what was not used for longest first.
cache__by_age() {
	local work
	for work in "$1"/kernels/*/*/.build; do
		[ -d "$work" ] || continue
		printf '%s %s\n' "$(stat -c %Y "$work/used" 2>/dev/null || echo 0)" \
			"$(du -sm -- "${work%/.build}")"
	done | sort -n | tr '\t' ' '
}

# cache__trim DIR LIMIT: to LIMIT MiB, if that can be done.
cache__trim() {
	local limit=$2 total mib dir list
	# One that was killed has begun to remove these.
	rm -rf "$1"/kernels/*/.gone.*
	list=$(cache__by_age "$1")
	total=$(awk '{ n += $2 } END { print n + 0 }' <<<"$list")
	while [ "$total" -gt "$limit" ] && read -r _ mib dir; do
		cache__remove "$dir" || continue
		step "kernel ${dir#"$1/kernels/"} removed, for CACHE_LIMIT=$limit"
		total=$((total - mib))
	done <<<"$list"
	[ "$total" -le "$limit" ] ||
		step "kernels take $total MiB, more than CACHE_LIMIT=$limit: the others are in use"
}

# cache__check: what the user has given.
cache__check() {
	[[ -z ${CACHE_LIMIT:-} || $CACHE_LIMIT =~ ^[1-9][0-9]{0,8}$ ]] ||
		die "CACHE_LIMIT=$CACHE_LIMIT: not a number of MiB: give how much kernels that are built may take"
}
