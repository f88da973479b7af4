#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# saved.sh RELEASE VENDOR DIR - the files of this machine's own KVM modules, not
# compressed, into DIR with an info of their own. VENDOR is amd or intel. Dies
# where the files are not those of the modules that are loaded.
set -eu -o pipefail
export LC_ALL=C

# shellcheck source=harness/kernel/common.sh
. "$(dirname -- "$0")/../../kernel/common.sh"

# find_file NAME: as depmod would choose, or as packages lay them out.
find_file() {
	local name=$1 path
	path=$(modinfo -k "$RELEASE" -n "$name" 2>/dev/null) || path=
	[ -n "$path" ] || path=$(find "/lib/modules/$RELEASE/" -name "$name.ko*" 2>/dev/null | head -n 1)
	[ -s "$path" ] || die "$name: no file of it in /lib/modules/$RELEASE: install the package of the running kernel again"
	echo "$path"
}

# take NAME: the signature, where there is one, stands at the file's end.
take() {
	local name=$1 path unpack
	path=$(find_file "$name")
	case $path in
	*.xz) unpack=(xz -dc) ;;
	*.zst) unpack=(zstd -dc) ;;
	*.gz) unpack=(gzip -dc) ;;
	*) unpack=(tail -c +1) ;;
	esac
	have "${unpack[0]}" ||
		die "$path: there is no ${unpack[0]} to unpack it: install ${unpack[0]}"
	"${unpack[@]}" <"$path" >"$DIR/$name.ko" ||
		die "$path: does not unpack: install the package of the running kernel again"
}

# A kernel that was updated and not yet booted has other files than modules.
check_loaded() {
	local name=$1 note=/sys/module/${1//-/_}/notes/.note.gnu.build-id
	[ -r "$note" ] && [ "$RELEASE" = "$(uname -r)" ] || return 0
	objcopy -O binary --only-section=.note.gnu.build-id --set-section-flags \
		.note.gnu.build-id=alloc "$DIR/$name.ko" "$DIR/note" 2>/dev/null || return 0
	cmp -s "$note" "$DIR/note" ||
		die "$name: the file in /lib/modules/$RELEASE is not the module that is loaded: boot this machine anew"
	rm -f "$DIR/note"
}

main() {
	RELEASE=$1 VENDOR=$2 DIR=$3
	mkdir -p -- "$DIR" 2>/dev/null || die "$DIR: cannot be made: give another build directory with O="
	for module in kvm "kvm-$VENDOR"; do
		take "$module"
		check_loaded "$module"
	done
	cat >"$DIR/info" <<-END
	kernel: host
	kernel-id: $(cat "$DIR/kvm.ko" "$DIR/kvm-$VENDOR.ko" | sha256sum | cut -c 1-12)
	kernel-release: $RELEASE
	kernel-base: host
	END
}

main "$@"
