#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What make deps says where nothing is missing, and where it cannot help.
# Installs nothing. TAP. O is the build directory.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
deps=$top/harness/deps/deps.sh

# deps_with BIN: with only the programs in BIN.
deps_with()
{
	PATH=$1 "$deps" --build-dir="$O" >"$tmp/out" 2>"$tmp/err"
}

# Where something is missing after all, root must not get it from a test.
no_installing()
{
	mkdir -p "$tmp/guard"
	printf '#!/bin/sh\necho "E: not from a test"\nexit 100\n' >"$tmp/guard/apt-get"
	chmod +x "$tmp/guard/apt-get"
	PATH=$tmp/guard:$PATH
}

# A directory of links to what deps.sh calls, but for the names given.
programs_without()
{
	local dir=$tmp/bin-$1 program
	mkdir -p "$dir"
	for program in awk bash cat cp dirname dpkg-query env grep id mkdir mv realpath rm sed \
			apt-get apt-cache df dpkg gcc gcc-12 xz; do
		[ "$program" = "$1" ] || ln -sf "$(command -v "$program")" "$dir/" 2>/dev/null
	done
	echo "$dir"
}

quiet_and_quick()
{
	local start=${EPOCHREALTIME/./} ms

	deps_with "$PATH" || { cat "$tmp/err"; return 1; }
	ms=$(((${EPOCHREALTIME/./} - start) / 1000))
	cat "$tmp/out" "$tmp/err"
	echo "$ms ms"
	[ ! -s "$tmp/out" ] && [ ! -s "$tmp/err" ] && [ "$ms" -lt 1000 ]
}

image_is_there()
{
	grep -qE '^6\.1\.' "$O/lines/6.1/release" && grep -qE '^6\.1\.' "$O/lines/6.1/version" &&
		[ -s "$O/lines/6.1/vmlinuz" ] && readelf -h "$O/lines/6.1/irqbypass.ko" | grep -q REL
}

elsewhere_prints_list()
{
	local status=0

	deps_with "$(programs_without apt-get)" || status=$?
	cat "$tmp/err"
	[ "$status" = 2 ] && grep -q "^gcc	" "$tmp/out" && grep -q '^vcpuscale: no apt-get' "$tmp/err" &&
		[ "$(wc -l <"$tmp/out")" = "$(grep -vc '^#' "$top/harness/deps/packages")" ]
}

# dpkg-query that knows no patchutils, for a user who is not root.
without_root()
{
	local dir status=0

	dir=$(programs_without id)
	rm -f "$dir/dpkg-query"
	printf '#!/bin/sh\n%s "$@" | sed /patchutils/d\n' "$(command -v dpkg-query)" >"$dir/dpkg-query"
	printf '#!/bin/sh\necho 1000\n' >"$dir/id"
	chmod +x "$dir/dpkg-query" "$dir/id"
	deps_with "$dir" || status=$?
	cat "$tmp/err"
	[ "$status" = 2 ] && grep -q \
		'^vcpuscale: packages missing: patchutils: run as root: apt-get install .* patchutils$' "$tmp/err"
}

each_has_a_reason()
{
	! grep -v '^#' "$top/harness/deps/packages" | grep -vP '^[a-z0-9.+-]+\t[^\t]+$' &&
		! cut -f 1 "$top/harness/deps/packages" | sort | uniq -d | grep .
}

echo 1..5
no_installing
if deps_with "$PATH"; then
	check "with nothing missing it is silent and takes under a second" quiet_and_quick
	check "the test machine's kernel is unpacked" image_is_there
else
	for name in "with nothing missing it is silent" "the test machine's kernel is unpacked"; do
		skip "$name" "$(tail -n 1 "$tmp/err")"
	done
fi
check "without apt it prints the list" elsewhere_prints_list
check "without root it says what to install" without_root
check "each package has a reason, once" each_has_a_reason
exit "$failed"
