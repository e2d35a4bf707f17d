# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2317,SC2154,SC2013
# suite: a suite of tests that are shell functions.
#
#   suite_begin -> run_chapter FILE... -> suite_end
#
# A chapter is a file of functions test_*; they run in the order of the file,
# each in a shell of its own and in a new empty directory, $dir. A test fails by
# `complain`, or by a command that fails; `skip REASON` ends it. What it leaves
# in $dir/out and $dir/err is shown when it fails. Chapters must never know what
# other tests did before.

suite_failed=no
suite_done=() # names that need not be run

# A directory that other users can enter: some tests run as one of them.
suite_begin() {
	work=$(mktemp -d "${TMPDIR:-/tmp}/qvm-suite.XXXXXX")
	chmod 755 "$work"
	trap suite_clean_up EXIT
	trap 'exit 130' INT TERM
}

# What a test may have hung up between two of its steps is not left behind.
suite_clean_up() {
	end_remains "$work"
	rm -rf "$work"
}

suite_end() {
	[[ $suite_failed == no ]]
}

# ---- what a test says -------------------------------------------------------

complain() {
	printf '%s\n' "$*" >>"$dir/complaints"
}

skip() {
	printf '%s\n' "$*" >"$dir/skipped"
	exit 0
}

need() {
	local command
	for command in "$@"; do
		command -v "$command" >/dev/null || skip "this host has no $command"
	done
}

need_root() {
	((EUID == 0)) || skip "needs root"
}

need_kvm() {
	{ : <>/dev/kvm; } 2>/dev/null || skip "/dev/kvm can't be opened"
}

# ---- processes --------------------------------------------------------------

# The processes that have $1 in their command line, but this shell's own.
processes_of() {
	local file words
	for file in /proc/[0-9]*/cmdline; do
		words=$(tr '\0' ' ' 2>/dev/null <"$file") || continue
		[[ $words == *"$1"* ]] || continue
		file=${file#/proc/}
		[[ ${file%/cmdline} == "$$" ]] || printf '%s\n' "${file%/cmdline}"
	done
}

end_remains() {
	local pid
	for pid in $(processes_of "$1"); do
		kill -KILL "$pid" 2>/dev/null || true
	done
}

# Repeats a command until it succeeds, for at most $1 seconds.
within() {
	local end=$((${EPOCHREALTIME/./} + $1 * 1000000))
	shift
	until "$@"; do
		((${EPOCHREALTIME/./} < end)) || return 1
		sleep 0.02
	done
}

# ---- running ----------------------------------------------------------------

show_file() {
	[[ ! -s $dir/$1 ]] || head -c 4000 "$dir/$1" | tr -d '\000' | tail -n 15 | sed "s/^/    $1: /"
}

tell_result() {
	local name=$1 status=$2
	if [[ -e $dir/skipped && ! -s $dir/complaints ]]; then
		printf 'skip %s: %s\n' "$name" "$(<"$dir/skipped")"
		return
	fi
	((status == 0)) || complain "the test itself ended with status $status"
	if [[ ! -s $dir/complaints ]]; then
		printf 'ok %s\n' "$name"
		return
	fi
	suite_failed=yes
	printf 'not ok %s\n' "$name"
	sed 's/^/    /' "$dir/complaints"
	show_file out
	show_file err
}

run_test() {
	local function=$1 name=$2 status=0
	printf "# %s\n" "$name"
	dir=$work/${name//\//-}
	mkdir "$dir"
	set +e
	(
		set -e
		trap - EXIT
		"$function"
	) </dev/null >"$dir/said" 2>&1
	status=$?
	set -e
	((status == 0)) || tail -n 5 "$dir/said" >>"$dir/complaints"
	end_remains "$dir/"
	tell_result "$name" "$status"
	rm -rf "$dir"
}

# The functions of a chapter whose names match the words given to the suite.
run_chapter() {
	local file=$1 chapter function name
	chapter=$(basename "${file%.sh}")
	# shellcheck source=/dev/null
	. "$file"
	for function in $(sed -n 's/^\(test_[a-z0-9_]*\)() {$/\1/p' "$file"); do
		name=${function#test_}
		name=$chapter/${name//_/-}
		is_wanted "$name" || continue
		run_test "$function" "$name"
	done
}

is_wanted() {
	local pattern
	[[ " ${suite_done[*]} " != *" $1 "* ]] || return 1
	((${#suite_patterns[@]} > 0)) || return 0
	for pattern in "${suite_patterns[@]}"; do
		# shellcheck disable=SC2053  # a pattern is what it is
		[[ $1 != $pattern* ]] || return 0
	done
	return 1
}
