# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154,SC2119,SC2120,SC2317,SC2016
# kills: either of the two processes dies by somebody else's hand.

# A guest that runs until it is told not to; $machine is its second process.
run_endless() {
	need_kvm
	conf_defaults
	conf
	start
	says ready
	machine=$(machine_of "$guard")
}

test_a_killed_machine_is_our_fault() {
	run_endless
	kill -KILL "$machine"
	ends 7 1
	logs 'end: machine-died \(7\): the machine ended by signal 9'
}

test_a_machine_with_a_segmentation_fault_is_our_fault() {
	run_endless
	kill -SEGV "$machine"
	ends 7 1
	logs 'end: machine-died \(7\): the machine ended by signal 11'
}

test_a_machine_that_is_aborted_is_our_fault() {
	run_endless
	kill -ABRT "$machine"
	ends 7 1
}

test_the_machine_does_not_hear_the_signals_of_its_terminal() {
	run_endless
	for signal in TERM INT QUIT HUP PIPE USR1 USR2; do
		kill -s "$signal" "$machine"
	done
	sleep 0.3
	! is_gone "$machine" || complain "the machine has ended"
	send QUIT
	ends 3
}

test_a_killed_guard_takes_its_machine_with_it() {
	run_endless
	kill -KILL "$guard"
	within 1 no_process || complain "the machine lives on"
}

test_what_a_killed_guard_left_does_not_stop_the_next() {
	run_endless
	kill -KILL "$guard"
	within 1 no_process || complain "the machine lives on"
	: >"$dir/out"
	start
	says ready
	send QUIT
	ends 3
}

test_a_stopped_machine_is_killed_after_its_time() {
	run_endless
	kill -STOP "$machine"
	send QUIT
	ends 7 3
	logs 'end: stop-overrun \(7\)'
}

# ---- the terminal -----------------------------------------------------------

on_terminal() {
	conf_defaults
	guest=process-echo
	console='{ output: stdio, input: stdio }'
	more=$1
	conf
	local -a command
	mapfile -t command < <(vm_command)
	status=0
	(cd "$dir" && exec "$work/bin/terminal" ready "$2" "${command[@]}") \
		>"$dir/out" 2>"$dir/err" </dev/null || status=$?
}

test_a_killed_machine_leaves_the_terminal_as_it_was() {
	need_kvm
	# shellcheck disable=SC2016  # for the shell of the hook
	on_terminal '' 'kill -KILL $(cat /proc/$COMMAND/task/$COMMAND/children)'
	has_status 7
	nothing_is_left
}

test_a_power_cut_leaves_the_terminal_as_it_was() {
	need_kvm
	# shellcheck disable=SC2016
	on_terminal '' 'kill -QUIT $COMMAND'
	has_status 3
	nothing_is_left
}

test_the_guests_own_end_leaves_the_terminal_as_it_was() {
	need_kvm
	on_terminal '' 'printf q'
	has_status 0
	nothing_is_left
}

test_the_leaving_key_pressed_twice_leaves() {
	need_kvm
	on_terminal 'stop: cut' 'printf "\035\035"'
	has_status 0
	nothing_is_left
	logs 'end: term-cut'
}

test_the_leaving_key_pressed_once_is_the_guests() {
	need_kvm
	on_terminal 'stop: cut' 'printf "\035x\035q"'
	has_status 0
	logs 'end: off'
	grep -aq $'\035x\035q' "$dir/out" || complain "the guest did not get every key"
}

test_the_keys_of_a_terminals_signals_are_the_guests() {
	need_kvm
	on_terminal '' 'printf "\003\032\034\007q"'
	has_status 0
	logs 'end: off'
	grep -aq $'\003\032\034\007q' "$dir/out" || complain "the guest did not get every key"
}
