# SPDX-License-Identifier: GPL-2.0-only
# vcpuscale - what a change to KVM costs, from 1 to 255 vCPUs.
# The targets that people type; how programs are built stands in mk/.

VERSION     := 0.1
O           ?= build
RESULTS     ?= results
BASE        ?= $(if $(filter tree,$(KERNEL_BASE)),,unpatched)
KERNEL_BASE ?= 6.1
TESTBED     ?= emulated
VCPUS       ?= 1 2 4 8 16 32 64 128 255
BUDGET      ?= 10m
TIGHT       ?= 1
MINUTES     ?= 5
include mk/build-dir.mk
# Empty unless the user sets them; make help-vars says what each means.
OPTIONAL    := HEAD KERNEL KERNEL_TREE KCONFIG BENCH ROUNDS CPUS PERF PROFILE CACHE OUT ONLY KUT LIMIT DEBUG GOOD BAD RANGE THRESHOLD \
	       BASES KERNELS ENGINE FEATURE JOBS JOB_CELLS CANCEL ACROSS FROM SUCCESS CACHE_LIMIT
$(foreach variable,$(OPTIONAL),$(eval $(variable) ?=))
export VERSION O V RESULTS BASE KERNEL_BASE TESTBED VCPUS BUDGET TIGHT $(OPTIONAL)

# The base that names of stored kernels are looked up in, if one was asked for.
export ASKED_BASE := $(if $(filter file,$(origin KERNEL_BASE)),,$(KERNEL_BASE))

Q := $(if $(filter 1,$(V)),,@)

# One recipe after the other: each of them uses all the cores by itself.
.NOTPARALLEL:
.DELETE_ON_ERROR:
.SECONDEXPANSION:
.PHONY: all help help-vars help-bench deps deps-test deps-cross kernel image bench noise bench-tool functional stress
.PHONY: functional-selftests functional-kut
.PHONY: compare cover-letter plots publish iterate relevance history
.PHONY: bench-range bench-series ci-reply bisect sweep clean distclean
.PHONY: test test-needs test-long test-bisect test-stress sim

all:
include mk/payloads.mk
include mk/programs.mk
include mk/tests.mk

# A goal "deps" comes first in "make deps bench", and may install the compiler.
all: $(PROGRAMS)
	@:

# Several programs read what KERNEL and BASE name: it has to be a file for all of them.
define STDIN_KEEP
ifeq ($$($1),-)
override $1 := $$(or $$(shell harness/series/stdin.sh $$(O) $1),$$(error $1=- is not to be had))
endif
endef
$(foreach variable,KERNEL BASE,$(eval $(call STDIN_KEEP,$(variable))))

# What the user set, for targets that have defaults of their own.
asked = $(if $(filter command line environment,$(origin $(1))),$($(1)),$(2))

help help-vars:
	@sed -e 's|@KERNELS@|$(notdir $(wildcard kernels/*))|' \
		-e 's|@BASES@|$(notdir $(wildcard harness/kernel/lines/*))|' \
		-e 's|@TESTBEDS@|$(patsubst harness/testbed/%/testbed.c,%,$(wildcard harness/testbed/*/testbed.c))|' \
		mk/$@.txt

# Sets, questions, benchmarks and the functions that they measure, from the descriptors.
help-bench: $(O)/vcpuscale-run ; $(Q)$< --list --bench='all *' | awk -f mk/help-bench.awk

KERNEL_OPTIONS = --build-dir=$(O) --line=$(KERNEL_BASE) --tree=$(KERNEL_TREE) \
		 $(if $(filter 1,$(V)),--verbose)

# "make deps test" installs what only the tests need as well, "make deps bench"
# does not. "make deps-cross" adds compilers of other architectures.
deps deps-test deps-cross:
	$(Q)harness/deps/deps.sh --build-dir=$(O) --line=$(KERNEL_BASE) \
		$(if $(filter test test-% deps-test,$(MAKECMDGOALS)),--tests) $(if $(filter deps-cross,$(MAKECMDGOALS)),--cross)

# Prints the directory that holds kvm.ko, kvm-amd.ko and info.
kernel: $(O)/vcpuscale-series ; $(Q)harness/kernel/build.sh $(KERNEL_OPTIONS) $(BASE:%=--onto=%) --kernel=$(KERNEL)

# What the test machines boot.
image: ; $(Q)harness/kernel/image.sh --build-dir=$(O) --line=$(KERNEL_BASE)

bench bench-series ci-reply noise bench-tool: all ; $(Q)harness/jobs/$@.sh

compare cover-letter plots publish: $(O)/vcpuscale ; $(Q)harness/jobs/judge.sh $@

# The sizes go beyond what a VM may have.
iterate: export VCPUS := $(call asked,VCPUS,1 2 4 8 16 32 64 128 255 512 1024 2048 4096)
iterate: all ; $(Q)harness/jobs/iterate.sh

# A history is of few cells: one size unless others are asked for; of a series three.
history bench-series ci-reply: export VCPUS := $(call asked,VCPUS)
history: $(O)/vcpuscale ; $(Q)harness/jobs/revisions/show.sh
bench-range bisect: export VCPUS := $(call asked,VCPUS,64)
bench-range bisect: export RANGE_BASE := $(call asked,BASE)
bench-range: all ; $(Q)harness/jobs/revisions/range.sh && harness/jobs/revisions/show.sh
bisect: all ; $(Q)harness/jobs/revisions/bisect.sh

sweep: all ; $(Q)harness/jobs/sweep/sweep.sh

# How often does a Linux guest take the paths that are measured?
relevance: export VCPUS := $(call asked,VCPUS,1 4 16 64)
relevance: all $(O)/vcpu-others ; $(Q)harness/jobs/relevance.sh

# Is a kernel correct? Its promises one by one, and many VMs at random.
functional: $(O)/vcpu-functional $(O)/vcpuscale-series $(O)/vcpuscale-boot $(O)/testbed-init ; $(Q)tests/functional/run.sh
functional-selftests functional-kut: $(O)/vcpu-others $(O)/vcpu-kut $(O)/vcpuscale-series $(O)/vcpuscale-run $(O)/testbed-init
	$(Q)tests/others/run.sh $(@:functional-%=%)
stress: $(O)/vcpuscale-stress $(O)/vcpuscale-series $(O)/vcpuscale-watch
	$(Q)harness/stress/stress.sh $(KERNEL_OPTIONS) --kernel=$(KERNEL) --minutes=$(MINUTES) --seed=$(SEED)

# "make deps" alone leaves out what only the tests need.
test-needs:
	$(Q)echo '#include <cmocka.h>' | $(CC) -E -x c - >/dev/null 2>&1 || \
		{ echo "vcpuscale: no cmocka.h: run make deps-test" >&2; exit 1; }
test: test-needs all $(TEST_PROGRAMS) ; $(Q)tests/run.sh $(UNIT_TESTS) $(TEST_SCRIPTS)
# It measures in time that others may take: one program after the other.
test-long: test-needs all $(TEST_PROGRAMS)
	$(Q)TEST_JOBS=1 tests/run.sh 'tests/functional.sh rest' \
		'env HOST_FAULTS=all tests/host.sh' tests/history/bisect-64.sh \
		$(wildcard tests/long/*.sh) 'tests/others.sh all' 'tests/stress.sh all'
test-bisect: all ; $(Q)tests/history/bisect-64.sh
test-stress: $(O)/vcpuscale-stress $(O)/vcpuscale-watch ; $(Q)tests/stress.sh all
sim: $(SIMS) ; $(Q)$(O)/tests/sim $(or $(T),all) $(or $(N),1000) && $(O)/tests/sim_history $(or $(N),1000)

clean: ; $(built-here)$(Q)rm -rf $(filter-out $(FETCHED),$(wildcard $(O)/*))
distclean: ; $(built-here)$(Q)rm -rf $(O)
