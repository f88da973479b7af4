#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Draws small tables with plots/draw.sh and looks at what comes out. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
draw=$top/plots/draw.sh
tab=$(printf '\t')

# Four shapes: lines, noise with intervals and nothing fitted, a single size,
# and holes on both sides (with names that must not be taken for markup).
make_tables()
{
	mkdir -p "$1"
	cat >"$1/line.dat" <<-EOF
	# vcpus base base_low base_high head head_low head_high base_fit head_fit
	1 9087 ? ? 9087 ? ? 9087 9087
	64 23043 ? ? 11443 ? ? 23043 11443
	255 65354 ? ? 18587 ? ? 65354 18587
	EOF
	cat >"$1/noise.dat" <<-EOF
	1 21000 20000 22000 20500 19000 21000 ? ?
	2 19000 18500 19900 21500 21000 23000 ? ?
	255 20000 18000 22000 19000 18800 19200 ? ?
	EOF
	echo "64 4060000 ? ? 4060000 ? ? ? ?" >"$1/one.dat"
	cat >"$1/holes.dat" <<-EOF
	1 ? ? ? 5.5 ? ? 5 5.5
	8 12 ? ? ? ? ? 12 6
	EOF
	sed "s/ /$tab/g" >"$1/index.tsv" <<-EOF
	line AllCpusRequest/state=quiet insns/op unpatched patched 221.5 37.4 0 1
	noise VcpuOnSpin/state=busy ns/op unpatched unpatched ? ? 1 0
	one IrqDelivery/state=wake insns/op unpatched patched ? ? 0 0
	holes Odd_name/a=b&c=<d> µs/op un_patched pat^ched 1 0.071 0 1
	EOF
}

all_there()
{
	for f in line.svg line.png line.txt noise.svg noise.png noise.txt \
		 one.svg one.png one.txt holes.svg holes.png holes.txt \
		 overview.svg overview.png; do
		[ -s "$1/$f" ] || { echo "$f is missing or empty"; return 1; }
	done
	[ "$(find "$1" -mindepth 1 | wc -l)" -eq 14 ] || { ls -A "$1"; return 1; }
}

svg_well_formed()
{
	for f in "$1"/*.svg; do
		if command -v xmllint >/dev/null; then
			xmllint --noout --nonet "$f" || return 1
		elif command -v python3 >/dev/null; then
			python3 -c 'import sys, xml.dom.minidom
xml.dom.minidom.parse(sys.argv[1])' "$f" || return 1
		else
			grep -q '<svg' "$f" && [ "$(tail -n 1 "$f")" = "</svg>" ] || return 1
		fi
	done
}

# A reference to anything but a part of the same file begins otherwise than #.
svg_self_contained()
{
	! grep -E "href=['\"][^#]|url\\([^#]|<script|<image|@import" "$1"/*.svg
}

# png_size FILE WIDTH HEIGHT: the signature, then the header's two big-endian
# numbers at byte 16.
png_size()
{
	want=$(printf '89 50 4e 47 0d 0a 1a 0a %08x %08x' "$2" "$3")
	got=$(od -A n -t x1 -N 8 "$1" | sed 's/^ //')
	got="$got $(od -A n -t x1 -j 16 -N 8 "$1" | tr -d ' ' | sed 's/^......../& /')"
	[ "$got" = "$want" ] || { echo "$1: $got, not $want"; return 1; }
}

png_sizes()
{
	for f in line noise one holes; do
		png_size "$1/$f.png" 900 560 || return 1
	done
	# Four panels: two rows of 400 under a legend of 50.
	png_size "$1/overview.png" 1400 850
}

text_fits()
{
	for f in "$1"/*.txt; do
		awk -v f="$f" '
		length > 72	{ print f ": line " NR " is too long"; bad = 1 }
		/[^ -~]/	{ print f ": line " NR " is not plain ASCII"; bad = 1 }
		/ $/		{ print f ": line " NR " ends in a blank"; bad = 1 }
		END { if (NR > 24 || NR < 15) { print f ": " NR " lines"; bad = 1 }; exit bad }
		' "$f" || return 1
	done
}

# has FILE TEXT...: every text stands in the file.
has()
{
	file=$1
	shift
	for text in "$@"; do
		grep -qF -- "$text" "$file" || { echo "$file lacks '$text'"; return 1; }
	done
}

svg_units()
{
	has "$1/line.svg" ">insns/op<" ">vCPUs<" ">60 k<" ">255<" &&
	has "$1/noise.svg" ">ns/op<" ">vCPUs<" ">20 k<" &&
	has "$1/one.svg" ">4 M<" ">64<" &&
	has "$1/holes.svg" ">µs/op<" &&
	has "$1/overview.svg" ">insns/op<" ">ns/op<" ">vCPUs<"
}

text_units()
{
	# The first line whole: no form feed, nor what stands in for one.
	[ "$(head -n 1 "$1/line.txt")" = \
	  "AllCpusRequest/state=quiet: insns/op (up) against vCPUs (across)" ] &&
	has "$1/line.txt" "60 k +" &&
	has "$1/noise.txt" ": ns/op (up) against vCPUs (across)"
}

svg_names()
{
	has "$1/line.svg" ">AllCpusRequest/state=quiet<" &&
	has "$1/holes.svg" ">Odd_name/a=b&amp;c=&lt;d><" "un_patched" "pat^ched" &&
	has "$1/overview.svg" ">unpatched<" ">patched<" ">VcpuOnSpin/state=busy<"
}

legend_slopes()
{
	has "$1/line.svg" "unpatched   222 insns/vCPU<" ">patched   37.4 insns/vCPU<" &&
	has "$1/line.txt" "A  unpatched  222 insns/vCPU" "B  patched    37.4 insns/vCPU" &&
	has "$1/overview.svg" ">222 insns/vCPU<" ">37.4 insns/vCPU<"
}

legend_no_line()
{
	has "$1/noise.svg" "unpatched (base)   no single line fits<" "unpatched (head)   no single line fits<" &&
	has "$1/noise.txt" "A  unpatched (base)  no single line fits" &&
	! grep -l "no single line fits" "$1/line.svg" "$1/one.svg" "$1/one.txt"
}

intervals()
{
	has "$1/noise.svg" "bars: interval" &&
	! grep -l "bars: confidence" "$1/line.svg"
}

# Ticks crowd at 1 2 4: of the noisy table's sizes 2 must have no number.
ticks_apart()
{
	has "$1/noise.svg" ">1<" ">255<" && ! grep ">2<" "$1/noise.svg"
}

same_again()
{
	"$draw" "$1" "$tmp/again" && diff -r "$2" "$tmp/again"
}

# refuses WHAT TABLES OUT: exit 2, one line 'vcpuscale: ...WHAT...: what to do'
# on stderr, nothing on stdout, and nothing new where the plots would be.
refuses()
{
	before=$(ls -A "$3" 2>&1)
	"$draw" "$2" "$3" >"$tmp/out" 2>"$tmp/err"
	code=$?
	cat "$tmp/out" "$tmp/err"
	[ "$code" -eq 2 ] || { echo "exit $code"; return 1; }
	[ ! -s "$tmp/out" ] && [ "$(wc -l <"$tmp/err")" -eq 1 ] || return 1
	grep -q "^vcpuscale: .*$1.*: ." "$tmp/err" || return 1
	[ "$(ls -A "$3" 2>&1)" = "$before" ] || { echo "left something"; return 1; }
}

# broken NAME SCRIPT FILE: a copy of the tables with FILE put through sed.
broken()
{
	cp -r "$tmp/tables" "$tmp/$1"
	sed "$2" "$tmp/tables/$3" >"$tmp/$1/$3"
}

if ! command -v gnuplot >/dev/null; then
	echo 1..1
	skip_all 1 "gnuplot is not installed: make deps"
fi

make_tables "$tmp/tables"
check "draws a directory of tables" "$draw" "$tmp/tables" "$tmp/a/plots"
plots=$tmp/a/plots
check "every picture is there and nothing else" all_there "$plots"
check "the SVG is well-formed" svg_well_formed "$plots"
check "the SVG needs no other file" svg_self_contained "$plots"
check "the PNG has the sizes promised" png_sizes "$plots"
check "the text is ASCII, at most 72 columns and 24 lines" text_fits "$plots"
check "the pictures' axes carry units" svg_units "$plots"
check "the text's axes carry units" text_units "$plots"
check "names stand as they are" svg_names "$plots"
check "the legend tells the slopes" legend_slopes "$plots"
check "the legend tells where no line fits, and A/A apart" legend_no_line "$plots"
check "intervals are drawn and explained where there are any" intervals "$plots"
check "labels of close sizes give way" ticks_apart "$plots"
check "the same tables give the same files" same_again "$tmp/tables" "$plots"

mkdir "$tmp/empty"
check "no tables directory" refuses "no directory" "$tmp/none" "$tmp/new"
check "an empty tables directory" refuses "index.tsv" "$tmp/empty" "$tmp/new"
: >"$tmp/empty/index.tsv"
check "an empty index" refuses "is empty" "$tmp/empty" "$tmp/new"
broken short "2s/${tab}0\$//" index.tsv
check "an index line cut short" refuses "line 2 has 8 fields" "$tmp/short" "$tmp/new"
broken escape "2s/^noise/..\\/noise/" index.tsv
check "a slug that leaves the directory" refuses "slug" "$tmp/escape" "$tmp/new"
broken lost "" index.tsv
rm "$tmp/lost/one.dat"
check "a table that is missing" refuses "one.dat" "$tmp/lost" "$plots"
broken words "s/23043/many/" line.dat
check "a table with a word for a number" refuses "line 3 has many" "$tmp/words" "$plots"
: >"$tmp/file"
check "an output that is a file" refuses "cannot make" "$tmp/tables" "$tmp/file"
check "a lost output directory" refuses "two directories" "$tmp/tables" ""

# A gnuplot that fails at the last picture: the earlier ones must not appear.
mkdir "$tmp/bin"
cat >"$tmp/bin/gnuplot" <<EOF
#!/bin/sh
case "\$*" in *overview.gp*) echo "out of ink"; exit 1 ;; esac
exec $(command -v gnuplot) "\$@"
EOF
chmod +x "$tmp/bin/gnuplot"
PATH=$tmp/bin:$PATH
check "a gnuplot that fails, new directory" refuses "out of ink" "$tmp/tables" "$tmp/new"
check "a gnuplot that fails, old plots stay" refuses "out of ink" "$tmp/tables" "$plots"
check "the old plots are still whole" all_there "$plots"

# shellcheck disable=SC2031
echo "1..$count"
exit "$failed"
