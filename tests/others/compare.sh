# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# What the tests came to on both sides: STAGE/base.outcomes and STAGE/head.outcomes,
# "NAME SECONDS OUTCOME REASON" each time that a test has run.

# What is common to the rules: outcomes by test, in the order in which they came.
# shellcheck disable=SC2016 # awk's
COMPARE_READ='
	FILENAME == ARGV[1] { side = "base" }
	FILENAME == ARGV[2] { side = "head" }
	FILENAME == ARGV[3] { name = names[++n] = $1; runs[name] = $2 != "#"; sub(/^[^ ]+ # /, ""); lacks[name] = $0; next }
	{
		outcome = $3
		all[side, $1] = all[side, $1] " " outcome
		times[side, $1, outcome]++
		if (!((side, $1) in first))
			first[side, $1] = outcome
		reason = $0
		sub(/^[^ ]+ [^ ]+ [^ ]+ ?/, "", reason)
		if (outcome == "skip")
			sub(/^.*SKIP:? *(- )?/, "", reason)
		why[side, $1, outcome] = reason
	}
	# Nobody complains of a test that passes where it did not.
	function is_worse(base, head) { return head != base && head != "pass" }'

# compare__find: what differs after one run a side is to be run again, STAGE/again.
compare__find() {
	awk "$COMPARE_READ"'
		END {
			for (i = 1; i <= n; i++)
				if (is_worse(first["base", names[i]], first["head", names[i]]))
					print names[i]
		}' "$STAGE/base.outcomes" "$STAGE/head.outcomes" "$STAGE/list" |
		while read -r name; do
			grep -E "^$name [^-]" "$STAGE/list" || :
		done >"$STAGE/again"
}

# compare__report: TAP. A difference is an outcome of K, other than a pass, that the
# other side has never had. On a busy host some tests fail or run out of time now and
# then: one time is no difference yet, but the kernel's complaint is, and a machine that
# hangs or dies. What a series itself brings has to pass, or skip.
compare__report() {
	awk -v base="$BASE_NAME" -v head="$KERNEL_NAME" -v new="$PROGRAMS/new" "$COMPARE_READ"'
		function told(side, name,    text, o, k) {
			for (k = 1; k in order; k++) {
				o = order[k]
				if (!times[side, name, o])
					continue
				text = text (text ? ", " : "") o
				if (times[side, name, o] > 1 || split(all[side, name], ignored, " ") > 1)
					text = text " " times[side, name, o] "x"
			}
			return text
		}
		function enough(name, o) {
			return name == "unload-modules" || brought[name] || o !~ /^(skip|fail|timeout)$/ ? 1 : 2
		}
		function is_difference(name,    k, o) {
			for (k = 2; k in order; k++) {
				o = order[k]
				if (times["head", name, o] >= enough(name, o) &&
				    (!times["base", name, o] || (brought[name] && o != "skip")))
					return o
			}
			return ""
		}
		BEGIN {
			while ((getline name <new) > 0)
				brought[name] = 1
			split("pass skip fail timeout complaint hang died", order, " ")
		}
		END {
			print "1.." n
			for (i = 1; i <= n; i++) {
				name = names[i]
				if (!runs[name]) {
					print "ok " i " - " name " # SKIP " lacks[name]
					unfit++
					continue
				}
				b = told("base", name); h = told("head", name)
				bad = is_difference(name)
				if (bad) {
					different++
					print "not ok " i " - " name ": " base " " b "; " head " " h
					print "# " head ": " bad ": " why["head", name, bad]
				} else if (b == "skip" && h == "skip") {
					print "ok " i " - " name " # SKIP " why["head", name, "skip"]
					skipped++
				} else if (b == h) {
					print "ok " i " - " name ": " b (b ~ /^pass/ ? "" : " on both sides")
					if (b !~ /^pass/) {
						print "# " why["head", name, first["head", name]]
						failed++
					} else
						passed++
				} else {
					print "ok " i " - " name ": " base " " b "; " head " " h
					unequal++
				}
			}
			printf "# %s against %s: %d pass on both sides, %d skip on both, %d fail alike, %d are not steady or better, %d cannot be run, %d differ\n",
				head, base, passed, skipped, failed, unequal, unfit, different
			exit different > 0
		}' "$STAGE/base.outcomes" "$STAGE/head.outcomes" "$STAGE/list"
}
