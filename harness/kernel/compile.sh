# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# From staged sources to modules.

# shellcheck disable=SC2034 # build.sh reads it
BUILD_MIB=60		# objects and modules take 18 MiB, with all vendors 22

# The copy has no virt/kvm below $(srctree): that is the packaged headers.
stage__redirect() {
	# shellcheck disable=SC2016 # make expands them
	sed -i 's|\$(srctree)/virt/kvm|$(src)/../../../virt/kvm|' "$1/arch/x86/kvm/Makefile"
	mkdir -p "$1/include/trace"
}

# stage__sync STAGE SRC LIST: touches only what differs, so that kbuild, which
# goes by timestamps, compiles only that. LIST gets the names changed.
stage__sync() {
	local stage=$1 src=$2 list=$3 file
	mkdir -p "$src/include/trace"
	: >"$list"
	if [ -f "$list.all" ]; then
		while read -r file; do
			[ -f "$stage/$file" ] || { rm -f "$src/$file"; echo "$file" >>"$list"; }
		done <"$list.all"
	fi
	(cd "$stage" && find . -type f -printf '%P\n') >"$list.all"
	while read -r file; do
		! cmp -s "$stage/$file" "$src/$file" || continue
		mkdir -p "$src/${file%/*}"
		cp "$stage/$file" "$src/$file"
		echo "$file" >>"$list"
	done <"$list.all"
}

# Objects that this build makes: those that depend on what has changed and
# those not there yet. A first build takes each source for an object.
compile__total() {
	local src=$1 list=$2 skip=$3 made affected sources
	made=$(find "$src" -name '.*.o.cmd' | wc -l)
	sources=$(cd "$src" && find arch/x86/kvm virt/kvm -name '*.[cS]' |
		grep -vcE "^arch/x86/kvm/$skip/|kvm-asm-offsets|\.mod\.c$") || :
	affected=0
	if [ "$made" -gt 0 ] && [ -s "$list" ]; then
		affected=$(find "$src" -name '.*.o.cmd' -exec grep -lFf "$list" {} + | wc -l)
		sources=0
	fi
	echo $((affected > 0 || made > 0 ? affected : sources))
}

count__objects() {
	local made
	made=$(grep -cE '^  (CC|AS) ' "$COMPILE_LOG") || :
	echo "$made $((made > COMPILE_TOTAL ? made : COMPILE_TOTAL)) objects"
}

# The compiler's, the assembler's or modpost's first complaint, on one line,
# paths as in the kernel source.
compile__error() {
	local src=$1 log=$2
	{ grep -m1 -E '^[^ ]+:[0-9]+(:[0-9]+)?: (fatal )?[eE]rror: |^ERROR: modpost: |^[^ ]*ld: |^make.*No rule to make' "$log" ||
	  grep -m1 -E ' Error |[eE]rror' "$log" || echo "make failed"; } |
		sed -e "s|$src/||g" -e 's|arch/x86/kvm/\.\./\.\./\.\./||g' -e 's|: \(fatal \)\?error: |: |'
}

# kbuild__set SRC DIR KCFLAGS: sets KBUILD, the command that builds the modules
# of DIR with the sources of SRC before the packaged headers. Of debug information
# lines alone, which profiles name: all of it costs a third of the time. It does not
# change the code.
kbuild__set() {
	local src=$1 compiler=''
	# Before 5.15 the kernel includes the compiler's <stdarg.h>.
	! grep -qsxF '#include <stdarg.h>' "${LINE_HEADERS%-*-amd64}-common/include/linux/kernel.h" \
		"$LINE_HEADERS/include/linux/kernel.h" ||
		compiler=" -isystem $("$LINE_CC" -print-file-name=include)"
	KBUILD=("${BARE_MAKE[@]}" -C "$LINE_HEADERS" M="$2" V="$VERBOSE" "${LINE_VARS[@]}"
		NOSTDINC_FLAGS="-nostdinc -I$src/arch/x86/include -I$src/arch/x86/include/uapi -I$src/include -I$src/include/uapi -I$src/arch/x86/kvm -I$src/include/trace$compiler"
		KCFLAGS="$3" CONFIG_DEBUG_INFO= CONFIG_DEBUG_INFO_BTF_MODULES= modules)
}

# compile SRC LIST LOG VENDOR JOBS: paths in the modules are relative to SRC, so
# that they do not depend on its place.
compile() {
	local src=$1 list=$2 log=$3 vendor=$4 jobs=$5 skip vars=() goal=compile
	case $vendor in
	amd) vars=(CONFIG_KVM_INTEL=) skip=vmx ;;
	intel) vars=(CONFIG_KVM_AMD=) skip=svm ;;
	all) skip=none ;;
	esac
	# A revision may want headers or exports of its own kernel, not KVM's alone.
	[ -z "$KERNEL_COMMIT" ] || goal="build against the headers of $LINE_RELEASE"
	COMPILE_LOG=$log
	COMPILE_TOTAL=$(compile__total "$src" "$list" "$skip")
	[ -t 2 ] || step "$KERNEL_NAME: build $MODULES_TEXT"
	kbuild__set "$src" "$src/arch/x86/kvm" "-g1 -ffile-prefix-map=$src/="
	child__run "$KERNEL_NAME: build $MODULES_TEXT" count__objects "$log" \
		"${KBUILD[@]}" -j "$jobs" "${vars[@]}" || {
		disk__check "$src" "$log"
		fault "kernel $KERNEL_NAME: does not $goal: $(compile__error "$src" "$log"): the log is ${log#"$PWD/"}"
	}
}

# strip_debug FROM TO: the id of a build is a hash of the debug information too, so that
# the same code would be other bytes. TO has a hash of what is loaded instead: an ELF
# note of 4 bytes of name, 20 of SHA-1, type NT_GNU_BUILD_ID.
strip_debug() {
	local id section=.note.gnu.build-id note=$2.note
	strip --strip-debug -R $section -o "$2" "$1" &&
		id=$(sha1sum <"$2" | cut -c 1-40 | sed 's/../\\x&/g') &&
		printf '%b' '\x04\0\0\0\x14\0\0\0\x03\0\0\0GNU\0' "$id" >"$note" &&
		objcopy --add-section $section="$note" \
			--set-section-flags $section=alloc,readonly "$2" && rm "$note"
}

# strip_into DIR OBJ MODULE...: MODULE for machines, MODULE.debug for profiles.
strip_into() {
	local dir=$1 obj=$2 module
	shift 2

	for module in "$@"; do
		{ strip_debug "$obj/$module" "$dir/${module##*/}" &&
			cp "$obj/$module" "$dir/${module##*/}.debug"; } 2>>"$LOG" || {
			disk__check "$OUT" "$LOG"
			die "$OUT: ${module##*/}: strip failed: $(tail -n 1 "$LOG")"
		}
	done
}
