# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154,SC2119,SC2120,SC2317,SC2016
# signals: what the operator says to a running machine.

run_guest() {
	need_kvm
	conf_defaults
	more=$1
	conf
	start
	says ready
}

test_term_where_the_file_says_cut_is_a_good_end() {
	run_guest 'stop: cut'
	send TERM
	ends 0 1
	logs 'end: term-cut'
}

test_int_is_like_term() {
	run_guest 'stop: cut'
	send INT
	ends 0 1
	logs 'end: term-cut'
}

test_quit_cuts_the_power() {
	run_guest ''
	send QUIT
	ends 3 1
	logs 'end: power-cut \(3\)'
}

test_a_second_term_cuts_the_power() {
	run_guest ''
	send TERM
	sleep 0.2
	! ended || complain "the first TERM ended it"
	send TERM
	ends 3 1
	logs 'end: power-cut \(3\)'
}

test_int_after_term_cuts_the_power() {
	run_guest ''
	send TERM
	sleep 0.1
	send INT
	ends 3 1
}

test_a_guest_that_ignores_the_button_is_cut() {
	run_guest 'limits: { shutdown: 400ms }'
	send TERM
	sleep 0.2
	! ended || complain "it ended before its time was over"
	ends 3 2
	logs 'end: button-ignored \(3\)'
}

test_the_button_is_heard_by_a_guest_that_listens() {
	need_kvm
	conf_defaults
	guest=button
	conf
	start
	says ready
	send TERM
	ends 0
	logs 'end: off'
}

# So much is cleared first: there is time to be early.
test_term_before_the_guest_runs_is_a_power_cut() {
	need_kvm
	conf_defaults
	ram='{ at: 0x0, size: 1G }'
	conf
	start
	within 2 machine_of "$guard" >/dev/null || true
	send TERM
	ends 3 2
	logs 'end: cut-early \(3\)'
	! grep -aq ready "$dir/out" || complain "the guest ran"
}

test_quit_before_the_guest_runs_is_a_power_cut() {
	need_kvm
	conf_defaults
	ram='{ at: 0x0, size: 1G }'
	conf
	start
	within 2 machine_of "$guard" >/dev/null || true
	send QUIT
	ends 3 2
}

test_signals_without_a_meaning_are_ignored() {
	run_guest ''
	for signal in HUP PIPE USR2 HUP; do
		send "$signal"
	done
	sleep 0.3
	! ended || complain "it ended"
	send QUIT
	ends 3
}

test_usr1_tells_the_status() {
	run_guest ''
	send USR1
	within 2 grep -q 'status: vdev console' "$dir/err" || complain "no status was told"
	logs 'status: ram 0x0 size 0x400000'
	logs 'status: vcpu0 exits '
	logs 'status: vcpu0 window console 0x3f8 accesses [0-9]'
	logs 'status: vdev console output-dropped 0'
	! ended || complain "it ended"
	send QUIT
	ends 3
}

test_a_status_is_told_of_a_guest_that_halts() {
	need_kvm
	conf_defaults
	guest=halted
	conf
	start
	says ready
	send USR1
	within 2 grep -q 'status: vdev console' "$dir/err" || complain "no status was told"
	send QUIT
	ends 3 1
}

test_many_signals_at_once_end_it_once() {
	run_guest ''
	for _ in 1 2 3 4 5 6 7 8; do
		send USR1
		kill -s TERM "$guard" 2>/dev/null || true
		kill -s QUIT "$guard" 2>/dev/null || true
	done
	ends 3 1
	[[ $(grep -c 'end: ' "$dir/err") == 1 ]] || complain "it told its end more than once"
}

test_signals_that_the_starter_had_blocked_or_ignored_work() {
	need_kvm
	conf_defaults
	conf
	start bash -c 'trap "" TERM QUIT INT HUP USR1 PIPE; exec "$@"' bash
	says ready
	send QUIT
	ends 3 1
}
