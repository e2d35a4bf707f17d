# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# packages: Debian packages that a tool needs, installed when they are missing.
#
# What is already there costs one dpkg-query and needs neither a network nor
# root. It must never remove, upgrade or downgrade anything, and never ask.
# Needs say.sh.

packages_missing() {
	local package
	for package in "$@"; do
		[[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] ||
			printf '%s\n' "$package"
	done
}

# Runs a command as root: directly, or by sudo where there is one.
as_root() {
	if ((EUID == 0)); then
		"$@"
	elif command -v sudo >/dev/null; then
		sudo "$@"
	else
		say "this needs root, and there is no sudo: $*"
		return 1
	fi
}

packages_refresh() {
	say "refreshing the package lists"
	as_root apt-get -qq update >&2
}

packages_install() {
	as_root env DEBIAN_FRONTEND=noninteractive \
		apt-get -qq -y --no-install-recommends --no-remove install "$@" >&2
}

# need_packages NAME...: returns 0 when all of them are installed.
need_packages() {
	local -a missing
	mapfile -t missing < <(packages_missing "$@")
	((${#missing[@]} > 0)) || return 0

	if ! command -v apt-get >/dev/null; then
		say "missing: ${missing[*]} (Debian's names; there is no apt-get here to install them)"
		return 1
	fi
	say "installing ${missing[*]}"
	if packages_install "${missing[@]}"; then
		return 0
	fi
	# The lists may be empty or older than the archive: once more, with fresh ones.
	if packages_refresh && packages_install "${missing[@]}"; then
		return 0
	fi
	say "could not install ${missing[*]}; install them by hand and run this again"
	return 1
}
