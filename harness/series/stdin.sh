#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# stdin.sh DIR - keep standard input, which can be read once only, as a file of
# DIR/series that is called after its contents. Prints the file's path.
set -eu

dir=$1/series
if [ -t 0 ]; then
	echo "vcpuscale: KERNEL=-: standard input is a terminal: give a series there, as in make bench KERNEL=- <my.mbox" >&2
	exit 2
fi
mkdir -p "$dir"
temp=$(mktemp "$dir/stdin.XXXXXX")
trap 'rm -f "$temp"' EXIT
cat >"$temp"
if [ ! -s "$temp" ]; then
	echo "vcpuscale: KERNEL=-: standard input is empty: give a series there, as in make bench KERNEL=- <my.mbox" >&2
	exit 2
fi
path=$dir/stdin-$(sha256sum <"$temp" | cut -c 1-8).mbox
mv "$temp" "$path"
echo "$path"
