# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# What became of a plan's jobs: the results files of each kernel, made one and stored
# where other runs are. To be sourced after plan.sh.

collect__count() { # DIR
	find "$1/jobs" -name '*.txt' -o -name '*.failed' | wc -l
}

# collect__kernel DIR LINE...: of one kernel, by its jobs' numbers.
collect__kernel() {
	local dir=$1 whole=$1/.whole.$$ run to
	local -a files=("${@:2}")
	files=("${files[@]/#/$dir/jobs/}")
	files=("${files[@]/%/.txt}")
	cp "${files[0]}" "$whole"
	[ ${#files[@]} -lt 2 ] || "$O/vcpuscale" merge --cells "$whole" "${files[@]:1}" || exit 2
	run=$(sed -n 's/^run: //p;T;q' "$whole")
	to=$RESULTS/$(sed -n 's/^kernel-base: //p;T;q' "$whole")/$(sed -n 's/^kernel: //p;T;q' "$whole")/$TESTBED
	mkdir -p "$to"
	mv "$whole" "$to/$run.txt"
	echo "$to/$run.txt"
}

# collect DIR: stores what is whole, names what is not.
collect() {
	local dir=$1 line n=0 status=0 key last='' numbers=() lost=0 file
	while read -r line; do
		n=$((n + 1))
		key=$(cut -f 1,2 <<<"$line")
		[ "$key" = "$last" ] || { collect__end; numbers=() last=$key lost=0; }
		if [ -e "$dir/jobs/$n.txt" ]; then
			numbers+=("$n")
		else
			lost=1
			collect__tell "$line"
		fi
	done <"$dir/plan"
	collect__end
	return "$status"
}

collect__end() {
	[ -n "$last" ] && [ "$lost" = 0 ] || return 0
	[ -e "$dir/stored" ] && grep -qF "$last	" "$dir/stored" && return 0
	file=$(collect__kernel "$dir" "${numbers[@]}")
	printf '%s\t%s\n' "$last" "$file" >>"$dir/stored"
}

# A kernel's own fault, or a job that is lost; with the lines that say why.
collect__tell() {
	if [ -e "$dir/jobs/$n.failed" ]; then
		[ "$status" = 2 ] || status=1
		sed 's/^/sweep: /' "$dir/jobs/$n.failed" >&2
	else
		status=2
		step "sweep: job $n, $(plan__name "$1"), has no result: see $dir/log/$n"
		grep -s '^vcpuscale: ' "$dir/log/$n" | tail -n 1 >&2 || :
	fi
}
