# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0-only
# What the scripts here share: messages, a directory to draw in, gnuplot, texts
# that mail bears. To be sourced. The includer sets PLOTS, the directory of the
# gnuplot scripts, and AGAIN, what to do if gnuplot fails.

work=		# where all is drawn, see work__make
made=		# the output directory, if it goes where nothing was drawn

die()
{
	echo "vcpuscale: $1: $2" >&2
	exit 2
}

cleanup()
{
	[ -z "$work" ] || rm -rf "$work"
	[ -z "$made" ] || rmdir "$made" 2>/dev/null || :
}

# work__make OUT: a directory of its own in OUT, which goes in any case.
work__make()
{
	trap cleanup EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM HUP
	mkdir -p "$1" 2>/dev/null || die "cannot make $1" "name another directory"
	work=$(mktemp -d "$1/.draw.XXXXXX" 2>/dev/null) ||
		die "cannot write to $1" "name another directory"
}

# run_gnuplot SCRIPT ARGUMENT...: it warns about every column without a value,
# which is no mistake here: only its exit code counts, and its last words when
# that is not 0.
run_gnuplot()
{
	script=$1
	shift
	GNUPLOT_LIB=$PLOTS gnuplot -d -c "$PLOTS/$script" "$@" \
		>"$work/log" 2>&1 </dev/null ||
		die "gnuplot failed in $script: $(grep . "$work/log" | tail -n 1)" \
		    "$AGAIN, or check 'gnuplot --version' (5.4 works)"
}

# plain_text FROM TO: the text terminal begins a page with a form feed and pads
# lines and page with blanks; mail wants neither, and nothing but ASCII.
plain_text()
{
	tr -d '\f' <"$1" | sed -e 's/[^ -~]/?/g' -e 's/ *$//' |
		sed -e :a -e '/^\n*$/{$d;N;ba' -e '}' >"$2"
}
