# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# initramfs: what goes into the first file system of an emulated machine.
#
# A stage is a directory that looks like the machine's root. Files enter it
# under the path that they will have there, programs with the interpreter and
# the shared libraries that they need. It must never change what it copies
# from, and never put anything outside of the stage.
# Needs say.sh.

# The directories of a merged /usr, as Debian has them. Every stage begins with
# it: an archive that had /bin as a directory would replace the link by it.
stage_init() {
	local stage=$1 dir
	mkdir -p "$stage"/usr/{bin,sbin,lib,lib64}
	for dir in bin sbin lib lib64; do
		ln -sfn "usr/$dir" "$stage/$dir"
	done
}

# stage_put STAGE SRC DEST: one file, at the absolute path DEST.
stage_put() {
	local stage=$1 src=$2 dest=$3
	mkdir -p "$stage${dest%/*}"
	cp -fL --preserve=mode,timestamps --reflink=auto "$src" "$stage$dest"
}

# Busybox, and a link to it for every command that it knows.
stage_busybox() {
	local stage=$1 command
	stage_put "$stage" "$(command -v busybox)" /usr/bin/busybox
	for command in $(busybox --list); do
		[[ $command == busybox ]] || ln -s busybox "$stage/usr/bin/$command"
	done
}

is_elf() {
	local magic=''
	[[ -f $1 && -r $1 ]] || return 1
	LC_ALL=C IFS= read -r -N 4 magic <"$1" 2>/dev/null || true
	[[ $magic == $'\x7fELF' ]]
}

# The program that a script names in its first line, where this host has it.
script_interpreter() {
	local line='' first second rest
	LC_ALL=C IFS= read -r line <"$1" 2>/dev/null || true
	[[ $line == '#!'* ]] || return 0
	read -r first second rest <<<"${line#'#!'}"
	if [[ ${first##*/} == env && -n $second ]]; then
		first=$(command -v "$second" || true)
	fi
	# The machine has a shell of its own at /bin/sh.
	if [[ -x $first && $first != /bin/sh ]]; then
		printf '%s\n' "$first"
	fi
}

# The shared libraries and the dynamic loader that these ELF files need. A
# static program needs none, which ldd calls a failure.
elf_needs() {
	(($# > 0)) || return 0
	{ ldd "$@" 2>/dev/null || true; } |
		sed -n -e 's/^.*=> \(\/[^ ]*\) (0x.*$/\1/p' \
			-e 's/^[[:space:]]*\(\/[^ ]*\) (0x.*$/\1/p' | sort -u
}

stage_libraries() {
	local stage=$1 library
	shift
	while IFS= read -r library; do
		[[ -e $stage$library ]] || stage_put "$stage" "$library" "$library"
	done < <(elf_needs "$@")
}

# stage_file STAGE SRC DEST: a file with all that it needs to run.
stage_file() {
	local stage=$1 src=$2 dest=$3 interpreter
	stage_put "$stage" "$src" "$dest"
	if is_elf "$src"; then
		stage_libraries "$stage" "$src"
		return 0
	fi
	interpreter=$(script_interpreter "$src")
	if [[ -n $interpreter && ! -e $stage$interpreter ]]; then
		stage_file "$stage" "$interpreter" "$interpreter"
	fi
}

# stage_tree STAGE SRC DEST: a directory, and the libraries of the ELF files in
# it that it does not hold itself.
stage_tree() {
	local stage=$1 src=$2 dest=$3 file
	local -a elves=()
	mkdir -p "$stage$dest"
	cp -a --reflink=auto "$src/." "$stage$dest/"
	while IFS= read -r -d '' file; do
		! is_elf "$file" || elves+=("$file")
	done < <(find "$src" -type f \( -perm /111 -o -name '*.so*' \) -print0)
	stage_libraries "$stage" ${elves[@]+"${elves[@]}"}
}

# stage_pack STAGE: the stage as a cpio archive on stdout. Owned by root, in
# sorted order, inodes renumbered; times are those of the files.
stage_pack() {
	(cd "$1" && find . -mindepth 1 -print0 | LC_ALL=C sort -z |
		cpio --quiet --null --create --format=newc --owner=+0:+0 --reproducible)
}
