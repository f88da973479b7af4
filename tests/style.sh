#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# style.sh - what can be checked of the sources without running them.
set -u

mapfile -t scripts < <(git ls-files '*.sh' .ci/run)
mapfile -t sources < <(git ls-files '*.c' '*.h' '*.S' '*.sh' '*.mk' '*.gp' Makefile .ci/run)

echo 1..2
if ! command -v shellcheck > /dev/null; then
	echo "ok 1 - shellcheck finds nothing # SKIP no shellcheck here: make deps-test"
elif output=$(shellcheck -x "${scripts[@]}"); then
	echo "ok 1 - shellcheck finds nothing"
else
	echo "not ok 1 - shellcheck finds nothing"
	head -n 20 <<< "$output" | sed 's/^/# /'
fi

bare=$(grep -L 'SPDX-License-Identifier: GPL-2.0-only' "${sources[@]}")
if [ -z "$bare" ]; then
	echo "ok 2 - every source names its licence"
else
	echo "not ok 2 - every source names its licence"
	tr '\n' ' ' <<< "# ${bare//$'\n'/ }"
	echo
fi
