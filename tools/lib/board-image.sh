# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# shellcheck disable=SC2154  # the variables of tools/board
# board-image: what the emulated board boots, as one initramfs.
#
# Two archives, one after the other: the base, which is the same in every run
# and comes from the cache, and what belongs to this run. It must never put
# anything into the base that depends on the run.
# Needs say.sh, cache_dir, kernel.sh and initramfs.sh; $work is the run's own
# directory, and the options of tools/board are read as they are.

users() {
	mkdir -p "$1/etc"
	printf '%s\n' 'root:x:0:0:root:/root:/bin/sh' \
		'nobody:x:65534:65534:nobody:/nonexistent:/bin/false' \
		'qvm:x:901:901:qvm:/nonexistent:/bin/false' >"$1/etc/passwd"
	printf '%s\n' 'root:x:0:' 'tty:x:5:' 'kvm:x:106:qvm' 'nogroup:x:65534:' \
		'qvm:x:901:' >"$1/etc/group"
	printf '127.0.0.1 localhost board\n' >"$1/etc/hosts"
}

# The part that is the same in every run with these modules.
pack_base() {
	local stage=$1 module
	shift
	stage_init "$stage"
	stage_busybox "$stage"
	users "$stage"
	for module in "$@"; do
		stage_put "$stage" "$module" "/board/modules/${module##*/}"
	done
	cp "$here/lib/board-init" "$stage/init"
	chmod 755 "$stage/init"
	stage_pack "$stage"
}

# base_archive MODULE...: prints the path of the packed base, from the cache
# unless something that it is made of has changed.
base_archive() {
	local key base
	key=$({
		stat -L -c '%n %s %Y' "$(command -v busybox)" "$@"
		cat "$here/lib/board-image.sh" "$here/lib/initramfs.sh" "$here/lib/board-init"
	} | sha256sum | cut -c 1-16)
	base=$(cache_dir)/board/base-$key.cpio
	if [[ ! -e $base ]]; then
		mkdir -p "${base%/*}"
		find "${base%/*}" -name 'base-*' -mtime +7 -delete
		pack_base "$work/base" "$@" >"$base.$$"
		mv "$base.$$" "$base"
	fi
	touch "$base"
	printf '%s\n' "$base"
}

# SRC[:DEST] as the absolute path to put it at.
destination() {
	local dest
	case $1 in
	*:*) dest=${1#*:} ;;
	*) dest=$(realpath -s "$1") ;;
	esac
	[[ $dest == /* ]] || fail "$1: the place in the board must be an absolute path"
	printf '%s\n' "${dest%/}"
}

# A command that is a program of ours comes along without being named twice.
take_command() {
	local path
	((${#command[@]} > 0)) || return 0
	[[ ${command[0]} == */* && -f ${command[0]} ]] || return 0
	path=$(realpath -s "${command[0]}")
	case $path in
	/bin/* | /sbin/* | /usr/*) ;;
	*) [[ -e $1$path ]] || stage_file "$1" "$path" "$path" ;;
	esac
}

take_files() {
	local stage=$1 entry src dest
	for entry in ${files[@]+"${files[@]}"}; do
		src=${entry%%:*}
		[[ -f $src ]] || fail "$src: no such file"
		dest=$(destination "$entry")
		stage_file "$stage" "$src" "$dest"
	done
	for entry in ${trees[@]+"${trees[@]}"}; do
		src=${entry%%:*}
		[[ -d $src ]] || fail "$src: no such directory"
		dest=$(destination "$entry")
		stage_tree "$stage" "$src" "$dest"
	done
}

# One word, quoted for any POSIX shell.
quoted() {
	printf "'%s' " "${1//\'/\'\\\'\'}"
}

write_run() {
	local word
	printf 'mkdir -p '
	quoted "$PWD"
	printf '&& cd '
	quoted "$PWD"
	printf '\nexec '
	if ((${#command[@]} == 0)); then
		printf 'sh -i'
	fi
	for word in ${command[@]+"${command[@]}"}; do
		quoted "$word"
	done
	printf '\n'
}

write_plan() {
	local size rows='' columns=''
	if [[ $terminal == yes ]]; then
		size=$(stty size 2>/dev/null) || size='0 0'
		read -r rows columns <<<"$size"
		((rows > 0 && columns > 0)) || rows='' columns=''
	fi
	printf 'terminal=%s\nmerged=%s\nlines=%s\ncolumns=%s\n' \
		"$terminal" "$merged" "$rows" "$columns"
	printf 'term=%s\n' "$(quoted "${TERM:-linux}")"
	printf "modules='%s'\n" "${*##*/}"
}

make_initramfs() {
	local stage=$work/stage tree=$1 base list
	local -a load
	list=$(kernel_modules "$tree" "${default_modules[@]}" ${modules[@]+"${modules[@]}"}) ||
		fail "a module that was asked for is not in Debian's cloud kernel"
	mapfile -t load <<<"$list"
	base=$(base_archive "${load[@]}")

	stage_init "$stage"
	mkdir "$stage/board"
	write_plan "${load[@]}" >"$stage/board/plan"
	write_run >"$stage/board/run"
	take_files "$stage"
	take_command "$stage"
	if [[ -e $stage/lib64/ld-linux-x86-64.so.2 && -r /etc/ld.so.cache ]]; then
		stage_put "$stage" /etc/ld.so.cache /etc/ld.so.cache
	fi
	{ cat "$base" && stage_pack "$stage"; } >"$work/initrd"
}
