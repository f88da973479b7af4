#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What tests/run.sh makes of test programs that pass, fail, skip, die, say
# nothing, or are lost; and what it leaves when it is interrupted. TAP.
#
# check() calls the functions by name:
# shellcheck disable=SC2317
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

# program NAME: its script is standard input.
program()
{
	{ echo '#!/bin/bash'; cat; } >"$tmp/$1"
	chmod +x "$tmp/$1"
}

# runs JOBS COMMAND...: in a build directory of its own.
runs()
{
	mkdir -p "$tmp/o"
	O=$tmp/o TEST_JOBS=$1 run runs env --ignore-signal=INT tests/run.sh "${@:2}"
	show runs
}

# ends_with CODE LINE COMMAND...
ends_with()
{
	runs 2 "${@:3}"
	[ "$status" = "$1" ] && [ "$(tail -n 1 "$tmp/runs.out")" = "$2" ]
}

one_at_a_time()
{
	runs 1 "$tmp/alone" "$tmp/alone" "$tmp/alone" && says "3 passed, 0 failed, 0 skipped"
}

says()
{
	grep -qx "$1" "$tmp/runs.out"
}

# However long the first takes, it comes first in what is kept.
keeps_order()
{
	runs 2 "$tmp/slow" "$tmp/good" &&
		[ "$(grep -n . "$tmp/runs.out" | grep -oE '^[0-9]+:# (slow|good)')" = $'1:# good\n2:# slow' ] &&
		[ "$(tr '\n' ' ' <"$tmp/o/test-output")" = "ok 1 - late ok 1 - well " ]
}

# interrupted SIGNAL
interrupted()
{
	local pid

	rm -f "$tmp/cleaned"
	O=$tmp/o TEST_JOBS=2 env --default-signal tests/run.sh "$tmp/waits" "$tmp/waits" >"$tmp/said.out" 2>&1 &
	pid=$!
	wait_for test -e "$tmp/waiting" || return 1
	kill -s "$1" "$pid"
	status=0
	wait "$pid" 2>/dev/null || status=$?
	rm -f "$tmp/waiting"
	echo "exit $status"
	[ "$status" = $((128 + $(kill -l "$1"))) ] && gone -f "$tmp/waits" && [ -e "$tmp/cleaned" ] &&
		[ ! -e "$tmp/o/test-output.parts" ]
}

program good <<'END'
echo "ok 1 - well"
END
program bad <<'END'
echo "ok 1 - well"
echo "not ok 2 - ill"
echo "# for a reason"
exit 1
END
program skips <<'END'
echo "ok 1 - gone # SKIP no ${1:-$WHAT} here"
END
program silent <<'END'
exit 0
END
program dies <<'END'
echo "ok 1 - well"
kill -s SEGV $$
END
program takes_runner_along <<'END'
echo "ok 1 - well"
kill -s KILL $PPID
END
program deaf <<'END'
kill -s INT $$
echo "ok 1 - SIGINT is ignored"
END
# Waits for the other, which waits for this one.
program meets <<'END'
cd "$(dirname "$0")"
touch "$1.here"
for i in {1..600}; do
	[ ! -e "$2.here" ] || { echo "ok 1 - met"; exit; }
	sleep 0.1
done
echo "not ok 1 - alone"
END
program alone <<'END'
cd "$(dirname "$0")"
mkdir only || { echo "not ok 1 - another runs"; exit 1; }
sleep 0.3
rmdir only
echo "ok 1 - alone"
END
# Until what the other has said has been shown.
program slow <<'END'
for i in {1..6000}; do
	[ ! -e "$O/test-output.parts/1.seen" ] || break
	sleep 0.1
done
echo "ok 1 - late"
END
program waits <<'END'
cd "$(dirname "$0")"
trap 'touch cleaned; exit 1' TERM
touch waiting
echo "ok 1 - well"
for i in {1..600}; do sleep 0.1; done
END

echo 1..15
check "what passes is counted" ends_with 0 "2 passed, 0 failed, 0 skipped" "$tmp/good" "$tmp/good"
check "what fails is counted" ends_with 1 "2 passed, 1 failed, 0 skipped" "$tmp/bad" "$tmp/good"
check "and shown with its reason" says "# for a reason"
check "what is skipped is counted, arguments are passed" \
	ends_with 0 "1 passed, 0 failed, 1 skipped" "$tmp/skips time" "$tmp/good"
check "and shown with its reason" says "ok 1 - gone # SKIP no time here"
check "variables are passed" ends_with 0 "0 passed, 0 failed, 1 skipped" "env WHAT=a/b $tmp/skips"
check "and are not its name" grep -q '^# skips, ' "$tmp/runs.out"
check "a program that says nothing fails" ends_with 1 "1 passed, 1 failed, 0 skipped" "$tmp/silent" "$tmp/good"
check "one that dies fails" ends_with 1 "1 passed, 1 failed, 0 skipped" "$tmp/dies"
check "one whose results are lost fails" ends_with 1 "2 passed, 1 failed, 0 skipped" \
	"$tmp/takes_runner_along" "$tmp/good"
check "none ignores SIGINT" ends_with 1 "0 passed, 1 failed, 0 skipped" "$tmp/deaf"
check "two run at a time" \
	ends_with 0 "2 passed, 0 failed, 0 skipped" "$tmp/meets a b" "$tmp/meets b a"
check "or one" one_at_a_time
check "what they say is kept in their order" keeps_order
check "SIGINT and SIGTERM end what runs" eval 'interrupted INT && interrupted TERM'
exit $failed
