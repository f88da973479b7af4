#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# house.sh - is harness/ built as harness/README.md says? Who may use whom, how
# large a file may be, and that each list has one owner.
#
# check() calls the functions by name, and counts:
# shellcheck disable=SC2317,SC2031

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

MAX_FILE=350
MAX_FUNCTION=70
map=$top/harness/README.md

mapfile -t sources < <(git ls-files 'harness/*.c' 'harness/*.h')
edges=$tmp/edges

# "user used": x.c and x.h are one file here. By includes...
include_edges()
{
	local file from name

	grep -nHE '^#include "' "${sources[@]}" | sed -E 's|:[0-9]+:#include "([^"]+)".*| \1|' |
	while read -r file name; do
		for from in "${file%/*}" harness; do
			[ -f "$from/$name" ] || continue
			echo "${file%.*} $(realpath -m --relative-to="$top" "$from/${name%.*}")"
			break
		done
	done
}

# ... and by calls. Several programs may have a function of one name: the one
# in the room of the caller is meant then.
call_edges()
{
	local file object

	for file in "${sources[@]}"; do
		object=$O/obj/${file%.c}.o
		# Neither payloads nor kernel modules are objects of a program.
		[[ $file = *.c && $file != */guest.c && ! -e ${file%/*}/Kbuild ]] || continue
		[ -f "$object" ] || { echo "$object: not built" >&2; return 1; }
		nm "$object" | awk -v file="${file%.c}" '{ print file, $(NF - 1), $NF }'
	done | awk '
	function room(file) { sub("/[^/]*$", "", file); return file }
	$2 == "U" { calls[$1 " " $3] }
	$2 ~ /^[TDBRVGS]$/ { owner[$3] = owner[$3] " " $1 }
	END {
		for (call in calls) {
			split(call, c, " ")
			n = split(owner[c[2]], owners, " ")
			found = ""
			for (i = 1; i <= n; i++)
				if (n == 1 || room(owners[i]) == room(c[1]))
					found = owners[i]
			if (found != "")
				print c[1], found
		}
	}'
}

make_edges()
{
	{ include_edges && call_edges; } >"$edges.all" &&
		awk '$1 != $2' "$edges.all" | sort -u >"$edges" && [ -s "$edges" ]
}

# tsort names the files of a circle on standard error.
no_circle()
{
	tsort "$edges" 2>&1 >/dev/null | sed 's/^tsort: //'
	tsort "$edges" >/dev/null 2>&1
}

rooms_seen()
{
	awk 'function room(file) { sub("^harness/", "", file); sub("/[^/]*$", "", file); return file }
	room($1) != room($2) { print room($1), room($2) }' "$edges" | sort -u
}

# Rows "| `room` | what it holds | `used` `used` |"
rooms_mapped()
{
	awk -F '|' '/^\| `/ { gsub(/[` ,]+/, " ", $2); gsub(/[` ,]+/, " ", $4)
		n = split($4, used, " ")
		for (i = 1; i <= n; i++) print $2, used[i] }' "$map" | awk '{ print $1, $2 }' | sort -u
}

map_is_true()
{
	diff <(rooms_mapped) <(rooms_seen) | sed -n 's/^</in the map, not in the code:/p;
		s/^>/in the code, not in the map:/p' | tee "$tmp/arrows"
	[ ! -s "$tmp/arrows" ]
}

every_room_is_mapped()
{
	diff <(git ls-files 'harness/*/*' | sed 's|^harness/||; s|/[^/]*$||' | sort -u) \
		<(awk -F '|' '/^\| `/ { gsub(/[` ]/, "", $2); print $2 }' "$map" | sort -u)
}

foundation_stays_below()
{
	! rooms_seen | grep -E '^(lib|results|vmm|vmm/x86) ' |
		grep -vE '^(results lib|vmm lib|vmm vmm/x86|vmm/x86 vmm|vmm/x86 lib)$'
}

files_are_small()
{
	! git ls-files '*.c' '*.h' | grep -v '^results/' | xargs wc -l |
		awk -v max="$MAX_FILE" '$2 != "total" && $1 > max' | grep .
}

# Of the style here a function begins with a brace, and ends with one, at the
# beginning of a line.
functions_are_small()
{
	! git ls-files '*.c' | xargs awk -v max="$MAX_FUNCTION" '
	FNR == 1 { start = 0 }
	/^{/ { start = FNR }
	/^}/ && start {
		if (FNR - start - 1 > max) print FILENAME ": " start ": " FNR - start - 1 " lines"
		start = 0
	}' | grep .
}

structs_have_one_meaning()
{
	git grep -hoE '^(static const |static )?struct [a-z_0-9]+ \{' -- 'harness/*.c' 'harness/*.h' |
		sed -E 's/^(static const |static )?//' | sort | uniq -d | tee "$tmp/structs"
	[ ! -s "$tmp/structs" ]
}

# listed_by OWNER NAME...: no other file of harness/ or mk/ has two of the names,
# which makes a list. Comments and help may. OWNER is an expression for a path.
listed_by()
{
	local owner=$1 file line name
	shift
	git grep -noE "(^|[^[:alnum:]_.-])($(printf '%s\n' "$@" | sed 's/[.]/[.]/g' | paste -sd '|'))([^[:alnum:]_.-]|\$)" -- \
		'harness/*.c' 'harness/*.h' 'harness/*.sh' Makefile 'mk/*.mk' >"$tmp/named"
	while IFS=: read -r file line name; do
		[[ $file =~ ^($owner) ]] ||
			! sed -n "${line}p" "$file" | sed -E 's/^[[:space:]]*(#|\*).*|[/][*].*|[/][/].*//' | grep -qF "${name//[^[:alnum:]_.\"-]/}" ||
			echo "$file ${name//[^[:alnum:]_.-]/}"
	done <"$tmp/named" | sort -u | awk '{ names[$1] = names[$1] " " $2; n[$1]++ }
		END { for (file in n) if (n[file] > 1) print file ":" names[file] }' | tee "$tmp/lists"
	[ ! -s "$tmp/lists" ]
}

benchmarks_have_one_owner()
{
	local names

	mapfile -t names < <("$O/vcpuscale-run" --list --bench='all *' | sed 's|[/\t].*||' | sort -u)
	[ "${#names[@]}" -ge 4 ] && listed_by bench/ "${names[@]}"
}

bases_have_one_owner()
{
	local names

	mapfile -t names < <(cd harness/kernel/lines && printf '%s\n' [0-9]*)
	[ "${#names[@]}" -ge 2 ] && listed_by harness/kernel/lines/ "${names[@]}"
}

testbeds_have_one_owner()
{
	local names

	mapfile -t names < <(cd harness/testbed && printf '%s\n' */testbed.c | sed 's|/.*||')
	[ "${#names[@]}" -ge 3 ] && listed_by harness/testbed/ "${names[@]}"
}

# Their names are common words: in quotes alone they are taken for them.
subcommands_have_one_owner()
{
	local names

	mapfile -t names < <("$O/vcpuscale" --help | awk '/^  [a-z]/ { print "\"" $1 "\"" }')
	[ "${#names[@]}" -ge 10 ] && listed_by harness/command/ "${names[@]}"
}

formats_have_one_owner()
{
	local names

	mapfile -t names < <(grep -hA 2 '^[A-Z]*_FORMAT(' harness/report/*.c harness/exchange/*.c |
		sed -nE 's/.*\.name = ("[a-z-]+").*/\1/p' | sort -u)
	[ "${#names[@]}" -ge 6 ] && listed_by 'harness/(report|exchange)/' "${names[@]}"
}

# A script with an interpreter can be run, and what is only included has none.
scripts_can_be_run()
{
	local mode name
	while read -r mode _ _ name; do
		case $mode$(head -c 2 "$name") in
		'100755#!') ;;
		100644'#!' | 100755*) echo "$mode $name" ;;
		esac
	done < <(git ls-files -s '*.sh') >"$tmp/modes"
	cat "$tmp/modes"
	[ ! -s "$tmp/modes" ]
}

check "files and their uses are known" make_edges
check "scripts can be run, and those that are included cannot" scripts_can_be_run
check "no file uses a file that uses it" no_circle
check "harness/README.md names every room" every_room_is_mapped
check "harness/README.md says who uses whom" map_is_true
check "lib, results and vmm use nothing above them" foundation_stays_below
check "no file has more than $MAX_FILE lines" files_are_small
check "no function has more than $MAX_FUNCTION lines" functions_are_small
check "no two structs have one name" structs_have_one_meaning
check "benchmarks are listed by bench/ alone" benchmarks_have_one_owner
check "kernel bases are listed by harness/kernel/lines/ alone" bases_have_one_owner
check "testbeds are listed by harness/testbed/ alone" testbeds_have_one_owner
check "subcommands are listed by harness/command/ alone" subcommands_have_one_owner
check "formats are listed by harness/report/ and harness/exchange/ alone" formats_have_one_owner
echo "1..$count"
exit "$failed"
