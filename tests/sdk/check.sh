# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# check: vdev-check as a tool: its words, its statuses, and files that are no
# vdevs. What it finds in vdevs is the matter of objects.sh.

tool() {
	status=0
	"$check" "$@" >"$dir/out" 2>"$dir/err" </dev/null || status=$?
}

prints() {
	grep -qE -e "$1" "$dir/out" || complain "stdout has nothing like \"$1\""
}

one_of_ours() {
	printf '%s\n' "$prefix/lib/qvm/vdev/vdev-ser8250.so"
}

test_help_and_list() {
	tool --help
	has_status 0
	prints '^usage: vdev-check'
	tool --list
	has_status 0
	prints '^object/file '
	prints '^reset/power-on '
}

test_wrong_arguments() {
	for words in '' '--nothing x.so' 'a.so b.so' '--seed x a.so' '--seed -1 a.so' \
		'--option novalue a.so' '--rounds 0 a.so' '--run nothing a.so'; do
		# shellcheck disable=SC2086  # words are words
		tool $words
		has_status 64
		[[ -s $dir/err ]] || complain "$words: nothing is said"
	done
}

test_a_wrong_option_is_told() {
	tool --option nothing=1 "$(one_of_ours)"
	has_status 1
	prints 'option nothing=1 is not one of this vdev'
	tool --option modem-control=maybe "$(one_of_ours)"
	has_status 1
	prints "option modem-control can't have that value"
	tool --option modem-control=ignored --option output=none "$(one_of_ours)"
	has_status 0
}

test_only_some_checks() {
	tool --only reset/ "$(one_of_ours)"
	has_status 0
	prints '^ok reset/power-on$'
	! grep -q '^ok access' "$dir/out" || complain "others ran too"
}

test_a_check_in_the_tools_own_process() {
	tool --run access/random "$(one_of_ours)"
	has_status 0
	prints '^ok access/random$'
}

test_more_rounds_and_other_seeds() {
	tool --rounds 300 --seed 0x1234567890abcdef --only access/random "$(one_of_ours)"
	has_status 0
}

# ---- files ---------------------------------------------------------------------

refuses() {
	tool "$1"
	has_status 1
	prints '^not ok object/'
	prints "$2"
	prints '^skip access/every: what comes before it is not good$'
}

test_a_file_that_is_missing() {
	refuses "$dir/vdev-x.so" "can't be opened"
}

test_a_directory() {
	mkdir "$dir/vdev-x.so"
	refuses "$dir/vdev-x.so" "can't be opened as a file"
}

test_a_fifo() {
	mkfifo "$dir/vdev-x.so"
	refuses "$dir/vdev-x.so" "can't be opened as a file"
}

test_an_empty_file() {
	: >"$dir/vdev-x.so"
	refuses "$dir/vdev-x.so" 'cut off'
}

test_a_text() {
	yes 'not an object' | head -c 1000 >"$dir/vdev-x.so" || true
	refuses "$dir/vdev-x.so" 'no ELF object'
}

test_an_object_that_others_can_write() {
	cp "$(one_of_ours)" "$dir/vdev-ser8250.so"
	chmod g+w "$dir/vdev-ser8250.so"
	refuses "$dir/vdev-ser8250.so" 'chmod go-w'
}

test_an_object_of_another_machine() {
	cp "$(one_of_ours)" "$dir/vdev-ser8250.so"
	printf '\x03' | dd of="$dir/vdev-ser8250.so" bs=1 seek=18 conv=notrunc status=none
	refuses "$dir/vdev-ser8250.so" 'another machine'
}

test_a_program() {
	cp "$qvm" "$dir/vdev-qvm.so"
	tool "$dir/vdev-qvm.so"
	has_status 1
}

test_objects_that_are_cut_off() {
	local whole size
	whole=$(stat -c %s "$(one_of_ours)")
	for size in 1 15 16 63 64 500 1000 4096 5000 $((whole / 2)) $((whole - 1)); do
		cp "$(one_of_ours)" "$dir/vdev-ser8250.so"
		truncate -s "$size" "$dir/vdev-ser8250.so"
		tool "$dir/vdev-ser8250.so"
		has_status 1
		prints 'cut off|no ELF'
	done
}

# Bytes that are not what they were: any answer but a crash of the tool, or a
# check without a line.
test_objects_that_are_spoilt() {
	local whole i n
	whole=$(stat -c %s "$(one_of_ours)")
	RANDOM=7
	n=$("$check" --list | wc -l)
	for ((i = 0; i < 40; i++)); do
		cp "$(one_of_ours)" "$dir/vdev-ser8250.so"
		printf '\xff\x80' | dd of="$dir/vdev-ser8250.so" bs=1 conv=notrunc status=none \
			seek=$(((RANDOM * 32768 + RANDOM) % (i < 20 ? 1024 : whole)))
		tool --rounds 2 "$dir/vdev-ser8250.so"
		((status < 2)) || complain "spoilt ($i): status $status"
		[[ $(grep -cE '^(ok|not ok|skip) ' "$dir/out") == "$n" ]] || complain "spoilt ($i): not $n lines"
	done
}

test_a_replay_finds_the_same_again() {
	local seed
	need cc
	compile_bad "behaves.c -DEVENT_OF=counter_event"
	tool "$object"
	has_status 1
	seed=$(sed -n 's/.*--replay \(0x[0-9a-f]*\)$/\1/p' "$dir/out" | head -1)
	[[ -n $seed ]] || complain "no seed is told"
	grep -E '^    (count|event|at)' "$dir/out" >"$dir/first"
	tool --only access/random --replay "$seed" "$object"
	has_status 1
	prints "again: --only access/random --replay $seed"
	prints 'count with row 5 of 2'
	tool --run access/random --replay "$seed" "$object"
	has_status 1
	logs 'count with row 5 of 2'
}

# compile_bad "SOURCE ARGUMENT...": $object, from the bad ones.
compile_bad() {
	local -a words
	mapfile -t words < <(xargs -n 1 printf '%s\n' <<<"$1")
	object=$dir/vdev-bad.so
	cc -std=gnu11 -O1 -w -fPIC -shared -fvisibility=hidden -I "$prefix/include" \
		-o "$object" "$here/bad/${words[0]}" "${words[@]:1}"
	chmod go-w "$object"
}
