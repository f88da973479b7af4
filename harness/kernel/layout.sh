# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# What the kernel image knows of KVM's structures. kernel/entry/kvm.c is in the
# image and writes to vcpu->run->exit_reason and vcpu->stat.signal_exits when a
# signal ends KVM_RUN: a module in which these lie elsewhere in struct kvm_vcpu
# corrupts memory, at the first signal and without a word.

LAYOUT_HEADERS=(include/linux/kvm_host.h include/linux/kvm_types.h
	arch/x86/include/asm/kvm_host.h)

# layout__read DIR LOG [VAR=VALUE...]: the offsets, as "run signal_exits".
layout__read() {
	local dir=$1 log=$2
	shift 2

	mkdir -p "$dir"
	echo 'obj-m := layout.o' >"$dir/Makefile"
	cat >"$dir/layout.c" <<-END
	#include <linux/kvm_host.h>
	char layout_run[offsetof(struct kvm_vcpu, run)];
	char layout_signal_exits[offsetof(struct kvm_vcpu, stat.signal_exits)];
	END
	env -i PATH="$PATH" HOME="${HOME:-/}" LC_ALL=C \
		make -C "$LINE_HEADERS" M="$dir" "${LINE_VARS[@]}" "$@" layout.o >>"$log" 2>&1 || return
	nm -S "$dir/layout.o" | awk '/ layout_/ { printf "%s ", $2 }'
}

# layout__check SRC WORK LOG: SRC has KVM's own headers, patched.
layout__check() {
	local src=$1 work=$2 log=$3 file same=1 image module
	for file in "${LAYOUT_HEADERS[@]}"; do
		cmp -s "$src/$file" "${SOURCE_DIR:-}/$file" || same=0
	done
	[ "$same" = 0 ] || return 0
	image=$(layout__read "$work/layout" "$log") || return 0
	module=$(layout__read "$work/layout" "$log" \
		NOSTDINC_FLAGS="-nostdinc -I$src/arch/x86/include -I$src/arch/x86/include/uapi -I$src/include -I$src/include/uapi") ||
		return 0	# the compilation will say why
	rm -rf "$work/layout"
	[ "$image" = "$module" ] ||
		fault "kernel $KERNEL_NAME: moves run or stat.signal_exits in struct kvm_vcpu, which $LINE_RELEASE itself writes to (kernel/entry/kvm.c): build a whole kernel with KERNEL_BASE=$(base__remedy)"
}
