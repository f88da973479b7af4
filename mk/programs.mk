# SPDX-License-Identifier: GPL-2.0-only
# From C files to programs: one rule for all objects, an archive a room.
# A room is a folder of harness/; harness/README.md is the map.

CC      ?= gcc
OBJCOPY ?= objcopy
CFLAGS  ?= -O2 -g
ALL_CFLAGS = -std=gnu11 -D_GNU_SOURCE -Wall -Wextra -pthread -I. -Iharness \
	     -DVCPUSCALE_VERSION='"$(VERSION)"' $(CFLAGS) $(CPPFLAGS) $(MORE_CFLAGS)

# All files of a folder are found by wildcard; guest.c is a payload, see payloads.mk.
objects = $(patsubst %.c,$(O)/obj/%.o,$(filter-out %/guest.c,$(wildcard $(1:%=%/*.c))))
rooms   = $(1:%=$(O)/obj/harness/%.a)

# A program is the object that has its main(), and rooms: the roof first.
link    = $(Q)mkdir -p $(@D) && $(CC) $(ALL_CFLAGS) $(LDFLAGS) $(1) -o $@ $(filter %.o,$^) $(filter %.a,$^)

JUDGE_ROOMS   := $(call rooms,report/page history compare profile results stats lib)
# Rooms of which every object is linked: rows of tables that nothing else calls.
JUDGE_ROWS    := $(filter-out %/main.o,$(call objects,harness/command harness/report harness/exchange))
MEASURE_ROOMS := $(call rooms,measure vmm results lib)
MACHINE_ROOMS := $(call rooms,testbed/machine results lib)
HOST_ROOMS    := $(call rooms,testbed/host results lib)
TESTBEDS      := $(patsubst %.c,$(O)/obj/%.o,$(wildcard harness/testbed/*/testbed.c))
PLUGIN_OBJS   := $(call objects,$(wildcard harness/testbed/*/plugin))
JUDGE_LIBS    := -lgsl -lgslcblas -ljansson -ldw -lelf -lm
BENCH_DIRS    := $(patsubst %/bench.c,%,$(wildcard bench/*/bench.c))
BENCH_OBJS    := $(call objects,$(BENCH_DIRS)) $(BENCH_PAYLOADS) $(call payload,guests/ready)

PROGRAMS := $(addprefix $(O)/,vcpuscale vcpuscale-series vcpuscale-run vcpuscale-testbed vcpuscale-host \
	      vcpuscale-boot vcpuscale-watch vcpuscale-stress vcpuscale-guest testbed-init linux-init \
	      vcpuscale-profile.so)

$(O)/vcpuscale: $(O)/obj/harness/command/main.o $(JUDGE_ROWS) $(JUDGE_ROOMS)
	$(call link) $(JUDGE_LIBS)

$(O)/vcpuscale-series: $(O)/obj/harness/series/main.o $(call rooms,series lib)
	$(call link)

$(O)/vcpuscale-run: $(O)/obj/harness/measure/run.o $(BENCH_OBJS) $(MEASURE_ROOMS)
	$(call link,-static)

$(O)/vcpuscale-testbed: $(O)/obj/harness/testbed/machine/main.o $(TESTBEDS) $(MACHINE_ROOMS)
	$(call link)

$(O)/vcpuscale-boot $(O)/vcpuscale-watch: $(O)/vcpuscale-%: $(O)/obj/harness/testbed/machine/%.o $(TESTBEDS) $(MACHINE_ROOMS)
	$(call link)

# Process 1 of the test machines, which have no userland.
$(O)/testbed-init: $(O)/obj/harness/testbed/machine/init.o $(MACHINE_ROOMS)
	$(call link,-static)

# Static, so that it runs in a machine without a userland as well.
$(O)/vcpuscale-host: $(O)/obj/harness/testbed/host/main.o $(HOST_ROOMS)
	$(call link,-static)

$(O)/vcpuscale-stress: $(call objects,harness/stress) $(call payload,harness/stress) $(call rooms,lib)
	$(call link,-static)

# A Linux guest's loader, and process 1 of that guest.
$(O)/vcpuscale-guest: $(call objects,harness/relevance) $(call rooms,lib)
	$(call link,-static)
$(O)/linux-init: $(O)/obj/guests/linux/init.o
	$(call link,-static)

# A plugin of QEMU.
$(O)/vcpuscale-profile.so: $(PLUGIN_OBJS) ; $(call link,-shared)
$(PLUGIN_OBJS): MORE_CFLAGS = -fPIC -fvisibility=hidden

# Make keeps what lies between a source and a program.
.PRECIOUS: $(O)/obj/%.o $(O)/obj/%/payload.elf $(O)/obj/%/payload.bin

# However O is spelled, the object that a .d file means is the same.
$(O)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -MT '$$(O)/obj/$*.o' -c -o $@ $<

$(O)/obj/%.a: $$(call objects,$$* $$*/x86)
	$(Q)unlink $@ 2>/dev/null; $(AR) rcs $@ $^

# In the order of the file: it is the order in which they are measured, or run.
$(O)/obj/bench/%.o $(O)/obj/tests/bench/%.o $(O)/obj/tests/functional/%.o: MORE_CFLAGS = -fno-toplevel-reorder

-include $(shell find $(O)/obj -name '*.d' 2> /dev/null)
