# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# A range of revisions, and the file that remembers their order: a line each,
# "commit<TAB>kernel-id<TAB>state<TAB>subject". To be sourced after tree.sh.

RANGE_FIRST='' RANGE_LAST=''

# range__read FIRST..LAST
range__read() {
	local range=$1 first last
	[ -n "$range" ] || die "no RANGE: give RANGE=FIRST..LAST, e.g. RANGE=v6.1.10..v6.1.20"
	case $range in
	*...*) die "RANGE=$range: has three dots: give FIRST..LAST" ;;
	?*..?*) ;;
	*) die "RANGE=$range: is no range: give FIRST..LAST, e.g. RANGE=v6.1.10..v6.1.20" ;;
	esac
	# shellcheck disable=SC2034 # by name
	first=${range%%..*} last=${range##*..}
	tree__commit RANGE_FIRST "RANGE=$range: first revision" "$first"
	tree__commit RANGE_LAST "RANGE=$range: last revision" "$last"
	tree__ordered "RANGE's first" "$RANGE_FIRST" "RANGE's last" "$RANGE_LAST"
}

# FIRST itself, then whatever changes what is built after it.
range__commits() {
	echo "$RANGE_FIRST"
	tree__git rev-list --topo-order --reverse "$RANGE_FIRST..$RANGE_LAST" -- "${PATHSPECS[@]}"
}

order__path() {
	echo "$RESULTS/ranges/${RANGE_FIRST:0:12}-${RANGE_LAST:0:12}.tsv"
}

# From COMMITS, IDS and STATES; whole or not at all.
order__write() {
	local path i
	path=$(order__path)
	mkdir -p "${path%/*}"
	for i in "${!COMMITS[@]}"; do
		printf '%s\t%s\t%s\t%s\n' "${COMMITS[i]}" "${IDS[i]}" "${STATES[i]}" \
			"$(tree__subject "${COMMITS[i]}")"
	done >"$path.new"
	mv "$path.new" "$path"
}
