# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# kernel: Debian's stock kernel, unpacked beside the system instead of in it.
#
# The guest of the demo and the emulated board run the same package, Debian's
# cloud kernel: it has KVM, VFIO and virtio, and its LZ4 image unpacks quickly
# under an emulated processor. It must never touch the kernel of this host, and
# once a kernel is in the cache it must not need a network.
# Needs say.sh, packages.sh and cache_dir.
#
# A kernel tree is a directory with
#     vmlinuz  config  release            the image, its options, `uname -r`
#     lib/modules/RELEASE/                the modules and depmod's tables

kernel_package=linux-image-cloud-amd64

# The versioned package that the meta package stands for today.
kernel_resolve() {
	apt-cache depends --important "$1" 2>/dev/null |
		sed -n '/^ *Depends: *linux-image-[0-9]/{s/^.*: *//p;q}'
}

# Puts PACKAGE's .deb into the directory DIR.
kernel_download() {
	local package=$1 dir=$2
	(cd "$dir" && apt-get -qq -o APT::Sandbox::User=root download "$package" >&2)
}

# Turns an unpacked package into a kernel tree, in place.
kernel_arrange() {
	local tree=$1 image release
	image=$(compgen -G "$tree/boot/vmlinuz-*") || return 1
	release=${image##*/vmlinuz-}
	[[ -n $release && -d $tree/lib/modules/$release ]] || return 1

	mv "$image" "$tree/vmlinuz"
	mv "$tree/boot/config-$release" "$tree/config"
	printf '%s\n' "$release" >"$tree/release"
	rm -rf "${tree:?}/boot" "${tree:?}/usr"
	depmod -b "$tree" "$release"
}

# Fetches and unpacks PACKAGE, and lets it appear at DEST whole or not at all.
kernel_fetch() {
	local package=$1 dest=$2 work
	work=$(mktemp -d "${dest%/*}/new.XXXXXX")
	mkdir "$work/tree"
	if kernel_download "$package" "$work" &&
		dpkg -x "$work/$package"_*.deb "$work/tree" &&
		kernel_arrange "$work/tree"; then
		chmod -R go+rX "$work/tree"
		rm -rf "$dest"
		mv "$work/tree" "$dest"
		rm -rf "$work"
		return 0
	fi
	rm -rf "$work"
	return 1
}

# Finds out which package it is today, and fetches it; lists as they are first.
kernel_fetch_latest() {
	local dest=$1 package
	package=$(kernel_resolve "$kernel_package")
	if [[ -n $package ]]; then
		say "fetching $package (27 MB)"
		kernel_fetch "$package" "$dest" && return 0
	fi
	packages_refresh || return 1
	package=$(kernel_resolve "$kernel_package")
	if [[ -z $package ]]; then
		say "apt knows no $kernel_package: the kernel comes from Debian's archive"
		return 1
	fi
	say "fetching $package (27 MB)"
	kernel_fetch "$package" "$dest"
}

# kernel_tree: prints the kernel tree's path, fetching it the first time.
kernel_tree() {
	local dir tree
	dir=$(cache_dir)/kernel
	tree=$dir/cloud
	if [[ ! -e $tree/release ]]; then
		need_packages kmod || return 1
		mkdir -p "$dir"
		# Two tools that start together must not fetch it twice.
		(
			flock 9
			[[ -e $tree/release ]] || kernel_fetch_latest "$tree"
		) 9>"$dir/lock" || return 1
	fi
	printf '%s\n' "$tree"
}

# kernel_modules TREE NAME...: the files of these modules and of all that they
# need, in the order in which they must be loaded. What is built in has none.
kernel_modules() {
	local tree=$1 release
	shift
	release=$(<"$tree/release")
	modprobe -d "$tree" -S "$release" -C /dev/null -a --show-depends "$@" |
		sed -n 's/^insmod \([^ ]*\).*$/\1/p' | awk '!seen[$0]++'
}
