# SPDX-License-Identifier: GPL-2.0-only
# Tests of the measuring side and of the testbed: unit tests, and a vcpuscale-run
# whose benchmarks go wrong. The includer has included harness/measure/measure.mk
# and harness/testbed/testbed.mk and has a target test.

FAULTY      := $(O)/tests/vcpuscale-run-faulty
FAULTY_DIR  := $(O)/obj/measure/tests
FAULTY_OBJS := $(filter-out $(O)/obj/bench/% $(PAYLOADS:%=$(O)/obj/payload/%.o),$(MEASURE_OBJS)) \
	       $(FAULTY_DIR)/faulty-bench.o $(FAULTY_DIR)/faulty-payload.o

UNIT_TESTS += $(addprefix $(O)/tests/,test_measure test_numbers test_testbed)

test: $(FAULTY)

$(O)/tests/test_measure: $(FAULTY_DIR)/test_measure.o \
		$(addprefix $(O)/obj/measure/,options.o numbers.o catalog.o clock.o) \
		$(BENCH_DIRS:%=$(O)/obj/bench/%.o) $(PAYLOADS:%=$(O)/obj/payload/%.o)
	@mkdir -p $(@D)
	$(Q)$(CC) -pthread -o $@ $^ -lcmocka

$(O)/tests/test_testbed: $(FAULTY_DIR)/test_testbed.o \
		$(addprefix $(O)/obj/testbed/,matrix.o plan.o fatal.o)
	@mkdir -p $(@D)
	$(Q)$(CC) -o $@ $^ -lcmocka

$(O)/tests/test_numbers: $(FAULTY_DIR)/test_numbers.o $(O)/obj/measure/numbers.o
	@mkdir -p $(@D)
	$(Q)$(CC) -o $@ $^ -lcmocka

$(FAULTY): $(FAULTY_OBJS)
	@mkdir -p $(@D)
	$(Q)$(CC) -static -pthread -o $@ $^

$(FAULTY_DIR)/%.o: tests/unit/%.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(MEASURE_CFLAGS) -MMD -MP -c -o $@ $<

$(FAULTY_DIR)/faulty-bench.o: tests/bench/faulty/bench.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(MEASURE_CFLAGS) -fno-toplevel-reorder -MMD -MP -c -o $@ $<

$(FAULTY_DIR)/faulty.elf: tests/bench/faulty/guest.c tests/bench/faulty/variants.h \
		guests/start.S guests/runtime.c guests/payload.lds $(wildcard guests/*.h)
	@mkdir -p $(@D)
	$(Q)$(CC) $(PAYLOAD_CFLAGS) $(PAYLOAD_LDFLAGS) -o $@ guests/start.S guests/runtime.c $<

$(FAULTY_DIR)/faulty.bin: $(FAULTY_DIR)/faulty.elf
	$(Q)$(OBJCOPY) -O binary $< $@

$(FAULTY_DIR)/faulty-payload.o: $(FAULTY_DIR)/faulty.bin guests/blob.S
	$(Q)$(CC) -c -DBLOB_NAME=payload_faulty -DBLOB_FILE='"$<"' -o $@ guests/blob.S

-include $(wildcard $(FAULTY_DIR)/*.d)

# Process 1 of the machine in which the module swap is tried.
HOST_INIT := $(O)/tests/host-init

test: $(HOST_INIT)

$(HOST_INIT): $(O)/obj/host/tests/init.o $(O)/obj/host/module.o
	@mkdir -p $(@D)
	$(Q)$(CC) -static -o $@ $^

$(O)/obj/host/tests/init.o: tests/host/init.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

-include $(wildcard $(O)/obj/host/tests/*.d)
