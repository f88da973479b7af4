# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# The configuration of whole kernels: CONFIG_TABLE over tinyconfig, then the
# user's KCONFIG. What must hold is verified, for olddefconfig drops silently
# whatever has a dependency that is not met.

# A line each: an option, "must" where it is verified, the reason.
CONFIG_TABLE=$TOP/harness/kernel/whole.config

# The options of standard input, one a line, with "=n" for "is not set".
config__filter() {
	sed -nE -e 's/^# (CONFIG_[A-Za-z0-9_]+) is not set$/\1=n/' -e 's/[[:space:]]*$//' \
		-e '/^CONFIG_[A-Za-z0-9_]+=/p'
}

config__of_user() {
	[ -z "$KCONFIG" ] || config__filter <"$KCONFIG"
}

config__options() {
	cut -f 1 "$CONFIG_TABLE" | config__filter
	config__of_user
}

# What was asked for, not what a version makes of it: results of two versions
# that were asked for the same can be compared.
config__asked_hash() {
	config__options | sha256sum | cut -c 1-12
}

config__check_file() {
	local wrong
	[ -n "$KCONFIG" ] || return 0
	[[ -f $KCONFIG && -r $KCONFIG ]] ||
		die "KCONFIG=$KCONFIG: cannot be read: give a file of lines CONFIG_...="
	wrong=$(grep -vE '^(CONFIG_[A-Za-z0-9_]+=.*|#.*|[[:space:]]*)$' "$KCONFIG" | head -n 1) || :
	[ -z "$wrong" ] || die "KCONFIG=$KCONFIG: $wrong: no option: write lines CONFIG_...="
}

# The last word on an option counts, as it does for kconfig.
config__must() {
	{ awk -F '\t' '$2 == "must" { print $1 }' "$CONFIG_TABLE"; config__of_user; } |
		awk -F = '{ if (!($1 in at)) { at[$1] = ++n }; line[at[$1]] = $0 }
			END { for (i = 1; i <= n; i++) print line[i] }'
}

# config__holds OPTION=VALUE. Of what is "not set" in newer versions and was a number in
# older ones, as CONFIG_BASE_SMALL until 6.9, 0 is the same.
config__holds() {
	case $1 in
	*=n) ! grep -E "^${1%=n}=" "$OBJ/.config" | grep -qvxF "${1%=n}=0" ;;
	*) grep -qxF "$1" "$OBJ/.config" ;;
	esac
}

# An option that this version does not have is no loss, unless the user wants it.
config__verify() {
	local option symbol lost=''
	while read -r option; do
		config__holds "$option" && continue
		symbol=${option%%=*}
		if config__of_user | grep -xF "$option" >/dev/null || grep -rqE --include='Kconfig*' \
			"^[[:space:]]*(menu)?config[[:space:]]+${symbol#CONFIG_}[[:space:]]*\$" "$KERNEL_SRC"; then
			lost+=" $option"
		fi
	done < <(config__must)
	[ -z "$lost" ] ||
		die "$KERNEL_WHAT olddefconfig undoes$lost: a dependency is not met in Linux $TREE_VERSION${KCONFIG:+, or KCONFIG=$KCONFIG is against it}: see $OBJ/.config"
}

config__write() {
	{ "${KERNEL_MAKE[@]}" tinyconfig && config__options >>"$OBJ/.config" &&
	  "${KERNEL_MAKE[@]}" olddefconfig; } >>"$LOG" 2>&1 || make__complain configure
	config__verify
}

# What a configuration is made of: its stamp. The names of all files, for
# Kconfig asks of some whether they exist.
config__stamp() {
	{ config__options; echo "$KERNEL_CC"; "$KERNEL_CC" --version | head -n 1
	  tree__git ls-tree -r "$TREE_PATCHED" | grep -E 'Kconfig|Makefile|	scripts/' || :
	} | sha256sum
}

# config__make: OBJ/.config, anew only if what it is made of has changed.
config__make() {
	local stamp
	stamp=$(config__stamp)
	[ "$(cat "$OBJ/config-stamp" 2>/dev/null)" != "$stamp" ] || return 0
	rm -f "$OBJ/config-stamp"
	step "$KERNEL_NAME: configure Linux $TREE_VERSION"
	config__write
	echo "$stamp" >"$OBJ/config-stamp"
}
