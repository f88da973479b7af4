# SPDX-License-Identifier: GPL-2.0-only
# The measuring side: guest payloads, vcpuscale-run.

BENCH_DIRS     := $(sort $(patsubst bench/%/bench.c,%,$(wildcard bench/*/bench.c)))
PAYLOADS       := $(patsubst bench/%/guest.c,%,$(wildcard bench/*/guest.c))
PAYLOAD_CFLAGS := -m32 -march=i686 -std=gnu11 -O2 -Wall -Wextra -ffreestanding -fno-pic \
		  -fno-stack-protector -fcf-protection=none -mgeneral-regs-only \
		  -fno-asynchronous-unwind-tables
PAYLOAD_LDFLAGS := -nostdlib -no-pie -static -Wl,-T,guests/payload.lds -Wl,--build-id=none \
		   -Wl,-z,noexecstack -Wl,--no-warn-rwx-segments

MEASURE_SRCS := run.c catalog.c cell.c cell-vmm.c clock.c environment.c evidence.c head.c \
		host-info.c kmsg.c kvmslab.c kvmstats.c numbers.c options.c output.c perf.c \
		perf-events.c perf-report.c pin.c vcpu.c vcpu-exit.c vcpu-setup.c vm.c vm-cost.c
MEASURE_OBJS := $(MEASURE_SRCS:%.c=$(O)/obj/measure/%.o) \
		$(BENCH_DIRS:%=$(O)/obj/bench/%.o) $(PAYLOADS:%=$(O)/obj/payload/%.o) \
		$(O)/obj/payload/ready.o
MEASURE_CFLAGS := $(CFLAGS) -pthread -DVCPUSCALE_VERSION='"$(VERSION)"'

$(O)/vcpuscale-run: $(MEASURE_OBJS)
	@mkdir -p $(@D)
	$(Q)$(CC) -static -pthread -o $@ $^

$(O)/obj/measure/%.o: harness/measure/%.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(MEASURE_CFLAGS) -MMD -MP -c -o $@ $<

# In the order of the file: it is the order in which they are measured.
$(O)/obj/bench/%.o: bench/%/bench.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(MEASURE_CFLAGS) -fno-toplevel-reorder -MMD -MP -c -o $@ $<

$(O)/obj/payload/%.elf: bench/%/guest.c guests/start.S guests/runtime.c guests/payload.lds \
		$(wildcard guests/*.h)
	@mkdir -p $(@D)
	$(Q)$(CC) $(PAYLOAD_CFLAGS) $(PAYLOAD_LDFLAGS) -o $@ guests/start.S guests/runtime.c $<

$(O)/obj/payload/%.elf: guests/%/guest.c guests/start.S guests/runtime.c guests/payload.lds \
		$(wildcard guests/*.h)
	@mkdir -p $(@D)
	$(Q)$(CC) $(PAYLOAD_CFLAGS) $(PAYLOAD_LDFLAGS) -o $@ guests/start.S guests/runtime.c $<

$(O)/obj/payload/%.bin: $(O)/obj/payload/%.elf
	$(Q)$(OBJCOPY) -O binary $< $@

# The image as two symbols, payload_x_y and payload_x_y_end for folder x-y.
$(O)/obj/payload/%.o: $(O)/obj/payload/%.bin guests/blob.S
	$(Q)$(CC) -c -DBLOB_NAME=payload_$(subst -,_,$*) -DBLOB_FILE='"$<"' -o $@ guests/blob.S

-include $(wildcard $(O)/obj/measure/*.d $(O)/obj/bench/*.d)

# Kept, and not removed with a message: what is between a payload's source and object.
.SECONDARY: $(foreach p,$(PAYLOADS) ready,$(O)/obj/payload/$(p).elf $(O)/obj/payload/$(p).bin)
