# SPDX-License-Identifier: GPL-2.0-only
# vcpuscale-series: reads series as they come. The includer sets O, CC, CFLAGS, Q.

SERIES_OBJS := $(patsubst harness/series/%.c,$(O)/obj/series/%.o, \
	$(filter-out %/main.c,$(wildcard harness/series/*.c))) $(O)/obj/judge/judge.o
SERIES_TESTS := $(patsubst tests/unit/%.c,$(O)/tests/%,$(wildcard tests/unit/test_series*.c))

UNIT_TESTS += $(SERIES_TESTS)

$(O)/vcpuscale-series: $(O)/obj/series/main.o $(SERIES_OBJS)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^

$(O)/obj/series/%.o: harness/series/%.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) -Iharness -MMD -MP -c -o $@ $<

$(O)/obj/series/tests/%.o: tests/unit/%.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) -Iharness -Iharness/series -MMD -MP -c -o $@ $<

$(SERIES_TESTS): $(O)/tests/%: $(O)/obj/series/tests/%.o $(SERIES_OBJS)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lcmocka

-include $(wildcard $(O)/obj/series/*.d $(O)/obj/series/tests/*.d)

# Programs and tests of kernels call build.sh, which calls this.
kernel stress functional: $(O)/vcpuscale-series

# Several programs read what KERNEL names: it has to be a file for all of them.
define STDIN_KEEP
ifeq ($$($1),-)
override $1 := $$(shell harness/series/stdin.sh $$(O) $1)
ifneq ($$(.SHELLSTATUS),0)
$$(error $1=- is not to be had)
endif
endif
endef
$(foreach variable,KERNEL BASE,$(eval $(call STDIN_KEEP,$(variable))))
