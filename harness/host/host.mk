# SPDX-License-Identifier: GPL-2.0-only
# The host testbed: swaps this machine's KVM modules and puts them back. Static,
# so that it runs in a machine without a userland as well.

HOST_SRCS := fault.c files.c journal.c keeper.c main.c module.c obstacles.c own.c plan.c \
	     rounds.c users.c
HOST_OBJS := $(HOST_SRCS:%.c=$(O)/obj/host/%.o) \
	     $(addprefix $(O)/obj/measure/,environment.o head.o host-info.o kmsg.o numbers.o)

$(O)/vcpuscale-host: $(HOST_OBJS)
	$(Q)$(CC) -static -o $@ $^

$(O)/obj/host/%.o: harness/host/%.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) -DVCPUSCALE_VERSION='"$(VERSION)"' -MMD -MP -c -o $@ $<

-include $(wildcard $(O)/obj/host/*.d)
