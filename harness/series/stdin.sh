#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# stdin.sh DIR VARIABLE - keep standard input, which can be read once only, as a
# file of DIR/series that is called after its contents. Prints the file's path.
set -eu

dir=$1/series variable=$2
if [ -t 0 ]; then
	echo "vcpuscale: $variable=-: standard input is a terminal: give a series there, as in make bench $variable=- <my.mbox" >&2
	exit 2
fi
mkdir -p "$dir"
temp=$(mktemp "$dir/stdin.XXXXXX")
trap 'rm -f "$temp"' EXIT
cat >"$temp"
if [ ! -s "$temp" ]; then
	echo "vcpuscale: $variable=-: standard input is empty: give a series there, as in make bench $variable=- <my.mbox" >&2
	exit 2
fi
path=$dir/stdin-$(sha256sum <"$temp" | cut -c 1-8).mbox
mv "$temp" "$path"
echo "$path"
