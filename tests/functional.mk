# SPDX-License-Identifier: GPL-2.0-only
# The functional tests of a KVM: one static program, and a machine to run it in.
# The includer has included harness/measure/measure.mk and
# harness/testbed/testbed.mk and has a target test.

FUNCTIONAL_DIR   := $(O)/obj/functional
FUNCTIONAL_THEMES := lifecycle held signal busy index deliver leaving
FUNCTIONAL_OBJS  := $(addprefix $(FUNCTIONAL_DIR)/,main.o kvm.o kernel.o guests.o payload.o \
			$(FUNCTIONAL_THEMES:%=%.o)) \
		    $(addprefix $(O)/obj/measure/,kmsg.o kvmslab.o pin.o vcpu.o vcpu-exit.o vcpu-setup.o vm.o) \
		    $(addprefix $(O)/obj/payload/,ready.o all-cpus-request.o vcpu-on-spin.o)

test: $(O)/vcpu-functional $(O)/vcpuscale-boot

$(O)/vcpu-functional: $(FUNCTIONAL_OBJS)
	$(Q)$(CC) -static -pthread -o $@ $^

# In the order of the file: it is the order in which they run.
$(FUNCTIONAL_DIR)/%.o: tests/functional/%.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(MEASURE_CFLAGS) -fno-toplevel-reorder -MMD -MP -c -o $@ $<

$(FUNCTIONAL_DIR)/payload.elf: tests/functional/guest.c guests/start.S guests/runtime.c \
		guests/payload.lds $(wildcard guests/*.h)
	@mkdir -p $(@D)
	$(Q)$(CC) $(PAYLOAD_CFLAGS) $(PAYLOAD_LDFLAGS) -o $@ guests/start.S guests/runtime.c $<

$(FUNCTIONAL_DIR)/payload.bin: $(FUNCTIONAL_DIR)/payload.elf
	$(Q)$(OBJCOPY) -O binary $< $@

$(FUNCTIONAL_DIR)/payload.o: $(FUNCTIONAL_DIR)/payload.bin guests/blob.S
	$(Q)$(CC) -c -DBLOB_NAME=payload_functional -DBLOB_FILE='"$<"' -o $@ guests/blob.S

# The kernel under test is built if it has changed, and run in one machine.
.PHONY: functional
functional: $(O)/vcpu-functional $(O)/vcpuscale-boot $(O)/testbed-init
	$(Q)tests/functional/run.sh

-include $(wildcard $(FUNCTIONAL_DIR)/*.d)
