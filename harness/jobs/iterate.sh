#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# iterate.sh - what iteration costs: build both forms for KERNEL, run the one in
# user space natively and under callgrind's cache simulation, the module in the
# emulated machine, draw. Takes its input from the environment; see "make help".
set -eu -o pipefail
export LC_ALL=C

# shellcheck source=harness/jobs/lib.sh
. harness/jobs/lib.sh

# As large as many a CPU's first level and a share of its last, and the same
# everywhere, so that counts repeat. user/counts.h knows the last one's size.
CACHES=("--I1=32768,8,64" "--D1=32768,8,64" "--LL=4194304,16,64")

# iterate OPTION...: run the form in user space, which stores its samples and
# prints where.
iterate() {
	STORED=$("$DIR/vcpuscale-iterate" --results="$RESULTS" --info="$DIR/info" "$@")
	echo "vcpuscale: stored $STORED" >&2
}

run_user() {
	echo "vcpuscale: iterate in user space" >&2
	iterate --bench="${BENCH:-Iterate/*}" --vcpus="$VCPUS" --rounds="${ROUNDS:-4}"
}

# The environment and the layout of addresses decide which sets of a cache the
# stack falls into.
run_counts() {
	echo "vcpuscale: iterate under callgrind" >&2
	env -i PATH="$PATH" setarch -R valgrind -q --tool=callgrind --cache-sim=yes "${CACHES[@]}" \
		--combine-dumps=yes --callgrind-out-file="$TEMP/callgrind" \
		"$DIR/vcpuscale-iterate" --bench="${BENCH:-Iterate/*/writer=no}" \
		--vcpus="$VCPUS" >"$TEMP/said" 2>&1 ||
		die "valgrind failed: $(tail -n 1 "$TEMP/said"): make deps installs it"
	iterate --callgrind="$TEMP/callgrind"
	COUNTS=$STORED
}

run_module() {
	echo "vcpuscale: iterate in the kernel, emulated" >&2
	MODULE=$(machine__measure "$RESULTS" "${ROUNDS:-2}" --iterate \
		--bench="${BENCH:-Iterate/*/cache=warm/*}" "$DIR")
	echo "vcpuscale: stored $MODULE" >&2
}

# Walks of one kernel are compared with each other: base and head are one run.
draw() {
	local out=$RESULTS/plots/$KERNEL_BASE/iterate tables=$TEMP/tables
	"$O/vcpuscale" tables --per-vcpu --output="$tables-counts" "$COUNTS" "$COUNTS"
	"$O/vcpuscale" tables --per-vcpu --output="$tables-module" "$MODULE" "$MODULE"
	[ -z "$BENCH" ] || return 0
	mkdir -p "$out"
	GNUPLOT_LIB=plots gnuplot -d -c plots/iterate.gp "$tables-counts" "$tables-module" \
		"$TEMP/$NAME" 2>"$TEMP/said" ||
		die "gnuplot failed: $(tail -n 1 "$TEMP/said"): make deps installs it"
	mv "$TEMP/$NAME.svg" "$TEMP/$NAME.png" "$out/"
	echo "vcpuscale: the picture is $out/$NAME.svg" >&2
}

# What one more object costs in each, as the comparison of a run with itself
# says it.
tell() {
	"$O/vcpuscale" compare --format=csv "$MODULE" "$MODULE" | awk -F, '
		$1 == "slope" && $2 ~ /order=created\/cache=warm\/writer=no$/ {
			split($2, part, "[=/]")
			printf "%-10s %-8s %8.2f insns for one more object\n", part[3], part[5], $5 }'
}

main() {
	local kernel
	if [ -z "$KERNEL" ]; then
		KERNEL=unpatched
		[ ! -d "kernels/patched/$KERNEL_BASE" ] || KERNEL=patched
	fi
	have valgrind || die "no valgrind: run make deps"
	echo '#include <urcu/urcu-memb.h>' | ${CC:-gcc} -E - >/dev/null 2>&1 ||
		die "no liburcu: run make deps"
	traps__set
	harness/kernel/image.sh --build-dir="$O" --line="$KERNEL_BASE"
	kernel=$(kernel__build --kernel="$KERNEL")
	DIR=$(harness/kernel/iterate.sh --build-dir="$O" --line="$KERNEL_BASE" \
		--kernel-dir="$kernel" --version="$VERSION")
	NAME=$(sed -n 's/^kernel: //p' "$DIR/info")
	TEMP=$(mktemp -d)
	TRASH+=("$TEMP")
	run_counts
	run_module
	run_user
	draw
	tell
}

main "$@"
exit
