# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154,SC2119,SC2120,SC2317,SC2016
# plugins: shared objects that are no vdevs, or not the vdevs that they were.
# Each is refused twice: by --describe, and at a start where a good description
# lies beside it; with 65, in one line that names it, and never by a crash.

# A directory with a good vdev and its description; the tests spoil the object.
good_vdev() {
	local to=$work/good
	if [[ ! -e $to ]]; then
		mkdir "$to"
		compile "$to/vdev-hostile.so"
		"$qvm" --describe "$to/vdev-hostile.so" >"$to/vdev-hostile.json"
	fi
	mkdir "$dir/vdevs"
	cp "$to"/* "$dir/vdevs/"
	object=$dir/vdevs/vdev-hostile.so
}

# compile OUTPUT [MACRO...]
compile() {
	local output=$1
	shift
	need cc
	cc -O1 -fPIC -shared -fvisibility=hidden -w -Wl,-z,defs -I "$work/prefix/include" \
		"${@/#/-D}" -o "$output" "$here/vdevs/hostile.c"
	chmod go-w "$output"
}

describe() {
	status=0
	timeout 10 "$qvm" --describe "$object" >"$dir/out" 2>"$dir/err" </dev/null || status=$?
}

start_with_it() {
	conf_defaults
	guest=hello
	devices='  - { vdev: hostile, name: it, at: { io: 0x700 } }'
	conf
	vm_command() {
		printf '%s\n' "$qvm" --vdev-path "$dir/vdevs:$work/prefix/lib/qvm/vdev" \
			--run-dir "$dir/run" "$dir/vm.qvmconf"
	}
	run_to_end
}

# The description names the object's own hash, so that a start looks further.
lie() {
	local sum
	[[ -f $object ]] || return 0
	sum=$(sha256sum <"$object")
	sed -i "s/\"sha256\": \"[0-9a-f]*\"/\"sha256\": \"${sum%% *}\"/" "$dir/vdevs/vdev-hostile.json"
}

# The object is refused, both ways; stderr is like $1.
both_refuse() {
	describe
	[[ $status == 65 ]] || complain "--describe: status $status, not 65"
	one_line "$1"
	logs 'vdev-hostile.so'
	lie
	start_with_it
	refused 65 "$1"
	logs 'vdev-hostile.so'
	! grep -q hello "$dir/out" || complain "the guest ran"
}

test_the_good_one_is_taken() {
	need_kvm
	good_vdev
	start_with_it
	has_status 0
}

test_an_object_that_is_missing() {
	good_vdev
	rm "$object"
	both_refuse 'No such file|missing|not there'
}

test_a_description_that_is_missing() {
	good_vdev
	rm "$dir/vdevs/vdev-hostile.json"
	start_with_it
	refused 65 'vm.qvmconf:[0-9]+:[0-9]+: error .*hostile'
}

test_an_object_that_is_no_object() {
	good_vdev
	echo 'not an object' >"$object"
	both_refuse 'whole shared object'
}

test_an_object_that_is_empty() {
	good_vdev
	: >"$object"
	both_refuse 'vdev-hostile.so'
}

test_an_object_that_is_a_directory() {
	good_vdev
	rm "$object"
	mkdir "$object"
	both_refuse 'directory'
}

test_an_object_that_is_a_fifo() {
	good_vdev
	rm "$object"
	mkfifo "$object"
	both_refuse 'regular file|vdev-hostile.so'
}

# The loader believes a header's offsets: most cuts must be found before it.
test_an_object_that_is_cut_off() {
	local whole size
	good_vdev
	whole=$(stat -c %s "$object")
	for size in 1 4 16 63 64 500 1000 4096 5000 $((whole / 2)) $((whole - 64)) $((whole - 1)); do
		((size < whole)) || continue
		cp "$work/good/vdev-hostile.so" "$object"
		truncate -s "$size" "$object"
		describe
		# The last bytes are tables that the loader does not read.
		if [[ $status == 0 ]] && ((size > whole / 2)); then
			continue
		fi
		[[ $status == 65 ]] || complain "cut at $size of $whole: status $status, not 65"
	done
	truncate -s $((whole / 2)) "$object"
	start_with_it
	refused 65 'vdev-hostile.so'
}

test_an_object_without_the_symbol() {
	good_vdev
	compile "$object" SYMBOL=another_name
	both_refuse 'vdev_plugin'
}

test_an_object_of_a_later_major_version() {
	good_vdev
	compile "$object" MAJOR=VDEV_ABI_MAJOR+1
	both_refuse 'ABI'
}

test_an_object_of_a_later_minor_version() {
	good_vdev
	compile "$object" MINOR=VDEV_ABI_MINOR+1
	both_refuse 'ABI'
}

test_an_object_that_others_can_write() {
	good_vdev
	chmod g+w "$object"
	both_refuse 'written by others'
	chmod g-w,o+w "$object"
	both_refuse 'written by others'
}

test_an_object_that_is_a_link_of_others() {
	good_vdev
	mkdir "$dir/safe"
	mv "$object" "$dir/safe/real.so"
	ln -s ../safe/real.so "$object"
	chmod 777 "$dir/vdevs"
	both_refuse 'link'
}

test_another_object_than_the_described_one() {
	good_vdev
	compile "$object" 'DOC="Another."'
	start_with_it
	refused 65 'vdev-hostile.so: its description does not describe'
}

test_the_same_object_with_another_byte() {
	good_vdev
	printf 'x' >>"$object"
	start_with_it
	refused 65 'does not describe'
}

test_a_description_that_is_no_json() {
	good_vdev
	for text in '' '{' 'null' '[]' '{}' '{"qvm-vdev":2}' $'\x00' '{"qvm-vdev":1,"name":7}'; do
		printf '%s' "$text" >"$dir/vdevs/vdev-hostile.json"
		start_with_it
		has_status 65
		nothing_is_left
		logs 'vdev-hostile.json'
		is_sound
	done
}

# ---- tables -----------------------------------------------------------------

hostile() {
	local pattern=$1
	shift
	good_vdev
	compile "$object" "$@"
	both_refuse "$pattern"
}

test_a_head_that_is_cut_off() {
	hostile 'cut off' PLUGIN_SIZE=16
}

test_no_name() {
	hostile 'name' NAME=0
}

test_a_name_that_is_none() {
	hostile 'name' 'NAME="Bad Name"'
}

test_a_name_that_is_not_the_files() {
	good_vdev
	compile "$object" 'NAME="another"'
	"$qvm" --describe "$object" >"$dir/vdevs/vdev-hostile.json" 2>"$dir/err" || true
	start_with_it
	refused 65 'hostile'
}

# What does not have the described hash is not even loaded: its constructors
# would be code that nobody has agreed to.
test_an_object_that_is_not_the_described_one_runs_no_code() {
	good_vdev
	compile "$object" "LOADED=\"$dir/loaded\""
	start_with_it
	refused 65 'does not describe'
	[[ ! -e $dir/loaded ]] || complain "its constructor ran"
}

test_a_check_runs_no_code() {
	good_vdev
	compile "$object" "LOADED=\"$dir/loaded\""
	"$qvm" --describe "$object" >"$dir/vdevs/vdev-hostile.json"
	[[ -e $dir/loaded ]] || complain "the constructor does not work"
	rm -f "$dir/loaded"
	conf_defaults
	guest=hello
	devices='  - { vdev: hostile, name: it, at: { io: 0x700 } }'
	conf
	"$qvm" --vdev-path "$dir/vdevs:$work/prefix/lib/qvm/vdev" --check "$dir/vm.qvmconf"
	"$qvm" --vdev-path "$dir/vdevs:$work/prefix/lib/qvm/vdev" --plan "$dir/vm.qvmconf" >"$dir/out"
	"$qvm" --vdev-path "$dir/vdevs" --vdevs >"$dir/out"
	[[ ! -e $dir/loaded ]] || complain "its constructor ran"
}

test_no_ops() {
	hostile 'init|access|reset' OPS=0
}

test_ops_that_are_cut_off() {
	hostile 'init|access|reset' OPS_SIZE=8
}

test_no_access() {
	hostile 'access' ACCESS=0
}

test_no_rows_where_some_are_promised() {
	hostile 'windows' WINDOW_ROWS=0
}

test_more_rows_than_may_be() {
	hostile 'windows' WINDOW_COUNT=9
	hostile_again 'windows' WINDOW_COUNT=0xffffffffu
}

hostile_again() {
	rm -rf "$dir/vdevs"
	hostile "$@"
}

test_rows_that_are_too_short() {
	hostile 'windows' WINDOW_STRIDE=8
	hostile_again 'windows' WINDOW_STRIDE=0
	hostile_again 'windows' WINDOW_STRIDE=0xffffffffu
}

test_a_window_without_bytes() {
	hostile 'window' WINDOW_SIZE=0
}

test_a_window_of_two_gigabytes() {
	hostile 'window' WINDOW_SIZE=0x80000000u
}

test_no_registers_where_some_are_promised() {
	hostile 'registers' REG_ROWS=0
}

test_registers_that_are_not_sorted() {
	hostile 'SECOND' FIRST_AT=8 SECOND_AT=0
}

test_registers_that_overlap() {
	hostile 'SECOND' SECOND_AT=2
}

test_a_register_that_leaves_the_window() {
	hostile 'SECOND' SECOND_AT=16
}

test_an_array_that_leaves_the_window() {
	hostile 'FIRST' FIRST_COUNT=0x40000001u
}

test_a_register_without_a_name() {
	hostile 'register' REG_NAME=0
}

test_a_state_that_is_too_large() {
	hostile 'state' STATE=0xffffffffu
}
