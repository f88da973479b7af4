#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Kernels that are kept: two builds of one at once, a build that is killed half way, and
# which go where CACHE_LIMIT says how many MiB they may take. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=harness/kernel/common.sh
. harness/kernel/common.sh
# shellcheck source=harness/kernel/cache.sh
. harness/kernel/cache.sh

TESTS=9
kernels=$tmp/build/kernels/6.1
series=$tmp/test-cache

clean_up()
{
	lib__clean_up
	rm -rf "$O"/kernels/6.1/test-cache
}
trap clean_up EXIT

# fake NAME MINUTES: a kernel that was used so long ago, of 3 MiB as du counts them,
# whether folders take blocks or not.
fake()
{
	mkdir -p "$kernels/$1/.build/users"
	# What a file system cannot compress.
	head -c 2500K /dev/urandom >"$kernels/$1/kvm.ko"
	: >"$kernels/$1/.build/lock"
	touch -d "$2 minutes ago" "$kernels/$1/.build/used"
}

# fakes: a is oldest, d youngest.
fakes()
{
	rm -rf "$tmp/build"
	fake a 40; fake b 30; fake c 20; fake d 10
}

left() { (cd "$kernels" && echo *); }

oldest_goes()
{
	fakes
	cache__trim "$tmp/build" 6
	[ "$(left)" = "c d" ] || { left; return 1; }
	cache__trim "$tmp/build" 6
	[ "$(left)" = "c d" ] && [ ! -e "$kernels/.gone.$$" ]
}

used_stays()
{
	fakes
	: >"$kernels/a/.build/users/$CACHE_NODE.$$"
	: >"$kernels/b/.build/users/other-node.1"
	: >"$kernels/c/.build/users/$CACHE_NODE.999999999"
	cache__trim "$tmp/build" 1 2>"$tmp/trim"
	left
	grep -q 'the others are in use' "$tmp/trim" && [ "$(left)" = "a b" ] || return 1
	# Nobody of another machine measures for days.
	touch -d '2 days ago' "$kernels/b/.build/users/other-node.1"
	cache__trim "$tmp/build" 1
	[ "$(left)" = "a" ]
}

built_stays()
{
	fakes
	(flock -s 4 && cache__trim "$tmp/build" 1) 4<"$kernels/a/.build/lock"
	[ "$(left)" = "a" ]
}

half_removed_goes()
{
	fakes
	mv "$kernels/a" "$kernels/.gone.1"
	cache__trim "$tmp/build" 100
	[ "$(left)" = "b c d" ] && [ ! -e "$kernels/.gone.1" ]
}

# Who asks for it while it goes gets it whole, or builds it.
enters_what_is_there()
{
	local i
	for i in {1..40}; do
		fakes
		cache__trim "$tmp/build" 1 &
		(
			cache__enter "$kernels/a/.build" a
			[ "$kernels/a/.build/lock" -ef /dev/fd/5 ] && [ -e "$kernels/a/.build/users/$CACHE_NODE.$$" ]
		) || { wait; return 1; }
		wait
		[ -e "$kernels/a/.build/users/$CACHE_NODE.$$" ] || return 1
	done
}

bad_limit()
{
	run limit make -s kernel KERNEL=unpatched O="$O" CACHE_LIMIT=much
	says_once limit 'CACHE_LIMIT=much: not a number of MiB: ' && [ "$status" = 2 ]
}

# build: by a make that does not begin before $tmp/go is there.
build()
{
	PATH=$tmp/bin:$PATH harness/kernel/build.sh --build-dir="$O" --kernel="$series"
}

slow_make()
{
	mkdir "$tmp/bin"
	printf '#!/bin/sh\nuntil [ -e "%s" ]; do sleep 0.1; done\nexec "%s" "$@"\n' "$tmp/go" "$(command -v make)" >"$tmp/bin/make"
	chmod +x "$tmp/bin/make"
}

# Whoever comes second waits and takes what the first has built.
two_at_once()
{
	local first second
	slow_make
	build >"$tmp/first.out" 2>"$tmp/first.err" & first=$!
	build >"$tmp/second.out" 2>"$tmp/second.err" & second=$!
	wait_for grep -q 'waiting for another build of test-cache' "$tmp"/{first,second}.err
	touch "$tmp/go"
	wait "$first" || return 1
	wait "$second" || return 1
	cat "$tmp"/{first,second}.err
	[ "$(cat "$tmp"/{first,second}.err | grep -c ': done in ')" = 1 ] && cmp "$tmp/first.out" "$tmp/second.out" &&
		grep -q 'waiting for another build of test-cache' "$tmp"/{first,second}.err
}

# The make that a killed one left behind still works: the next waits for it.
killed_half_way()
{
	local pid dir=$O/kernels/6.1/test-cache
	cp "$dir/kvm.ko" "$tmp/whole.ko"
	sed -i 's/vcpu_id/cpu/' "$series"/*.patch
	rm "$tmp/go"
	build >"$tmp/killed" 2>&1 & pid=$!
	wait_for grep -q 'build kvm.ko' "$tmp/killed" || return 1
	kill -KILL "$pid"
	wait "$pid"
	ls -a "$dir"
	[ ! -e "$dir/info" ] && [ ! -e "$dir/kvm.ko" ] || return 1
	touch "$tmp/go"
	sed -i 's/READ_ONCE(vcpu->cpu)/READ_ONCE(vcpu->vcpu_id)/' "$series"/*.patch
	build >"$tmp/again" 2>&1 || { cat "$tmp/again"; return 1; }
	cmp "$dir/kvm.ko" "$tmp/whole.ko"
}

echo "1..$TESTS"
mkdir "$series"
cp tests/series/slow-irq-delivery/*.patch "$series"
check "a limit that is none is refused" bad_limit
check "what was not used for longest goes, and no more than that" oldest_goes
check "what is in use stays, here and on other machines" used_stays
check "what is being built, or copied, stays" built_stays
check "what a killed one has begun to remove goes" half_removed_goes
check "who comes while it goes has it, or builds it" enters_what_is_there
check "two builds of one kernel at once: one builds, both have it" two_at_once
check "a build that is killed half way is no kernel, and the next is whole" killed_half_way
check "the kernel is marked as used by who asked for it" test -e "$O/kernels/6.1/test-cache/.build/used"
exit $failed
