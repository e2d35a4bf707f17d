# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154,SC2119,SC2120,SC2317,SC2016
# console: where the guest's bytes go, and what happens when nobody is there.

# run_console GUEST CONSOLE: a machine whose console options are these.
run_console() {
	need_kvm
	conf_defaults
	guest=$1
	console=$2
	conf
	start
}

# The value of a status line.
status_of() {
	sed -n "s/^.*status: $1 \([0-9]*\)\$/\1/p" "$dir/err" | tail -n 1
}

tell_status() {
	within 5 machine_of "$guard" >/dev/null || complain "there is no machine"
	: >"$dir/err"
	send USR1
	within 2 grep -q 'output-dropped' "$dir/err" || complain "no status was told"
}

# Bytes have been dropped.
drops() {
	tell_status
	(($(status_of 'vdev console output-dropped') > 0))
}

# The guest has written so many bytes.
has_spoken() {
	tell_status
	(($(status_of 'vdev console bytes-out') > $1))
}

# Accesses of the guest to its console so far.
accesses() {
	tell_status
	status_of 'vcpu0 window console 0x3f8 accesses'
}

# ---- standard streams -------------------------------------------------------

# start_with REDIRECTION: a machine whose streams are as the shell's words say.
start_with() {
	local -a command
	mapfile -t command < <(vm_command)
	(cd "$dir" && eval "exec \"\${command[@]}\" $1") 2>"$dir/err" </dev/null &
	guard=$!
}

prepare() {
	need_kvm
	conf_defaults
	guest=$1
	console=$2
	conf
}

test_output_that_is_closed_does_not_stop_a_guest() {
	prepare hello '{ output: stdio }'
	start_with '>&-'
	ends 0
}

test_all_streams_may_be_closed() {
	prepare hello '{ output: stdio, input: stdio }'
	start_with '>&- <&- 2>&-'
	ends 0
}

test_output_to_a_full_disk_is_lost_and_told() {
	[[ -e /dev/full ]] || skip "there is no /dev/full"
	prepare process-touch '{ output: stdio }'
	more='absent: [ { io: 0x700, size: 1, gives: ones } ]'
	conf
	start_with '>/dev/full'
	ends 0
	logs 'console: output is being lost'
}

test_a_pipe_that_nobody_reads_does_not_stop_a_guest() {
	local before after
	prepare process-flood '{ output: stdio }'
	mkfifo "$dir/pipe"
	exec 7<>"$dir/pipe"
	start_with '>&7 7>&-'
	within 15 drops || complain "nothing was dropped"
	before=$(accesses)
	sleep 0.3
	after=$(accesses)
	((after > before)) || complain "the guest stands still: $before, then $after accesses"
	send QUIT
	ends 3 2
}

test_a_pipe_whose_reader_is_gone_does_not_stop_a_guest() {
	prepare process-flood '{ output: stdio }'
	mkfifo "$dir/pipe"
	start_with '>"$dir/pipe"'
	head -c 100 "$dir/pipe" >/dev/null
	within 5 drops || complain "nothing was dropped"
	! ended || complain "it ended"
	send QUIT
	ends 3 1
}

test_a_slow_reader_gets_whole_bytes_in_order() {
	prepare hello '{ output: stdio }'
	mkfifo "$dir/pipe"
	start_with '>"$dir/pipe"'
	(sleep 0.5; cat) <"$dir/pipe" >"$dir/out"
	ends 0
	printf 'hello\n' | tr -d '\r' | cmp - <(tr -d '\r' <"$dir/out") >>"$dir/complaints" || true
}

test_input_reaches_the_guest_through_a_pipe() {
	prepare process-echo '{ output: stdio, input: stdio }'
	printf 'abcq' >"$dir/keys"
	start_with '>"$dir/out" < <(cat "$dir/keys")'
	ends 0
	grep -aqx 'abcq' "$dir/out" || complain "the guest got something else"
}

test_much_input_at_once_is_neither_lost_nor_mixed() {
	prepare process-echo '{ output: stdio, input: stdio }'
	for i in {1..3000}; do
		printf '%04d' "$i"
	done >"$dir/keys"
	printf q >>"$dir/keys"
	start_with '>"$dir/out" <"$dir/keys"'
	ends 0 20
	tr -d '\r\n' <"$dir/out" | grep -aqF "ready$(<"$dir/keys")quit" ||
		complain "12000 bytes went in, others came back"
}

test_the_end_of_input_is_not_the_guests_end() {
	prepare endless '{ output: stdio, input: stdio }'
	start_with '>"$dir/out" </dev/null'
	says ready
	sleep 0.3
	! ended || complain "it ended"
	send QUIT
	ends 3 1
}

# ---- files ------------------------------------------------------------------

test_a_file_is_appended_to() {
	prepare hello '{ output: { file: "console.log" } }'
	printf 'before\n' >"$dir/console.log"
	start
	ends 0
	grep -aqx before "$dir/console.log" || complain "what was there is gone"
	tr -d '\r' <"$dir/console.log" | grep -qx hello || complain "the guest's line is missing"
	[[ ! -s $dir/out ]] || complain "stdout got something"
}

test_a_file_with_a_cap_keeps_the_last_output_in_two() {
	local first last
	prepare process-flood '{ output: { file: "console.log", cap: 64K } }'
	start
	within 20 test -s "$dir/console.log.1" || complain "there is no second file"
	sleep 1
	send QUIT
	ends 3 2
	for file in "$dir/console.log" "$dir/console.log.1"; do
		(($(stat -c %s "$file") <= 65536)) || complain "$file has grown over its cap"
	done
	[[ $(echo "$dir"/console.log*) == "$dir/console.log $dir/console.log.1" ]] ||
		complain "there are other files"
	first=$(tail -n 2 "$dir/console.log.1" | head -n 1)
	last=$(tail -n 2 "$dir/console.log" | head -n 1)
	[[ $first == line* && $last == line* ]] || complain "the files hold something else"
}

test_a_file_that_is_emptied_goes_on() {
	prepare process-flood '{ output: { file: "console.log" } }'
	start
	within 10 test -s "$dir/console.log" || complain "nothing was written"
	: >"$dir/console.log"
	within 5 test -s "$dir/console.log" || complain "nothing was written after it was emptied"
	send QUIT
	ends 3 2
	[[ $(head -c 1 "$dir/console.log" | od -An -c | tr -d ' ') != '\0' ]] ||
		complain "it begins with a hole"
}

test_a_file_that_can_not_be_opened_is_told() {
	prepare hello '{ output: { file: "nowhere/console.log" } }'
	start
	wait_for_end 5
	refused 69 'nowhere/console.log'
}

test_a_file_that_is_a_link_is_refused() {
	prepare hello '{ output: { file: "console.log" } }'
	ln -s /dev/null "$dir/console.log"
	start
	wait_for_end 5
	refused 69 'console.log'
}

# ---- pseudo-terminals -------------------------------------------------------

test_a_pty_has_its_name_in_the_run_directory() {
	local link line
	prepare process-echo '{ output: { pty: "tty" }, input: { pty: "tty" } }'
	start
	link=$dir/run/test/tty
	within 10 test -e "$link" || complain "there is no $link"
	[[ $(readlink "$link") == /dev/pts/* ]] || complain "it leads to $(readlink "$link")"
	logs "console: terminal /dev/pts/[0-9]+ at $link"
	exec 8<>"$link"
	IFS= read -r -t 5 line <&8 || true
	[[ ${line%$'\r'} == ready ]] || complain "who came late did not see the first line"
	printf 'abcd' >&8
	IFS= read -r -t 5 -N 4 line <&8 || true
	[[ $line == abcd ]] || complain "the keys did not come back, but \"$line\""
	printf 'q' >&8
	exec 8>&-
	ends 0
	[[ ! -e $link && ! -L $link ]] || complain "the link is left"
}

# ---- sockets ----------------------------------------------------------------

test_a_socket_serves_one_client_after_the_other() {
	local socket=$work/console.sock
	prepare process-echo "{ output: { socket: \"$socket\" }, input: { socket: \"$socket\" } }"
	start
	within 10 test -S "$socket" || complain "there is no socket"
	[[ $(stat -c %a "$socket") == 600 ]] || complain "its mode is $(stat -c %a "$socket")"
	printf 'one' | "$work/bin/client" "$socket" one >"$dir/first" || complain "the first got nothing"
	printf 'two' | "$work/bin/client" "$socket" two >"$dir/second" || complain "the second got nothing"
	grep -aq ready "$dir/first" || complain "the first did not see the beginning"
	grep -aq 'onetwo' "$dir/second" || complain "the second did not see what was there before"
	printf 'q' | "$work/bin/client" "$socket" quit >"$dir/third" || complain "the third got nothing"
	ends 0
	[[ ! -e $socket ]] || complain "the socket is left"
}

test_a_second_client_is_turned_away() {
	local socket=$work/console.sock first
	prepare process-echo "{ output: { socket: \"$socket\" }, input: { socket: \"$socket\" } }"
	start
	within 10 test -S "$socket" || complain "there is no socket"
	"$work/bin/client" "$socket" never </dev/null >"$dir/first" &
	first=$!
	within 5 grep -aq ready "$dir/first" || complain "the first got nothing"
	"$work/bin/client" "$socket" 'another client' </dev/null >"$dir/second" ||
		complain "the second was not told"
	kill "$first"
	wait "$first" || true
	printf 'q' | "$work/bin/client" "$socket" quit >"$dir/third" || complain "nobody can attach any more"
	ends 0
}

test_output_without_a_client_is_kept_up_to_its_bound() {
	local socket=$work/console.sock size
	prepare process-flood "{ output: { socket: \"$socket\" } }"
	start
	within 10 test -S "$socket" || complain "there is no socket"
	within 20 has_spoken 70000 || complain "the guest is slow"
	"$work/bin/client" "$socket" line </dev/null >"$dir/first" || complain "nothing was kept"
	size=$(stat -c %s "$dir/first")
	((size > 60000)) || complain "only $size bytes were kept"
	send QUIT
	ends 3 1
}

test_a_stale_socket_is_replaced() {
	local socket=$work/stale.sock
	need python3
	python3 -c 'import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])' "$socket" ||
		skip "python3 does not work here"
	prepare hello "{ output: { socket: \"$socket\" } }"
	start
	ends 0
	[[ ! -e $socket ]] || complain "the socket is left"
}

test_what_is_no_socket_is_not_replaced() {
	local socket=$work/file.sock
	echo precious >"$socket"
	prepare hello "{ output: { socket: \"$socket\" } }"
	start
	wait_for_end 5
	refused 69 'file.sock is there and is not a socket'
	[[ $(<"$socket") == precious ]] || complain "it was overwritten"
}
