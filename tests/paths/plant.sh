# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# plant.sh - a series that plants declarations at the start of functions of 6.1's KVM.
# To be sourced after lib.sh.

# shellcheck source=tests/series/planted.sh
. tests/series/planted.sh

# plant_in FUNCTION FILE DECLARATION: prints it with that more. Declarations of the
# function, for others may follow, stay as they are.
plant_in()
{
	awk -v name="$1" -v what="$3" '
		/^[a-z]/ { found = match($0, "(^|[ *])" name "\\(") }
		/;$/ { found = 0 }
		{ print }
		$0 == "{" && found {
			print "\t" what "\n"
			found = 0
		}' "$2"
}

# plant__file FUNCTION: the file of the sources that has its body.
plant__file()
{
	grep -lE "^([a-z].*[ *])?$1\(" "$source"/virt/kvm/*.c "$source"/arch/x86/kvm/{,svm/}*.c | while read -r file; do
		plant_in "$1" "$file" "" | cmp -s - "$file" || echo "$file"
	done
}

# plant_series DIR SUBJECT: a series of one patch. Input: "FUNCTION DECLARATION" a line; no
# function twice, each in one file.
plant_series()
{
	local function what file path edited=$1/edited n=0
	source=$(kvm_sources)
	mkdir -p "$edited"
	while read -r function what; do
		file=$(plant__file "$function")
		[ -f "$file" ] || { echo "$function is in: $file"; return 1; }
		path=${file#"$source"/}
		mkdir -p "$edited/${path%/*}"
		[ -f "$edited/$path" ] || cp "$file" "$edited/$path"
		plant_in "$function" "$edited/$path" "$what" >"$tmp/planted" && cp "$tmp/planted" "$edited/$path"
		n=$((n + 1))
	done
	{
		planted__head "$2"
		(cd "$edited" && find . -name '*.c' -printf '%P\n' | sort | while read -r path; do
			diff -u --label "a/$path" --label "b/$path" "$source/$path" "$path"
		done)
	} >"$1/0001-planted.patch"
	rm -rf "$edited"
	[ "$(grep -c '^+.* planted' "$1/0001-planted.patch")" = "$n" ]
}
