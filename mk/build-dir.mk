# SPDX-License-Identifier: GPL-2.0-only
# O, the build directory: "make clean" removes what is in it, so it is for builds alone.

ifeq ($(strip $(O)),)
override O := build
endif
ifneq ($(words $(O)),1)
$(error vcpuscale: O=$(O): make takes no spaces in this path: name another directory)
endif

# A path as one word, whatever directory this is. $(1) is below $(2), or the same.
path  = $(subst $() ,?,$(abspath $(1)))
below = $(filter $(patsubst %/,%,$(2))/%,$(1)/.)
SOURCE_DIRS := $(patsubst %/,%,$(wildcard bench/ docs/ guests/ harness/ kernels/ mk/ plots/ results/ tests/))
ifneq ($(strip $(call below,$(call path,.),$(call path,$(O))) \
	       $(foreach dir,$(SOURCE_DIRS),$(call below,$(call path,$(O)),$(call path,$(dir))))),)
$(error vcpuscale: O=$(O): holds more than what is built: name a directory of its own)
endif

# What is built has objects or a line's stamps, what is fetched comes first. Stops "make -i" as well.
FETCHED    := $(addprefix $(O)/,downloads source lines ccache)
built-here  = $(if $(filter-out $(FETCHED),$(wildcard $(O)/*)),$(if $(wildcard $(O)/obj $(O)/lines),,\
	$(error vcpuscale: O=$(O): nothing in it was built here: remove it yourself)))
