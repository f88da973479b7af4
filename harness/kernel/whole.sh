# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# A whole kernel: image and modules, built out of tree in DIR/whole. All
# kernels are built there in turn, so that each costs what differs from the one
# before; what comes of it lies in DIR/kernels/BASE/NAME.

WHOLE_CC=${CC:-gcc}
# Sets WHOLE_MAKE, the kernel's make for this base. The environment is emptied, as
# in compile. User, host and time are the same for all builds, and so are the bytes.
whole__set_make() {
	local cc=$WHOLE_CC
	! have ccache || cc="ccache $cc"
	WHOLE_MAKE=(setpriv --pdeathsig TERM
		env -i PATH="$PATH" HOME="${HOME:-/}" LC_ALL=C TMPDIR="${TMPDIR:-/tmp}"
		CCACHE_DIR="${CCACHE_DIR:-$BUILD_DIR/ccache}" CCACHE_MAXSIZE="${CCACHE_MAXSIZE:-500M}"
		CCACHE_STATSLOG="$OBJ/ccache-stats" CCACHE_DEPEND=1
		make -C "$TREE_DIR/src" O="$OBJ" CC="$cc" HOSTCC="$cc" V="$VERBOSE" LOCALVERSION=
		KBUILD_BUILD_USER=vcpuscale KBUILD_BUILD_HOST=vcpuscale KBUILD_BUILD_VERSION=1
		KBUILD_BUILD_TIMESTAMP='2026-01-01 00:00:00 UTC')
}

# Is it what another kernel is compared with, without changes?
whole__is_base() {
	[ ${#KERNEL_PATCHES[@]} -eq 0 ] && { [ -z "$KERNEL_COMMIT" ] || [ "$KERNEL" = "$ONTO" ]; }
}

# whole__complain VERB: the first error of the log, whoever made it.
whole__complain() {
	local what="kernel $KERNEL_NAME: does not $1" said
	! grep -q 'No space left on device' "$LOG" ||
		die "$OBJ: the disk is full: make room there, or give another build directory with O="
	if grep -q 'Compiler is too old' "$LOG"; then
		said=$(sed -nE 's/^\*\*\*  *(Your .* version:|Minimum .* version:) */\1 /p' "$LOG" | paste -sd ' ')
		die "$what: the compiler is too old for Linux $TREE_VERSION: $said: install a newer one and give it as CC="
	fi
	! whole__is_base || what="the base does not $1: kernel $KERNEL_NAME ($TREE_SOURCE)"
	fault "$what: $(compile__error "$TREE_DIR/src" "$LOG"): the log is ${LOG#"$PWD/"}"
}

# Before minutes of building, for make would say it in its own words.
whole__need_tools() {
	local tool
	for tool in flex bison bc "$WHOLE_CC"; do
		have "$tool" || die "$tool is missing, which whole kernels are built with: run make deps"
	done
	echo '#include <gelf.h>' | "$WHOLE_CC" -E - >/dev/null 2>&1 ||
		die "gelf.h is missing, which whole kernels are built with: run make deps"
}

# What the user named: a revision, or a series on top of one or of a package.
whole__open() {
	local onto=HEAD
	tree__lock "$BUILD_DIR"
	if [ "$BASE_PACKAGES" != none ]; then
		tree__open_package
		tree__check "$BASE_PACKAGES"
		TREE=	# its revisions are KERNEL_BASE=tree's
		return
	fi
	[ -n "$TREE" ] || die "KERNEL_BASE=tree: no KERNEL_TREE: give a git repository or a directory of sources"
	[ -d "$TREE" ] || die "KERNEL_TREE=$TREE: no such directory: give a git repository or a directory of sources"
	if tree__is_repository "$TREE"; then
		[ -z "$ONTO" ] || ! tree__revision "$ONTO" >/dev/null || onto=$ONTO
		# In the order of kernel__resolve: a name, a path, a revision.
		[ -d "$TOP/kernels/$KERNEL" ] || [ -e "$KERNEL" ] ||
			! tree__revision "$KERNEL" >/dev/null || onto=$KERNEL
		tree__open_repository "$onto"
	else
		tree__open_directory
	fi
	tree__check "KERNEL_TREE=$TREE${TREE_COMMIT:+ at $onto}"
}

# What a kernel is compared with where nothing was said.
whole__base() {
	local commit
	if [ -n "$KERNEL_COMMIT" ]; then
		tree__merge_base "$KERNEL"
		return
	fi
	[ ${#KERNEL_PATCHES[@]} -eq 0 ] || [ -z "$TREE_COMMIT" ] ||
		while read -r commit; do
			if tree__revision "$commit"; then
				note "BASE: the series' base-commit"
				return
			fi
			note "base-commit $commit is not in $TREE"
		done < <(sed -nE 's/^base-commit: //p' "$SERIES_DIR/manifest")
	echo unpatched
}

whole__stamp() {
	STAMP=$({ echo "$TREE_PATCHED $VENDOR $KERNEL_NAME $OBJ"; config__stamp
		cat "$HERE"/{whole,configure}.sh; } | sha256sum)
}

# whole__id: sources, configuration as it came out, compiler.
whole__id() {
	{ echo "$TREE_PATCHED"; grep -v '^#' "$OBJ/.config"; "$WHOLE_CC" --version | head -n 1; } |
		sha256sum | cut -c 1-12
}

# shellcheck disable=SC2317 # child__run calls it
count__whole() {
	local made
	made=$(grep -cE '^  (CC|AS) ' "$LOG") || :
	echo "$made $((made > WHOLE_OBJECTS ? made : WHOLE_OBJECTS)) objects"
}

whole__compile() {
	local vars=()
	# About as many as a first build compiles; of later ones it is not known.
	WHOLE_OBJECTS=800
	[ ! -s "$OBJ/vmlinux" ] || WHOLE_OBJECTS=0
	case $VENDOR in
	amd) vars=(CONFIG_KVM_INTEL=) ;;
	intel) vars=(CONFIG_KVM_AMD=) ;;
	esac
	[ -t 2 ] || step "$KERNEL_NAME: build Linux $TREE_VERSION, image and modules"
	child__run "$KERNEL_NAME: build Linux $TREE_VERSION" count__whole "$LOG" \
		"${WHOLE_MAKE[@]}" -j "$JOBS" "${vars[@]}" vmlinux modules || whole__complain compile
}

# The image counts as the same where its bytes are, the configuration, and the
# offsets that modules and image share.
whole__image_id() {
	cat "$1/vmlinuz" "$1/irqbypass.ko" "$OBJ/.config" "$OBJ/include/generated/asm-offsets.h" |
		sha256sum | cut -c 1-16
}

# whole__install TEMP: a reader sees a whole kernel or none: info comes last.
whole__install() {
	local temp=$1 module
	{ strip -o "$temp/vmlinuz" "$OBJ/vmlinux" &&
		strip --strip-debug -o "$temp/irqbypass.ko" "$OBJ/virt/lib/irqbypass.ko"; } ||
		die "$OUT: strip failed: make room there, or give another build directory with O="
	for module in "${MODULES[@]}"; do
		strip --strip-debug -o "$temp/$module" "$OBJ/arch/x86/kvm/$module" ||
			die "$OUT: $module: strip failed: make room there, or give another build directory with O="
	done
	cp "$OBJ/include/config/kernel.release" "$temp/release"
	whole__image_id "$temp" >"$temp/image"
	whole__info >"$temp/info"
	rm -f "$OUT/info" "$OUT"/*.ko
	mv "$temp"/{vmlinuz,irqbypass.ko,release,image} "${MODULES[@]/#/$temp/}" "$OUT/"
	mv "$temp/info" "$OUT/info"
}

whole__info() {
	cat <<-END
	kernel: $KERNEL_NAME
	kernel-id: $(whole__id)
	kernel-release: $(<"$OBJ/include/config/kernel.release")
	kernel-base: $LINE
	kernel-config: $(config__hash)
	kernel-source: $TREE_SOURCE
	compiler: gcc $("$WHOLE_CC" -dumpfullversion)
	END
	[ -z "$KERNEL_COMMIT" ] || commit__describe "$TREE" "$KERNEL_COMMIT"
}

# What ccache has saved of this build.
whole__tell_ccache() {
	local hits all
	[ -s "$OBJ/ccache-stats" ] || return 0
	hits=$(grep -cE '^(direct|preprocessed)_cache_hit$' "$OBJ/ccache-stats") || :
	all=$(grep -cE '^(direct_cache_hit|preprocessed_cache_hit|cache_miss)$' "$OBJ/ccache-stats") || :
	printf ', %d of %d objects from ccache' "$hits" "$all"
}

whole__build() {
	local start=$SECONDS
	whole__need_tools
	# The objects of a first build and what comes of it.
	need_space "$OUT" "$([ -s "$OBJ/vmlinux" ] && echo 60 || echo 400)" "kernel $KERNEL_NAME"
	rm -f "$WORK/stamp" "$OUT/info"
	rm -rf "$WORK/out"
	mkdir -p "$OBJ" "$WORK/out"
	rm -f "$OBJ/ccache-stats"
	mv "$LOG" "$OUT/build.log"
	LOG=$OUT/build.log
	[ -z "$TREE_NOTES" ] || step "$TREE_NOTES"
	tree__checkout
	config__make
	whole__compile
	whole__install "$WORK/out"
	echo "$STAMP" >"$WORK/stamp"
	step "$KERNEL_NAME: done in $((SECONDS - start)) s$(whole__tell_ccache)"
}

whole__is_current() {
	local file
	[ -f "$WORK/stamp" ] && [ "$(<"$WORK/stamp")" = "$STAMP" ] || return 1
	for file in info vmlinuz irqbypass.ko image "${MODULES[@]}"; do
		[ -s "$OUT/$file" ] || return 1
	done
}

# As build.sh's main does with modules.
whole__main() {
	config__check_file
	LOG=$BUILD_DIR/kernels/$LINE/build.log
	mkdir -p "${LOG%/*}" 2>/dev/null || die "$BUILD_DIR: cannot be made: give another build directory with O="
	: >"$LOG"
	traps__set
	whole__open
	kernel__resolve "$KERNEL" "$TREE_VERSION" "$TREE"
	if [ "$BASE" = 1 ]; then
		whole__base
		return
	fi
	OUT=$BUILD_DIR/kernels/$LINE/$KERNEL_NAME
	WORK=$OUT/.build OBJ=$BUILD_DIR/whole
	mkdir -p "$WORK" "$OBJ"
	LOG=$WORK/apply.log
	whole__set_make
	: >"$LOG"
	tree__apply
	[ "$CHECK" = 0 ] || return 0
	whole__stamp
	if [ "$ID" = 1 ]; then
		tree__checkout
		config__make
		whole__id
		return
	fi
	if ! whole__is_current; then
		whole__build
	fi
	printf '%s\n' "$OUT_SHOWN/kernels/$LINE/$KERNEL_NAME/"
}
