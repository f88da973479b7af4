#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The mail that a kernel tree's CI sends on a series: whom it answers, what a mail program
# reads of it, and when there is none. What a series that is measured gets is in
# bench-series.sh. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/series/planted.sh
. tests/series/planted.sh

TESTS=12
results=$tmp/results
mbox=$tmp/test-ci.mbox
out=$tmp/out/reply

clean_up()
{
	lib__clean_up
	rm -rf "$O"/kernels/6.1/test-ci*
}
trap clean_up EXIT

# reply NAME VERDICT [OPTION...] MBOX
reply()
{
	run "$1" "$O/vcpuscale-series" reply --verdict="$2" --base='Linux 6.1' --output="$out" "${@:3}"
	show "$1"
	[ "$status" = 0 ]
}

# ci VARIABLE=VALUE...
ci()
{
	run ci harness/jobs/ci-reply.sh O="$O" RESULTS="$results" OUT="$out" VCPUS='1 2' ROUNDS=1 \
		BENCH=AllCpusRequest/state=quiet "$@"
	show ci
}

# What a mail program makes of it: assertions on m, a message of Python's.
mail()
{
	cat "$out"
	/usr/bin/python3 -c 'import email, email.policy, sys
m = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
raw = open(sys.argv[1], "rb").read()
head, body = raw.split(b"\n\n", 1)
assert not m.defects and all(b < 128 for b in head) and max(map(len, head.split(b"\n"))) <= 78, head
'"$1" "$out"
}

answers_the_series()
{
	reply series regressed --from='CI of Jörg <ci@example.org>' --report="$tmp/report" "$mbox" && mail '
assert m["In-Reply-To"] == "<cover@example.org>" == m["References"]
assert m["Subject"] == "Re: [PATCH v2 0/2] KVM: Plant things"
assert m["From"] == "CI of Jörg <ci@example.org>" and m["To"] == "Jörg Doe <joerg@example.org>"
cc = [str(a) for a in m["Cc"].addresses]
assert sorted(cc) == sorted(["vcpuscale developers <vcpuscale@example.org>", "kvm@vger.kernel.org",
    "\"Doe, Jane\" <jane@example.org>", "linux-kernel@vger.kernel.org", "John <john@example.org>",
    "Jürgen <j@example.org>"]), cc
assert "Hi Jörg,\n" in m.get_content() and "\n-- \n" in m.get_content()'
}

answers_a_patch()
{
	reply patch regressed --patch=2 --report="$tmp/report" "$mbox" && mail '
assert m["In-Reply-To"] == "<2@example.org>" and m["References"] == "<cover@example.org> <2@example.org>"
assert m["To"] == "vcpuscale developers <vcpuscale@example.org>" and not m["From"]
assert "\n> " in m.get_content() and "Reported-by" not in m.get_content()'
}

hints_where_they_fit()
{
	reply bad unbuilt --from='CI <ci@example.org>' --report="$tmp/report" "$mbox" && mail '
assert "| Reported-by: CI <ci@example.org>\n| Closes: https://lore.kernel.org/r/" + m["Message-ID"].strip("<>") in m.get_content()' &&
		reply good improved --from='CI <ci@example.org>' --report="$tmp/report" "$mbox" && mail '
assert "Reported-by" not in m.get_content()'
}

# A sender writes what he likes.
survives_bad_headers()
{
	sed -e 's/^Subject: \[PATCH v2 0.*/Subject: =?utf-8?q?[PATCH_v2_0\/2]_a=0AX-Bad:_b?=/' \
		-e 's/^To: kvm@vger.*Jane.*/To: a b c, "x@y" <z, <<<>>>, ok@example.org, evil@example.org\x01/' "$mbox" >"$tmp/bad.mbox"
	reply bad regressed --report="$tmp/report" "$tmp/bad.mbox" && mail '
assert "X-Bad" not in m and len(m.keys()) == 12 - 1, m.keys()' && ! grep -q '^X-Bad' "$out"
}

long_lines_are_cut()
{
	{ head -c 5000 /dev/zero | tr '\0' x; printf '\n\x07 bell\n'; } >"$tmp/long"
	reply long regressed --report="$tmp/long" "$mbox" && ! LC_ALL=C grep -E '^.{998}' "$out" && ! grep -q $'\x07' "$out"
}

no_id()
{
	: >"$out"
	grep -v '^Message-ID: <2@' "$mbox" >"$tmp/test-ci-no-id.mbox"
	ci KERNEL="$tmp/test-ci-no-id.mbox"
	[ "$status" = 2 ] && says_once ci 'mail 3.*has no Message-ID, so that nothing can answer it: ' && no_file "$tmp/out"
}

bad_input()
{
	ci KERNEL=
	[ "$status" = 2 ] && says_once ci 'no KERNEL: ' || return 1
	ci KERNEL="$mbox" OUT=
	[ "$status" = 2 ] && says_once ci 'no OUT: ' || return 1
	ci KERNEL="$mbox" OUT="$tmp/nowhere/reply"
	[ "$status" = 2 ] && says_once ci 'OUT=.*cannot be written: ' || return 1
	ci KERNEL="$mbox" KERNEL_BASE=9.9
	[ "$status" = 2 ] && no_file "$tmp/out"
}

does_not_apply()
{
	: >"$tmp/test-ci-off.mbox"
	plant "$tmp/test-ci-off.mbox" slow-irq-delivery does-not-apply
	plant_thread "$tmp/test-ci-off.mbox"
	ci KERNEL="$tmp/test-ci-off.mbox"
	[ "$status" = 1 ] && mail '
assert m["X-Vcpuscale-Verdict"] == "unapplied" and m["In-Reply-To"] == "<cover@example.org>"
text = " ".join(m.get_content().split())
assert "[cannot apply on Linux 6.1]" in text and "Reported-by" not in text
assert "test-ci-off.mbox, mail 3: \"[PATCH v2 2/2] KVM: Try one vCPU more in kvm_vcpu_on_spin()\": hunk 2 of virt/kvm/kvm_main.c does not apply" in text, text
assert sys.argv[1].rsplit("/", 2)[0] not in text' 
}

# The kernel is built and measured, its code is that of the base.
no_change()
{
	: >"$out"
	: >"$tmp/test-ci-same.mbox"
	plant "$tmp/test-ci-same.mbox" comment-only
	plant_thread "$tmp/test-ci-same.mbox"
	ci KERNEL="$tmp/test-ci-same.mbox"
	[ "$status" = 0 ] && grep -q 'no change, no mail' "$tmp/ci.err" && no_file "$tmp/out"
}

refused_verdict()
{
	rm -f "$out"
	! reply verdict fine "$mbox" && says_once verdict 'verdict=fine: unknown: ' && no_file "$tmp/out"
}

# make's variables are in the environment of all that it starts.
nothing_runs()
{
	! grep -lzsxF "OUT=$out" /proc/[0-9]*/environ
}

killed() { # SIGNAL
	local pid
	: >"$out"
	rm -f "$tmp/killed"
	harness/jobs/ci-reply.sh O="$O" RESULTS="$results" OUT="$out" VCPUS='1 2' ROUNDS=1 \
		KERNEL="$mbox" >"$tmp/killed" 2>&1 </dev/null &
	pid=$!
	until grep -q 'patch 1/2' "$tmp/killed"; do
		kill -0 "$pid" 2>/dev/null || { cat "$tmp/killed"; return 1; }
		sleep 0.1
	done
	kill -s "$1" "$pid"
	wait "$pid"
	cat "$tmp/killed"
	no_file "$tmp/out" && wait_for nothing_runs && no_file "$tmp/out"
}

echo "1..$TESTS"
need_qemu $TESTS
make -s "$O/vcpuscale-series" || exit 2
mkdir "$tmp/out"
printf 'Worse:    2/2 a patch\n' >"$tmp/report"
plant "$mbox" slow-irq-delivery slow-on-spin
plant_thread "$mbox"
check "a series is answered at its cover letter, all of its people once" answers_the_series
check "a patch is answered by itself, and quoted" answers_a_patch
check "tags are asked for where something is to be fixed" hints_where_they_fit
check "headers that a sender made up do no harm" survives_bad_headers
check "lines are cut before a mail server does it" long_lines_are_cut
check "mails without a Message-ID are refused, and no mail is there" no_id
check "bad input is refused" bad_input
check "a series that does not apply: the mail names the patch and the hunk" does_not_apply
check "no change: no mail, also not an old one" no_change
check "a verdict that is none is refused" refused_verdict
check "told to end, it leaves no mail, and nothing that runs" killed TERM
check "killed, it leaves no half mail either, and nothing that runs" killed KILL
exit $failed
