# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# build: configuring, building and installing, as the tools and the tests do it.
#
# It must never build anything but what CMakePresets.json names, and never write
# outside of the tree's build directory.
# Needs say.sh and packages.sh; $root is the top of the source tree.

: "${root:?is set by the tool}"

# shellcheck disable=SC2034  # the tools install them
build_packages=(cmake ninja-build gcc libc6-dev pkg-config libyaml-dev
	libseccomp-dev libcap-ng-dev libcriterion-dev libssl-dev acpica-tools)

# step LOG WHAT COMMAND...: one long step. Its output goes to LOG, and comes
# out only when it fails.
step() {
	local log=$1 what=$2 start=$SECONDS
	shift 2
	say "$what ..."
	mkdir -p "${log%/*}"
	if "$@" >"$log" 2>&1 </dev/null; then
		say "$what: done in $((SECONDS - start)) s"
		return 0
	fi
	tail -n 60 "$log" >&2
	say "$what: failed; all of it is in $log"
	return 1
}

build_preset() {
	local preset=$1
	if [[ ! -e $root/build/$preset/build.ninja ]]; then
		step "$root/build/log/configure-$preset" "configuring ($preset)" \
			cmake -S "$root" --preset "$preset" || return 1
	fi
	step "$root/build/log/build-$preset" "building ($preset)" \
		cmake --build "$root/build/$preset"
}

# An install of the release build into PREFIX, which is emptied first.
install_release() {
	local prefix=$1
	[[ $prefix == "$root"/build/* ]] || return 1
	rm -rf "$prefix"
	step "$root/build/log/install" "installing into ${prefix#"$root"/}" \
		cmake --install "$root/build/release" --prefix "$prefix"
}
