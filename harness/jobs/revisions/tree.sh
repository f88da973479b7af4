# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# The user's KERNEL_TREE is read and never written: no checkout, no refs, not
# even its index is refreshed. What needs a repository of its own to write to
# gets one that borrows the user's objects. To be sourced in the top directory.

# shellcheck source=harness/kernel/common.sh
. harness/kernel/common.sh

TREE=			# absolute path of the user's tree

# What a revision has to change to count, and what messages call it: what KVM's
# modules are built of, as in harness/kernel/source.sh, for git.
# shellcheck disable=SC2034 # the includers read them
CODE="KVM's code"
PATHSPECS=(arch/x86/kvm virt/kvm include/kvm ':(glob)include/linux/kvm_*'
	include/trace/events/kvm.h ':(glob)include/uapi/linux/kvm*'
	':(glob)arch/x86/include/asm/kvm*' ':(glob)arch/x86/include/uapi/asm/kvm*'
	arch/x86/include/asm/svm.h arch/x86/include/asm/vmx.h
	arch/x86/include/uapi/asm/svm.h arch/x86/include/uapi/asm/vmx.h)

# tree__is_whole: or what a whole kernel is built of, which is most of the tree.
# shellcheck disable=SC2034 # the includers read them
tree__is_whole() {
	CODE="the kernel's code"
	PATHSPECS=(. ':!Documentation' ':!samples' ':!tools/perf' ':!tools/testing' ':!net' ':!sound'
		':(exclude,glob)arch/[!x]*/**' ':!arch/xtensa' ':!LICENSES' ':!MAINTAINERS' ':!CREDITS')
}

tree__git() {
	GIT_OPTIONAL_LOCKS=0 git -C "$TREE" "$@"
}

# What the tree is in the middle of, in words; nothing when it is not.
tree__business() {
	local dir name text
	dir=$(tree__git rev-parse --absolute-git-dir)
	while read -r name text; do
		[ ! -e "$dir/$name" ] || echo "$text"
	done <<-END
	BISECT_START a bisection
	rebase-merge a rebase
	rebase-apply a rebase or git am
	MERGE_HEAD a merge
	CHERRY_PICK_HEAD a cherry-pick
	REVERT_HEAD a revert
	END
}

# Neither matters, but the user may think it does.
tree__notes() {
	local changed business
	# Not by head, which would end the function before it has said all.
	business=$(tree__business | sed -n 1p)
	[ -z "$business" ] ||
		note "KERNEL_TREE=$TREE: is in the middle of $business, which stays as it is"
	[ "$(tree__git rev-parse --is-bare-repository)" = false ] || return 0
	changed=$(tree__git status --porcelain --untracked-files=no 2>/dev/null | wc -l)
	[ "$changed" = 0 ] ||
		note "KERNEL_TREE=$TREE: $changed changed file$([ "$changed" = 1 ] || echo s) in no revision: not measured and left as they are"
}

# tree__open DIR: a hook or an alias may have run us with GIT_DIR set.
tree__open() {
	local said
	# shellcheck disable=SC2046 # names, one word each
	unset $(git rev-parse --local-env-vars)
	[ -n "$1" ] || die "no KERNEL_TREE: give KERNEL_TREE=, a git checkout of Linux"
	[ -d "$1" ] || die "KERNEL_TREE=$1: no such directory: give a git checkout of Linux"
	TREE=$(realpath -- "$1")
	said=$(tree__git rev-parse --git-dir 2>&1) ||
		die "KERNEL_TREE=$1: not usable as a git repository: ${said#fatal: }: give a checkout of Linux"
	tree__git rev-parse --verify --quiet HEAD >/dev/null ||
		[ -n "$(tree__git for-each-ref --count=1)" ] ||
		die "KERNEL_TREE=$1: has no commit: give a checkout of Linux"
	tree__notes
}

tree__is_shallow() {
	[ "$(tree__git rev-parse --is-shallow-repository)" = true ]
}

# tree__commit VARIABLE NAME REVISION: VARIABLE gets the full hash, NAME is what
# the user calls it.
tree__commit() {
	local -n commit=$1
	local name=$2 named=$3
	[ -n "$named" ] || die "no $name: give $name=, a revision of $TREE"
	commit=$(tree__git rev-parse --verify --quiet --end-of-options "$named^{commit}" 2>/dev/null) || {
		tree__is_shallow &&
			die "$name=$named: no such revision: $TREE is a shallow clone: git -C $TREE fetch --unshallow, or fetch what lies between with --shallow-since"
		die "$name=$named: no such revision in $TREE: fetch it, or see git -C $TREE tag"
	}
	tree__git cat-file -e "$commit:virt/kvm/kvm_main.c" 2>/dev/null ||
		die "$name=$named: has no virt/kvm/kvm_main.c: KERNEL_TREE=$TREE is no Linux there: give a checkout of Linux"
}

# tree__ordered A_NAME A B_NAME B: B descends from A and is not A.
tree__ordered() {
	local a_name=$1 a=$2 b_name=$3 b=$4 base
	[ "$a" != "$b" ] || die "$a_name and $b_name are the same revision, ${a:0:12}: name two"
	! tree__git merge-base --is-ancestor "$a" "$b" || return 0
	! tree__git merge-base --is-ancestor "$b" "$a" ||
		die "$a_name ${a:0:12} is newer than $b_name ${b:0:12}: exchange them: $a_name has to be an ancestor of $b_name"
	base=$(tree__git merge-base "$a" "$b") || {
		! tree__is_shallow ||
			die "$a_name ${a:0:12} and $b_name ${b:0:12}: $TREE is a shallow clone and lacks the revisions between: git -C $TREE fetch --unshallow"
		die "$a_name ${a:0:12} and $b_name ${b:0:12} have no history in common: name two revisions of one branch"
	}
	die "$a_name ${a:0:12} is not an ancestor of $b_name ${b:0:12}: they forked at ${base:0:12}: give that as $a_name"
}

# tree__borrow DIR: a bare repository that has the tree's objects and none of
# its refs.
tree__borrow() {
	local dir=$1 objects shallow
	objects=$(realpath -- "$(cd "$TREE" && realpath -- "$(git rev-parse --git-path objects)")")
	shallow=$(cd "$TREE" && realpath -m -- "$(git rev-parse --git-path shallow)")
	git init -q --bare "$dir"
	echo "$objects" >"$dir/objects/info/alternates"
	[ ! -f "$shallow" ] || cp "$shallow" "$dir/shallow"
	git -C "$dir" config user.name vcpuscale
	git -C "$dir" config user.email vcpuscale@localhost
	git -C "$dir" config gc.auto 0
}

# tree__subject COMMIT
tree__subject() {
	tree__git log -1 --no-show-signature --format=%s "$1" | cut -b 1-60
}
