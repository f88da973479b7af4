# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# testbed.sh - what the testbed $TESTBED says of itself. To be sourced; needs die().
# Its owner is harness/testbed/$TESTBED/: testbed.c, and check.sh where there is one.

# testbed__ask KEY: rounds, unit, vendors or kind; see vcpuscale-testbed --describe.
testbed__ask() {
	"$O/vcpuscale-testbed" --describe="$TESTBED" | sed -n "s/^$1=//p"
}

# testbed__rounds N: rounds for a revision; where instructions are counted, N do.
testbed__rounds() {
	if [ "$(testbed__ask unit)" = insns ]; then
		echo "$1"
	else
		testbed__ask rounds
	fi
}

# Is there such a testbed, and can this machine run it?
testbed__check() {
	local names check=harness/testbed/$TESTBED/check.sh
	names=$("$O/vcpuscale-testbed" --list | cut -f 1)
	grep -qxF -e "$TESTBED" <<< "$names" ||
		die "TESTBED=$TESTBED: there are ${names//$'\n'/, }"
	[ ! -x "$check" ] || "$check" > /dev/null
}
