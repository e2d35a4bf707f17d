# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154,SC2119,SC2120,SC2317,SC2016
# blame: a plug-in that does the wrong thing, and what the end is called.

# A plug-in built with the installed header alone, and described, in $stranger.
build_stranger() {
	stranger=$work/stranger
	[[ ! -e $stranger/vdev-misbehave.json ]] || return 0
	mkdir -p "$stranger"
	cc -O1 -fPIC -shared -fvisibility=hidden -Wall -Wextra -Wl,-z,defs \
		-I "$work/prefix/include" -o "$stranger/vdev-misbehave.so" "$here/vdevs/misbehave.c"
	chmod go-w "$stranger/vdev-misbehave.so"
	"$qvm" --describe "$stranger/vdev-misbehave.so" >"$stranger/new"
	mv "$stranger/new" "$stranger/vdev-misbehave.json"
}

# A guest that touches the device, which then does the one wrong thing.
misbehave() {
	local act=$1
	need_kvm
	need cc
	build_stranger
	conf_defaults
	guest=process-touch
	devices="  - vdev: misbehave
    name: culprit
    at: { io: 0x700 }
    options: { do: $act }"
	more=${2-}
	conf
	vm_command() {
		printf '%s\n' "$qvm" --vdev-path "$stranger:$work/prefix/lib/qvm/vdev" \
			--run-dir "$dir/run" "$dir/vm.qvmconf"
	}
	run_to_end
	nothing_is_left
}

# Without a wrong thing the device answers: the others prove something.
test_a_strangers_vdev_builds_with_the_header_alone_and_works() {
	misbehave nothing
	has_status 0
	grep -qxF 'read 0x5a' "$dir/out" || complain "the guest did not read the device"
}

ends_as_a_vdevs_fault() {
	misbehave "$1"
	has_status 6
	logs "end: $2 \\(6\\): vdev culprit"
}

test_a_vdev_that_leaves_the_process_with_status_0_is_a_vdevs_fault() {
	ends_as_a_vdevs_fault leave vdev-died
}

test_a_vdev_that_calls_exit_is_a_vdevs_fault() {
	ends_as_a_vdevs_fault exit vdev-died
}

test_a_vdev_that_aborts_is_a_vdevs_fault() {
	ends_as_a_vdevs_fault abort vdev-died
}

test_a_vdev_that_crashes_is_a_vdevs_fault() {
	ends_as_a_vdevs_fault crash vdev-died
}

test_a_vdev_that_is_broken_is_a_vdevs_fault() {
	ends_as_a_vdevs_fault break vdev-broken
}

test_a_verdict_that_is_none_is_a_vdevs_fault() {
	ends_as_a_vdevs_fault nonsense vdev-broken
}

test_a_status_that_is_not_a_vdevs_is_a_vdevs_fault() {
	ends_as_a_vdevs_fault end-wrong vdev-broken
}

test_an_end_that_is_none_is_a_vdevs_fault() {
	ends_as_a_vdevs_fault end-unknown vdev-broken
}

test_a_timer_that_was_not_declared_is_a_vdevs_fault() {
	ends_as_a_vdevs_fault timer-wrong vdev-broken
}

test_a_counter_that_was_not_declared_is_a_vdevs_fault() {
	ends_as_a_vdevs_fault count-wrong vdev-broken
}

test_an_interrupt_that_was_not_declared_is_a_vdevs_fault() {
	ends_as_a_vdevs_fault line-wrong vdev-broken
}

test_a_vdev_that_crashes_at_the_start_is_a_vdevs_fault() {
	ends_as_a_vdevs_fault start-crash vdev-died
}

test_a_vdev_that_leaves_while_it_is_stopped_is_a_vdevs_fault() {
	ends_as_a_vdevs_fault stop-leave vdev-died
}

test_a_vdev_that_crashes_in_its_last_call_is_a_vdevs_fault() {
	ends_as_a_vdevs_fault fini-crash vdev-died
}

test_a_vdev_that_leaves_in_its_first_call_is_a_vdevs_fault() {
	ends_as_a_vdevs_fault init-leave vdev-died
}

test_a_vdev_may_end_with_a_status_of_its_own() {
	misbehave end
	has_status 40
	logs 'end: vdev-status \(40\): vdev culprit: it.was asked to'
	! grep -q read "$dir/out" || complain "the guest went on"
}

test_a_watchdog_has_a_status_of_its_own() {
	misbehave watchdog
	has_status 4
	logs 'end: watchdog \(4\): .*culprit'
}

test_a_crash_that_the_guest_told_is_the_guests() {
	misbehave guest-crash
	has_status 9
	logs 'end: guest-crash \(9\): .*culprit'
}

test_an_init_that_fails_says_why() {
	misbehave fail
	has_status 69
	logs 'vdev culprit: it was asked to'
	! grep -q before "$dir/out" || complain "the guest ran"
}

test_a_refusal_ends_the_guest_by_default() {
	misbehave refuse
	has_status 5
	logs 'culprit'
}

test_a_refusal_may_be_ignored() {
	misbehave refuse 'unsupported: { refused: ignore }'
	has_status 0
}

# The call never comes back: the operator's cut must still end the machine.
test_a_vdev_that_hangs_does_not_outlive_a_cut() {
	run_to_end() {
		start
		says before
		sleep 0.3
		send QUIT
		wait_for_end 4
	}
	misbehave hang
	has_status 6
	logs 'culprit'
}
