#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# series-input.sh - each form in which a series comes is read as what it is, or
# refused by a sentence that names the mail and the reason. TAP.
#
# check() calls the functions by name:
# shellcheck disable=SC2016,SC2317
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/series/lib.sh
. "$(dirname "$0")/series/lib.sh"

in=$tmp/in
mkdir "$in"

# The mails of an mbox as files of a directory, in an order that is none.
as_files()
{
	local dir=$1 mbox=$2
	mkdir -p "$dir"
	git mailsplit -o"$dir" "$mbox" >/dev/null
	(cd "$dir" && mv 0001 zebra && mv 0003 apple.eml)
}

to_crlf_base64()
{
	sed 's/$/\r/' | base64
}

encoded()
{
	recoded "$in/base64" $'Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: base64' \
		base64 -w 76
	recoded "$in/quoted.mbox" $'Content-Type: text/plain; charset="utf-8"\nContent-Transfer-Encoding: quoted-printable' \
		perl -MMIME::QuotedPrint -0777 -ne 'print encode_qp($_)'
	recoded "$in/flowed" 'Content-Type: text/plain; charset=UTF-8; format=flowed' \
		sed 's/^ /  /'
	recoded "$in/latin1" 'Content-Type: text/plain; charset=ISO-8859-1' iconv -f utf-8 -t latin1
	sed 's/$/\r/' "$in/plain.mbox" >"$in/crlf.mbox"
	recoded "$in/base64-crlf" $'Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: base64' \
		to_crlf_base64
}

# All three as attachments of type text/x-patch, encoded.
attached()
{
	local mail

	for mail in "$patches"/*.patch; do
		sed '/^$/,$d; /^Content-/d; /^MIME/d' "$mail"
		printf 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="=_x"\n\n--=_x\n'
		printf 'Content-Type: text/plain; charset=utf-8\n\n'
		sed '1,/^$/d; /^---$/,$d' "$mail"
		printf -- '\n--=_x\nContent-Type: text/x-patch; name="a.patch"\n'
		printf 'Content-Transfer-Encoding: base64\n\n'
		sed '1,/^---$/d' "$mail" | base64
		printf -- '--=_x--\n\n'
	done >"$in/attached"
}

# Whole subjects as encoded words, brackets and all.
encoded_subjects()
{
	perl -MMIME::Base64 -0777 -pe 's{^Subject: (.*\n(?: .*\n)*)}{
		my $s = $1; $s =~ s/\n(?=.)//g; chomp $s;
		$s =~ s/=\?UTF-8\?q\?(.*?)\?=/my $q = $1; $q =~ s,_, ,g; $q =~ s,=(..),chr hex $1,ge; $q/ge;
		"Subject: =?utf-8?B?" . encode_base64($s, "") . "?=\n"}gem' "$in/plain.mbox" >"$in/subjects"
}

maildir()
{
	mkdir -p "$in/maildir"/{cur,new,tmp}
	git mailsplit -o"$in/maildir/cur" "$in/plain.mbox" >/dev/null
	mv "$in/maildir/cur/0001" "$in/maildir/new/1700.M1.host"
	mv "$in/maildir/cur/0002" "$in/maildir/cur/1800.M2.host:2,S"
	mv "$in/maildir/cur/0003" "$in/maildir/cur/1600.M3.host:2,RS"
}

thread()
{
	mbox "$in/plain.mbox"
	mbox "$in/v2.mbox" -v2 --cover-letter --base=base --thread
	{ sed 's/Say three/Say trois/' "$in/plain.mbox"; cat "$in/v2.mbox"; } >"$in/versions"
}

versions()
{
	reads versions "$in/versions" && left_out versions 'takes v2, not v1' &&
		left_out versions 'cover letter' &&
		grep -q "^base-commit: $(git_as rev-parse base)\$" "$tmp/out/versions/manifest"
}

# A reply that shows how it should be, and one that only quotes.
replies()
{
	{
		cat "$in/plain.mbox"
		printf 'From a Mon Sep 17 00:00:00 2001\nFrom: R <r@example.org>\nSubject: Re: [PATCH 2/3] KVM: x86: Say two\n\nBetter:\n\n'
		sed -n '/^diff/,$p' "$patches"/0002*
		printf '\nFrom a Mon Sep 17 00:00:00 2001\nFrom: R <r@example.org>\nSubject: AW: [PATCH 2/3] KVM: x86: Say two\n\n> +x\nNo.\n\n'
	} >"$in/replies"
	reads replies "$in/replies" && left_out replies 'mail 4.*Re: .*reply: the diff in it is not applied' &&
		left_out replies 'mail 5.*AW: .*a reply$'
}

interdiffs()
{
	{
		printf 'From a Mon Sep 17 00:00:00 2001\nFrom: R <r@example.org>\nSubject: [PATCH 0/3] KVM: Say\n\nInterdiff against v1:\n'
		sed -n '/^diff/,$p' "$patches"/0002*
		printf '\n'
		sed 's/^---$/---\nRange-diff against v1:\n1:  0123 ! 1:  4567 KVM\n    @@ x\n     -a\n/' "$in/plain.mbox"
	} >"$in/interdiff"
	reads interdiff "$in/interdiff" && left_out interdiff 'cover letter: the diff in it, an interdiff'
}

scissors()
{
	mkdir "$in/scissors"
	cp "$patches"/000[13]* "$in/scissors"
	{
		printf 'From: R <r@example.org>\nSubject: [PATCH 2/3] how about this?\n\nHello,\nthis does it:\n\n-- >8 --\n'
		printf 'From: S <s@example.org>\nSubject: KVM: x86: Say two\n\n'
		sed '1,/^$/d' "$patches"/0002*
	} >"$in/scissors/two.eml"
	reads scissors "$in/scissors" && grep -q '^From: S <s@' "$tmp/out/scissors"/0002* &&
		! grep -q Hello "$tmp/out/scissors"/0002*
}

quilt()
{
	local dir=$in/quilt

	mkdir -p "$dir/fixes"
	cp "$patches"/0001* "$dir/fixes/one"
	sed -n '/^diff/,$p' "$patches"/0002* | sed -E 's,^(---|\+\+\+) [ab]/,\1 ,; s,^(diff --git) a/(.*) b/,\1 \2 ,' >"$dir/two.diff"
	sed 's,KVM: x86,KVM: x86: Say two\n\n&,' "$patches"/0003* >"$dir/three"
	echo nothing >"$dir/four"
	printf '# ours\r\n\r\nfixes/one # first\r\ntwo.diff -p0\r\nthree -pab #-nested\r\nfour #+nested\r\n+rt four\r\n' >"$dir/series"
	read_series quilt "$dir" && [ "$(grep -c ^patch: "$tmp/out/quilt/manifest")" = 3 ] &&
		left_out quilt 'four: the guard nested' && left_out quilt 'four: the guard rt' &&
		apply_series quilt && is_three &&
		read_series quilt "$dir/series" && apply_series quilt && is_three
}

# One directory a part of the series, with what else lies about there.
subfolders()
{
	local dir=$in/sub

	mkdir -p "$dir"/{a,b}
	cp "$patches"/0001* "$patches"/0002* "$dir/a"
	sed -n '/^diff/,$p' "$patches"/0003* >"$dir/b/Say three"
	echo 'diff --git a/x b/x' >"$dir/README.md"
	cp "$patches"/0001* "$dir/b/0001.patch~"
	sed -i 's,\[PATCH [12]/3\],[PATCH],' "$dir"/a/*
	read_series sub "$dir" && left_out sub 'README.md: not a patch' && apply_series sub && is_three
}

doubles()
{
	{ cat "$in/v2.mbox"; sed 's/^-- $/&\nlist footer/' "$in/v2.mbox"; sed "/^Message-Id/Id" "$in/v2.mbox"; } >"$in/doubles"
	reads doubles "$in/doubles" && left_out doubles 'the same message as .*doubles, mail 2' &&
		left_out doubles 'the same patch as'
}

gits_own()
{
	read_series again "$in/latin1" &&
		git_as checkout -q --detach base &&
		git_as am -q "$tmp"/out/again/0*.patch &&
		git_as diff --quiet three &&
		[ "$(git_as log -3 --format='%an %ae %s')" = "$(git_as log -3 --format='%an %ae %s' three)" ]
}

same_twice()
{
	read_series one "$in/versions" && read_series two "$in/versions" &&
		diff -r "$tmp/out/one" "$tmp/out/two"
}

# Also where mails lie in another order than their numbers.
first_of_series()
{
	status=0
	"$series" read --first=2 --output="$tmp/out/first" "$in/versions" 2>"$tmp/err" || status=$?
	read_series all "$in/versions" || return 1
	cat "$tmp/out/first/manifest"
	[ "$status" = 0 ] && head -n 2 "$tmp/out/all/series" | diff - "$tmp/out/first/series" &&
		grep -q '^left-out: .*: behind patch 2$' "$tmp/out/first/manifest" &&
		! "$series" read --first=0 --output="$tmp/out/none" "$in/versions"
}

single()
{
	sed -n '/^diff/,$p' "$patches"/000[123]* | sed 's/$/\r/' >"$in/crlf.diff"
	read_series crlf-diff "$in/crlf.diff" && apply_series crlf-diff && is_three || return 1
	! grep -q $'\r' "$tmp"/out/crlf-diff/*.patch || return 1
	sed -n '/^diff/,$p' "$patches"/0001* "$patches"/0002* "$patches"/0003* >"$in/all.txt"
	git_as show three >"$in/shown"
	read_series all "$in/all.txt" && apply_series all && is_three &&
		read_series shown "$in/shown" && apply_series shown &&
		grep -q '^From: Jürgen' "$tmp/out/shown/0001-KVM-Say-three.patch" &&
		read_series third "$(echo "$patches"/0003*)" && apply_series third
}

# bad NAME SED: the second patch, spoilt.
bad()
{
	sed "$2" "$patches"/0002* >"$in/bad/$1"
}

bad_mails()
{
	mkdir -p "$in/bad"/{missing,gone,option}
	cp "$patches"/000[13]* "$in/bad/missing"
	bad cut '/^+{/,$d'
	bad wrapped 's/^ \(.*int level.*\)/\1/'
	bad quoted '/^$/,$s/^/> /'
	bad html.eml '1,/^$/s/^Subject/Content-Type: text\/html\nSubject/; s/^diff/<pre>diff/; s/^@@/<b>@@/; s/^--- /\&lt;/'
	bad interdiff 's/^diff/Interdiff against v1:\n\n&/'
	bad outside 's,^\([-+]\{3\} .\)/,\1/../../,'
	printf 'From: a\nSubject: Re: hello\n\nnothing\n' >"$in/bad/talk"
	printf '\0\1' >"$in/bad/binary.patch"
	: >"$in/bad/empty"
	echo hello >"$in/bad/text"
	echo x.patch >"$in/bad/gone/series"
	echo 'x.patch -R' >"$in/bad/option/series"
	{ cat "$patches"/0001*; sed 's/^@@.*/@@ nothing @@/' "$patches"/0002*; cat "$patches"/0003*; } >"$in/bad/three"
	git_as log -p -2 three >"$in/bad/log"
}

stdin_is_kept()
{
	local path

	path=$(harness/series/stdin.sh "$tmp" KERNEL <"$in/plain.mbox") && reads stdin "$path" &&
		[[ ${path##*/} =~ ^stdin-[0-9a-f]{8}\.mbox$ ]] &&
		! harness/series/stdin.sh "$tmp" KERNEL </dev/null 2>"$tmp/err" && grep -q 'standard input is empty' "$tmp/err"
}

# A signal while git runs: nothing of the series stays behind.
interrupted()
{
	mkdir -p "$tmp/bin" "$tmp/temp"
	printf '#!/bin/sh\nkill -TERM $PPID\nexec %s "$@"\n' "$(command -v git)" >"$tmp/bin/git"
	chmod +x "$tmp/bin/git"
	TMPDIR=$tmp/temp PATH=$tmp/bin:$PATH "$series" read --output="$tmp/out/ended" "$in/plain.mbox"
	[ $? = 143 ] && ! ls -d "$tmp/temp"/* "$tmp/out"/ended* 2>/dev/null
}

two_series()
{
	mkdir "$in/two"
	cp "$patches"/0001* "$in/two"
	sed 's/KVM: x86: Say two/KVM: Else/' "$patches"/0002* | sed 's,2/3,1/3,' >"$in/two/0002-x.patch"
	refuses '0001-.* and .*0002-x.patch are both patch 1 of 3' "$in/two"
}

main()
{
	echo 1..44
	[ -d "$(kvm_sources)" ] || harness/kernel/build.sh --build-dir="$O" --kernel=array --check
	make_series || { echo "Bail out! no sources in $O/source"; exit 2; }
	thread
	encoded
	attached
	encoded_subjects
	maildir
	as_files "$in/files" "$in/plain.mbox"
	check "a directory as git format-patch writes it" reads dir "$patches"
	check "an mbox" reads plain "$in/plain.mbox"
	check "mails as files, in another order" reads files "$in/files"
	check "base64" reads base64 "$in/base64"
	check "quoted-printable" reads quoted "$in/quoted.mbox"
	check "format=flowed" reads flowed "$in/flowed"
	check "carriage returns" reads crlf "$in/crlf.mbox"
	check "carriage returns inside of base64" reads base64-crlf "$in/base64-crlf"
	check "latin1" reads latin1 "$in/latin1"
	check "attachments" reads attached "$in/attached"
	check "encoded subjects" reads subjects "$in/subjects"
	check "a maildir" reads maildir "$in/maildir"
	gzip -c "$in/plain.mbox" >"$in/t.mbox.gz"
	check "an mbox packed by gzip, as the archive of a list has it" reads gz "$in/t.mbox.gz"
	{ printf '\xef\xbb\xbf'; cat "$in/plain.mbox"; } >"$in/bom"
	check "an mbox with a byte order mark" reads bom "$in/bom"
	check "two versions: the newest, and its base" versions
	check "replies with a diff are not applied" replies
	check "interdiffs and range-diffs are not applied" interdiffs
	check "scissors" scissors
	check "a quilt series with CRLF, guards, -p0 and folders" quilt
	check "folders" subfolders
	check "what is there twice is applied once" doubles
	check "one file: diffs, git show, one patch of a series" single
	check "standard input" stdin_is_kept
	check "git am takes what is written, names and messages too" gits_own
	check "the same input is the same output" same_twice
	check "of a series the first patches" first_of_series

	check "a signal ends it, with nothing left behind" interrupted
	bad_mails
	check "a patch that is missing" refuses 'bad/missing: .* v1 patch 2/3 is missing' "$in/bad/missing"
	check "two patches of one number" two_series
	check "a diff that is cut off" refuses 'cut: is cut off in the hunk' "$in/bad/cut"
	check "a diff that a mail program wrapped" refuses 'wrapped: does not fit line [0-9]+' "$in/bad/wrapped"
	check "a patch that is quoted" refuses 'quoted: has no diff' "$in/bad/quoted"
	check "a patch in HTML" refuses 'html.eml: is HTML' "$in/bad/html.eml"
	check "an interdiff in place of a patch" refuses 'interdiff: has an interdiff where' "$in/bad/interdiff"
	check "a mail without a patch" refuses 'talk.*nothing in it is a patch' "$in/bad/talk"
	check "what is not text" refuses 'binary.patch: is not text' "$in/bad/binary.patch"
	check "an empty file" refuses 'empty: is empty' "$in/bad/empty"
	check "a text" refuses 'text: is neither a mail nor a diff' "$in/bad/text"
	check "a name outside of the tree" refuses 'outside: has a file name that' "$in/bad/outside"
	mkfifo "$in/bad/pipe"
	check "what cannot be read twice" refuses 'pipe: not a file' "$in/bad/pipe"
	check "a quilt series that names a missing file" refuses 'gone/series: x.patch is not there' "$in/bad/gone"
	check "an option of quilt that is not known" refuses 'x.patch -R: only patches for' "$in/bad/option"
	check "one mail of three that cannot be read" refuses 'three, mail 2: "\[PATCH 2/3\]' "$in/bad/three"
	check "git log -p, the newest first" refuses 'log: has 2 commits' "$in/bad/log"
	exit "$failed"
}
main
