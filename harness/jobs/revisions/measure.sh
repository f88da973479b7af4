# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# Build and measure revisions of a tree. To be sourced in the top directory, with
# make's variables.
#
# The includers read what is set here:
# shellcheck disable=SC2034

# shellcheck source=harness/jobs/lib.sh
. harness/jobs/lib.sh
# shellcheck source=harness/jobs/revisions/tree.sh
. harness/jobs/revisions/tree.sh

CANNOT_TELL=125		# as git bisect run has it: this revision, not our fault

CELL_BASE='' CELL_HEAD='' CELL_UNIT='' CELL_VERDICT='' CELL_SIDE='' CELL_CHANGE=''

measure__check() {
	testbed__check ''
	[ "$(testbed__ask kind)" = machine ] ||
		die "TESTBED=$TESTBED: revisions are not exchanged in this machine's kernel: use one of $O/vcpuscale-testbed --list that starts a machine"
	matrix__check "${ROUNDS:-1}"
	results__check "$RESULTS"
}

# revision__build COMMIT: as build.sh; the last one built is the next one's
# start, and its objects go then: 18 MiB each. $STATE/builds counts those that
# were not there yet.
revision__build() {
	local commit=$1 seed=unpatched last=$STATE/last status=0 stamp before
	stamp=$O/kernels/$KERNEL_BASE/${commit:0:12}/.build/stamp
	before=$(stat -c %y "$stamp" 2>/dev/null) || before=none
	[ ! -s "$last" ] || seed=$(<"$last")
	kernel__build --tree="$TREE" --kernel="$commit" --seed="$seed" \
		--vendor="$(testbed__ask vendors)" --fault-code=$CANNOT_TELL || status=$?
	[ "$before" = "$(stat -c %y "$stamp" 2>/dev/null)" ] || echo "$commit" >>"$STATE/builds"
	if [ "$status" = 0 ]; then
		revision__keep "${commit:0:12}" "$seed"
	else
		rm -rf "${O:?}/kernels/$KERNEL_BASE/${commit:0:12}/.build"
	fi
	return "$status"
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
		echo "$dir"
		return 0
	done
	return 1
}

revision__keep() {
	local kernels=$O/kernels/$KERNEL_BASE
	[ -d "$kernels/$1/.build/src" ] || return 0
	echo "$1" >"$STATE/last"
	[ "$2" = unpatched ] || [ "$2" = "$1" ] || rm -rf "${kernels:?}/$2/.build/src" "$kernels/$2/.build/changed"*
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
