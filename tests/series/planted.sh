# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# planted.sh - series of several patches, put together from those of tests/series.
# To be sourced after lib.sh.
#
# shellcheck disable=SC2154 # lib.sh sets tmp

# plant FILE NAME...: appends to the mailbox FILE the patches of tests/series/NAME, or
# patch files, without their numbers.
plant()
{
	local file=$1 name
	shift
	for name in "$@"; do
		[ -f "$name" ] || name=$(echo tests/series/"$name"/*.patch)
		sed -E '/^Subject: /s,\[PATCH [0-9]+/[0-9]+\],[PATCH],' "$name"
		echo
	done >>"$file"
}

# plant_thread FILE: makes the mails in it a thread with a cover letter, as a list has it.
plant_thread()
{
	local file=$1
	awk -v total="$(grep -c '^From 0000' "$file")" '
		BEGIN {
			print "From mboxrd@z Thu Jan  1 00:00:00 1970"
			print "From: =?UTF-8?q?J=C3=B6rg?= Doe <joerg@example.org>"
			print "To: kvm@vger.kernel.org, \"Doe, Jane\" <jane@example.org>"
			print "Cc: John <john@example.org>,\n J\303\274rgen <j@example.org>, undisclosed-recipients:;"
			print "Subject: [PATCH v2 0/" total "] KVM: Plant things"
			print "Message-ID: <cover@example.org>\nDate: Sun, 22 Nov 2026 10:20:11 +0000\n\nHello\n"
		}
		/^From 0000/ {
			print "From mboxrd@z Thu Jan  1 00:00:00 1970\nMessage-ID: <" ++n "@example.org>"
			print "In-Reply-To: <cover@example.org>\nReferences: <cover@example.org>"
			print "To: kvm@vger.kernel.org\nCc: JANE@example.org, linux-kernel@vger.kernel.org"
			next
		}
		/^Subject: \[PATCH\]/ { sub(/\[PATCH\]/, "[PATCH v2 " n "/" total "]") }
		{ print }' "$file" >"$file.thread" && mv "$file.thread" "$file"
}

# planted__head SUBJECT
planted__head()
{
	echo "From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001"
	printf '%s\n' "From: vcpuscale developers <vcpuscale@example.org>" \
		"Date: Sun, 22 Nov 2026 10:20:11 +0000" "Subject: [PATCH] $1" "" "---"
}

# plant_reverse FILE NAME: likewise a patch that undoes what NAME does in one file.
plant_reverse()
{
	{
		planted__head "KVM: Undo what $2 does"
		sed -nE '/^--- a/,$ { s/^@@ -([0-9,]+) \+([0-9,]+) @@/@@ -\2 +\1 @@/; t print; /^(---|\+\+\+) /b print
			s/^\+/\x01/; s/^-/+/; s/^\x01/-/; :print; p }' \
			tests/series/"$2"/*.patch
	} >>"$1"
}

# plant_repair FILE BREAKS NAME: likewise a patch that undoes what BREAKS does and
# does what NAME does, which change one file.
plant_repair()
{
	local file=$1 dir=$tmp/repair.$$ source path
	source=$(kvm_sources)
	path=$(sed -n 's|^+++ b/||p' tests/series/"$2"/*.patch)
	mkdir -p "$dir/a/${path%/*}" "$dir/b/${path%/*}"
	cp "$source/$path" "$dir/a/$path"
	cp "$source/$path" "$dir/b/$path"
	{ patch -s -d "$dir/a" -p1 <"$(echo tests/series/"$2"/*.patch)" &&
		patch -s -d "$dir/b" -p1 <"$(echo tests/series/"$3"/*.patch)"; } || return 1
	{
		planted__head "KVM: Repair, and do what $3 does"
		(cd "$dir" && diff -u "a/$path" "b/$path" | sed -E 's/^(---|\+\+\+) ([^\t]*).*/\1 \2/')
		echo
	} >>"$file"
	rm -rf "$dir"
}
