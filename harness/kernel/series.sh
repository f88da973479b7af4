# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# A series: what it may touch, and its application.

# The files that a patch names, renames included, which lsdiff leaves out.
patch__files()
{
	{ lsdiff --strip=1 "$1"
	  sed -nE 's/^(rename|copy) (from|to) //p' "$1"; } | sort -u
}

# Sets PATCH_KEEP and PATCH_SKIP, or refuses.
patch__sort_files()
{
	local patch=$1 file

	PATCH_KEEP=() PATCH_SKIP=()
	while read -r file; do
		case $file in
		arch/x86/kvm/* | virt/kvm/* | include/* | arch/x86/include/*)
			PATCH_KEEP+=("$file") ;;
		arch/x86/*)
			patch__refuse "$patch" "$file" ;;
		Documentation/* | tools/* | samples/* | LICENSES/* | MAINTAINERS | CREDITS | .mailmap | arch/*)
			PATCH_SKIP+=("$file") ;;
		*)
			patch__refuse "$patch" "$file" ;;
		esac
	done < <(patch__files "$patch")
}

patch__refuse()
{
	die "$1: touches $2: only KVM's modules are replaced, $2 is in the kernel image: leave it out of the series"
}

patch__notes()
{
	local patch=$1 file

	for file in "${PATCH_KEEP[@]}"; do
		case $file in
		*/Kconfig)
			note "$patch: $file: no effect, the configuration is that of $LINE_RELEASE" ;;
		include/* | arch/x86/include/*)
			[[ $file =~ $KVM_PATHS ]] ||
				note "$patch: $file: changed for KVM only, the kernel image keeps its own" ;;
		esac
	done
	[ ${#PATCH_SKIP[@]} -eq 0 ] ||
		note "$patch: skipped, not part of the modules: ${PATCH_SKIP[*]}"
}

# patch__screen PATCH OUT: the part of PATCH that is applied; 1: nothing.
patch__screen()
{
	local patch=$1 out=$2

	patch__sort_files "$patch"
	if [ ${#PATCH_KEEP[@]} -eq 0 ] && [ ${#PATCH_SKIP[@]} -eq 0 ]; then
		! grep -qE '^(@@ |diff --git )' "$patch" ||
			die "$patch: not a patch that can be read: write it anew with git format-patch"
		note "$patch: skipped, it patches nothing"
		return 1
	fi
	patch__notes "$patch"
	[ ${#PATCH_KEEP[@]} -gt 0 ] || return 1
	if [ ${#PATCH_SKIP[@]} -eq 0 ]; then
		cp "$patch" "$out"
		return
	fi
	! grep -qE '^(rename|copy) (from|to) ' "$patch" ||
		die "$patch: renames files and touches ${PATCH_SKIP[0]}, which is not part of the modules: split it in two"
	filterdiff --strip-match=1 "${PATCH_SKIP[@]/#/--exclude=}" "$patch" >"$out"
}

# What patch(1) said of hunks that failed, in words, from its output.
patch__failure()
{
	awk '
	/^patching file / { file = $3; gsub(/[\047,]/, "", file) }
	/^Hunk #[0-9]+ FAILED/ {
		n = substr($2, 2)
		if (!(file in hunks)) order[++files] = file
		hunks[file] = hunks[file] (hunks[file] == "" ? "" : ", ") n
		if (count[file]++) plural = 1
	}
	/^can.t find file to patch/ { missing = 1 }
	missing == 1 && /^\|\+\+\+ / { missing = 2; name = $2; sub(/^b\//, "", name) }
	/which already exists!|does not exist!|malformed patch|Only garbage/ { other = $0 }
	END {
		for (i = 1; i <= files; i++)
			text = text (i > 1 ? " and " : "") \
				(count[order[i]] > 1 ? "hunks " : "hunk ") \
				hunks[order[i]] " of " order[i]
		if (files) print text (files > 1 || plural ? " do not apply" : " does not apply")
		else if (missing) print name " does not exist"
		else print other == "" ? "does not apply" : other
	}'
}

# series__apply STAGE PRISTINE LOG: applies KERNEL_PATCHES. PRISTINE has the
# headers beyond KVM's own that a patch may touch.
series__apply()
{
	local stage=$1 pristine=$2 log=$3 patch part=$1.patch file output

	for patch in "${KERNEL_PATCHES[@]}"; do
		patch__screen "$patch" "$part" || continue
		for file in "${PATCH_KEEP[@]}"; do
			stage__add "$pristine" "$stage" "$file"
		done
		[ "$VERBOSE" = 0 ] || printf '+ patch -p1 <%s\n' "$patch" >&2
		output=$(cd "$stage" && patch -p1 -f --no-backup-if-mismatch -i "$part" 2>&1) || {
			printf '%s\n%s\n' "$patch:" "$output" >>"$log"
			die "${patch#"$TOP/"}: $(patch__failure <<<"$output"): rebase it onto linux-source-$LINE $LINE_SOURCE_VERSION, rejects are in ${stage#"$PWD/"}, the log is ${log#"$PWD/"}"
		}
		printf '%s\n%s\n' "$patch:" "$output" >>"$log"
		! grep -q ' with fuzz ' <<<"$output" ||
			note "$patch: applies with fuzz: see ${log#"$PWD/"}"
	done
	rm -f "$part"
	find "$stage" -name '*.orig' -delete
}
