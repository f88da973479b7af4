#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The plugin in a QEMU of a later interface, which has scoreboards: the next Debian's, which
# is fetched from the archive that apt takes this one from, unpacked and not installed. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/profile/checks.sh
. tests/profile/checks.sh

TESTS=6
SUITE=${SUITE:-trixie}
CPU=EPYC-v1,-erms	# which both have: "max" is another one in each
place=$O/archive/qemu-$SUITE

# Nothing counts as installed: all that it needs comes with it.
fetch()
(
	# shellcheck source=harness/kernel/common.sh
	. harness/kernel/common.sh
	# shellcheck source=harness/deps/archive.sh
	. harness/deps/archive.sh
	# shellcheck disable=SC2034 # archive__use says it
	BASE_PACKAGES=qemu-system-x86
	mkdir -p "$place"
	: >"$place/status"
	archive__use "$place" "$(archive__find)" "$SUITE" &&
		archive__apt "$place" apt-get -o Dir::State::status="$place/status" -o APT::Install-Recommends=no \
			-y --download-only install qemu-system-x86
)

unpack_qemu()
{
	local package
	[ ! -s "$place/root/usr/bin/qemu-system-x86_64" ] || return 0
	for package in "$place"/cache/archives/*.deb; do
		dpkg -x "$package" "$place/root" || return 1
	done
	rm -f "$place"/cache/archives/*.deb
}

# wrap DIR COMMAND...: DIR/qemu-system-x86_64 runs COMMAND, DIR-cpu/ does so with CPU.
wrap()
{
	mkdir -p "$1" "$1-cpu"
	printf '#!/bin/bash\nexec %s "$@"\n' "${*:2}" >"$1/qemu-system-x86_64"
	# shellcheck disable=SC2016 # the wrapper's
	printf '#!/bin/bash\nexec %s "${@/#max,*/%s}"\n' "${*:2}" "$CPU" >"$1-cpu/qemu-system-x86_64"
	chmod +x "$1/qemu-system-x86_64" "$1-cpu/qemu-system-x86_64"
}

wrap_both()
{
	local lib=$place/root/usr/lib/x86_64-linux-gnu
	wrap "$tmp/own" "$(command -v qemu-system-x86_64)"
	wrap "$tmp/other" "$lib/ld-linux-x86-64.so.2" --library-path "$lib" "$place/root/usr/bin/qemu-system-x86_64" \
		-L "$place/root/usr/share/qemu" -L "$place/root/usr/share/seabios"
	PATH=$tmp/other:$PATH qemu-system-x86_64 --version
}

# by WHICH NAME OPTION...: measure() with one of the two.
by()
{
	local PATH=$tmp/$1:$PATH
	measure "${@:2}"
}

# All benchmarks, one round.
measured()
{
	by other without --vcpus=1,16 && by other with --vcpus=1,16 --profile=all &&
		zcat "$(profile with 1)"/IrqDelivery*quiet*16.raw.gz | awk '/^plugin-interface: / { print; old = $2 < 2 } END { exit old }'
}

# executions NAME SIDE: of each instruction of the quiet cells.
executions()
{
	local raw
	for raw in "$(profile "$1" "$2")"/*state=quiet*.raw.gz; do
		zcat "$raw" | awk '$1 == "cell:" { cell = $2 } $1 == "ops:" { ops = $2 } $1 == "windows:" { windows = $2 }
			$1 == "a" { print cell, $2, $3, $4 / ops / windows }'
	done
}

same_executions()
{
	local side
	by own-cpu own --vcpus=16 --bench='*/state=quiet' --profile &&
		by other-cpu same --vcpus=16 --bench='*/state=quiet' --profile || return 1
	for side in 1 2; do
		executions own "$side" >"$tmp/a"
		executions same "$side" >"$tmp/b"
		wc -l <"$tmp/a"
		[ -s "$tmp/a" ] && diff "$tmp/a" "$tmp/b" || return 1
	done
}

need_qemu $TESTS
profiles__of 6.12 patched
profiles__built || skip_all $TESTS "no unpatched and patched of 6.12 are built: make kernel KERNEL=patched KERNEL_BASE=6.12"
[ -s "$place/root/usr/bin/qemu-system-x86_64" ] || fetch >"$tmp/fetch" 2>&1 ||
	skip_all $TESTS "no qemu-system-x86 of $SUITE is to be had: $(tail -n 1 "$tmp/fetch")"
{ unpack_qemu && wrap_both; } >"$tmp/version" || skip_all $TESTS "QEMU of $SUITE does not run here"
echo 1..$TESTS
check "$(head -n 1 "$tmp/version")" measured
check "samples are the same with a profile and without, to the byte" same_samples without with
check "each cell has a profile" all_profiled with
check "windows add up to the cells' numbers, to the instruction" windows_add_up with
check "and so do functions" functions_add_up with
check "on one CPU, each instruction is executed as often as in this machine's QEMU" same_executions
exit $failed
