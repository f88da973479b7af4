# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# The sources of whole kernels, as git trees. Below DIR/source/whole lie git/, a
# repository of our own that has packages' and directories' sources and borrows
# the objects of the user's repository, and src/, of which everything is built:
# git changes only the files there that differ from one kernel to the next, and
# make compiles only what depends on these. All bases share both, and so what
# ccache has of one serves another. What the user gave is read only.
#
# The includers read and set what is not used here:
# shellcheck disable=SC2034,SC2153

# Drivers that no kernel here ever has, a third of all sources: a package is
# unpacked without them.
TREE_LEFT_OUT='drivers/accel drivers/clk drivers/gpu drivers/iio drivers/infiniband drivers/media
	drivers/net drivers/pinctrl drivers/scsi drivers/staging drivers/usb sound'

# What a kernel is not built of is not in src/, Kconfig and Makefile are.
TREE_SPARSE='!/Documentation/*/
!/arch/*/**/*.[chS]
!/arch/*/**/*.dts*
/arch/x86/**
!/tools/perf/
!/tools/testing/
Kconfig*'

TREE_MIB=1150		# at most at any time; of a repository's revisions half of that
TREE_DIR=		# DIR/source/whole
TREE_BASE=		# the tree object of the base's sources
TREE_COMMIT=		# the commit it is of, if there is one
TREE_VERSION=		# Linux' version there, as 7.3
TREE_SOURCE=		# what it is, for results: a package's version, a commit
TREE_PATCHED=		# the tree object with a series applied
TREE_NOTES=		# on how it applied

# The user's configuration of git could change what is checked out.
tree__git() {
	env -u GIT_DIR -u GIT_WORK_TREE GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 \
		git --git-dir="$TREE_DIR/git" --work-tree="$TREE_DIR/src" -c gc.auto=0 "$@"
}

# tree__fail WORDS: what git has said is in the log.
tree__fail() {
	disk__check "$TREE_DIR" "$LOG"
	die "$1: $(tail -n 1 "$LOG"): see ${LOG#"$PWD/"}"
}

# tree__lock DIR: nobody else changes the sources of DIR as long as we live.
tree__lock() {
	TREE_DIR=$1/source/whole
	mkdir -p "$TREE_DIR" 2>/dev/null || die "$TREE_DIR: cannot be made: give another build directory with O="
	exec 9>"$TREE_DIR/lock"
	lock__take 9 "another build of a whole kernel"
}

tree__need_space() {
	step "base $LINE takes up to $TREE_MIB MiB of disk in ${TREE_DIR%/source/*}, with a kernel of it"
	need_space "$TREE_DIR" "$TREE_MIB" "base $LINE"
}

# tree__create OBJECTS: an empty repository, which borrows from OBJECTS if given.
tree__create() {
	local skip
	[ -d "$TREE_DIR/src" ] || [ "$BASE_PACKAGES" != none ] || tree__need_space
	mkdir -p "$TREE_DIR/src"
	[ -s "$TREE_DIR/git/info/sparse-checkout" ] || {
		rm -rf "$TREE_DIR/git"
		tree__git init -q
		tree__git config core.sparseCheckout true
		{ echo '/*'
		  for skip in $TREE_LEFT_OUT; do printf '!/%s/**/*.[ch]\n' "$skip"; done
		  echo "$TREE_SPARSE"; } >"$TREE_DIR/git/info/sparse-checkout"
	} >>"$LOG" 2>&1 || tree__fail "$TREE_DIR: cannot be written"
	tree__borrow "$1"
}

# tree__borrow OBJECTS: what was borrowed before may be gone, of which git complains.
tree__borrow() {
	rm -f "$TREE_DIR/git/objects/info/alternates"
	[ -z "$1" ] || echo "$1" >"$TREE_DIR/git/objects/info/alternates"
}

# tree__import DIR INDEX [GIT_ADD_OPTION...]: prints the tree object of DIR. One
# pack, quickly made: a file for each object would take three times the room.
tree__import() {
	local dir=$1 index=$TREE_DIR/git/$2
	shift 2

	{ GIT_INDEX_FILE=$index tree__git -c core.sparseCheckout=false --work-tree="$dir" \
		-c core.bigFileThreshold=1 -c core.compression=1 -C "$dir" add -A "$@" . >>"$LOG" 2>&1 &&
		GIT_INDEX_FILE=$index tree__git write-tree; } ||
		tree__fail "$dir: cannot be taken"
}

# tree__file FILE: as it is in the base.
tree__file() {
	tree__git cat-file blob "$TREE_BASE:$1" 2>/dev/null
}

# Sets TREE_VERSION. Statistics of the time that a vCPU blocks are from 5.16.
tree__check() {
	local what=$1 makefile
	makefile=$(tree__file Makefile | head -n 5) || :
	TREE_VERSION=$(awk '$1 == "VERSION" { v = $3 } $1 == "PATCHLEVEL" { p = $3 }
		END { print v "." p }' <<<"$makefile")
	{ [ "$TREE_VERSION" != . ] && tree__file virt/kvm/kvm_main.c >/dev/null; } ||
		die "$what: is not Linux, or has no KVM: give a revision or the sources of Linux"
	[ "$(printf '%s\n' 5.16 "$TREE_VERSION" | sort -V | head -n 1)" = 5.16 ] ||
		fault "$what: is Linux $TREE_VERSION: before 5.16 KVM does not say whether a vCPU blocks, which the benchmarks wait for: give 5.16 or newer"
}

# The sources of a package that make deps has fetched.
tree__open_package() {
	[ -s "$TREE_DIR/$LINE" ] ||
		die "$BASE_PACKAGES is missing: run make deps KERNEL_BASE=$LINE"
	mkdir -p "$TREE_DIR/src"
	tree__borrow ''
	read -r TREE_BASE TREE_SOURCE <"$TREE_DIR/$LINE"
}

# A directory of sources, as it is now; what was built there does not count.
tree__open_directory() {
	local force=()
	tree__create ''
	# Debian's own .gitignore ignores everything.
	! grep -qx '/\*' "$TREE/.gitignore" 2>/dev/null || force=(-f)
	[ -f "$TREE/Makefile" ] || die "KERNEL_TREE=$TREE: is not Linux: give a git repository or the sources of Linux"
	[ -s "$TREE_DIR/git/import" ] || step "read the sources in $TREE"
	TREE_BASE=$(tree__import "$(realpath -- "$TREE")" import "${force[@]}") || exit
	TREE_SOURCE=$TREE_BASE
}

# tree__is_repository DIR: not only inside of one.
tree__is_repository() {
	[ -e "$1/.git" ] || { [ -d "$1/objects" ] && [ -d "$1/refs" ]; }
}

# tree__revision REV: the commit's hash.
tree__revision() {
	git -C "$TREE" rev-parse --verify --quiet --end-of-options "$1^{commit}"
}

# tree__open_repository REV
tree__open_repository() {
	local objects
	objects=$(git -C "$TREE" rev-parse --git-path objects 2>&1) ||
		die "KERNEL_TREE=$TREE: not a git repository: $objects"
	objects=$(cd "$TREE" && realpath -- "$objects")
	tree__create "$objects"
	TREE_COMMIT=$(tree__revision "$1") ||
		die "KERNEL_TREE=$TREE: no revision $1 there: give a branch, a tag or a commit of it"
	TREE_BASE=$(tree__git rev-parse --verify --quiet "$TREE_COMMIT^{tree}") ||
		die "KERNEL_TREE=$TREE: $TREE_COMMIT has no tree: run git fsck there"
	TREE_SOURCE=$TREE_COMMIT
}

# tree__merge_base REV: where it left its upstream branch, or else the nearest of
# the well-known branches and version tags.
tree__merge_base() {
	local rev=$1 ref commit count best='' least='' from=''
	for ref in $(git -C "$TREE" rev-parse --abbrev-ref "$rev@{upstream}" 2>/dev/null) \
		$(git -C "$TREE" for-each-ref --format='%(refname:short)' refs/heads/master refs/heads/main \
			'refs/remotes/*/master' 'refs/remotes/*/main' 'refs/remotes/*/next' 'refs/remotes/*/queue') \
		$(git -C "$TREE" describe --abbrev=0 --match 'v[0-9]*' "$rev" 2>/dev/null); do
		commit=$(git -C "$TREE" merge-base "$rev" "$ref" 2>/dev/null) || continue
		count=$(git -C "$TREE" rev-list --count "$commit..$rev")
		[ "$count" -gt 0 ] || continue
		if [ -z "$least" ] || [ "$count" -lt "$least" ]; then
			best=$commit least=$count from=$ref
		fi
	done
	[ -n "$best" ] ||
		die "KERNEL=$rev: no branch or tag of $TREE that it left: give BASE=revision"
	note "BASE: where $rev left $from, $least commit$([ "$least" = 1 ] || echo s) before it"
	echo "$best"
}

# tree__stage TREE DIR [NAME...]: the files that the series names, as they are in TREE.
tree__stage() {
	local tree=$1 dir=$2 names
	shift 2

	mkdir -p "$dir"
	mapfile -t names < <(series__names)
	names+=("$@")
	[ ${#names[@]} -gt 0 ] || return 0
	mapfile -d '' -t names < <(tree__git ls-tree -r --name-only -z "$tree" -- "${names[@]}")
	[ ${#names[@]} -eq 0 ] ||
		tree__git --literal-pathspecs archive "$tree" -- "${names[@]}" | tar -xf - -C "$dir"
}

# tree__others DIR: the other packages at hand, as "BASE:SOURCES". Sources with a
# Makefile count as a whole kernel's.
tree__others() {
	local base tree TREE_DIR=$BUILD_DIR/source/whole
	for base in $(base__names_of whole); do
		[[ $base != "$LINE" && -s $TREE_DIR/$base ]] || continue
		read -r tree _ <"$TREE_DIR/$base"
		tree__stage "$tree" "$1/$base" Makefile 2>/dev/null
		echo "$base:$1/$base"
	done
}

# tree__apply: sets TREE_PATCHED, and TREE_NOTES to what there is to say of it.
# Nothing but an index is touched.
tree__apply() {
	local stage=$SERIES_DIR.tried
	TREE_PATCHED=$TREE_BASE TREE_NOTES=
	[ ${#KERNEL_PATCHES[@]} -gt 0 ] || return 0
	rm -rf "$stage" "$TREE_DIR/git/patched"
	tree__stage "$TREE_BASE" "$stage"
	TREE_NOTES=$(series__put "$stage" "$LOG" 2>&1) || { printf '%s\n' "$TREE_NOTES" >&2; exit 2; }
	export GIT_INDEX_FILE=$TREE_DIR/git/patched
	tree__git read-tree "$TREE_BASE"
	series__names | tree__git -c core.sparseCheckout=false --work-tree="$stage" -C "$stage" \
		update-index --add --remove --stdin
	TREE_PATCHED=$(tree__git write-tree)
	rm -rf "$stage" "$GIT_INDEX_FILE"
	unset GIT_INDEX_FILE
}

# tree__checkout: src/ becomes TREE_PATCHED.
tree__checkout() {
	local half=$TREE_DIR/half-changed
	rm -f "$TREE_DIR/git/index.lock"
	# What a checkout that was killed has left, no index knows of.
	[ ! -e "$half" ] || tree__git clean -qfdx
	touch "$half"
	tree__git read-tree --reset -u "$TREE_PATCHED" >>"$LOG" 2>&1 ||
		tree__fail "$TREE_DIR/src: cannot be written"
	rm "$half"
}
