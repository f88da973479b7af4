# SPDX-License-Identifier: GPL-2.0-only
# Revisions in a row: bench-range, history, bisect. The includer sets O and Q
# and has the targets all and $(O)/vcpuscale.

GOOD      ?=
BAD       ?=
RANGE     ?=
THRESHOLD ?=

export GOOD BAD RANGE THRESHOLD

# A history is of few cells: one size where none is asked for.
HISTORY_VCPUS = $(if $(filter file,$(origin VCPUS)),64,$(VCPUS))

.PHONY: bench-range
bench-range: all
	$(Q)RANGE_BASE='$(if $(filter file,$(origin BASE)),,$(BASE))' VCPUS='$(HISTORY_VCPUS)' harness/history/range.sh
	$(Q)VCPUS='$(HISTORY_VCPUS)' harness/history/show.sh

.PHONY: history
history: $(O)/vcpuscale
	$(Q)VCPUS='$(if $(filter file,$(origin VCPUS)),,$(VCPUS))' harness/history/show.sh

.PHONY: bisect
bisect: all
	$(Q)VCPUS='$(HISTORY_VCPUS)' harness/history/bisect.sh

# Some ten minutes: no part of make test.
.PHONY: test-bisect
test-bisect: all
	$(Q)tests/history/bisect-64.sh

