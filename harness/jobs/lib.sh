# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# lib.sh - what the jobs share: the testbed's own words, building, measuring in a
# machine, the reports on what was measured. To be sourced in the top directory,
# with make's variables; messages are those of harness/kernel/common.sh.

# shellcheck source=harness/kernel/common.sh
. harness/kernel/common.sh

LOUD=()			# what shows the commands that build
[ "${V:-}" != 1 ] || LOUD=(--verbose)

# testbed__ask KEY: rounds, unit, vendors or kind; see vcpuscale-testbed --describe.
testbed__ask() {
	"$O/vcpuscale-testbed" --describe="$TESTBED" | sed -n "s/^$1=//p"
}

# testbed__rounds N: N rounds where instructions are counted, which repeat; else
# as many as the testbed says.
testbed__rounds() {
	if [ "$(testbed__ask unit)" = insns ]; then
		echo "$1"
	else
		testbed__ask rounds
	fi
}

# testbed__check KERNEL: is there such a testbed, can this machine run it, and it
# the kernel? Its owner is harness/testbed/$TESTBED/: testbed.c, and check.sh where
# there is one.
testbed__check() {
	local names check=harness/testbed/$TESTBED/check.sh
	names=$("$O/vcpuscale-testbed" --list | cut -f 1)
	grep -qxF -e "$TESTBED" <<<"$names" || die "TESTBED=$TESTBED: there are ${names//$'\n'/, }"
	[ ! -x "$check" ] || "$check" >/dev/null || exit 2
	[ "$1" != host ] || [ "$(testbed__ask kind)" = host ] ||
		die "KERNEL=host: it runs on this machine only: use TESTBED=host"
}

# matrix__check ROUNDS: are there such benchmarks, sizes and rounds?
matrix__check() {
	"$O/vcpuscale-run" --check --vcpus="${VCPUS//max/1}" --rounds="$1" ${BENCH:+--bench="$BENCH"} || exit 2
}

# sizes__choose DIR...: in VCPUS, "max" becomes what all these kernels allow a VM; host
# is the one that runs here.
sizes__choose() {
	local dir most least=
	[[ " ${VCPUS//,/ } " = *' max '* ]] || return 0
	for dir; do
		if [ "$dir" = host ]; then
			most=$("$O/vcpuscale-run" --max-vcpus) || exit 2
		else
			most=$(harness/testbed/machine/max-vcpus.sh "$O" "$dir" "$O/lines/$KERNEL_BASE") || exit 2
		fi
		[ -n "$least" ] && [ "$least" -le "$most" ] || least=$most
	done
	echo "vcpuscale: VCPUS=max: $least (KVM_CAP_MAX_VCPUS)" >&2
	VCPUS=${VCPUS//max/$least}
}

results__check() { # DIR
	{ mkdir -p -- "$1" 2>/dev/null && [ -w "$1" ]; } ||
		die "$1: nothing can be stored there: choose another directory with RESULTS="
}

# kernel__build OPTION...: prints the directory of its modules.
kernel__build() {
	harness/kernel/build.sh --build-dir="$O" --line="$KERNEL_BASE" --tree="${KERNEL_TREE:-}" \
		"${LOUD[@]}" "$@"
}

# Of a tree: the branch's merge base, or what the series was made for.
base__choose() {
	[ -n "$BASE" ] || BASE=$(kernel__build --base --kernel="$KERNEL")
}

# kernels__build KERNEL...: for machines that are started; prints a directory each.
kernels__build() {
	harness/kernel/image.sh --build-dir="$O" --line="$KERNEL_BASE" >&2
	harness/kernel/build-many.sh --build-dir="$O" --line="$KERNEL_BASE" --tree="$KERNEL_TREE" \
		--onto="$BASE" "${LOUD[@]}" --vendor="$(testbed__ask vendors)" "${@/#/--kernel=}"
}

# machine__measure RESULTS ROUNDS [OPTION...] DIR...: prints a results file each. Of
# no ROUNDS, those of the testbed, and no more of a cell than show that it repeats.
machine__measure() {
	"$O/vcpuscale-testbed" --build="$O" --line="$O/lines/$KERNEL_BASE" --testbed="$TESTBED" \
		--results="$1" --vcpus="$VCPUS" --bench="$BENCH" ${2:+--rounds="$2"} "${@:3}"
}

# profile__attribute KERNEL-DIR RUN [BASE-DIR]: by function and line, where the run was
# profiled, and which functions have other code than the base's. What
# goes wrong there is said, and takes nothing from the samples.
profile__attribute() {
	[ ! -d "${2%.txt}.profile" ] ||
		"$O/vcpuscale" attribute --modules="$1" ${3:+--base="$3"} --program="$O/vcpuscale-run" --guests="$O/obj/bench" "$2" || :
}

# judge__show BASE HEAD: plots and the report; exits as the latter.
judge__show() {
	BASE=$1 HEAD=$2 harness/jobs/judge.sh plots
	BASE=$1 HEAD=$2 harness/jobs/judge.sh compare
}
