#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# readme.sh - the cover letter that README.md shows is the one that the tool
# prints for the runs under results/reference. UPDATE=1 tests/readme.sh writes
# it there; read the difference before committing it.
#
# check() calls the functions by name:
# shellcheck disable=SC2317
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

mark='<!-- cover letter: UPDATE=1 tests/readme.sh -->'
reference=results/reference

letter()
{
	"$O/vcpuscale" cover-letter $reference/unpatched/emulated/*.txt \
		$reference/patched/emulated/*.txt
}

# The block after the mark, without its fences.
shown()
{
	awk -v mark="$mark" '
	$0 == mark	{ at = NR + 1; next }
	at && NR == at	{ inside = $0 == "```"; next }
	inside && $0 == "```" { exit }
	inside' README.md
}

update()
{
	letter >"$tmp/letter" &&
	awk -v mark="$mark" -v letter="$tmp/letter" '
	skip && $0 == "```" { skip = 0 }
	skip		{ next }
	{ print }
	$0 == mark	{ at = NR + 1 }
	at && NR == at	{
		while ((getline line < letter) > 0)
			print line
		skip = 1
	}' README.md >"$tmp/README" && cat "$tmp/README" >README.md
}

as_printed()
{
	letter >"$tmp/letter" && shown >"$tmp/shown" &&
	[ -s "$tmp/letter" ] && diff -u "$tmp/shown" "$tmp/letter"
}

main()
{
	echo 1..1
	[ -z "${UPDATE:-}" ] || update
	check "README.md shows the cover letter that the tool prints" as_printed
	exit $failed
}
main
