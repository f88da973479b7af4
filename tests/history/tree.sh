# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# tree.sh - a git tree of real KVM sources whose history is made for a
# test: documentation, comments, small changes of code, revisions that do not
# compile, and one that makes kvm_vcpu_on_spin() an instruction a vCPU slower.
# To be sourced; needs SOURCE, the unpacked linux-source, and as the current
# directory the top one.

# shellcheck source=harness/kernel/source.sh
. harness/kernel/source.sh		# KVM_PATHS

history__init()
{
	local tree=$1

	mkdir -p "$tree/Documentation"
	(cd "$SOURCE" && find arch include virt -type f | grep -E "$KVM_PATHS" | tar -cf - -T -) |
		tar -xf - -C "$tree"
	printf 'VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 192\n' >"$tree/Makefile"
	git -C "$tree" init -q
	git -C "$tree" add arch virt include Makefile
	clock=1760000000
	history__commit "$tree" "Linux as it is"
}

# Everybody's commits are a day apart.
history__commit()
{
	clock=$((clock + 86400))
	git -C "$1" add -u
	GIT_AUTHOR_DATE="$clock +0000" GIT_COMMITTER_DATE="$clock +0000" git -C "$1" \
		-c user.name='A. Developer' -c user.email=dev@example.org -c commit.gpgsign=false \
		commit -q -m "$2"
}

# history__add TREE KIND N: one commit, of which N makes the text its own.
history__add()
{
	local tree=$1 n=$3 files file spin=$1/virt/kvm/kvm_main.c

	files=(virt/kvm/eventfd.c virt/kvm/irqchip.c arch/x86/kvm/debugfs.c virt/kvm/coalesced_mmio.c
		arch/x86/kvm/i8254.c arch/x86/kvm/svm/avic.c)
	file=${files[n % ${#files[@]}]}
	case $2 in
	documentation)
		echo "Text $n." >>"$tree/Documentation/kvm-$n.rst"
		git -C "$tree" add Documentation
		history__commit "$tree" "Documentation: kvm: Say text $n" ;;
	comment)
		echo "/* Remark $n. */" >>"$tree/$file"
		history__commit "$tree" "KVM: Remark on $file, $n" ;;
	code)
		printf 'int kvm_test_%d(void);\nint kvm_test_%d(void)\n{\n\treturn %d;\n}\n' \
			"$n" "$n" "$n" >>"$tree/$file"
		history__commit "$tree" "KVM: Add function $n to $file" ;;
	broken)
		echo "int kvm_broken_$n = nobody_has_declared_this;" >>"$tree/virt/kvm/vfio.c"
		history__commit "$tree" "KVM: Break the build, $n" ;;
	repair)
		sed -i '/nobody_has_declared_this/d' "$tree/virt/kvm/vfio.c"
		echo "/* Repaired $n. */" >>"$tree/virt/kvm/vfio.c"
		history__commit "$tree" "KVM: Repair the build, $n" ;;
	slow)
		sed -i 's/^\t\t\tif (!READ_ONCE(vcpu->ready))$/\t\t\t(void)READ_ONCE(vcpu->vcpu_id);\n&/' "$spin"
		history__commit "$tree" "KVM: Look at vcpu_id in the spin loop scan" ;;
	esac
}

# history__fingerprint TREE: whatever a careless reader could have changed.
history__fingerprint()
{
	local dir
	dir=$(git -C "$1" rev-parse --absolute-git-dir)

	GIT_OPTIONAL_LOCKS=0 git -C "$1" status --porcelain --branch
	git -C "$1" for-each-ref
	git -C "$1" worktree list
	find "$dir" -type f ! -path '*/objects/*' -exec sha256sum {} + | sort -k 2
	find "$dir/objects" | sort | sha256sum
}
