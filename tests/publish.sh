#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# make publish: what is in the folder, that it is there whole or not at all, and
# that nothing else is ever replaced. tests/browser.sh looks at the page. TAP.
#
# check() calls the functions by name:
# shellcheck disable=SC2317
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

golden=$top/tests/golden
base=$(echo results/reference/6.1/unpatched/emulated/*.txt)
head=$(echo results/reference/6.1/patched/emulated/*.txt)
page=$tmp/out/page

publish()
{
	run publish make -s publish BASE="${1:-$base}" HEAD="${2:-$head}" OUT="${3:-$page}"
}

publishes()
{
	publish "$@"
	[ "$status" = 0 ] && grep -q '^vcpuscale: published in ' "$tmp/publish.err" && return 0
	show publish
	return 1
}

# Relative links only, and each leads to a file that is not empty.
links_lead_somewhere()
{
	local link n=0

	while read -r link; do
		n=$((n + 1))
		[ -s "$1/$link" ] || { echo "$link leads nowhere"; return 1; }
	done < <(grep -o 'href="[^"#][^"]*"' "$1/index.html" | sed 's/^href="//; s/"$//')
	[ "$n" -ge 20 ] || { echo "only $n links"; return 1; }
}

# Neither src= nor url() nor a scheme: one file is the whole page.
asks_for_nothing()
{
	! grep -nEi '(^|[^-])src=|url\(|@import|<script|<link|https?:|//[a-z]' "$1/index.html"
}

is_well_formed()
{
	# Serious HTML is not XML, but this one's elements must balance: void ones
	# are closed and the rest read as XML.
	sed -e 's/<!DOCTYPE html>//' -e 's/<meta\([^>]*\)>/<meta\1\/>/g' -e 's/<wbr>/<wbr\/>/g' \
		-e 's/&nbsp;/ /g' "$1/index.html" >"$tmp/page.xml"
	xmllint --noout --nonet "$tmp/page.xml"
}

holds_the_runs()
{
	cmp "$base" "$1"/base-unpatched-*.txt && cmp "$head" "$1"/head-patched-*.txt &&
	"$O/vcpuscale" cover-letter "$base" "$head" | cmp - "$1/cover-letter.txt" &&
	"$O/vcpuscale" compare --format=json "$base" "$head" | cmp - "$1/compare.json" &&
	"$O/vcpuscale" compare --format=csv "$base" "$head" | cmp - "$1/compare.csv"
}

# Every number of every cell stands in a table.
holds_every_cell()
{
	local line n=0

	while IFS=, read -r _ _ line _ value _; do
		n=$((n + 1))
		grep -q "<th scope=\"row\">$line</th><td>${value%.*}" "$1/index.html" ||
			{ echo "$line: $value is not there"; return 1; }
	done < <(grep '^cell,' "$1/compare.csv")
	[ "$n" = 45 ]
}

same_again()
{
	publishes "$base" "$head" "$tmp/out/again/" && diff -r "$page" "$tmp/out/again"
}

replaces_its_own()
{
	publishes "$head" "$base" && grep -q '<title>unpatched against patched' "$page/index.html" &&
	[ -z "$(find "$page" -name 'head-patched-*')" ] && publishes &&
	[ -z "$(find "$tmp/out" -name '.*')" ]
}

# Where two folders cannot be exchanged, there is a page at any moment all the same.
never_without()
{
	cp -r "$page" "$tmp/out/slow" && mkdir "$tmp/out/slow/old" && touch "$tmp/out/slow/old/file" &&
	"${CC:-gcc}" -std=gnu11 -D_GNU_SOURCE -Wall -shared -fPIC -o "$tmp/no-exchange.so" tests/no-exchange.c &&
	env PAGE="$tmp/out/slow/index.html" GONE="$tmp/gone" LD_PRELOAD="$tmp/no-exchange.so" \
		"$O/vcpuscale" page --output="$tmp/out/slow" --plots="$page/plots" "$head" "$base" || return 1
	"$O/vcpuscale" page --output="$tmp/out/fresh" --plots="$page/plots" "$head" "$base" &&
	diff -r "$tmp/out/fresh" "$tmp/out/slow" && [ ! -e "$tmp/gone" ] &&
	[ -z "$(find "$tmp/out" -name '.*')" ]
}

# refuses PATTERN [BASE HEAD OUT]: exit 2, one line, and nothing changes.
refuses()
{
	local before after pattern=$1

	shift
	before=$(ls -lAR --time-style=full-iso "$tmp/out")
	publish "$@"
	after=$(ls -lAR --time-style=full-iso "$tmp/out")
	if [ "$status" != 2 ] || ! says_once publish "$pattern"; then
		show publish
		return 1
	fi
	[ "$before" = "$after" ] || { diff <(echo "$before") <(echo "$after"); return 1; }
}

# A gnuplot that is slow enough to be interrupted, or that fails at the end.
fake_gnuplot()
{
	mkdir -p "$tmp/bin"
	printf '#!/bin/sh\n%s\n' "$1" >"$tmp/bin/gnuplot"
	chmod +x "$tmp/bin/gnuplot"
}

fails_with_gnuplot()
{
	fake_gnuplot 'echo out of ink; exit 1'
	PATH=$tmp/bin:$PATH refuses "out of ink" "$head" "$base" "$1"
}

is_drawing()
{
	[ -e "$tmp/drawing" ]
}

left_as_it_was()
{
	[ "$(ls -A "$tmp/out")" = "$1" ]
}

# Whoever runs the tests may ignore the signal, as nohup does. It has to come while gnuplot
# runs: a shell that gets it just before waits for gnuplot first.
survives_signal()
{
	local before pid

	rm -f "$tmp/drawing"
	fake_gnuplot ": >'$tmp/drawing'; exec sleep 1200"
	before=$(ls -A "$tmp/out")
	PATH=$tmp/bin:$PATH TMPDIR=$tmp/out setsid env --default-signal="$1" make -s publish BASE="$head" HEAD="$base" OUT="$page" \
		>"$tmp/signal.out" 2>&1 &
	pid=$!
	wait_for is_drawing || return 1
	kill -s "$1" -- -"$pid"
	wait "$pid" && return 1
	wait_for left_as_it_was "$before" || { ls -A "$tmp/out"; return 1; }
	gone -g "$pid" && grep -q '<title>patched against unpatched' "$page/index.html"
}

full_disk()
{
	mkdir -p "$tmp/disk"
	mount -t tmpfs -o size=300k none "$tmp/disk" 2>/dev/null || return 1
	publish "$base" "$head" "$tmp/disk/page"
	if [ "$status" != 2 ] || ! says_once publish .; then
		show publish
		return 1
	fi
	no_file "$tmp/disk"
}

finds_head()
{
	local store=$tmp/store

	mkdir -p "$store/unpatched/emulated" "$store/patched/emulated" "$store/plots/emulated/a-b"
	cp "$golden/unpatched.txt" "$store/unpatched/emulated/1.txt"
	cp "$golden/patched.txt" "$store/patched/emulated/1.txt"
	echo plot >"$store/plots/emulated/a-b/IrqDelivery.txt"
	run publish make -s publish RESULTS="$store"
	[ -s "$store/published/6.1/emulated/unpatched-patched/index.html" ] || { show publish; return 1; }
	run publish make -s publish RESULTS="$store"
	[ "$status" = 0 ] || { show publish; return 1; }
	! "$O/vcpuscale" list --results="$store" | grep published
}

# Names are shown, never obeyed.
is_not_fooled()
{
	sed 's|^kernel: .*|kernel: <script>alert(1)</script>"\&x|' "$golden/patched.txt" >"$tmp/evil.txt"
	publishes "$golden/unpatched.txt" "$tmp/evil.txt" "$tmp/out/evil" &&
	asks_for_nothing "$tmp/out/evil" && is_well_formed "$tmp/out/evil" &&
	links_lead_somewhere "$tmp/out/evil"
}

main()
{
	local tests=25

	echo 1..$tests
	command -v gnuplot >/dev/null || skip_all $tests "no gnuplot here: make deps"
	mkdir -p "$tmp/out"
	check "publishes" publishes
	check "links are relative and lead to files" links_lead_somewhere "$page"
	check "the page asks for nothing else" asks_for_nothing "$page"
	if command -v xmllint >/dev/null; then
		check "its elements balance" is_well_formed "$page"
	else
		skip "its elements balance" "no xmllint here: make deps-test"
	fi
	check "raw results, cover letter, JSON and CSV are those of the tool" holds_the_runs "$page"
	check "every cell is in a table" holds_every_cell "$page"
	check "the same runs give the same folder" same_again
	check "a page of its own is replaced" replaces_its_own
	check "there is a page at any moment, without an exchange of folders too" never_without
	check "invalid cells are published as such" publishes "$golden/unpatched.txt" "$golden/broken.txt" "$tmp/out/invalid"
	check "the reason stands beside them" grep -q '299 exits instead of 300' "$tmp/out/invalid/index.html"
	check "a cell that both sides have a value of is published as such" \
		publishes "$golden/one-round.txt" "$golden/one-round-head.txt" "$tmp/out/shared"
	check "the verdict names the reason" grep -q ': a value that both sides have in too few rounds;' "$tmp/out/shared/index.html"
	check "a name with markup in it is a name" is_not_fooled
	check "without HEAD the newest run, without OUT below results/" finds_head
	mkdir "$tmp/out/mine" && echo mine >"$tmp/out/mine/file"
	check "a folder of something else" refuses "holds something else" "$base" "$head" "$tmp/out/mine"
	echo file >"$tmp/out/file"
	check "a file" refuses "is no directory" "$base" "$head" "$tmp/out/file"
	check "a folder below a file" refuses "cannot be made" "$base" "$head" "$tmp/out/file/page"
	check "a kernel that was never measured" refuses "no run of kernel 'nobody'" nobody "$head" "$tmp/out/new"
	check "runs of two machines" refuses "machine differs" "$golden/unpatched.txt" "$golden/other-machine.txt" "$tmp/out/new"
	check "gnuplot fails, no page before" fails_with_gnuplot "$tmp/out/new"
	check "gnuplot fails, the page before stays" fails_with_gnuplot "$page"
	check "hung up on: the page before stays" survives_signal HUP
	check "terminated: the page before stays" survives_signal TERM
	if [ "$(id -u)" = 0 ] && unshare -m true 2>/dev/null; then
		check "a disk that is full" full_disk
	else
		skip "a disk that is full" "takes root"
	fi
	exit $failed
}
main
