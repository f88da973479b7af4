# SPDX-License-Identifier: GPL-2.0-only
# vcpuscale - what vCPU iteration costs in KVM, from 1 to 255 vCPUs.

VERSION     := 0.1
O           ?= build
RESULTS     ?= results
BASE        ?= unpatched
KERNEL_BASE ?= 6.1
TESTBED     ?= emulated
VCPUS       ?= 1 2 4 8 16 32 64 128 255
BENCH       ?=
ROUNDS      ?=
CPUS        ?=
PERF        ?=
BUDGET      ?= 10m
TIGHT       ?= 1
KERNEL      ?=
KERNEL_TREE ?=
HEAD        ?=
OUT         ?=
ONLY        ?=

Q := $(if $(filter 1,$(V)),,@)
CC      ?= gcc
OBJCOPY ?= objcopy
CFLAGS  ?= -O2 -g
override CFLAGS += -std=gnu11 -D_GNU_SOURCE -Wall -Wextra
VCPUSCALE_VERSION := $(VERSION)
UNIT_TESTS :=

export O RESULTS BASE HEAD OUT KERNEL KERNEL_BASE KERNEL_TREE TESTBED VCPUS BENCH ROUNDS BUDGET TIGHT CPUS PERF V ONLY

# One recipe after the other: each of them uses all the cores by itself.
.NOTPARALLEL:
.DELETE_ON_ERROR:

.PHONY: all
all:

include harness/judge.mk
include harness/history/history.mk
include harness/measure/measure.mk
include harness/testbed/testbed.mk
include harness/host/host.mk
include harness/kernel/kernel.mk
include harness/stress/stress.mk
include tests/measure.mk
include tests/functional.mk

PROGRAMS := $(O)/vcpuscale $(O)/vcpuscale-run $(O)/vcpuscale-testbed $(O)/vcpuscale-host \
	    $(O)/testbed-init $(O)/vcpuscale-stress

# A goal "deps" comes first in "make deps bench", and may install the compiler.
all: $(PROGRAMS)

.PHONY: help
help:
	@echo 'make deps             install what is missing (as root)'
	@echo 'make                  build the programs'
	@echo 'make kernel KERNEL=K  build the KVM modules of kernel K'
	@echo 'make bench KERNEL=K [BASE=unpatched]'
	@echo '                      build, measure K against BASE, compare, plot'
	@echo 'make compare BASE=A HEAD=B'
	@echo '                      compare stored results'
	@echo 'make plots [BASE=A HEAD=B]'
	@echo '                      draw SVG, PNG and text plots under $(RESULTS)/plots/'
	@echo 'make cover-letter BASE=A HEAD=B'
	@echo '                      a block for the cover letter of a patch series'
	@echo 'make publish BASE=A HEAD=B [OUT=DIR]'
	@echo '                      the same as a web page with its plots and raw results'
	@echo 'make history [BENCH=...] [VCPUS=...] [RANGE=A..B KERNEL_TREE=...]'
	@echo '                      where the cost changed over all stored runs'
	@echo 'make bench-range RANGE=A..B KERNEL_TREE=... [BENCH=...] [VCPUS=64]'
	@echo '                      measure all revisions that touch KVM, their history'
	@echo 'make bisect GOOD=A BAD=B BENCH=... [VCPUS=64] KERNEL_TREE=...'
	@echo '                      find the revision that changed what BENCH costs'
	@echo 'make bench-tool       time the suite itself, as JSON of hyperfine (RUNS=5)'
	@echo 'make functional KERNEL=K [ONLY=GLOB]'
	@echo '                      does K keep the promises of vCPUs? tests in one machine'
	@echo 'make stress KERNEL=K [MINUTES=5] [SEED=S]'
	@echo '                      run K under a debug kernel, many VMs at once, at random'
	@echo 'make iterate          what visiting N objects costs: array, RCU list, xarray'
	@echo 'make noise [KERNEL=K] K against itself: false alarms, the floor of each cell'
	@echo 'make test             the whole test suite'
	@echo 'make test-bisect      a bisection over 64 revisions (ten minutes)'
	@echo 'make test-stress      does stress find the faults that it should? (an hour)'
	@echo 'make sim              how often comparisons of simulated runs are wrong (N=1000)'
	@echo 'make clean            remove build output'
	@echo 'make distclean        remove downloaded sources too; results stay'
	@echo
	@echo 'K: a name under kernels/ ($(notdir $(wildcard kernels/*))), a directory of'
	@echo '   patches, with KERNEL_TREE= any revision of that tree, or host'
	@echo 'Variables: KERNEL BASE HEAD KERNEL_BASE=6.1|6.12 KERNEL_TREE'
	@echo '   TESTBED=emulated|nested|host BENCH VCPUS ROUNDS RESULTS O V=1'
	@echo '   PERF=stat|record; of host: CPUS=2-5, pin threads to these'
	@echo '   ROUNDS=auto: until all ratios are known to TIGHT=1 %, or BUDGET=10m is spent'

.PHONY: bench
bench: all
	$(Q)harness/bench.sh

.PHONY: compare plots cover-letter publish
compare cover-letter: $(O)/vcpuscale
	$(Q)harness/judge.sh $@

plots publish: $(O)/vcpuscale
	$(Q)harness/judge.sh $@

# Sizes of its own: it goes beyond what a VM may have.
.PHONY: iterate
iterate: VCPUS := $(if $(filter command line environment,$(origin VCPUS)),$(VCPUS),1 2 4 8 16 32 64 128 255 512 1024 2048 4096)
iterate: export VERSION := $(VERSION)
iterate: all
	$(Q)harness/iterate.sh

# How fast the suite itself is.
.PHONY: bench-tool
bench-tool: all
	$(Q)harness/bench-tool.sh

.PHONY: noise
noise: all
	$(Q)harness/noise.sh

.PHONY: test
test: all $(UNIT_TESTS) $(O)/tests/sim
	$(Q)tests/run.sh $(UNIT_TESTS)

.PHONY: sim
sim: $(O)/tests/sim
	$(Q)$(O)/tests/sim $(or $(N),1000)

.PHONY: clean distclean
clean:
	$(Q)rm -rf $(filter-out $(O)/downloads $(O)/source $(O)/lines,$(wildcard $(O)/*))

distclean:
	$(Q)rm -rf $(O)
