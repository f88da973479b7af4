# SPDX-License-Identifier: GPL-2.0-only
# Kernels under test and what building them needs. The includer sets O, Q, V,
# KERNEL, KERNEL_BASE and KERNEL_TREE.

KERNEL_OPTIONS = --build-dir=$(O) --line=$(KERNEL_BASE) --tree=$(KERNEL_TREE) \
		 $(if $(filter 1,$(V)),--verbose)

# Prints the directory that holds kvm.ko, kvm-amd.ko and info.
.PHONY: kernel
kernel:
	$(Q)harness/kernel/build.sh $(KERNEL_OPTIONS) --kernel=$(KERNEL)

# What the test machines boot. Quick and silent when it is there.
.PHONY: image
image:
	$(Q)harness/kernel/image.sh --build-dir=$(O) --line=$(KERNEL_BASE)

.PHONY: deps
deps:
	$(Q)harness/deps.sh --build-dir=$(O) --line=$(KERNEL_BASE)
