#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Does each patch of the series below kernels/ build by itself, on each base that has
# the series, with both vendor modules and without a warning? Or of those series that
# WANTED names, as "6.1/patched 7.3/array". A patch costs what it makes stale: where it
# touches kvm_host.h, 70 s of CPU time for modules. TAP; the plan comes last.
#
# check() calls the functions by name, and lib.sh counts in subshells when it tests
# itself, which nobody does here:
# shellcheck disable=SC2031,SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

wanted()
{
	if [ -n "${WANTED:-}" ]; then
		printf '%s\n' "$WANTED" | tr ' ' '\n'
		return
	fi
	local dir kernel
	for dir in kernels/*/*/; do
		compgen -G "$dir*.patch" >/dev/null || continue
		dir=${dir%/} kernel=${dir#kernels/}
		echo "${dir##*/}/${kernel%%/*}"
	done
}

# Another run may be at other series.
clean_up()
{
	local line kernel

	lib__clean_up
	while IFS=/ read -r line kernel; do
		rm -rf "$O/kernels/$line/each-patch-of-$kernel"{,.*}
	done < <(wanted)
}
trap clean_up EXIT

# builds LINE SERIES N: its first N patches, from the objects of one patch less, which
# lie in $before.
builds()
{
	local line=$1 first=$3 dir
	dir=$(harness/kernel/build.sh --build-dir="$O" --line="$line" --vendor=all \
		--kernel="$2" --first="$first" --seed="${before:-unpatched}") || return 1
	[ -z "$before" ] || rm -rf "$O/kernels/$line/$before"
	before=$(basename "$dir")
	# Kconfig's of options that are set twice have no blank before them.
	! grep -A4 ': warning: ' "$dir/build.log"
}

# Where the sources of a base are missing, or are not those of the series.
test_series()
{
	local line=$1 kernel=$2 series=$tmp/each-patch-of-$2 patch n=0 before=

	if ! compgen -G "kernels/$kernel/$line/*.patch" >/dev/null; then
		check "$line/$kernel: there are patches" false
		return
	fi
	rm -rf "$series"
	mkdir "$series"
	cp "kernels/$kernel/$line"/*.patch "$series/"
	if ! harness/kernel/build.sh --build-dir="$O" --line="$line" --kernel=unpatched --series \
		>/dev/null 2>"$tmp/line.err"; then
		skip "$line/$kernel" "$(sed -n 's/^vcpuscale: //p' "$tmp/line.err" | head -n 1)"
		return
	fi
	for patch in "$series"/*.patch; do
		n=$((n + 1))
		check "$line/$kernel: $(basename "$patch" .patch)" builds "$line" "$series" "$n"
	done
	[ -z "$before" ] || rm -rf "$O/kernels/$line/$before"
}

while IFS=/ read -r line kernel; do
	test_series "$line" "$kernel"
done < <(wanted)
echo "1..$count"
exit "$failed"
