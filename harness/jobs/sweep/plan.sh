# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# A plan: a line a job, which builds one kernel and measures some of its cells. To be
# sourced after lib.sh. Fields are separated by tabs:
# base, kernel, testbed, vCPU counts (spaces between), benchmarks (likewise).

# plan__kernels: what is swept, "base<TAB>kernel" a line.
plan__kernels() {
	local base kernel
	if [ -n "${RANGE:-}" ]; then
		tree__open "${KERNEL_TREE:-}"
		range__read "$RANGE"
		range__commits | sed "s/^/$KERNEL_BASE\t/"
		return
	fi
	for base in ${BASES:-$KERNEL_BASE}; do
		for kernel in ${KERNELS:-${KERNEL:-unpatched}}; do
			printf '%s\t%s\n' "$base" "$kernel"
		done
	done
}

# shellcheck disable=SC2153 # make's variables
# plan__pieces: how the cells of one kernel are divided, "vCPU counts<TAB>benchmarks" a
# line: JOB_CELLS of them at most, and at least one benchmark at one size.
plan__pieces() {
	"$O/vcpuscale-run" --list ${BENCH:+--bench="$BENCH"} | cut -f 1 |
		awk -v sizes="$VCPUS" -v most="$JOB_CELLS" '
		function flush() { if (names != "") print sizes "\t" names; names = ""; nr = 0 }
		BEGIN { all = split(sizes, size, /[ ,]+/) }
		all >= most {
			for (i = 1; i <= all; i += most) {
				part = size[i]
				for (k = i + 1; k < i + most && k <= all; k++)
					part = part " " size[k]
				print part "\t" $1
			}
			next
		}
		nr + all > most { flush() }
		{ names = names (names == "" ? "" : " ") $1; nr += all }
		END { flush() }'
}

plan__print() {
	local kernels pieces base kernel vcpus benches
	# Not by set -e, which ends no shell that is a part of a command.
	kernels=$(plan__kernels) || exit 2
	pieces=$(plan__pieces) || exit 2
	while IFS=$'\t' read -r base kernel; do
		while IFS=$'\t' read -r vcpus benches; do
			printf '%s\t%s\t%s\t%s\t%s\n' "$base" "$kernel" "$TESTBED" "$vcpus" "$benches"
		done <<<"$pieces"
	done <<<"$kernels"
}

# What measures: results of another build of it are not mixed with these.
plan__suite() {
	cat "$O"/vcpuscale-{run,testbed} "$O/testbed-init" | sha256sum | cut -c 1-12
}

# plan__missing DIR: jobs without a result and without a fault of the kernel's own.
plan__missing() {
	local n jobs
	jobs=$(wc -l <"$1/plan")
	for ((n = 1; n <= jobs; n++)); do
		[ -e "$1/jobs/$n.txt" ] || [ -e "$1/jobs/$n.failed" ] || echo "$n"
	done
}

# plan__name LINE: base and kernel as people read them.
plan__name() {
	cut -f 1,2 <<<"$1" | tr '\t' ' '
}
