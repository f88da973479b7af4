# SPDX-License-Identifier: GPL-2.0-only
# What runs under the debug kernel, and the targets around it. The includer
# sets O, Q, V, KERNEL, KERNEL_BASE and KERNEL_TREE.

STRESS_SRCS := life.c machine.c main.c ops.c ops-after.c ops-irq.c ops-look.c ops-state.c \
	       ops-vcpu.c ops-vm.c runner.c
STRESS_OBJS := $(STRESS_SRCS:%.c=$(O)/obj/stress/%.o) $(O)/obj/payload/stress.o

$(O)/vcpuscale-stress: $(STRESS_OBJS)
	$(Q)$(CC) -static -pthread -o $@ $^

$(O)/obj/stress/%.o: harness/stress/%.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) -pthread -MMD -MP -c -o $@ $<

$(O)/obj/payload/stress.elf: harness/stress/guest.c guests/payload.lds $(wildcard guests/*.h)
	@mkdir -p $(@D)
	$(Q)$(CC) $(PAYLOAD_CFLAGS) $(PAYLOAD_LDFLAGS) -o $@ $<

.SECONDARY: $(O)/obj/payload/stress.elf $(O)/obj/payload/stress.bin

-include $(wildcard $(O)/obj/stress/*.d)

MINUTES ?= 5
SEED    ?=

.PHONY: stress
stress: $(O)/vcpuscale-stress
	$(Q)harness/stress/stress.sh $(KERNEL_OPTIONS) --kernel=$(KERNEL) --minutes=$(MINUTES) \
		--seed=$(SEED)

# The stress test's own test, with all faults. Builds the debug kernel if need be.
.PHONY: test-stress
test-stress: $(O)/vcpuscale-stress
	$(Q)tests/stress.sh all

test: $(O)/vcpuscale-stress
