# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# linux.sh - a few files that call themselves Linux and build in a second, for
# tests of what leads to the kernel's make and what follows. To be sourced after
# lib.sh.
#
# The includers are not seen from here, and make's variables are not expanded:
# shellcheck disable=SC2016,SC2034,SC2154

out=$tmp/build
tree=$tmp/linux
export CCACHE_DIR=$tmp/ccache
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=a \
	GIT_COMMITTER_EMAIL=a@example.org

# write FILE TEXT: in the sources.
write()
{
	mkdir -p "$tree/$(dirname "$1")"
	printf '%s\n' "$2" >"$tree/$1"
}

commit()
{
	git -C "$tree" add -A && git -C "$tree" commit -q -m "$1"
}

# What the kernel's make does, in small: a configuration from which "undone"
# drops options, an image, and modules, out of tree.
make_linux()
{
	mkdir -p "$tree"
	cat >"$tree/Makefile" <<-'END'
	VERSION = 7
	PATCHLEVEL = 9
	SUBLEVEL = 1
	.RECIPEPREFIX = >
	obj = $(CC) -Iinclude -c -o $@ $<
	MODULES = $(O)/virt/lib/irqbypass.ko $(O)/arch/x86/kvm/kvm.ko $(O)/arch/x86/kvm/kvm-amd.ko
	tinyconfig:
	>mkdir -p $(O)/include/config $(O)/include/generated $(O)/virt/lib $(O)/arch/x86/kvm
	>echo CONFIG_TINY=y >$(O)/.config
	>echo 7.9.1 >$(O)/include/config/kernel.release
	>echo offsets >$(O)/include/generated/asm-offsets.h
	olddefconfig:
	>grep -v '=n$$' $(O)/.config | grep -vxFf undone >$(O)/.config.new
	>mv $(O)/.config.new $(O)/.config
	vmlinux: $(O)/vmlinux
	modules: $(MODULES)
	$(O)/vmlinux: kernel/core.c include/linux/kvm_host.h
	>@echo "  CC      $<"
	>$(obj)
	$(O)/virt/lib/%.ko: virt/lib/%.c
	>@echo "  CC      $<"
	>$(obj)
	$(O)/arch/x86/kvm/kvm.ko: virt/kvm/kvm_main.c include/linux/kvm_host.h
	>@echo "  CC      $<"
	>$(obj)
	$(O)/arch/x86/kvm/kvm-amd.ko: arch/x86/kvm/svm.c
	>@echo "  CC      $<"
	>$(obj)
	END
	write undone 'CONFIG_NOTHING=y'
	write Kconfig 'config KVM'
	write kernel/core.c 'int schedule(void) { return 1; }'
	write virt/lib/irqbypass.c 'int bypass;'
	write virt/kvm/kvm_main.c '#include <linux/kvm_host.h>
int kvm(struct vcpu *v) { return v->run; }'
	write arch/x86/kvm/svm.c 'int svm;'
	write include/linux/kvm_host.h 'struct vcpu { int run; };'
	write old.c 'int old;'
	git -C "$tree" init -q -b master
	commit "Linux 7.9.1"
	git -C "$tree" tag v7.9.1
}

# build KERNEL [OPTION...]
build()
{
	local kernel=$1
	shift
	run build "$top/harness/kernel/build.sh" --build-dir="$out" --line=tree --tree="$tree" \
		--kernel="$kernel" "$@"
	show build
	[ "$status" = 0 ]
}

# refused PATTERN KERNEL [OPTION...]: exit 2, one message, nothing on stdout.
refused()
{
	local pattern=$1
	shift
	! build "$@" && [ "$status" = 2 ] && [ ! -s "$tmp/build.out" ] && says_once build "$pattern"
}

# of NAME KEY: a line of what is said of the kernel.
of()
{
	sed -n "s/^$2: //p" "$out/kernels/tree/$1/info"
}

# series NAME: what differs in the sources now, as a patch, which are put back.
series()
{
	mkdir -p "$tmp/$1"
	git -C "$tree" add -A
	git -C "$tree" diff --cached --binary -M >"$tmp/$1/0001-test.patch"
	git -C "$tree" reset -q --hard
}

compiled()
{
	grep '^  CC ' "$out/kernels/tree/$1/build.log" | awk '{ print $2 }' | sort | paste -sd ' '
}
