# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154,SC2119,SC2120,SC2317,SC2016
# host: what the host can't give is one line and status 69, and leaves nothing.

cannot() {
	run_to_end "${@:2}"
	refused 69 "$1"
	! grep -aq ready "$dir/out" || complain "the guest ran"
}

# A shell in a mount namespace of its own runs $1, then the rest.
with_mounts() {
	local script=$1
	shift
	exec unshare -m sh -c "$script && exec \"\$@\"" sh "$@"
}

need_mounts() {
	need_root
	need unshare
	unshare -m true 2>/dev/null || skip "no mount namespaces here"
}

test_no_kvm_is_told() {
	need_mounts
	conf_defaults
	conf
	cannot 'no /dev/kvm: load the module' with_mounts 'mount -t tmpfs none /dev'
}

test_a_kvm_that_may_not_be_opened_is_told() {
	need_mounts
	need setpriv
	conf_defaults
	conf
	chmod 777 "$dir/run"
	: >"$dir/kvm"
	chmod 600 "$dir/kvm"
	cannot "can't open /dev/kvm: the user must be in the group" \
		with_mounts "mount --bind '$dir/kvm' /dev/kvm" setpriv --reuid 65534 --regid 65534 --clear-groups
}

test_a_kvm_that_is_none_is_told() {
	need_mounts
	conf_defaults
	conf
	cannot 'KVM API version' with_mounts 'mount --bind /dev/null /dev/kvm'
}

test_a_run_directory_that_can_not_be_made_is_told() {
	conf_defaults
	conf
	vm_command() {
		printf '%s\n' "$qvm" --run-dir "$dir/absent/run" "$dir/vm.qvmconf"
	}
	cannot "can't make the run directory .*absent/run"
}

test_a_run_directory_that_is_a_file_is_told() {
	conf_defaults
	conf
	: >"$dir/run/test"
	run_to_end
	has_status 69
	one_line 'run directory .*/run/test'
	[[ -f $dir/run/test ]] || complain "the file is gone"
}

test_a_run_directory_that_is_a_link_is_not_followed() {
	conf_defaults
	conf
	mkdir "$dir/elsewhere"
	: >"$dir/elsewhere/precious"
	ln -s "$dir/elsewhere" "$dir/run/test"
	run_to_end
	has_status 69
	[[ -e $dir/elsewhere/precious ]] || complain "it was emptied"
}

test_a_run_directory_that_may_not_be_written_is_told() {
	need_root
	need setpriv
	conf_defaults
	conf
	run_to_end setpriv --reuid 65534 --regid 65534 --clear-groups
	refused 69 "can't make the run directory .*\(--run-dir names another\)"
}

# A relative one is seen by two processes, of which neither may change directory.
test_a_run_directory_may_be_relative() {
	need_kvm
	conf_defaults
	guest=hello
	conf
	vm_command() {
		printf '%s\n' "$qvm" --run-dir run vm.qvmconf
	}
	run_to_end
	has_status 0
	nothing_is_left
}

test_a_second_machine_of_one_system_is_refused() {
	local first
	need_kvm
	conf_defaults
	conf
	start
	says ready
	first=$guard
	status=0
	"$qvm" --run-dir "$dir/run" "$dir/vm.qvmconf" </dev/null >"$dir/out2" 2>"$dir/err2" || status=$?
	has_status 69
	grep -q 'system test is running already' "$dir/err2" || complain "it does not say why: $(<"$dir/err2")"
	guard=$first
	! ended || complain "the first has ended"
	[[ -d $dir/run/test ]] || complain "the first has lost its run directory"
	send QUIT
	ends 3
}

test_two_systems_run_side_by_side() {
	local first
	need_kvm
	conf_defaults
	conf
	start
	says ready
	first=$guard
	sed 's/^system: test/system: other/' "$dir/vm.qvmconf" >"$dir/other.qvmconf"
	"$qvm" --run-dir "$dir/run" "$dir/other.qvmconf" </dev/null >"$dir/out2" 2>"$dir/err2" &
	guard=$!
	within 10 grep -qx ready "$dir/out2" || complain "the second does not run"
	send QUIT
	wait_for_end 2
	has_status 3
	guard=$first
	! ended || complain "the first has ended too"
	send QUIT
	ends 3
}

# ---- memory -----------------------------------------------------------------

# Whoever runs out of memory here, it must not be somebody else.
be_the_victim() {
	echo 1000 >"/proc/$BASHPID/oom_score_adj" || true
}

test_memory_beyond_the_hosts_is_refused() {
	need_kvm
	[[ $(</proc/sys/vm/overcommit_memory) != 1 ]] || skip "this host promises memory that it has not"
	be_the_victim
	conf_defaults
	memory='  - ram: { at: 0x100000000, size: 1T }'
	conf
	cannot 'guest memory'
}

test_memory_beyond_the_address_space_is_refused() {
	need_kvm
	need prlimit
	conf_defaults
	ram='{ at: 0x0, size: 512M }'
	conf
	cannot 'guest memory' prlimit --as=268435456
}

test_huge_pages_that_were_not_set_aside_are_refused() {
	need_kvm
	grep -qE 'HugePages_Free: +0$' /proc/meminfo || skip "this host has huge pages set aside"
	conf_defaults
	ram='{ at: 0x0, size: 64M, pages: 2M }'
	conf
	cannot '2M pages \(are so many set aside'
}

test_huge_pages_of_a_gigabyte_are_refused() {
	need_kvm
	conf_defaults
	ram='{ at: 0x0, size: 1G, pages: 1G }'
	conf
	cannot '1G pages'
}

# ---- processors -------------------------------------------------------------

test_a_host_cpu_that_is_not_there_is_refused() {
	need_kvm
	conf_defaults
	cpus='[ { affinity: [ 511 ] } ]'
	conf
	cannot "can't pin thread vcpu0 to its host CPUs"
}

test_one_host_cpu_of_two_that_is_not_there_is_refused() {
	need_kvm
	conf_defaults
	cpus='[ { affinity: [ 0, 511 ] } ]'
	conf
	cannot "can't pin thread vcpu0"
}

test_no_more_processes_is_told() {
	need_kvm
	need prlimit setpriv
	need_root
	conf_defaults
	conf
	chmod 777 "$dir/run"
	run_to_end setpriv --reuid 64999 --regid 64999 --clear-groups prlimit --nproc=1:1
	refused 69 "can't fork the machine"
}

test_no_more_files_is_told() {
	local n
	need_kvm
	need prlimit
	conf_defaults
	guest=hello
	conf
	for n in 4 6 8 10 12 14; do
		run_to_end prlimit --nofile="$n:$n"
		[[ $status == 0 || $status == 69 || $status == 65 || $status == 127 ]] ||
			complain "with $n files: status $status"
		nothing_is_left
		is_sound
	done
}

# ---- a dry run --------------------------------------------------------------

test_a_dry_run_builds_all_and_runs_nothing() {
	need_kvm
	conf_defaults
	conf
	vm_command() {
		printf '%s\n' "$qvm" --dry-run --run-dir "$dir/run" "$dir/vm.qvmconf"
	}
	run_to_end
	has_status 0
	nothing_is_left
	! grep -aq ready "$dir/out" || complain "the guest ran"
}

test_a_dry_run_tells_what_can_not_be_had() {
	need_kvm
	conf_defaults
	cpus='[ { affinity: [ 511 ] } ]'
	conf
	vm_command() {
		printf '%s\n' "$qvm" --dry-run --run-dir "$dir/run" "$dir/vm.qvmconf"
	}
	cannot "can't pin"
}
