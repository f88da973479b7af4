#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# run.sh UNIT_TEST... - run the unit tests and every tests/*.sh; each prints TAP.
# The last line counts: N passed, N failed, N skipped.
set -u

log=$O/test-output
: > "$log"
export O CMOCKA_MESSAGE_OUTPUT=TAP VCPUSCALE=$O/vcpuscale
failed_programs=0

run() {
	local name output code started=$SECONDS
	name=$(basename "$1")
	output=$("$@" 2>&1 < /dev/null)
	code=$?
	echo "$output" >> "$log"
	echo "# $name, $((SECONDS - started)) s"
	grep -E '^(not )?ok ' <<< "$output" | grep -vE '^ok [^#]*$'
	# Ended badly, or ended before it had said anything: a failure by itself.
	if ! grep -qE '^(not )?ok ' <<< "$output" ||
		{ [ "$code" -ne 0 ] && ! grep -q '^not ok ' <<< "$output"; }; then
		echo "not ok - $name ended with exit code $code" | tee -a "$log"
		tail -n 20 <<< "$output"
		failed_programs=$((failed_programs + 1))
	elif grep -q '^not ok ' <<< "$output"; then
		grep -A 12 '^not ok ' <<< "$output" | head -n 60
	fi
}

for test in "$@"; do
	run "$test"
done
for test in tests/*.sh; do
	[ "$test" = tests/run.sh ] || run "$test"
done

passed=$(grep -cE '^ok ' "$log")
skipped=$(grep -ciE '^ok .*# skip' "$log")
failed=$(grep -cE '^not ok ' "$log")
echo "$((passed - skipped)) passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
