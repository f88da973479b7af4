# SPDX-License-Identifier: GPL-2.0-only
# What guests run: a folder's guest.c, bare metal, as data of a program.

PAYLOAD_CFLAGS  := -m32 -march=i686 -std=gnu11 -O2 -Wall -Wextra -ffreestanding -fno-pic \
		   -fno-stack-protector -fcf-protection=none -mgeneral-regs-only \
		   -fno-asynchronous-unwind-tables -I.
PAYLOAD_LDFLAGS := -nostdlib -no-pie -static -Wl,-T,guests/x86/payload.lds -Wl,--build-id=none \
		   -Wl,-z,noexecstack -Wl,--no-warn-rwx-segments
PAYLOAD_RUNTIME := guests/x86/start.S guests/runtime.c

payload        = $(1:%=$(O)/obj/%/payload.o)
BENCH_PAYLOADS := $(call payload,$(patsubst %/guest.c,%,$(wildcard bench/*/guest.c)))

# Lockless descriptors of its own: the stress test's guest is on its own, too.
$(O)/obj/harness/stress/payload.elf: PAYLOAD_RUNTIME :=

$(O)/obj/%/payload.elf: %/guest.c guests/x86/start.S guests/runtime.c guests/x86/payload.lds \
		$(wildcard guests/*.h guests/x86/*.h) $$(wildcard $$*/*.h)
	@mkdir -p $(@D)
	$(Q)$(CC) $(PAYLOAD_CFLAGS) $(PAYLOAD_LDFLAGS) -o $@ $(PAYLOAD_RUNTIME) $<

$(O)/obj/%/payload.bin: $(O)/obj/%/payload.elf
	$(Q)$(OBJCOPY) -O binary $< $@

# The image as two symbols, payload_x_y and payload_x_y_end for folder x-y.
$(O)/obj/%/payload.o: $(O)/obj/%/payload.bin guests/blob.S
	$(Q)$(CC) -c -DBLOB_NAME=payload_$(subst -,_,$(notdir $*)) -DBLOB_FILE='"$<"' -o $@ guests/blob.S
