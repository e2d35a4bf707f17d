# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154,SC2119,SC2120,SC2317,SC2016
# images: files that are not what the configuration takes them for. All of it is
# found before a machine is built, so that it needs no KVM.

# The kernel is called `kernel`; a good one, which a test may spoil.
with_kernel() {
	conf_defaults
	kernel=kernel
	[[ -e $guests/hello/hello.bzimage ]] || skip "there is no image of the guest hello"
	cp "$guests/hello/hello.bzimage" "$dir/kernel"
}

# try: a start in the foreground. The file may have been changed before.
try() {
	conf
	run_to_end "$@"
}

# One finding, with its place and rule; 65.
is_refused() {
	try
	refused 65 "vm.qvmconf:[0-9]+:[0-9]+: error \\[$1\\]: .*$2"
	[[ ! -e $dir/run/$system ]] || complain "a run directory was made"
}

test_a_kernel_that_is_missing() {
	with_kernel
	rm "$dir/kernel"
	is_refused image-open 'kernel'
}

test_a_kernel_that_is_a_directory() {
	with_kernel
	rm "$dir/kernel"
	mkdir "$dir/kernel"
	is_refused image-open 'directory'
}

test_a_kernel_that_is_a_fifo() {
	with_kernel
	rm "$dir/kernel"
	mkfifo "$dir/kernel"
	is_refused image-open 'not a regular file'
}

test_a_kernel_that_is_a_device() {
	with_kernel
	kernel=/dev/zero
	is_refused image-open 'not a regular file'
}

test_a_kernel_that_is_empty() {
	with_kernel
	: >"$dir/kernel"
	is_refused image-empty 'kernel'
}

test_a_kernel_that_is_no_kernel() {
	with_kernel
	head -c 100000 /dev/zero >"$dir/kernel"
	is_refused kernel-format 'kernel'
}

test_a_kernel_that_is_text() {
	with_kernel
	printf 'not a kernel %.0s' {1..5000} >"$dir/kernel"
	is_refused kernel-format 'kernel'
}

test_a_kernel_that_is_cut_off() {
	local size
	with_kernel
	size=$(stat -c %s "$dir/kernel")
	truncate -s $((size - 1)) "$dir/kernel"
	is_refused kernel-truncated 'kernel'
}

test_a_kernel_that_ends_in_its_header() {
	local size
	with_kernel
	for size in 1 511 512 514 600; do
		rm -f "$dir/vm.qvmconf"
		cp "$guests/hello/hello.bzimage" "$dir/kernel"
		truncate -s "$size" "$dir/kernel"
		try
		refused 65 'error \[kernel-(format|truncated)\]'
	done
}

test_a_kernel_that_may_not_be_read() {
	need_root
	need setpriv
	with_kernel
	chmod 600 "$dir/kernel"
	chmod 777 "$dir"
	conf
	chmod 777 "$dir/run"
	run_to_end setpriv --reuid 65534 --regid 65534 --clear-groups
	refused 65 'error \[image-open\]: .*kernel.*[Pp]ermission denied'
}

test_a_link_in_a_directory_that_others_can_write_is_not_followed() {
	with_kernel
	mkdir "$dir/open"
	chmod 777 "$dir/open"
	ln -s "$dir/kernel" "$dir/open/kernel"
	kernel=open/kernel
	is_refused image-open 'kernel'
	logs 'link'
}

test_a_link_to_a_directory_that_others_can_write_is_not_followed() {
	with_kernel
	mkdir "$dir/open" "$dir/real"
	chmod 777 "$dir/open"
	mv "$dir/kernel" "$dir/real/kernel"
	ln -s "$dir/real" "$dir/open/way"
	kernel=open/way/kernel
	is_refused image-open 'kernel'
}

test_a_link_of_proc_is_not_followed() {
	with_kernel
	exec 9<"$dir/kernel"
	kernel=/proc/self/fd/9
	is_refused image-open 'fd/9'
}

test_a_link_in_a_safe_directory_is_followed() {
	need_kvm
	with_kernel
	mkdir "$dir/safe" "$dir/store"
	mv "$dir/kernel" "$dir/store/kernel-1"
	ln -s ../store/kernel-1 "$dir/safe/kernel"
	ln -s safe "$dir/way"
	kernel=way/kernel
	try
	has_status 0
	nothing_is_left
}

test_a_circle_of_links_is_not_followed() {
	with_kernel
	ln -s one "$dir/two"
	ln -s two "$dir/one"
	kernel=one
	is_refused image-open 'one'
}

# Links of a directory that belongs to the user himself are his own affair.
test_a_users_own_link_is_followed_by_him() {
	need_root
	need setpriv
	with_kernel
	mkdir "$dir/his" "$dir/run"
	mv "$dir/kernel" "$dir/his/image"
	ln -s image "$dir/his/kernel"
	kernel=his/kernel
	conf
	chown -Rh 65534 "$dir"
	vm_command() {
		printf '%s\n' "$qvm" --plan "$dir/vm.qvmconf"
	}
	run_to_end setpriv --reuid 65534 --regid 65534 --clear-groups
	has_status 0
}

# ---- hashes -----------------------------------------------------------------

test_an_image_with_its_hash_runs() {
	need_kvm
	with_kernel
	conf
	sed -i "s|file: \"kernel\"|&, sha256: \"$(sha256sum <"$dir/kernel" | cut -c 1-64)\"|" "$dir/vm.qvmconf"
	run_to_end
	has_status 0
}

test_an_image_with_another_hash_is_refused() {
	need_kvm
	with_kernel
	conf
	sed -i "s|file: \"kernel\"|&, sha256: \"$(sha256sum </dev/null | cut -c 1-64)\"|" "$dir/vm.qvmconf"
	run_to_end
	refused 65 'error \[image-hash\]: .*'"$(sha256sum <"$dir/kernel" | cut -c 1-64)"
	! grep -q hello "$dir/out" || complain "the guest ran"
}

test_one_byte_makes_another_hash() {
	local sum
	need_kvm
	with_kernel
	sum=$(sha256sum <"$dir/kernel" | cut -c 1-64)
	printf 'x' >>"$dir/kernel"
	conf
	sed -i "s|file: \"kernel\"|&, sha256: \"$sum\"|" "$dir/vm.qvmconf"
	run_to_end
	refused 65 'error \[image-hash\]'
}

# ---- the others -------------------------------------------------------------

test_an_initrd_that_does_not_fit_is_refused() {
	with_kernel
	truncate -s 64M "$dir/initrd"
	linux=', initrd: { file: "initrd" }'
	is_refused initrd-fits 'initrd'
}

test_an_initrd_that_is_missing_is_refused() {
	with_kernel
	linux=', initrd: { file: "initrd" }'
	is_refused image-open 'initrd'
}

test_a_loaded_image_that_leaves_the_ram_is_refused() {
	with_kernel
	truncate -s 8K "$dir/data"
	memory='  - load: { at: 0x3ff000, image: { file: "data" } }'
	is_refused load-inside 'data'
}

test_a_rom_smaller_than_its_image_is_refused() {
	with_kernel
	truncate -s 8K "$dir/data"
	memory='  - rom: { at: 0xfffff000, size: 4K, image: { file: "data" } }'
	is_refused image-fits 'data'
}

test_two_bad_images_are_both_told() {
	with_kernel
	rm "$dir/kernel"
	linux=', initrd: { file: "initrd" }'
	try
	has_status 65
	logs 'image kernel|kernel image'
	logs 'initrd image'
}

test_check_looks_at_images_only_if_asked() {
	with_kernel
	rm "$dir/kernel"
	conf
	"$qvm" --check "$dir/vm.qvmconf" 2>>"$dir/err" || complain "it looked"
	status=0
	"$qvm" --check --images "$dir/vm.qvmconf" 2>>"$dir/err" || status=$?
	has_status 65
}
