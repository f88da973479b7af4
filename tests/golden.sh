#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Reports on small hand-written results must come out byte by byte as stored in
# tests/golden/*.out. After an intended change: UPDATE=1 tests/golden.sh, and
# read the difference before committing it.

# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

program=$(realpath -- "${VCPUSCALE:-build/vcpuscale}") || exit 2
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
if [ ! -x "$program" ]; then
	echo "Bail out! no program $program: build it or set VCPUSCALE"
	exit 2
fi
golden=$top/tests/golden
cd "$golden" || exit 2

same() { # NAME FILE: FILE is what NAME.out stores
	[ -z "${UPDATE:-}" ] || cp "$2" "$1.out"
	check "$1 is as stored" diff -u "$1.out" "$2"
}

exited_with() { # CODE
	show report
	[ "$status" -eq "$1" ]
}

golden() { # NAME EXIT_CODE ARGUMENT...
	local name=$1 want=$2
	shift 2
	run report "$program" "$@"
	check "$name exits with $want" exited_with "$want"
	same "$name" "$tmp/report.out"
}

is_narrow() { # WIDTH FILE
	[ -s "$2" ] && ! grep "[^ -~]\|.\{$(($1 + 1))\}" "$2"
}

narrow() { # WIDTH NAME: plain ASCII without tabs, and no wider
	check "$2 is plain ASCII of at most $1 columns" is_narrow "$1" "$2.out"
}

has_files() { # DIR N
	find "$1" -type f
	[ "$(find "$1" -type f | wc -l)" -eq "$2" ]
}

echo "1..78"	# 2 for each golden, 1 for each narrow and each same

golden improved.text 3 compare unpatched.txt patched.txt
golden improved.json 3 compare --format=json unpatched.txt patched.txt
golden improved.csv 3 compare --format=csv unpatched.txt patched.txt
golden regressed.text 1 compare unpatched.txt slower.txt
golden tolerant.text 0 compare --threshold=15 time-unpatched.txt time-slower.txt
golden same.csv 3 compare --format=csv unpatched.txt unpatched.txt
golden invalid.text 2 compare unpatched.txt broken.txt
golden invalid.json 2 compare --format=json unpatched.txt broken.txt
golden invalid.csv 2 compare --format=csv unpatched.txt broken.txt
golden time.text 1 compare time-unpatched.txt time-slower.txt
golden time.json 1 compare --format=json time-unpatched.txt time-slower.txt
golden noisy.text 3 compare time-unpatched.txt time-noisy.txt
# What one round a side cannot tell, for both have a value in it.
golden shared.text 3 compare one-round.txt one-round-head.txt
golden shared.json 3 compare --format=json one-round.txt one-round-head.txt
golden shared.csv 3 compare --format=csv one-round.txt one-round-head.txt
golden forced.text 1 compare --force unpatched.txt other-machine.txt
golden cover-letter 0 cover-letter unpatched.txt patched.txt
golden time-cover-letter 0 cover-letter time-unpatched.txt time-slower.txt
golden shared-cover-letter 0 cover-letter one-round.txt one-round-head.txt
golden invalid-cover-letter 2 cover-letter unpatched.txt broken.txt
# A real run, and a regression; tests/readme.sh has the improvement.
golden reference-cover-letter 0 cover-letter \
	../../results/reference/6.1/patched/emulated/*.txt \
	../../results/reference/6.1/array/emulated/*.txt

# A series patch by patch: what is not built, not measured, invalid, better, worse.
golden series-table 2 series-table --name=list series.tsv KERNEL=list.mbox \
	BENCH='*/state=quiet VcpuLifecycle IrqDelivery/state=wake'
golden series-table.json 2 series-table --json series.tsv
golden worse-series-table 1 series-table series-worse.tsv
golden invalid-series-table 2 series-table series-invalid.tsv
narrow 72 series-table
narrow 72 invalid-series-table
narrow 72 worse-series-table

for name in improved regressed tolerant invalid time noisy shared forced; do
	narrow 80 "$name.text"
done
# Nobody else has the directory that a series lay in: it travels as mails.
given_is_mbox() {
	sed '/^kernel-id:/a kernel-series: given' patched.txt >"$tmp/given.txt"
	"$program" cover-letter unpatched.txt "$tmp/given.txt" >"$tmp/given.out"
	grep -A1 '^Reproduce with vcpuscale, the series as it was mailed in an .mbox:$' "$tmp/given.out" |
		grep ' KERNEL=patched.mbox BASE=unpatched '
}
check "a series of one's own is reproduced from its mails" given_is_mbox
narrow 72 cover-letter
narrow 72 time-cover-letter
narrow 72 invalid-cover-letter
narrow 72 shared-cover-letter
narrow 72 reference-cover-letter

# The store: the newest complete run stands for a kernel, whatever else lies
# beside it, and every run is listed.
store=$tmp/store
mkdir -p "$store/unpatched/emulated" "$store/slower/emulated" "$store/plots/x"
cp unpatched.txt "$store/unpatched/emulated/2.txt"
cp slower.txt "$store/unpatched/emulated/1.txt"
cp slower.txt "$store/slower/emulated/1.txt"
sed '/^end:/d' slower.txt >"$store/slower/emulated/2.txt"
sed 's/^end:.*/incomplete: yes/' slower.txt >"$store/slower/emulated/3.txt"
echo nonsense >"$store/slower/emulated/4.txt"
echo nonsense >"$store/slower/emulated/.5.txt"
echo nonsense >"$store/plots/x/plot.txt"
cd "$store" || exit 2
"$program" list --results=. >"$tmp/list" || echo failed >>"$tmp/list"
"$program" compare --results=. --format=csv unpatched slower >"$tmp/out"
cd "$golden" || exit 2
same list "$tmp/list"
"$program" compare --format=csv unpatched.txt slower.txt >"$tmp/direct"
check "names find the same runs as paths" cmp "$tmp/out" "$tmp/direct"

golden tables 0 tables --output="$tmp/tables" unpatched.txt patched.txt
same index.tsv "$tmp/tables/index.tsv"
same table.dat "$tmp/tables/IrqDelivery-state-quiet.dat"
same no-line.dat "$tmp/tables/IrqDelivery-state-wake.dat"
check "tables leaves nothing behind but tables" has_files "$tmp/tables" 5
golden tables-invalid 0 tables --output="$tmp/tables" unpatched.txt broken.txt
same gap.dat "$tmp/tables/IrqDelivery-state-quiet.dat"

exit "$failed"
