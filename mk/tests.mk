# SPDX-License-Identifier: GPL-2.0-only
# What the tests run besides the programs.

# A unit test is one file, linked with the rooms of its side.
MEASURE_TESTS := $(addprefix $(O)/tests/,test_catalog test_head test_kvmdebugfs test_measure test_numbers)
UNIT_TESTS    := $(patsubst tests/unit/%.c,$(O)/tests/%,$(wildcard tests/unit/test_*.c))
MACHINE_TESTS := $(filter $(O)/tests/test_testbed%,$(UNIT_TESTS))
PLUGIN_TESTS  := $(filter $(O)/tests/test_cache%,$(UNIT_TESTS))
SIMS          := $(patsubst tests/unit/%.c,$(O)/tests/%,$(wildcard tests/unit/sim*.c))
SERIES_TESTS  := $(filter $(O)/tests/test_series%,$(UNIT_TESTS))
JUDGE_TESTS   := $(filter-out $(MEASURE_TESTS) $(MACHINE_TESTS) $(SERIES_TESTS) $(PLUGIN_TESTS),$(UNIT_TESTS)) $(SIMS)

$(MEASURE_TESTS): $(BENCH_OBJS) $(MEASURE_ROOMS)
$(PLUGIN_TESTS): $(PLUGIN_OBJS)
$(SERIES_TESTS): $(call rooms,series lib)
$(MACHINE_TESTS): $(TESTBEDS) $(MACHINE_ROOMS)
$(JUDGE_TESTS): $(JUDGE_ROWS) $(JUDGE_ROOMS)
$(UNIT_TESTS) $(SIMS): $(O)/tests/%: $(O)/obj/tests/unit/%.o
	$(call link) -lcmocka $(JUDGE_LIBS)

# A vcpuscale-run whose benchmarks go wrong.
FAULTY := $(O)/tests/vcpuscale-run-faulty
$(FAULTY): $(O)/obj/harness/measure/run.o $(call objects,tests/bench/faulty tests/bench/by-vmm) \
		$(call payload,tests/bench/faulty tests/bench/by-vmm guests/ready) $(MEASURE_ROOMS)
	$(call link,-static)

# Process 1 of the machine in which the module swap is tried.
HOST_INIT := $(O)/tests/host-init
$(HOST_INIT): $(O)/obj/tests/host/init.o $(HOST_ROOMS)
	$(call link,-static)

# Whether a KVM keeps the promises of vCPUs: run by "make functional" and by "make test".
# Themes run in this order: lifecycles count memory, which has to be as a new machine
# has it. Others follow.
FUNCTIONAL_ORDER := $(addprefix tests/functional/,lifecycle.c held.c signal.c busy.c index.c deliver.c)
FUNCTIONAL_SRCS  := $(FUNCTIONAL_ORDER) $(filter-out $(FUNCTIONAL_ORDER) %/guest.c,$(wildcard tests/functional/*.c))
$(O)/vcpu-functional: $(FUNCTIONAL_SRCS:%.c=$(O)/obj/%.o) $(call payload,tests/functional guests/ready) \
		$(call payload,bench/all-cpus-request bench/vcpu-on-spin) $(call rooms,vmm lib)
	$(call link,-static)

# What runs other people's tests in their machines, and kvm-unit-tests' images there.
$(O)/vcpu-others: $(call objects,tests/others) $(call rooms,lib)
	$(call link,-static)
$(O)/vcpu-kut: $(call objects,tests/others/kut)
	$(call link,-static)

TEST_PROGRAMS := $(UNIT_TESTS) $(SIMS) $(FAULTY) $(HOST_INIT) $(O)/vcpu-functional $(O)/vcpu-others $(O)/vcpu-kut

# Two run at a time. kernel.sh builds unpatched, which all kernels start from, beside
# programs that build none; then the longest first, so that the end is not a wait for
# one of them.
TEST_ORDER   := kernel style inputs statistics browser host emulated sensitivity functional faults bisect
TEST_ORDERED := $(TEST_ORDER:%=tests/%.sh)
TEST_SCRIPTS := $(TEST_ORDERED) $(filter-out tests/run.sh $(TEST_ORDERED),$(wildcard tests/*.sh))
