# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# say: how the tools talk while they work.
#
# Everything here goes to stderr, one line at a time and with the tool's name
# in front, so that stdout stays the tool's result. It must never write to
# stdout and never decide anything.

# shellcheck disable=SC2034  # read by the functions below and by the tools
say_name=${0##*/}

say() {
	printf '%s: %s\n' "$say_name" "$*" >&2
}

# The last word of a tool that can't go on: its own failure, not its subject's.
die() {
	local status=$1
	shift
	say "$*"
	exit "$status"
}

# Where the tools keep what is dear to make or to fetch, and cheap to lose.
cache_dir() {
	printf '%s\n' "${QVM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/qvm}"
}
