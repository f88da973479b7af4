# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# A whole kernel: image and modules, built out of tree in DIR/whole. All
# kernels are built there in turn, so that each costs what differs from the one
# before; what comes of it lies in DIR/kernels/BASE/NAME.
#
# shellcheck disable=SC2034,SC2153 # build.sh sets and reads them

WHOLE_OBJ=whole		# below DIR: where it is built
WHOLE_IMAGE=vmlinux	# what is booted
WHOLE_MIB=400		# the objects of a first build and what comes of it

# Is it what another kernel is compared with, without changes?
whole__is_base() {
	[ ${#KERNEL_PATCHES[@]} -eq 0 ] && { [ -z "$KERNEL_COMMIT" ] || [ "$KERNEL" = "$ONTO" ]; }
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
	local commit=''
	if [ -n "$KERNEL_COMMIT" ]; then
		tree__merge_base "$KERNEL"
		return
	fi
	[ ${#KERNEL_PATCHES[@]} -eq 0 ] ||
		commit=$(sed -n '/^base-commit: /{s///p;q}' "$SERIES_DIR/manifest")
	if [[ -n $commit && -n $TREE_COMMIT ]]; then
		if tree__revision "$commit"; then
			note "BASE: the series' base-commit"
			return
		fi
		note "base-commit $commit is not in $TREE"
	fi
	echo unpatched
}

whole__stamp() {
	STAMP=$({ echo "$TREE_PATCHED $VENDOR $KERNEL_NAME $OBJ"; config__stamp
		cat "$HERE"/{whole,make,configure,sizes}.sh; } | sha256sum)
}

# whole__id: sources, configuration as it came out, compiler.
whole__id() {
	{ echo "$TREE_PATCHED"; grep -v '^#' "$OBJ/.config"; "$KERNEL_CC" --version | head -n 1; } |
		sha256sum | cut -c 1-12
}

whole__compile() {
	# About as many as a first build compiles; of later ones it is not known.
	local vars=() total=800
	[ ! -s "$OBJ/vmlinux" ] || total=0
	case $VENDOR in
	amd) vars=(CONFIG_KVM_INTEL=) ;;
	intel) vars=(CONFIG_KVM_AMD=) ;;
	esac
	make__run "$KERNEL_NAME: build Linux $TREE_VERSION, image and modules" "$total" \
		"${vars[@]}" CFLAGS_MODULE="-g1 -fdebug-prefix-map=$KERNEL_SRC/=" "$WHOLE_IMAGE" modules
}

# The image counts as the same where its bytes are, the configuration, and the
# offsets that modules and image share.
whole__image_id() {
	cat "$1/vmlinuz" "$1/irqbypass.ko" "$OBJ/.config" "$OBJ/include/generated/asm-offsets.h" |
		sha256sum | cut -c 1-16
}

# whole__image FILE: QEMU boots vmlinux by way of PVH, whose code KASAN does not know.
whole__image() {
	case $WHOLE_IMAGE in
	vmlinux) strip -o "$1" "$OBJ/vmlinux" ;;
	bzImage) cp "$OBJ/arch/x86/boot/bzImage" "$1" ;;
	esac
}

whole__install() {
	local temp=$WORK/out
	whole__image "$temp/vmlinuz" 2>>"$LOG" || {
		disk__check "$OUT" "$LOG"
		die "$OUT: $WHOLE_IMAGE: strip failed: $(tail -n 1 "$LOG")"
	}
	strip_into "$temp" "$OBJ" virt/lib/irqbypass.ko "${MODULES[@]/#/arch/x86/kvm/}"
	cp "$OBJ/include/config/kernel.release" "$temp/release"
	whole__image_id "$temp" >"$temp/image"
	info__print "$(whole__id)" "$(<"$temp/release")" "$(config__asked_hash)" "$TREE_SOURCE" "$KERNEL_CC" \
		>"$temp/info"
	sizes__print "$WORK/sizes" "${KERNEL_MAKE[@]}" CC="$KERNEL_CC" M="$WORK/sizes" >>"$temp/info"
	install_all vmlinuz irqbypass.ko release image "${MODULES[@]}" "${MODULES[@]/%/.debug}"
}

# What ccache has saved of this build. What kbuild tries of the compiler, with
# /dev/null or standard input, is no object.
whole__tell_ccache() {
	[ -s "$OBJ/ccache-stats" ] || return 0
	awk '/^#/ { object = NF > 1 && $2 != "/dev/null"; next }
		object && /^(direct|preprocessed)_cache_hit$/ { hits++ }
		object && /^(direct_cache_hit|preprocessed_cache_hit|cache_miss)$/ { all++ }
		END { if (all) printf ", %d of %d objects from ccache", hits, all }' "$OBJ/ccache-stats"
}

whole__build() {
	local start=$SECONDS
	make__need_tools
	need_space "$OUT" "$([ -s "$OBJ/vmlinux" ] && echo 60 || echo "$WHOLE_MIB")" "kernel $KERNEL_NAME"
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
	whole__install
	step "$KERNEL_NAME: done in $((SECONDS - start)) s$(whole__tell_ccache)"
}

# The debug kernel of stress tests: another configuration, elsewhere.
whole__use_debug() {
	CONFIG_TABLE=$TOP/harness/stress/debug.config
	KERNELS=debug/$LINE/kernels WHOLE_OBJ=debug/whole WHOLE_IMAGE=bzImage WHOLE_MIB=1500
}

# As build.sh's main does with modules.
whole__main() {
	config__check_file
	KERNELS=kernels/$LINE
	[ "$DEBUG" = 0 ] || whole__use_debug
	LOG=$BUILD_DIR/$KERNELS/build.log
	mkdir -p "${LOG%/*}" 2>/dev/null || die "$BUILD_DIR: cannot be made: give another build directory with O="
	: >"$LOG"
	traps__set
	trap build__end EXIT
	whole__open
	kernel__resolve "$KERNEL" "$TREE_VERSION" "$TREE"
	if [ "$BASE" = 1 ]; then
		whole__base
		return
	fi
	OUT=$BUILD_DIR/$KERNELS/$KERNEL_NAME
	WORK=$OUT/.build KERNEL_WHAT="kernel $KERNEL_NAME:"
	! whole__is_base || KERNEL_WHAT="the base" KERNEL_WHICH="kernel $KERNEL_NAME ($TREE_SOURCE): "
	make__set "$TREE_DIR/src" "$BUILD_DIR/$WHOLE_OBJ" "${CC:-gcc}"
	mkdir -p "$WORK" "$OBJ"
	LOG=$WORK/apply.log
	: >"$LOG"
	tree__apply
	series__print
	[ "$CHECK$SERIES" = 00 ] || return 0
	whole__stamp
	if [ "$ID" = 1 ]; then
		tree__checkout
		config__make
		whole__id
		return
	fi
	cache__enter "$WORK" "$KERNEL_NAME"
	cache__leave
	is_current vmlinuz irqbypass.ko image || whole__build
	[ "$DEBUG" = 1 ] || [ -z "${CACHE_LIMIT:-}" ] || cache__trim "$BUILD_DIR" "$CACHE_LIMIT"
	printf '%s\n' "$OUT_SHOWN/$KERNELS/$KERNEL_NAME/"
}
