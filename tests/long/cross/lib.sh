# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# Kernels of other architectures: sources of a base, with or without the patches below
# kernels/patched, and Debian's cross compilers. All lies in DIR, or where the test has
# its own files.
#
# The harness' files set what is read here:
# shellcheck disable=SC2154,SC2153

# shellcheck disable=SC2034 # the harness reads it
TOP=$top
# shellcheck source=harness/kernel/common.sh
. harness/kernel/common.sh
# shellcheck source=harness/kernel/base.sh
. harness/kernel/base.sh
# shellcheck source=harness/kernel/line.sh
. harness/kernel/line.sh
set +e

dir=${DIR:-$tmp}

# An architecture's compiler. Debian 12 has no compiler for loongarch.
declare -A cross__compiler=([arm64]=aarch64-linux-gnu [riscv]=riscv64-linux-gnu [s390]=s390x-linux-gnu
	[powerpc]=powerpc64le-linux-gnu [mips]=mips64el-linux-gnuabi64
	[loongarch]=loongarch64-linux-gnu)

# cross__sources BASE: unpacks them into $dir/src, or says what is missing.
cross__sources()
{
	local tree

	rm -rf "$dir/src"
	mkdir -p "$dir/src"
	base__read "$1"
	if [ "$BASE_BUILT" = whole ]; then
		[ -s "$O/source/whole/$1" ] || { echo "run make deps KERNEL_BASE=$1"; return 1; }
		read -r tree _ <"$O/source/whole/$1"
		git --git-dir="$O/source/whole/git" archive "$tree" | tar -xC "$dir/src"
		return
	fi
	line__find "$1" "$O"
	[ -s "$LINE_SOURCE" ] || { echo "run make deps KERNEL_BASE=$1"; return 1; }
	# The patches are made for one version: another one may not take them.
	tar -xf "$LINE_SOURCE" -C "$dir/src" --strip-components=1 \
		--exclude="*/drivers/gpu/*.[ch]" --exclude="*/drivers/net/*.[ch]" \
		--exclude="*/drivers/media/*.[ch]" --exclude="*/sound/*.[ch]"
}

# cross__make ARCHITECTURE GOAL...
cross__make()
{
	make -s -j"$(nproc)" -C "$dir/src" ARCH="$1" CROSS_COMPILE="${cross__compiler[$1]}-" \
		O="$dir/$1" "${@:2}" </dev/null
}

# cross__apply BASE
cross__apply()
{
	local patch

	touch "$dir/applied"
	for patch in "kernels/patched/$1"/*.patch; do
		patch -s -p1 -d "$dir/src" <"$patch" || return 1
	done
}
