# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# lib.sh - a small series against KVM's sources, and a look at what
# vcpuscale-series makes of it. To be sourced after lib.sh.
#
# shellcheck disable=SC2034,SC2154,SC2317 # the includers use it and set tmp

series=$O/vcpuscale-series
changed=(virt/kvm/irqchip.c arch/x86/kvm/irq_comm.c virt/kvm/eventfd.c)

git_as()
{
	git -C "$tmp/linux" -c user.name='Jürgen Groß' -c user.email=juergen@example.org \
		-c commit.gpgsign=false -c core.hooksPath=/dev/null -c init.defaultBranch=main "$@"
}

# edit FILE LINE TEXT: appends TEXT to that line.
edit()
{
	sed -i "$2s|\$| /* $3 */|" "$tmp/linux/$1"
	git_as add -A
}

# Three commits on the sources; $patches has them as git format-patch writes.
make_series()
{
	local file

	source=$(kvm_sources)
	[ -d "$source" ] || return 1
	for file in "${changed[@]}" virt/kvm/kvm_main.c include/linux/kvm_host.h; do
		mkdir -p "$tmp/linux/${file%/*}"
		cp "$source/$file" "$tmp/linux/$file"
	done
	git_as init -q
	git_as add -A
	git_as commit -q -m base
	git_as tag base
	edit "${changed[0]}" 33 'Möglich'
	git_as commit -q -m $'KVM: Say möglich in the map\n\nThe map is größer.\n\nSigned-off-by: Jürgen Groß <juergen@example.org>'
	edit "${changed[1]}" 32 two
	git_as commit -q -m $'KVM: x86: Say two\n\nTwo.'
	edit "${changed[2]}" 23 three
	git_as commit -q -m $'KVM: Say three\n\nThree.'
	git_as tag three
	patches=$tmp/patches
	git_as format-patch -q -o "$patches" base
}

# mbox FILE [OPTION...]: the series as one mailbox.
mbox()
{
	local file=$1
	shift
	git_as format-patch -q --stdout "$@" base..three >"$file"
}

# Every mail of the series through FILTER, which gets the body: mails FILE HEADER FILTER...
recoded()
{
	local file=$1 header=$2 mail
	shift 2
	: >"$file"
	for mail in "$patches"/*.patch; do
		sed '/^$/,$d; /^Content-/d; /^MIME/d' "$mail"
		printf 'MIME-Version: 1.0\n%s\n\n' "$header"
		sed '1,/^$/d' "$mail" | "$@"
		echo
	done >>"$file"
}

# read_series NAME INPUT: into $tmp/out/NAME, messages into $tmp/err.
read_series()
{
	status=0
	"$series" read --output="$tmp/out/$1" "$2" 2>"$tmp/err" || status=$?
	cat "$tmp/err"
	[ ! -s "$tmp/out/$1/manifest" ] || cat "$tmp/out/$1/manifest"
	return "$status"
}

# apply_series NAME [OPTION...]: onto a new stage, $tmp/stage.
apply_series()
{
	local name=$1
	shift
	rm -rf "$tmp/stage"
	mkdir "$tmp/stage"
	status=0
	"$series" apply --pristine="$source" --stage="$tmp/stage" --log="$tmp/log" "$@" \
		"$tmp/out/$name" 2>"$tmp/err" || status=$?
	cat "$tmp/err"
	return "$status"
}

# is_three: the stage is what git has after the three commits.
is_three()
{
	local file
	for file in "${changed[@]}"; do
		git_as show "three:$file" | cmp - "$tmp/stage/$file" || return 1
	done
}

# in_order NAME: three patches, in this order, with authors and messages.
in_order()
{
	local dir=$tmp/out/$1
	[ "$(grep -c '^patch: ' "$dir/manifest")" = 3 ] && [ -s "$dir/0003-KVM-Say-three.patch" ] &&
		[ -s "$dir/0002-KVM-x86-Say-two.patch" ] &&
		grep -q '^Subject: \[PATCH\] KVM: Say möglich in the map$' "$dir"/0001-*.patch &&
		grep -q '^From: Jürgen Groß <juergen@example.org>$' "$dir"/0001-*.patch &&
		grep -q '^The map is größer\.$' "$dir"/0001-*.patch
}

# reads NAME INPUT: the whole series comes out of it.
reads()
{
	read_series "$1" "$2" && in_order "$1" && apply_series "$1" && is_three
}

# left_out NAME PATTERN: the manifest says so.
left_out()
{
	grep -E "^(left-out|note): .*$2" "$tmp/out/$1/manifest"
}

# refuses PATTERN INPUT: in one sentence, and nothing is written.
refuses()
{
	local code=0
	rm -rf "$tmp/out/refused"
	read_series refused "$2" || code=$?
	[ "$code" = 2 ] && [ ! -e "$tmp/out/refused" ] && [ "$(wc -l <"$tmp/err")" = 1 ] &&
		grep -qE "^vcpuscale: .*$1.*: [a-z]" "$tmp/err"
}
