# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# The configuration of whole kernels: whole.config over tinyconfig, then the
# user's KCONFIG. What must hold is verified, for olddefconfig drops silently
# whatever has a dependency that is not met.

WHOLE_CONFIG=$TOP/harness/kernel/whole.config

# Options, one a line: of the table, then of the user's file, with "=n" for "is
# not set".
config__options() {
	grep '^CONFIG_' "$WHOLE_CONFIG" | cut -f 1
	[ -z "$KCONFIG" ] || config__of_user
}

config__of_user() {
	sed -nE -e 's/^# (CONFIG_[A-Za-z0-9_]+) is not set$/\1=n/' -e 's/[[:space:]]*$//' \
		-e '/^CONFIG_[A-Za-z0-9_]+=/p' "$KCONFIG"
}

# What was asked for, not what a version makes of it: results of two versions
# that were asked for the same can be compared.
config__hash() {
	config__options | sha256sum | cut -c 1-12
}

config__check_file() {
	local wrong
	[ -z "$KCONFIG" ] || { [ -f "$KCONFIG" ] && [ -r "$KCONFIG" ]; } ||
		die "KCONFIG=$KCONFIG: cannot be read: give a file of lines CONFIG_...="
	[ -n "$KCONFIG" ] || return 0
	wrong=$(grep -vE '^(CONFIG_[A-Za-z0-9_]+=.*|#.*|[[:space:]]*)$' "$KCONFIG" | head -n 1) || :
	[ -z "$wrong" ] || die "KCONFIG=$KCONFIG: $wrong: no option: write lines CONFIG_...="
}

# The last word on an option counts, as it does for kconfig.
config__must() {
	{ awk -F '\t' '$2 == "must" { print $1 }' "$WHOLE_CONFIG"
	  [ -z "$KCONFIG" ] || config__of_user; } |
		awk -F = '{ if (!($1 in at)) { at[$1] = ++n }; line[at[$1]] = $0 }
			END { for (i = 1; i <= n; i++) print line[i] }'
}

# config__holds OPTION=VALUE CONFIG
config__holds() {
	case $1 in
	*=n) ! grep -qE "^${1%=n}=" "$2" ;;
	*) grep -qxF "$1" "$2" ;;
	esac
}

config__is_known() {
	local symbol=${1%%=*}
	tree__git grep -qE "^[[:space:]]*(menu)?config[[:space:]]+${symbol#CONFIG_}[[:space:]]*\$" \
		"$TREE_PATCHED" -- '*Kconfig*'
}

config__verify() {
	local config=$1 option lost=() mine
	while read -r option; do
		config__holds "$option" "$config" && continue
		mine=$(config__of_user 2>/dev/null | grep -xF "$option") || mine=
		if [ -n "$mine" ] || config__is_known "$option"; then
			lost+=("$option")
		fi
	done < <(config__must)
	[ ${#lost[@]} -eq 0 ] ||
		die "kernel $KERNEL_NAME: olddefconfig undoes ${lost[*]}: a dependency is not met in Linux $TREE_VERSION${KCONFIG:+, or KCONFIG=$KCONFIG is against it}: see $OBJ/.config"
}

# What a configuration is made of: its stamp. The names of all files, for
# Kconfig asks of some whether they exist.
config__stamp() {
	{ config__options; echo "$WHOLE_CC"; "$WHOLE_CC" --version | head -n 1
	  tree__git ls-tree -r "$TREE_PATCHED" | grep -E 'Kconfig|Makefile|	scripts/' || :
	} | sha256sum
}

# config__make: OBJ/.config, anew only if what it is made of has changed.
config__make() {
	local stamp
	stamp=$(config__stamp)
	if [ "$(cat "$OBJ/config-stamp" 2>/dev/null)" != "$stamp" ]; then
		rm -f "$OBJ/config-stamp"
		step "$KERNEL_NAME: configure Linux $TREE_VERSION"
		{ "${WHOLE_MAKE[@]}" tinyconfig && config__options >>"$OBJ/.config" &&
		  "${WHOLE_MAKE[@]}" olddefconfig; } >>"$LOG" 2>&1 ||
			whole__complain configure
		config__verify "$OBJ/.config"
		echo "$stamp" >"$OBJ/config-stamp"
	fi
}
