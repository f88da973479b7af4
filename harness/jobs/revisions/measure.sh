# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# Build and measure revisions of a tree. To be sourced after tree.sh; the
# includer's environment has O, RESULTS, KERNEL_BASE, TESTBED.
#
# The includers read what is set here:
# shellcheck disable=SC2034

# shellcheck source=harness/jobs/testbed.sh
. harness/jobs/testbed.sh

CANNOT_TELL=125		# as git bisect run has it: this revision, not our fault

CELL_BASE='' CELL_HEAD='' CELL_RATIO='' CELL_LOW='' CELL_HIGH=''
CELL_UNIT='' CELL_VERDICT='' CELL_REASON=''

measure__check()
{
	testbed__check || exit 2
	[ "$(testbed__ask kind)" = machine ] ||
		die "TESTBED=$TESTBED: revisions are not exchanged in this machine's kernel: use TESTBED=emulated or nested"
	"$O/vcpuscale-run" --check --vcpus="$VCPUS" --rounds="${ROUNDS:-1}" \
		${BENCH:+--bench="$BENCH"} || exit 2
	mkdir -p -- "$RESULTS" 2>/dev/null || :
	[ -w "$RESULTS" ] ||
		die "$RESULTS: nothing can be stored there: choose another directory with RESULTS="
}

# revision__build COMMIT: as build.sh; the last one built is the next one's
# start, and its objects go then: 18 MiB each. $STATE/builds counts those that
# were not there yet.
revision__build()
{
	local commit=$1 seed=unpatched last=$STATE/last status=0 stamp before

	stamp=$O/kernels/$KERNEL_BASE/${commit:0:12}/.build/stamp
	before=$(stat -c %y "$stamp" 2>/dev/null) || before=none
	[ ! -s "$last" ] || seed=$(<"$last")
	harness/kernel/build.sh --build-dir="$O" \
		--line="$KERNEL_BASE" --tree="$TREE" --kernel="$commit" \
		--seed="$seed" --vendor="$(testbed__ask vendors)" --fault-code=$CANNOT_TELL ${V:+$([ "$V" != 1 ] || echo --verbose)} ||
		status=$?
	[ "$before" = "$(stat -c %y "$stamp" 2>/dev/null)" ] || echo "$commit" >>"$STATE/builds"
	if [ "$status" = 0 ]; then
		revision__keep "${commit:0:12}" "$seed"
	else
		rm -rf "${O:?}/kernels/$KERNEL_BASE/${commit:0:12}/.build"
	fi
	return "$status"
}

# kernel__built ID: a directory whose modules are these already, of any name.
kernel__built()
{
	local info dir

	for info in "$O/kernels/$KERNEL_BASE"/*/info; do
		dir=${info%/info}
		grep -qsx "kernel-id: $1" "$info" || continue
		grep -qx "kernel-release: $(<"$O/lines/$KERNEL_BASE/release")" "$info" || continue
		[ -s "$dir/kvm.ko" ] || continue
		[ -s "$dir/kvm-amd.ko" ] || continue
		[ "$(testbed__ask vendors)" != all ] || [ -s "$dir/kvm-intel.ko" ] || continue
		echo "$dir"
		return 0
	done
	return 1
}

revision__keep()
{
	local kernels=$O/kernels/$KERNEL_BASE

	[ -d "$kernels/$1/.build/src" ] || return 0
	echo "$1" >"$STATE/last"
	[ "$2" = unpatched ] || [ "$2" = "$1" ] || rm -rf "${kernels:?}/$2/.build/src" "$kernels/$2/.build/changed"*
}

revision__id()
{
	harness/kernel/build.sh --build-dir="$O" --line="$KERNEL_BASE" --tree="$TREE" \
		--kernel="$1" --id --fault-code=$CANNOT_TELL 2> >(grep '^vcpuscale: ' >&2)
}

# measure__pair BENCH VCPUS ROUNDS BASE_DIR HEAD_DIR: prints both files' paths.
measure__pair()
{
	"$O/vcpuscale-testbed" --build="$O" \
		--line="$O/lines/$KERNEL_BASE" --testbed="$TESTBED" --results="$RESULTS" --vcpus="$2" \
		--bench="$1" --rounds="$3" "$4" "$5"
}

# runs__of KERNEL_ID: stored runs of it, newest first.
runs__of()
{
	"$O/vcpuscale" find --results="$RESULTS" --testbed="$TESTBED" --base="$KERNEL_BASE" \
		--kernel-id="$1" | cut -f 1
}

# run__has FILE BENCH "VCPUS...": samples, or the reason for none, of all of it.
run__has()
{
	local n

	! grep -q '^incomplete:' "$1" || return 1
	for n in ${3//,/ }; do
		grep -q "^Benchmark$2/vcpus=$n " "$1" || return 1
	done
}

# run__is_exact FILE BENCH VCPUS: the cell's samples are counts that repeat.
run__is_exact()
{
	awk -v cell="Benchmark$2/vcpus=${3%%[ ,]*}" '
		$1 == "Unit" && / assume=exact( |$)/ { exact[$2] = 1 }
		$1 == cell && $2 + 0 { found = 1; noisy = !($4 in exact); exit }
		END { exit !found || noisy }' "$1"
}

# cell__compare BASE HEAD BENCH VCPUS: fills CELL_*. Fails when the two cannot
# be compared; an invalid cell is no failure.
cell__compare()
{
	local csv status=0 line

		csv=$("$O/vcpuscale" compare --format=csv --threshold="${THRESHOLD:-0}" "$1" "$2" 2>"$STATE/said") ||
		status=$?
	line=$(awk -F, -v bench="$3" -v vcpus="$4" '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		$at["kind"] == "cell" && $at["bench"] == bench && $at["vcpus"] == vcpus {
			print $at["unit"] "|" $at["base"] "|" $at["head"] "|" $at["ratio"] "|" \
				$at["ratio_low"] "|" $at["ratio_high"] "|" $at["verdict"] "|" $at["reason"]
			exit
		}' <<<"$csv")
	IFS='|' read -r CELL_UNIT CELL_BASE CELL_HEAD CELL_RATIO CELL_LOW CELL_HIGH \
		CELL_VERDICT CELL_REASON <<<"$line"
	[ -n "$CELL_VERDICT" ] || { cat "$STATE/said" >&2; return "$((status > 0 ? status : 2))"; }
}

percent()
{
	awk -v r="$1" 'BEGIN { printf "%+.2f %%", 100 * (r - 1) }'
}
