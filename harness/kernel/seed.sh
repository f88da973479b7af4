# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# A new kernel starts from the objects of unpatched, or of another kernel that
# build.sh is told, where these exist: a
# series that touches one file then takes seconds. The objects are the same
# wherever they are built (see compile), but kbuild's notes name the place.

# seed__relocate DIR FROM TO: in text files, which keep their timestamps.
seed__relocate() {
	local dir=$1 from=$2 to=$3 file
	while read -r file; do
		touch -r "$file" "$dir/.time"
		sed -i "s|$from/|$to/|g" "$file"
		touch -r "$dir/.time" "$file"
	done < <(grep -rlIF "$from/" "$dir")
	rm -f "$dir/.time"
}

# seed__take WORK NAME: only from a build that is whole, of the same headers and
# compiler, and that nobody is changing now. Several may take at a time.
seed__take() {
	local work=$1 from temp=$1/seed
	from=$(realpath -m -- "$work/../../$2/.build")
	[[ ! -d $work/src && $from != "$work" && -s $from/stamp ]] || return 0
	[ "$(cat "$from/environment")" = "$(cat "$work/environment")" ] || return 0
	[ "$(cat "$from/place" 2>/dev/null)" = "$from" ] || return 0
	exec 6<"$from/lock"
	if flock -n -s 6 && [ -s "$from/stamp" ]; then
		rm -rf "$temp"
		TRASH+=("$temp")
		cp -a "$from/src" "$temp"
		seed__relocate "$temp" "$from/src" "$work/src"
		cp "$from/changed.all" "$work/changed.all"
		mv -T "$temp" "$work/src"
	fi
	exec 6<&-
}
