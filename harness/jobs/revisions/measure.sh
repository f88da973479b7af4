# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# Build and measure revisions of a tree. To be sourced in the top directory, with
# make's variables.
#
# The includers read what is set here:
# shellcheck disable=SC2034

# shellcheck source=harness/jobs/lib.sh
. harness/jobs/lib.sh
# shellcheck source=harness/kernel/cache.sh
. harness/kernel/cache.sh
# shellcheck source=harness/kernel/base.sh
. harness/kernel/base.sh
# shellcheck source=harness/jobs/revisions/tree.sh
. harness/jobs/revisions/tree.sh

TOP=${TOP:-$PWD}
CANNOT_TELL=125		# as git bisect run has it: this revision, not our fault

CELL_BASE='' CELL_HEAD='' CELL_UNIT='' CELL_VERDICT='' CELL_SIDE='' CELL_CHANGE=''

measure__check() {
	base__read "$KERNEL_BASE"
	case $BASE_BUILT:$BASE_PACKAGES in
	modules:*) ;;
	*:none) tree__is_whole ;;
	*) die "KERNEL_BASE=$KERNEL_BASE: is one version, without a history: give KERNEL_BASE=tree" ;;
	esac
	testbed__check ''
	[ "$(testbed__ask kind)" = machine ] ||
		die "TESTBED=$TESTBED: revisions are not exchanged in this machine's kernel: use one of $O/vcpuscale-testbed --list that starts a machine"
	matrix__check "${ROUNDS:-1}"
	results__check "$RESULTS"
}

# A directory for what a job remembers, gone with it.
state__make() {
	STATE=$(mktemp -d)
	TRASH+=("$STATE")
	touch "$STATE/tried" "$STATE/builds"
}

# next__build NAME OPTION...: as build.sh with these options, which builds kernel
# NAME; the last one built is the next one's start, and its objects go then: 18 MiB
# each. $STATE/builds counts those that were not there yet.
next__build() {
	local name=$1 seed=unpatched last=$STATE/last work status=0 before
	work=$O/kernels/$KERNEL_BASE/$1/.build
	before=$(stat -c %y "$work/stamp" 2>/dev/null) || before=none
	[ ! -s "$last" ] || seed=$(<"$last")
	kernel__build --seed="$seed" --vendor="$(testbed__ask vendors)" --fault-code=$CANNOT_TELL \
		"${@:2}" || status=$?
	[ "$before" = "$(stat -c %y "$work/stamp" 2>/dev/null)" ] || echo "$name" >>"$STATE/builds"
	if [ "$status" = 0 ]; then
		next__keep "$name" "$seed"
	else
		rm -rf "$work"
	fi
	return "$status"
}

next__keep() {
	local kernels=$O/kernels/$KERNEL_BASE
	[ -d "$kernels/$1/.build/src" ] || return 0
	echo "$1" >"$STATE/last"
	[ "$2" = unpatched ] || [ "$2" = "$1" ] || rm -rf "${kernels:?}/$2/.build/src" "$kernels/$2/.build/changed"*
}

revision__build() {
	next__build "${1:0:12}" --tree="$TREE" --kernel="$1"
}

# kernel__built ID: a directory whose modules are these already, of any name.
kernel__built() {
	local info dir
	for info in "$O/kernels/$KERNEL_BASE"/*/info; do
		dir=${info%/info}
		grep -qsx "kernel-id: $1" "$info" || continue
		# A whole kernel brings its image with it.
		[ -s "$dir/vmlinuz" ] ||
			grep -qx "kernel-release: $(<"$O/lines/$KERNEL_BASE/release")" "$info" || continue
		[ -s "$dir/kvm.ko" ] || continue
		[ -s "$dir/kvm-amd.ko" ] || continue
		[ "$(testbed__ask vendors)" != all ] || [ -s "$dir/kvm-intel.ko" ] || continue
		mkdir -p "$dir/.build/users" && cache__mark "$dir/.build"
		echo "$dir"
		return 0
	done
	return 1
}

revision__id() {
	kernel__build --tree="$TREE" --kernel="$1" --id --fault-code=$CANNOT_TELL \
		2> >(grep '^vcpuscale: ' >&2)
}

# measure__pair BENCH VCPUS ROUNDS BASE_DIR HEAD_DIR: prints both files' paths.
measure__pair() {
	BENCH=$1 VCPUS=$2 machine__measure "$RESULTS" "${@:3}"
}

# runs__of KERNEL_ID [OPTION...]: stored runs of it, newest first; see vcpuscale find.
runs__of() {
	"$O/vcpuscale" find --results="$RESULTS" --testbed="$TESTBED" --base="$KERNEL_BASE" \
		--kernel-id "$@" | cut -f 1
}

# cell__compare BASE HEAD OPTION...: fills CELL_*, see vcpuscale cell. Fails when
# the two cannot be compared; an invalid cell is no failure.
cell__compare() {
	local said key value
	said=$("$O/vcpuscale" cell "$@") || return
	while IFS='=' read -r key value; do
		printf -v "CELL_${key^^}" %s "$value"
	done <<<"$said"
}
