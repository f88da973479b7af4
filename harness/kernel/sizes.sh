# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# The sizes of KVM's structures in a build: what each VM and each vCPU takes of the host's
# memory, whatever else it takes. The modules' debug information has lines alone, so the
# compiler is asked.

# sizes__print DIR COMMAND...: "sizeof-kvm: N" and "sizeof-kvm-vcpu: N". COMMAND with
# "sizes.o" is make in DIR, with the flags of the modules. Prints nothing where that fails:
# no kernel is refused for it.
sizes__print() {
	local dir=$1
	shift

	mkdir -p "$dir"
	echo 'obj-m := sizes.o' >"$dir/Makefile"
	cat >"$dir/sizes.c" <<-END
	#include <linux/kvm_host.h>
	char sizeof_kvm[sizeof(struct kvm)], sizeof_kvm_vcpu[sizeof(struct kvm_vcpu)];
	END
	"$@" sizes.o >>"$LOG" 2>&1 || return 0
	nm -S "$dir/sizes.o" | awk '$4 ~ /^sizeof_/ { gsub("_", "-", $4); print $4, $2 }' | sort |
		while read -r name size; do
			echo "$name: $((16#$size))"
		done
	rm -rf "$dir"
}
