# SPDX-License-Identifier: GPL-2.0-only
# The emulated testbed: its controller, and process 1 of its machines.

TESTBED_SRCS := artifacts.c console.c fatal.c machine.c main.c matrix.c plan.c progress.c qemu.c setup.c stage.c store.c
TESTBED_OBJS := $(TESTBED_SRCS:%.c=$(O)/obj/testbed/%.o) \
		$(addprefix $(O)/obj/measure/,head.o numbers.o)

$(O)/vcpuscale-testbed: $(TESTBED_OBJS)
	$(Q)$(CC) -o $@ $^

$(O)/obj/testbed/%.o: harness/testbed/%.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) -DVCPUSCALE_VERSION='"$(VERSION)"' -MMD -MP -c -o $@ $<

$(O)/vcpuscale-boot: $(O)/obj/testbed/boot.o $(O)/obj/testbed/qemu.o
	$(Q)$(CC) -o $@ $^

$(O)/testbed-init: $(O)/obj/testbed/init.o $(O)/obj/measure/kmsg.o
	$(Q)$(CC) -static -o $@ $^

-include $(wildcard $(O)/obj/testbed/*.d)
