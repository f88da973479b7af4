#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Builds KVM's modules the ways that users do, and the ways that must be
# refused. TAP. O is the build directory, where unpatched is built if it is
# not there yet (a minute); everything else is built from its objects.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2016,SC2317 # nor are sed programs expanded

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
build=$top/harness/kernel/build.sh
out=$O/kernels/6.1

# What the tests build has names of its own. Others run at the same time, whose kernels
# are called test-something, too.
clean_up()
{
	lib__clean_up
	rm -rf "$out"/test-{one,none,order,mm,stop}
	[ -z "${commit:-}" ] || rm -rf "${out:?}/$commit"
}
trap clean_up EXIT

# make_kernel KERNEL [OPTION...]: $tmp/out and $tmp/err have what it says.
make_kernel()
{
	local kernel=$1
	shift
	"$build" --build-dir="$O" --kernel="$kernel" "$@" >"$tmp/out" 2>"$tmp/err"
}

# refused PATTERN KERNEL...: exit 2, nothing on stdout, the last line of
# stderr is the one that says why.
refused()
{
	local pattern=$1 status=0
	shift
	make_kernel "$@" || status=$?
	cat "$tmp/err"
	[ "$status" = 2 ] && [ ! -s "$tmp/out" ] || return 1
	[ "$(grep -c '^vcpuscale: ' "$tmp/err")" = 1 ] || return 1
	tail -n 1 "$tmp/err" | grep -qE "^vcpuscale: .*$pattern"
}

# series NAME: an empty one in $tmp/NAME, whose path it prints.
series()
{
	mkdir -p "$tmp/$1"
	echo "$tmp/$1"
}

# diff_of NAME FILE SED: a patch that makes SED's change in FILE.
diff_of()
{
	local dir=$tmp/$1 file=$2
	mkdir -p "$dir" "$tmp/a/${file%/*}" "$tmp/b/${file%/*}"
	cp "$source/$file" "$tmp/a/$file"
	sed "$3" "$source/$file" >"$tmp/b/$file"
	(cd "$tmp" && diff -u "a/$file" "b/$file") >>"$dir/0001-test.patch"
	rm -rf "$tmp/a" "$tmp/b"
}

# new_file NAME FILE: adds to NAME's patch a new FILE of one line.
new_file()
{
	mkdir -p "$tmp/$1"
	printf -- '--- /dev/null\n+++ b/%s\n@@ -0,0 +1 @@\n+text\n' "$2" >>"$tmp/$1/0001-test.patch"
}

# How many objects the last build of NAME compiled.
compiled()
{
	grep -c '^  \(CC\|AS\) ' "$out/$1/build.log"
}

no_output()
{
	! find "$out/$1" -maxdepth 1 \( -name '*.ko' -o -name info \) | grep .
}

id_of()
{
	sed -n 's/^kernel-id: //p' "$out/$1/info"
}

builds_unpatched()
{
	make_kernel unpatched || { cat "$tmp/err"; return 1; }
	[ "$(realpath "$(cat "$tmp/out")")" = "$out/unpatched" ] || return 1
	grep -qE '^kernel-id: [0-9a-f]{12}$' "$out/unpatched/info" || return 1
	[ "$(grep -cE '^sizeof-kvm(-vcpu)?: [1-9][0-9]{3,}$' "$out/unpatched/info")" = 2 ] || return 1
	file_is_module "$out/unpatched/kvm.ko" && file_is_module "$out/unpatched/kvm-amd.ko"
}

# config_hash LINE...: of a configuration of these lines.
config_hash()
{
	printf '%s\n' "$@" >"$tmp/config"
	bash -c '. harness/kernel/line.sh && config__hash "$1"' - "$tmp/config"
}

# Not of the order, nor of what is disabled.
configuration_is_told()
{
	local one other

	grep -qx 'kernel-config: packaged' "$out/unpatched/info" || return 1
	one=$(config_hash '# CONFIG_C is not set' CONFIG_B=y 'CONFIG_A="m"')
	other=$(config_hash 'CONFIG_A="m"' '# all' CONFIG_B=y)
	echo "$one $other"
	[[ $one =~ ^[0-9a-f]{12}$ ]] && [ "$one" = "$other" ] &&
		[ "$(config_hash 'CONFIG_A="m"' CONFIG_B=m)" != "$one" ]
}

file_is_module()
{
	readelf -h "$1" | grep -q 'REL (Relocatable file)' &&
		! readelf -S "$1" | grep -q ' \.debug_info'
}

unchanged_is_quick()
{
	local before start=${EPOCHREALTIME/./}

	before=$(stat -c %y "$out/unpatched/kvm.ko" "$out/unpatched/build.log")
	make_kernel unpatched || return 1
	echo "$(((${EPOCHREALTIME/./} - start) / 1000)) ms"
	[ ! -s "$tmp/err" ] &&
		[ "$before" = "$(stat -c %y "$out/unpatched/kvm.ko" "$out/unpatched/build.log")" ]
}

# A file of one's own starts from unpatched's objects: of some fifty few. Another
# build takes these at the same time.
one_file_is_cheap()
{
	local all few

	all=$(find "$out/unpatched/.build/src" -name '.*.o.cmd' | wc -l)
	diff_of test-one virt/kvm/eventfd.c '$a/* test */'
	exec 5<"$out/unpatched/.build/lock"
	flock -s 5
	make_kernel "$tmp/test-one" || { cat "$tmp/err"; return 1; }
	exec 5<&-
	few=$(compiled test-one)
	echo "$few of $all objects"
	[ "$few" -ge 1 ] && [ $((few * 3)) -lt "$all" ]
}

# A comment is not in the modules: they are the same bytes, made elsewhere.
same_bytes_elsewhere()
{
	cmp "$out/unpatched/kvm.ko" "$out/test-one/kvm.ko" &&
		cmp "$out/unpatched/kvm-amd.ko" "$out/test-one/kvm-amd.ko"
}

id_follows_sources()
{
	local one unpatched

	one=$(id_of test-one) unpatched=$(id_of unpatched)
	[ -n "$one" ] && [ "$one" != "$unpatched" ] || return 1
	sed -i 's/test/tess/' "$tmp/test-one/0001-test.patch"
	make_kernel "$tmp/test-one" || return 1
	[ "$(id_of test-one)" != "$one" ] || return 1
	sed -i 's/tess/test/' "$tmp/test-one/0001-test.patch"
	echo "A line more above the patch changes no source." |
		cat - "$tmp/test-one/0001-test.patch" >"$tmp/patch"
	mv "$tmp/patch" "$tmp/test-one/0001-test.patch"
	make_kernel "$tmp/test-one" || return 1
	[ "$(id_of test-one)" = "$one" ]
}

no_stale_modules()
{
	cp "$top"/tests/series/does-not-compile/*.patch "$tmp/test-one/0002-test.patch"
	refused "does not compile: virt/kvm/[a-z_]*\.c:[0-9]+:[0-9]+: .*undeclared.*build\.log" \
		"$tmp/test-one" || return 1
	no_output test-one
}

notes_what_is_skipped()
{
	rm -f "$tmp/test-one/0002-test.patch"
	new_file test-one Documentation/virt/test.rst
	make_kernel "$tmp/test-one" || { cat "$tmp/err"; return 1; }
	cat "$tmp/err"
	grep -q '^note: .*skipped.*Documentation/virt/test.rst' "$tmp/err" &&
		grep -q 'test' "$out/test-one/.build/src/virt/kvm/eventfd.c" &&
		[ ! -e "$out/test-one/.build/src/Documentation" ]
}

series_gives_order()
{
	local dir
	dir=$(series test-order)

	echo 0009-missing.patch >"$dir/series"
	refused "series: 0009-missing.patch is not there" "$dir"
}

# A bare repository of nothing but KVM and a Makefile.
make_tree()
{
	local work=$tmp/work

	mkdir -p "$work"
	cp -r "$source"/. "$work"
	printf 'VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 192\n' >"$work/Makefile"
	git -C "$work" init -q
	git -C "$work" add arch virt include/linux/kvm_* include/kvm include/trace/events/kvm.h \
		include/uapi/linux/kvm* Makefile
	git -C "$work" -c user.name=test -c user.email=test@example.org commit -qm test
	git clone -q --bare "$work" "$tmp/tree.git"
	commit=$(git -C "$work" rev-parse --short=12 HEAD)
}

builds_revision()
{
	make_tree || return 1
	make_kernel HEAD --tree="$tmp/tree.git" || { cat "$tmp/err"; return 1; }
	[ "$(realpath "$(cat "$tmp/out")")" = "$out/$commit" ] &&
		cmp "$out/unpatched/kvm.ko" "$out/$commit/kvm.ko"
}

full_disk()
{
	mkdir -p "$tmp/disk"
	mount -t tmpfs -o size=8m tmpfs "$tmp/disk" || return 1
	"$build" --build-dir="$tmp/disk" --kernel=unpatched >"$tmp/out" 2>"$tmp/err"
	[ $? = 2 ] && grep -qE '^vcpuscale: .* [0-9]+ MiB free, [0-9]+ MiB needed' "$tmp/err"
}

# The headers as the real dpkg-query tells, of another version.
packages_differ()
{
	mkdir -p "$tmp/bin"
	cat >"$tmp/bin/dpkg-query" <<-END
	#!/bin/sh
	$(command -v dpkg-query) "\$@" | sed '/linux-headers/s/ [^ ]*\$/ 6.1.1-1/'
	END
	chmod +x "$tmp/bin/dpkg-query"
	PATH=$tmp/bin:$PATH refused \
		"different versions: linux-source-6.1 [0-9.-]+, linux-headers-[^ ]* 6.1.1-1, image" unpatched
}

nobody_compiles()
{
	echo "$out/test-stop/" >"$tmp/place"
	! grep -lasF -f "$tmp/place" /proc/[0-9]*/cmdline
}

# SIGTERM while it compiles: as SIGTERM ended it, with nobody left behind.
interrupted()
{
	local pid status=0

	diff_of test-stop include/linux/kvm_host.h '$a/* test */'
	"$build" --build-dir="$O" --kernel="$tmp/test-stop" >"$tmp/out" 2>"$tmp/err" &
	pid=$!
	wait_for grep -q '^  CC ' "$out/test-stop/build.log" || return 1
	kill -TERM "$pid"
	wait "$pid" || status=$?
	echo "exit $status"
	[ "$status" = 143 ] && [ ! -s "$tmp/out" ] && wait_for nobody_compiles && no_output test-stop
}

echo 1..22
check "unpatched is built" builds_unpatched
source=$(kvm_sources)
[ -d "$source" ] || { echo "Bail out! no sources in $O/source"; exit 2; }
check "its configuration is named" configuration_is_told
check "an unchanged kernel is left as it is" unchanged_is_quick
check "a change of one file compiles few" one_file_is_cheap
check "the same code is the same bytes" same_bytes_elsewhere
check "kernel-id follows the sources alone" id_follows_sources
check "a failure leaves no older modules" no_stale_modules
check "a change of Documentation is noted and skipped" notes_what_is_skipped
check "a kernel that does not exist is refused" \
	refused 'kernel nope: .*there are .*unpatched.*KERNEL_TREE$' nope
check "the host's kernel is not built" refused 'kernel host: nothing to build' host
check "a directory without patches is refused" refused 'without patches' "$(series test-none)"
check "a series naming a missing file is refused" series_gives_order
check "a patch that does not apply is refused" \
	refused '0001-.*patch: hunk 2 of virt/kvm/kvm_main.c does not apply: rebase' \
	"$top/tests/series/does-not-apply"
new_file test-mm mm/test.c
check "a patch of the kernel image is refused" \
	refused '0001-test.patch: touches mm/test.c: only KVM.*KERNEL_BASE=(tree or )?7.3' "$tmp/test-mm"
mkdir -p "$tmp/unpatched"
new_file unpatched virt/kvm/test.h
check "a name that is taken is refused" refused 'a name that is taken' "$tmp/unpatched"
check "an unknown line is refused" refused 'KERNEL_BASE=5.4: no such base: there are 5.10 6.1 ' unpatched --line=5.4
check "a path with spaces is refused" refused "cannot build there" unpatched --build-dir="$tmp/a b"
check "a git revision is built, from a bare repository" builds_revision
if dpkg-query -W linux-source-6.12 >/dev/null 2>&1 || [ -s "$O/lines/6.12/source-version" ]; then
	check "a revision of another line is refused" \
		refused 'is Linux 6.1, the base is 6.12' HEAD --tree="$tmp/tree.git" --line=6.12
else
	skip "a revision of another line is refused" "no other line here: make deps-test fetches it"
fi
if [ "$(id -u)" = 0 ]; then
	check "a full disk is told before the build" full_disk
else
	skip "a full disk is told before the build" "mounting a small one takes root"
fi
check "packages of different versions are refused" packages_differ
check "an interrupted build leaves no process and no output" interrupted
exit "$failed"
