# SPDX-License-Identifier: GPL-2.0-only
# The form in user space. Run by harness/kernel/iterate.sh with OUT, where
# layout.h and the kernel's xarray.c and xarray.h are; with CC, CFLAGS, VERSION.

HERE := bench/iterate
SRCS := batch.c set.c walk.c $(patsubst $(HERE)/%,%,$(wildcard $(HERE)/user/*.c))
LIBS := $(patsubst harness/%,%,$(wildcard harness/lib/*.c) $(addprefix harness/results/,head.c host-info.c write.c))
OBJS := $(patsubst %.c,$(OUT)/%.o,$(SRCS) $(LIBS)) $(OUT)/xarray.o

# What the xarray includes is all in shim.h: the kernel's headers are not for
# user space.
STUBS := bitmap bug compiler err export gfp kconfig kernel list lockdep rcupdate sched/mm slab spinlock
STUB_FILES := $(STUBS:%=$(OUT)/include/linux/%.h) $(OUT)/radix-tree.h

FLAGS := $(CFLAGS) -std=gnu11 -D_GNU_SOURCE -Wall -Wextra -pthread -DVCPUSCALE_VERSION='"$(VERSION)"' \
	 -I$(HERE) -I$(HERE)/user -I. -Iharness -I$(OUT) -isystem $(OUT)/include

$(OUT)/vcpuscale-iterate: $(OBJS)
	$(CC) -static -pthread -o $@ $^ -lurcu-mb -lurcu-memb -lurcu-common

$(OUT)/%.o: $(HERE)/%.c $(OUT)/layout.h | $(STUB_FILES)
	@mkdir -p $(@D)
	$(CC) $(FLAGS) -MMD -MP -c -o $@ $<

$(OUT)/%.o: harness/%.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -std=gnu11 -D_GNU_SOURCE -Wall -Wextra -I. -Iharness \
		-DVCPUSCALE_VERSION='"$(VERSION)"' -MMD -MP -c -o $@ $<

# The kernel's own warnings are the kernel's.
$(OUT)/xarray.o: $(OUT)/xarray.c | $(STUB_FILES)
	$(CC) $(FLAGS) -w -MMD -MP -c -o $@ $<

$(STUB_FILES):
	@mkdir -p $(@D)
	@echo '#include "shim.h"' > $@

-include $(OBJS:.o=.d)
