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
users=harness/deps/packages
testers=harness/deps/test-packages
cross=harness/deps/cross-packages

# deps_with BIN [OPTION]: with only the programs in BIN.
deps_with()
{
	PATH=$1 "$deps" --build-dir="$O" "${@:2}" >"$tmp/out" 2>"$tmp/err"
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

# Of CPU time: a machine may be busy with other things.
quiet_and_quick()
{
	local ms TIMEFORMAT='%U %S'

	{ time deps_with "$PATH" "$@"; } 2>"$tmp/time" || { cat "$tmp/err"; return 1; }
	ms=$(awk '{ print int(1000 * ($1 + $2)) }' "$tmp/time")
	cat "$tmp/out" "$tmp/err"
	echo "$ms ms"
	[ ! -s "$tmp/out" ] && [ ! -s "$tmp/err" ] && [ "$ms" -lt 1000 ]
}

# image_is_there LINE
image_is_there()
{
	local dir=$O/lines/$1 line=${1/./\\.}

	grep -qE "^$line\." "$dir/release" && grep -qE "^$line\." "$dir/version" &&
		[ -s "$dir/vmlinuz" ] && readelf -h "$dir/irqbypass.ko" | grep -q REL
}

# elsewhere_prints_list LISTS [OPTION]
elsewhere_prints_list()
{
	local status=0

	deps_with "$(programs_without apt-get)" "${@:2}" || status=$?
	cat "$tmp/err"
	# shellcheck disable=SC2086 # one word a file
	[ "$status" = 2 ] && grep -q '^vcpuscale: no apt-get' "$tmp/err" &&
		grep -hv '^#' $1 | diff - "$tmp/out"
}

# dpkg-query that knows no valgrind, for a user who is not root.
without_root()
{
	local dir status=0

	dir=$(programs_without id)
	rm -f "$dir/dpkg-query"
	printf '#!/bin/sh\n%s "$@" | sed /valgrind/d\n' "$(command -v dpkg-query)" >"$dir/dpkg-query"
	printf '#!/bin/sh\necho 1000\n' >"$dir/id"
	chmod +x "$dir/dpkg-query" "$dir/id"
	deps_with "$dir" || status=$?
	cat "$tmp/err"
	[ "$status" = 2 ] && grep -q \
		'^vcpuscale: packages missing: valgrind: run as root: apt-get install .* valgrind$' "$tmp/err"
}

each_has_a_reason()
{
	! grep -hv '^#' "$users" "$testers" "$cross" | grep -vP '^[a-z0-9.+-]+\t[^\t]+$' &&
		! cut -f 1 "$users" "$testers" "$cross" | grep -v '^#' | sort | uniq -d | grep .
}

# table HEADING: the rows of README.md's table below the heading, as a list has them.
table()
{
	awk -v heading="$1" '
		/^#/ { inside = $0 == heading }
		inside' README.md | sed -nE 's/^\| [^a-z]([^ ]+)[^a-z] \| (.*) \|$/\1\t\2/p'
}

readme_shows()
{
	grep -v '^#' "$users" | diff - <(table "## What it needs") &&
		grep -v '^#' "$testers" | diff - <(table "### What only its tests need") &&
		grep -v '^#' "$cross" | diff - <(table "### What other architectures need")
}

# asks_for YES|NO GOAL...: whether make then installs what only tests need.
asks_for()
{
	local asked=NO

	make -n O="$O" "${@:2}" >"$tmp/commands" || return 1
	grep 'harness/.*deps\.sh' -A 1 "$tmp/commands"
	! grep 'harness/.*deps\.sh' -A 1 "$tmp/commands" | grep -q -e --tests || asked=YES
	[ "$asked" = "$1" ]
}

only_tests_get_them()
{
	asks_for NO deps bench KERNEL=array && asks_for NO deps && asks_for YES deps test &&
		asks_for YES deps-test
}

# there NAME LINE [OPTION]: what holds where nothing is missing.
there()
{
	local of=$1

	if deps_with "$PATH" "${@:3}"; then
		check "with nothing missing$of it is silent and takes under a second of CPU time" \
			quiet_and_quick "${@:3}"
		check "the kernel of $2 is unpacked" image_is_there "$2"
	else
		skip "with nothing missing$of it is silent" "$(tail -n 1 "$tmp/err")"
		skip "the kernel of $2 is unpacked" "$(tail -n 1 "$tmp/err")"
	fi
}

echo 1..11
no_installing
there "" 6.1
there " for the tests" 6.12 --tests
check "without apt it prints the list" elsewhere_prints_list "$users"
check "without apt it prints the cross compilers where they are asked for" \
	elsewhere_prints_list "$users $cross" --cross
check "without apt, for the tests, it prints both" elsewhere_prints_list "$users $testers" --tests
check "without root it says what to install" without_root
check "each package has a reason, once" each_has_a_reason
check "README.md shows the three lists" readme_shows
check "what only tests need is installed for them alone" only_tests_get_them
exit "$failed"
