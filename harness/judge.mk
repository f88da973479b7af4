# SPDX-License-Identifier: GPL-2.0-only
# The judging side: $(O)/vcpuscale and its unit tests. Links no KVM code.
# The includer sets O, CC, CFLAGS and Q, and may set VCPUSCALE_VERSION.

JUDGE_OBJS := $(patsubst %,$(O)/obj/judge/%.o, \
	judge options options-value command-compare command-noise command-history \
	noise noise-find noise-report \
	stats stats-boot stats-line stats-family stats-row stats-prior \
	results results-build results-parse results-sample results-key \
	results-again results-find \
	compare compare-cells compare-check compare-family compare-query compare-slopes \
	report-format report-text report-json report-csv \
	changepoint history history-read history-order history-group \
	history-judge history-report history-tables \
	report-words cover cover-table cover-plot list tables report-file \
	$(addprefix publish/,page page-html page-cells page-plot page-style))
JUDGE_OBJS += $(patsubst %,$(O)/obj/judge/exchange/%.o, \
	command export export-json export-csv import import-store import-text)
JUDGE_TESTS := $(patsubst tests/unit/%.c,$(O)/tests/%, \
	$(wildcard $(addprefix tests/unit/test_, \
	stats.c line.c cell.c changepoint.c family.c results.c compare.c options.c)))
JUDGE_LIBS := -lgsl -lgslcblas -ljansson -lm
JUDGE_CFLAGS := -std=gnu11 -D_GNU_SOURCE -Iharness \
	$(if $(VCPUSCALE_VERSION),-DVCPUSCALE_VERSION='"$(VCPUSCALE_VERSION)"')

UNIT_TESTS += $(JUDGE_TESTS)

$(O)/vcpuscale: $(O)/obj/judge/vcpuscale.o $(JUDGE_OBJS)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(JUDGE_LIBS)

$(O)/obj/judge/%.o: harness/%.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(JUDGE_CFLAGS) $(CFLAGS) $(CPPFLAGS) -MMD -MP -c -o $@ $<

$(O)/obj/judge/tests/%.o: tests/unit/%.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(JUDGE_CFLAGS) $(CFLAGS) $(CPPFLAGS) -MMD -MP -c -o $@ $<

$(JUDGE_TESTS) $(O)/tests/sim: $(O)/tests/%: $(O)/obj/judge/tests/%.o $(JUDGE_OBJS)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lcmocka $(JUDGE_LIBS)

-include $(wildcard $(O)/obj/judge/*.d $(O)/obj/judge/publish/*.d $(O)/obj/judge/exchange/*.d $(O)/obj/judge/tests/*.d)
