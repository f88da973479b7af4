#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# mail.sh - what cover-letter prints comes out of git format-patch and git am as
# it went in, also where kernels and benchmarks have names that git or a mailbox
# would take for the end of a message.
#
# check() calls the functions by name:
# shellcheck disable=SC2317
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

golden=$top/tests/golden
reference=$top/results/reference/6.1

quiet_git()
{
	git -c user.name=A -c user.email=a@example.org -c commit.gpgsign=false \
		-c init.defaultBranch=main -c core.hooksPath=/dev/null "$@"
}

# A repository with one commit, and a clone to apply mails to.
make_repositories()
{
	quiet_git init -q "$tmp/from" &&
	echo one >"$tmp/from/file" &&
	quiet_git -C "$tmp/from" add file &&
	quiet_git -C "$tmp/from" commit -q -m one &&
	quiet_git clone -q "$tmp/from" "$tmp/to" &&
	quiet_git -C "$tmp/from" checkout -q -b topic
}

# letter NAME BASE HEAD
letter()
{
	"$O/vcpuscale" cover-letter "$2" "$3" >"$tmp/$1.letter" && [ -s "$tmp/$1.letter" ]
}

# As the body of a commit, which git am reads back.
commit_survives()
{
	local message=$tmp/$1.message

	{ printf 'KVM: Walk a list\n\nMeasured:\n\n'; cat "$tmp/$1.letter"; } >"$message"
	date +%s%N >"$tmp/from/file"
	quiet_git -C "$tmp/from" commit -q -a --signoff -F "$message" &&
	quiet_git -C "$tmp/from" format-patch -q -1 --stdout >"$tmp/$1.mbox" &&
	quiet_git -C "$tmp/to" fetch -q origin topic &&
	quiet_git -C "$tmp/to" checkout -q --detach FETCH_HEAD~ &&
	quiet_git -C "$tmp/to" am -q "$tmp/$1.mbox" &&
	quiet_git -C "$tmp/from" log -1 --format=%B topic >"$tmp/sent" &&
	quiet_git -C "$tmp/to" log -1 --format=%B >"$tmp/received" &&
	cmp "$tmp/sent" "$tmp/received" && holds "$tmp/received" "$tmp/$1.letter"
}

# As the cover letter, from the branch's description; git mailinfo is what reads
# a mail's body for git am.
cover_survives()
{
	quiet_git -C "$tmp/from" config branch.topic.description \
		"$(printf 'KVM: Walk a list\n\n'; cat "$tmp/$1.letter")" &&
	quiet_git -C "$tmp/from" format-patch -q -1 --cover-letter \
		--cover-from-description=subject -o "$tmp/$1.cover" topic &&
	quiet_git mailinfo "$tmp/body" "$tmp/patch" \
		<"$tmp/$1.cover/0000-cover-letter.patch" >"$tmp/header" &&
	grep -qF 'KVM: Walk a list' "$tmp/header" && holds "$tmp/body" "$tmp/$1.letter"
}

# holds FILE PART: PART's lines stand in FILE, one after the other.
holds()
{
	awk 'NR == FNR { part[++n] = $0; next }
		$0 == part[at + 1] { if (++at == n) found = 1; next }
		{ at = $0 == part[1] }
		END { exit !found }' "$2" "$1" || { diff "$2" "$1"; return 1; }
}

# What a mail is: printable ASCII, 72 columns, no blank at an end, and a first
# character that no reader of patches takes for its own.
is_mail()
{
	[ -s "$tmp/$1.letter" ] &&
		! LC_ALL=C grep -nE '[^ -~]|.{73}| $|^(-|diff|From|>|Index|\[|#|\.$)' "$tmp/$1.letter"
}

# evil FILE NAME: a results file whose kernel is called NAME, and one benchmark
# too where the format has such a name (a lower-case letter does not begin one).
evil()
{
	local bench=${2%% *}

	sed -e "s|^kernel: .*|kernel: $2|" -e "s|^BenchmarkVcpuLifecycle/|Benchmark${bench^}/|" \
		"$golden/$1.txt"
}

each()
{
	check "$1: plain ASCII of 72 columns, no line that ends a mail" is_mail "$1"
	check "$1: the same from a commit by format-patch and am" commit_survives "$1"
	check "$1: the same from a cover letter by mailinfo" cover_survives "$1"
}

main()
{
	local name n=0

	echo 1..25
	check "repositories to mail from and to" make_repositories
	letter improved "$reference"/unpatched/emulated/*.txt "$reference"/patched/emulated/*.txt
	each improved
	letter regressed "$reference"/patched/emulated/*.txt "$reference"/array/emulated/*.txt
	each regressed
	letter invalid "$golden/unpatched.txt" "$golden/broken.txt"
	each invalid
	for name in '---' 'diff -u' 'From me' 'Index: x' "$(printf 'long%.0s' {1..60})"; do
		n=$((n + 1))
		evil unpatched "$name" >"$tmp/base.txt"
		evil slower "$name" | sed 's/^kernel: /&a /' >"$tmp/head.txt"
		letter "evil$n" "$tmp/base.txt" "$tmp/head.txt" || true
		each "evil$n"
	done
	exit $failed
}
main
