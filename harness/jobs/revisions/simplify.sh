# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# A history of the revisions alone that can have changed KVM's code: git
# replaces the parents of each by the nearest of them, in the private
# repository, so that git bisect never halts at one that need not be built.

# shellcheck disable=SC2034 # the includer reads them
REVISIONS=0		# in GOOD..BAD
CHANGING=0		# of them
BAD_END=		# the last of them: its KVM is BAD's

# code__of BLOB: without comments and empty lines. Line numbers may change,
# which __LINE__ puts into warnings' tables and no path executes.
code__of() {
	git -C "$1" cat-file blob "$2" | gcc -fpreprocessed -dD -E -P -x c - 2>/dev/null
}

# is_neutral REPO COMMIT: it has one parent and changes comments alone.
is_neutral() {
	local repo=$1 commit=$2 old new path changes
	[ "$(git -C "$repo" rev-list --parents -n 1 "$commit" | wc -w)" = 2 ] || return 1
	changes=$(git -C "$repo" diff-tree -r --no-commit-id --no-renames "$commit" -- "${PATHSPECS[@]}" |
		awk '{ print $3, $4, $6 }')
	while read -r old new path; do
		case $old$new in *0000000000000000*) return 1 ;; esac
		case $path in
		*.c | *.h) ;;
		*) return 1 ;;
		esac
		[ "$(code__of "$repo" "$old" | sha256sum)" = "$(code__of "$repo" "$new" | sha256sum)" ] ||
			return 1
	done <<<"$changes"
}

# simplify REPO GOOD BAD
simplify() {
	local repo=$1 good=$2 bad=$3 commit parents parent mapped
	local -A to=()
	REVISIONS=$(git -C "$repo" rev-list --count "$good..$bad")
	BAD_END=$good
	while read -r commit parents; do
		mapped=
		for parent in $parents; do
			parent=${to[$parent]:-$good}
			[[ " $mapped " == *" $parent "* ]] || mapped+=${mapped:+ }$parent
		done
		mapped=${mapped:-$good}
		if is_neutral "$repo" "$commit"; then
			to[$commit]=$mapped
		else
			to[$commit]=$commit
			CHANGING=$((CHANGING + 1))
			# shellcheck disable=SC2086 # one word each
			git -C "$repo" replace --graft "$commit" $mapped 2>/dev/null || :
		fi
		BAD_END=${to[$commit]}
	done < <(git -C "$repo" rev-list --topo-order --reverse --parents "$good..$bad" -- "${PATHSPECS[@]}")
}
