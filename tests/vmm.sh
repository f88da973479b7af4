#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# vcpuscale-run on this machine's KVM: what it prints, what it refuses, how it
# ends; and with guests that go wrong, each of which may cost its own cell and
# no other. Skipped where there is no KVM, or with the argument without-kvm. TAP.
#
# check() calls the functions by name, which shellcheck does not follow:
# shellcheck disable=SC2317

# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

TESTS=41
program=$O/vcpuscale-run
faulty=$tmp/vcpuscale-run-faulty	# of one's own: is any of its processes left?
kernel=$O/kernels/6.1/unpatched
mkdir "$tmp/dir"

# refused PATTERN OPTION...: by one line, with nothing on standard output.
refused()
{
	local pattern=$1
	shift
	run refused "$program" "$@"
	show refused
	[ "$status" = 2 ] && [ ! -s "$tmp/refused.out" ] && says_once refused "$pattern" &&
		[ "$(wc -l <"$tmp/refused.err")" = 1 ]
}

# The names of all descriptors, those of the interface among them, and the
# functions they lead to.
lists()
{
	run list "$program" --list --bench='all *'
	show list
	[ "$status" = 0 ] || return 1
	cut -f 1 "$tmp/list.out" | sort >"$tmp/listed"
	sed -n 's/^\t\.name = "\(.*\)",.*/\1/p' bench/*/bench.c | sort | comm -13 "$tmp/listed" - >"$tmp/lacks"
	comm -13 "$tmp/listed" - >>"$tmp/lacks" <<-END
	AllCpusRequest/state=quiet
	IrqDelivery/state=quiet
	IrqDelivery/state=wake
	VcpuLifecycle
	VcpuOnSpin/state=busy
	VcpuOnSpin/state=quiet
	END
	cat "$tmp/lacks"
	[ ! -s "$tmp/lacks" ] && [ -z "$(uniq -d "$tmp/listed")" ] &&
		! cut -f 2- "$tmp/list.out" | grep -vE $'^[A-Za-z_][A-Za-z0-9_]*\t[1-9][0-9]*\t(repeats|varies)\t[a-z]+\t[A-Z][^\t]{1,76}[?]\t[^\t]+$'
}

# What is measured on request is listed on request; in a set, with that set.
lists_the_default()
{
	local name

	listed >"$tmp/default"
	for name in $(awk '$1 == ".name" { name = $3 } $1 ~ /^[.](on_request|set)$/ { print name }' \
		bench/*/bench.c | tr -d '",'); do
		! grep -x "$name" "$tmp/default" || return 1
	done
	listed '*' | grep -xf "$tmp/default" | diff - "$tmp/default" &&
		listed default | diff - "$tmp/default"
}

# Every set by its word, beside globs; all sets; and what is in none is not.
lists_sets()
{
	local set

	"$program" --list --bench='all *' | cut -f 1,5 >"$tmp/sets"
	while read -r set; do
		listed "$set" | diff - <(awk -v set="$set" '$2 == set { print $1 }' "$tmp/sets") || return 1
	done < <(cut -f 2 "$tmp/sets" | sort -u)
	grep -q '	exits$' "$tmp/sets" &&
		listed all | diff - <(awk '$2 != "request" { print $1 }' "$tmp/sets") &&
		listed 'exits, VcpuLifecycle' | diff - <(grep -E '	exits$|^VcpuLifecycle	' "$tmp/sets" | cut -f 1)
}

# make help-bench: each benchmark once, below its set and its question, in 80 columns.
helps_choose()
{
	run help make help-bench
	show help
	[ "$status" = 0 ] && ! grep -E '.{81}' "$tmp/help.out" || return 1
	awk '/^[^ ]/ { set = $0 ~ /BENCH=[a-z]+:$/ ? substr($0, 7, length($0) - 7) : $0 ~ /default/ ? "default" : "request" }
		/^  [^ ]/ { question = substr($0, 3) }
		/^    / { print $1 "\t" set "\t" question }' "$tmp/help.out" | sort >"$tmp/helped"
	"$program" --list --bench='all *' | cut -f 1,5,6 | sort | diff - "$tmp/helped"
}

introduces_itself()
{
	run version "$program" --version
	[ "$status" = 0 ] && grep -qE '^vcpuscale-run [0-9]' "$tmp/version.out" || return 1
	run help "$program" --help
	[ "$status" = 0 ] && grep -q -e '--vcpus=' "$tmp/help.out"
}

bad_sizes()
{
	local size

	for size in 0 -1 65537 abc '' 1.5 1,,x 1,,2 '1,2,' ,1 1-4 0x10 99999999999999999999; do
		refused '^vcpuscale: vCPU count .*: give whole numbers of 1 to 65536$' --vcpus="$size" ||
			return 1
	done
}

bad_options()
{
	refused '^vcpuscale: unit s: give ns or insns$' --unit=s &&
		refused '^vcpuscale: rounds 0: ' --rounds=0 &&
		refused '^vcpuscale: rounds 1x: ' --rounds=1x &&
		refused '^vcpuscale: rounds 1001: ' --rounds=1001 &&
		refused '^vcpuscale: deadline -1: ' --deadline=-1 &&
		refused '^vcpuscale: argument x: ' x &&
		refused '^vcpuscale: --nonsense: no option of vcpuscale-run.*: see vcpuscale-run --help$' --nonsense &&
		refused '^vcpuscale: --vcpus: .*its value is missing: ' --vcpus
}

# Cells of all sizes, those that this KVM has not among them.
measures()
{
	local file=$tmp/dir/all.txt

	run all "$program" --vcpus=1,2,255 --rounds=2 --output="$file"
	show all
	[ "$status" = 0 ] && [ ! -s "$tmp/all.out" ] && [ ! -s "$tmp/all.err" ] || return 1
	[ "$(find "$tmp/dir" -type f)" = "$file" ] || return 1
	valid_format "$file" ns/op && counts_end "$file" && all_batches "$file" 2
}

every_cell_is_told()
{
	grep -E ' (skip|invalid) ' "$tmp/dir/all.txt"
	! grep -q ' invalid ' "$tmp/dir/all.txt" || return 1
	every_cell "$tmp/dir/all.txt" "1 2 255" || return 1
	grep -qE '^BenchmarkIrqDelivery/state=wake/vcpus=255 1 ' "$tmp/dir/all.txt"
}

# Time is noisy, so inconclusive will do; of itself nothing is a regression.
compares()
{
	run compare "$O/vcpuscale" compare "$tmp/dir/all.txt" "$tmp/dir/all.txt"
	show compare
	[ "$status" = 0 ] || [ "$status" = 3 ]
}

prints()
{
	run printed "$program" --vcpus=1 --bench="AllCpus* IrqDelivery/state=quiet"
	show printed
	[ "$status" = 0 ] && valid_format "$tmp/printed.out" ns/op && counts_end "$tmp/printed.out" &&
		[ "$(sample_counts "$tmp/printed.out" | wc -l)" = 2 ]
}

# What --output names and is no file stays what it is; so does a link to one.
output_stays()
{
	local some=(--vcpus=1 --bench=VcpuLifecycle)

	mkfifo "$tmp/pipe" || return 1
	timeout 60 cat "$tmp/pipe" >"$tmp/read" &
	run pipe timeout 60 "$program" "${some[@]}" --output="$tmp/pipe"
	show pipe
	wait $!
	[ "$status" = 0 ] && [ -p "$tmp/pipe" ] && counts_end "$tmp/read" || return 1
	ln -s linked.txt "$tmp/link"
	: >"$tmp/linked.txt"
	run link "$program" "${some[@]}" --output="$tmp/link"
	show link
	[ "$status" = 0 ] && [ -L "$tmp/link" ] && counts_end "$tmp/linked.txt"
}

# stopped SIGNAL CODE: in the middle of a run that does not end by itself.
stopped()
{
	rm -rf "$tmp/dir" && mkdir "$tmp/dir"
	"$program" --vcpus=64,128,255 --rounds=1000 --bench="IrqDelivery/*" --output="$tmp/dir/run.txt" \
		>"$tmp/stopped.out" 2>"$tmp/stopped.err" </dev/null &
	wait_for grep -rq ^Benchmark "$tmp/dir" || return 1
	kill -s "$1" $!
	status=0
	wait $! 2>/dev/null || status=$?
	show stopped
	ls -A "$tmp/dir"
	[ "$status" = "$2" ] && gone -f "$tmp/dir/run.txt" && [ ! -e "$tmp/dir/run.txt" ]
}

interrupted()
{
	stopped "$1" "$2" && no_file "$tmp/dir"
}

full_disk()
{
	mkdir -p "$tmp/disk"
	mount -t tmpfs -o size=4k tmpfs "$tmp/disk" || return 1
	run full "$program" --vcpus=1,2,4 --output="$tmp/disk/run.txt"
	show full
	find "$tmp/disk" -type f >"$tmp/files"
	umount "$tmp/disk"
	[ "$status" = 2 ] && [ ! -s "$tmp/files" ] &&
		says_once full 'run.txt: No space left on device: make room'
}

full_standard_output()
{
	"$program" --vcpus=1 >/dev/full 2>"$tmp/full.err"
	[ $? = 2 ] && says_once full 'standard output: No space left on device'
}

faulty_is_built()
{
	make -s "$O/tests/vcpuscale-run-faulty" && cp "$O/tests/vcpuscale-run-faulty" "$faulty"
}

# Three cells take the seconds, which a busy machine needs for the others.
run_faulty()
{
	run faulty "$faulty" --vcpus=1,3 --deadline=5 --bench="[!V]*"
	show faulty
	[ "$status" = 0 ] && valid_format "$tmp/faulty.out" ns/op && counts_end "$tmp/faulty.out"
}

# invalid BENCH VCPUS REASON: by one line, without samples.
invalid()
{
	grep "^Benchmark$1/vcpus=$2 " "$tmp/faulty.out"
	[ "$(grep -c "^Benchmark$1/vcpus=$2 " "$tmp/faulty.out")" = 1 ] &&
		grep -qE "^Benchmark$1/vcpus=$2 invalid $3" "$tmp/faulty.out"
}

# of_both BENCH REASON: at either size, with the registers. Not all with the
# guest's: AMD's CPUs lose them in a triple fault, and KVM resets the vCPU.
of_both()
{
	invalid "$1" 1 "$2.*; eip=[0-9a-f]+ esp=.* cs=[0-9a-f]+\$" &&
		invalid "$1" 3 "$2.*; eip=[0-9a-f]+ esp=.* cs=[0-9a-f]+\$"
}

# What does not go wrong, before and after, and at the sizes where it does not.
good_measured()
{
	local cell

	for cell in GoodFirst/vcpus={1,3} OtherTripleFault/vcpus=1 NeverReady/vcpus=1 \
		WrongTaken/vcpus=1 GoodLast/vcpus={1,3}; do
		sample_counts "$tmp/faulty.out" | grep -qx "$cell 3" || { echo "$cell"; return 1; }
	done
}

# A KVM without hardware support counts no exits. The emulated machine's does:
# there the faulty program runs in place of the real one.
exits_counted()
{
	mkdir "$tmp/build"
	cp "$faulty" "$tmp/build/vcpuscale-run"
	cp "$O/testbed-init" "$tmp/build/"
	run emulated "$O/vcpuscale-testbed" --build="$tmp/build" --line="$O/lines/6.1" \
		--results="$tmp/results" --vcpus="1 3" --rounds=1 "$kernel" "$kernel" \
		--bench="Good* TripleFault Wrong*"
	show emulated
	[ "$status" = 0 ] || return 1
	cp "$(tail -n 1 "$tmp/emulated.out")" "$tmp/faulty.out"
	cat "$tmp/faulty.out"
	invalid WrongExits 1 'VM exits of vCPU 0: [0-9]+ seen, 20 expected' &&
		invalid WrongExits 3 'VM exits of vCPU 0: [0-9]+ seen, 20 expected' &&
		invalid WrongTaken 3 'interrupts taken by the other vCPUs: 0 seen, 16 expected' &&
		invalid WrongStats 1 'halt_exits of vCPU 0: 0 seen, 8 expected$' &&
		invalid WrongStats 3 'halt_exits of vCPU 0: 0 seen, 8 expected$' &&
		invalid WrongStatsName 1 "KVM's statistics lack no_such$" &&
		of_both TripleFault 'vCPU 0: unexpected exit 8, KVM_EXIT_SHUTDOWN' || return 1
	[ "$(sample_counts "$tmp/faulty.out" | grep -c '^\(GoodFirst\|GoodLast\)/.* 3$')" = 4 ]
}

echo 1..$TESTS
check "--list has all benchmarks, those of the interface among them" lists
check "--list has by default what is measured by default" lists_the_default
check "--list has sets, by their words" lists_sets
check "make help-bench has all benchmarks, sets and questions" helps_choose
check "--version and --help" introduces_itself
check "numbers of vCPUs that there are not" bad_sizes
check "a benchmark that there is not: the default ones are listed" \
	refused 'no benchmark matches nosuch: .* AllCpus.* IrqDel.*quiet IrqDel.*wake .*VcpuOnSpin' \
	--bench=nosuch
check "options that are wrong" bad_options

[ "${1:-}" != without-kvm ] || skip_all $TESTS "told to do without KVM"
[ -e /dev/kvm ] || skip_all $TESTS "no /dev/kvm here"
[[ -r /dev/kvm && -w /dev/kvm ]] || skip_all $TESTS "no permission to use /dev/kvm"
check "instructions are not counted where the TSC counts time" \
	refused 'the TSC does not count instructions: use --unit=ns' --unit=insns
check "a list of CPUs that lacks one" refused 'CPUs 0,: give some of those' --cpus=0,
check "1, 2 and 255 vCPUs: all samples of two rounds" measures
check "every cell is measured or skipped with the reason" every_cell_is_told
check "vcpuscale compares what was measured" compares
check "without --output the results are printed" prints
check "--output to a pipe or a link leaves it in its place" output_stays
check "SIGINT: no file, and an end by SIGINT" interrupted INT 130
check "SIGTERM: no file, and an end by SIGTERM" interrupted TERM 143
check "SIGALRM: no file, and an end by SIGALRM" interrupted ALRM 142
check "SIGKILL: no file that is seen" stopped KILL 137
check "--output in a directory that is not there" \
	refused 'nosuch/run.txt: No such file or directory: give a file' --output="$tmp/nosuch/run.txt"
if [ "$(id -u)" = 0 ]; then
	check "a full disk is told, and leaves no file" full_disk
else
	skip "a full disk is told, and leaves no file" "mounting a small one takes root"
fi
check "a full standard output is told" full_standard_output

check "a vcpuscale-run whose guests go wrong is built" faulty_is_built
check "it goes through all its cells" run_faulty
check "a triple fault" of_both TripleFault 'vCPU 0: unexpected exit 8, KVM_EXIT_SHUTDOWN \(triple fault\)'
check "a triple fault of another vCPU" invalid OtherTripleFault 3 \
	'vCPU 2: unexpected exit 8, KVM_EXIT_SHUTDOWN \(triple fault\); eip='
check "a write to a port that nobody knows" \
	of_both UnknownPort 'vCPU 0: unexpected exit 2, KVM_EXIT_IO \(port 0x777\)'
check "a write to where no memory is" \
	of_both NoMemory 'vCPU 0: unexpected exit 6, KVM_EXIT_MMIO \(write of 4 bytes at 0x40000000\)'
check "a vCPU that does not get ready" invalid NeverReady 3 '1 of 3 vCPUs not ready within 5000 ms$'
check "a batch that does not end" invalid NeverEnds 1 'nothing heard of vCPU 0 for 5000 ms$'
check "neither beside other vCPUs" invalid NeverEnds 3 'nothing heard of vCPU 0 for 5000 ms$'
check "an exception in the guest" of_both Exception 'vCPU 0: the guest gave up: an exception'
check "a guest whose operation fails" \
	of_both GivesUp 'vCPU 0: the guest gave up: the operation under test failed \(error 42\)'
check "interrupts that were not taken" invalid WrongTaken 3 \
	'interrupts taken by the other vCPUs: 0 seen, 16 expected; by vCPU 1: 0 of 8$'
check "interrupts that all one vCPU took" invalid WrongTaker 3 \
	'interrupts taken by the other vCPUs: 16 seen, 16 expected; by vCPU 1: 16 of 8$'
check "the cells before, between and after are measured" good_measured
check "a kernel's log is not blamed for it" test "$(grep -c '^# log' "$tmp/faulty.out")" = 0
check "none of its processes is left" gone -f "$faulty"
if [ -s "$kernel/info" ] && [ -s "$O/lines/6.1/vmlinuz" ] && [ -n "$(command -v qemu-system-x86_64)" ]; then
	check "exits that did not happen, in the emulated machine" exits_counted
else
	skip "exits that did not happen, in the emulated machine" \
		"no unpatched kernel is built: make kernel KERNEL=unpatched"
fi
exit $failed
