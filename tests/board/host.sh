# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154,SC2119,SC2120,SC2317,SC2016
# host: what a machine asks of its host, on one whose every setting may be
# changed.

# The field $2 of /proc/PID/task/*/stat of the thread called $1. Fields from 3
# on, behind the name in brackets.
thread_field() {
	local task
	for task in /proc/"$(machine_of "$guard")"/task/*; do
		if [[ $(<"$task/comm") == "$1" ]]; then
			sed 's/^.*) //' "$task/stat" | cut -d ' ' -f $(($2 - 2))
			return 0
		fi
	done
	complain "there is no thread $1"
}

thread_status() {
	local task
	for task in /proc/"$(machine_of "$guard")"/task/*; do
		[[ $(<"$task/comm") != "$1" ]] || sed -n "s/^$2:[[:space:]]*//p" "$task/status"
	done
}

# is THREAD FIELD VALUE
is() {
	local got
	got=$(thread_field "$1" "$2")
	[[ $got == "$3" ]] || complain "thread $1: field $2 is $got, not $3"
}

policy=41 priority=40

test_a_real_time_policy_and_an_affinity_are_had() {
	conf_defaults
	cpus='[ { affinity: [ 1 ], sched: { policy: fifo, priority: 20 } } ]'
	more='threads:
  guard: { affinity: [ 0 ], sched: { policy: fifo, priority: 90 } }
  loop: { affinity: [ 0 ], sched: { policy: rr, priority: 60 } }'
	conf
	start
	says ready
	is vcpu0 $policy 1
	is vcpu0 $priority 20
	is loop $policy 2
	is loop $priority 60
	[[ $(thread_status vcpu0 Cpus_allowed_list) == 1 ]] || complain "vcpu0 is not on CPU 1 alone"
	[[ $(thread_status loop Cpus_allowed_list) == 0 ]] || complain "loop is not on CPU 0 alone"
	send QUIT
	ends 3
}

# It has a CPU for itself and never gives it back: it must still be cut.
test_a_real_time_guest_that_never_halts_is_cut_promptly() {
	conf_defaults
	cpus='[ { affinity: [ 1 ], sched: { policy: fifo, priority: 20 } } ]'
	more='threads: { guard: { affinity: [ 0 ], sched: { policy: fifo, priority: 90 } } }'
	conf
	start
	says ready
	send QUIT
	ends 3 1
}

test_a_host_cpu_that_is_offline_is_refused() {
	[[ -w /sys/devices/system/cpu/cpu1/online ]] || skip "CPU 1 can't be put offline"
	echo 0 >/sys/devices/system/cpu/cpu1/online
	conf_defaults
	cpus='[ { affinity: [ 1 ] } ]'
	conf
	run_to_end
	echo 1 >/sys/devices/system/cpu/cpu1/online
	refused 69 "can't pin thread vcpu0"
}

# ---- memory -----------------------------------------------------------------

test_huge_pages_are_had_where_they_are_set_aside() {
	local before during
	echo 40 >/proc/sys/vm/nr_hugepages
	before=$(awk '/HugePages_Free/ { print $2 }' /proc/meminfo)
	((before >= 32)) || skip "the board gives only $before huge pages"
	conf_defaults
	ram='{ at: 0x0, size: 64M, pages: 2M }'
	conf
	start
	says ready
	during=$(awk '/HugePages_Free/ { print $2 }' /proc/meminfo)
	((before - during == 32)) || complain "$((before - during)) huge pages are used, not 32"
	send QUIT
	ends 3
	[[ $(awk '/HugePages_Free/ { print $2 }' /proc/meminfo) == "$before" ]] || complain "they are not given back"
	echo 0 >/proc/sys/vm/nr_hugepages
}

test_too_few_huge_pages_are_refused() {
	echo 20 >/proc/sys/vm/nr_hugepages
	conf_defaults
	ram='{ at: 0x0, size: 64M, pages: 2M }'
	conf
	run_to_end
	echo 0 >/proc/sys/vm/nr_hugepages
	refused 69 '2M pages \(are so many set aside'
}

test_locked_memory_is_locked() {
	local locked
	conf_defaults
	ram='{ at: 0x0, size: 16M, locked: true }'
	conf
	start
	says ready
	locked=$(sed -n 's/^VmLck:[[:space:]]*\([0-9]*\) kB/\1/p' "/proc/$(machine_of "$guard")/status")
	((locked >= 16384)) || complain "only $locked KiB are locked"
	send QUIT
	ends 3
}

test_all_memory_is_there_before_the_guest_runs() {
	local resident
	conf_defaults
	ram='{ at: 0x0, size: 64M }'
	conf
	start
	says ready
	resident=$(sed -n 's/^VmRSS:[[:space:]]*\([0-9]*\) kB/\1/p' "/proc/$(machine_of "$guard")/status")
	((resident >= 65536)) || complain "only $resident KiB are there"
	send QUIT
	ends 3
}

# ---- control groups ---------------------------------------------------------

# in_group MEMORY: a group with so much memory, whose shell execs the rest.
in_group() {
	local group=/sys/fs/cgroup/qvm-test
	[[ -e /sys/fs/cgroup/cgroup.controllers ]] || skip "no cgroup v2 here"
	echo +memory >/sys/fs/cgroup/cgroup.subtree_control
	mkdir -p $group
	echo "$1" >$group/memory.max
	echo 0 >$group/memory.swap.max 2>/dev/null || true
}

enter_group() {
	echo $BASHPID >/sys/fs/cgroup/qvm-test/cgroup.procs
	exec "$@"
}

kills() {
	sed -n 's/^oom_kill //p' /sys/fs/cgroup/qvm-test/memory.events
}

test_memory_beyond_the_groups_is_refused_without_a_kill() {
	local before
	in_group 48M
	before=$(kills)
	conf_defaults
	ram='{ at: 0x0, size: 128M }'
	conf
	run_to_end enter_group
	refused 69 'MiB of guest memory'
	[[ $(kills) == "$before" ]] || complain "the kernel killed a process"
}

test_memory_beyond_the_groups_by_little_is_refused_without_a_kill() {
	local before
	in_group 64M
	before=$(kills)
	conf_defaults
	ram='{ at: 0x0, size: 64M }'
	conf
	run_to_end enter_group
	refused 69 'MiB of guest memory'
	[[ $(kills) == "$before" ]] || complain "the kernel killed a process"
}

test_memory_within_the_groups_is_had() {
	in_group 96M
	conf_defaults
	guest=hello
	ram='{ at: 0x0, size: 64M }'
	conf
	run_to_end enter_group
	has_status 0
	nothing_is_left
}

test_memory_beyond_the_boards_is_refused() {
	conf_defaults
	memory='  - ram: { at: 0x100000000, size: 16G }'
	conf
	echo 1000 >"/proc/$BASHPID/oom_score_adj"
	run_to_end
	refused 69 'guest memory'
	! dmesg | grep -q 'Out of memory' || complain "the kernel killed a process"
}

# ---- the module -------------------------------------------------------------

test_registers_that_kvm_would_swallow_are_refused() {
	local knob=/sys/module/kvm/parameters/ignore_msrs before
	[[ -w $knob ]] || skip "this KVM can't be told to ignore registers"
	before=$(<$knob)
	echo 1 >$knob
	conf_defaults
	conf
	run_to_end || true
	echo "$before" >$knob
	refused 69 'ignore_msrs'
}
