# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154,SC2119,SC2120,SC2317,SC2016
# install: the installed tree, wherever it stands and whoever uses it.

test_a_tree_that_was_moved_works() {
	need_kvm
	conf_defaults
	guest=hello
	conf
	cp -a "$work/prefix" "$dir/a place with blanks"
	qvm="$dir/a place with blanks/bin/qvm"
	run_to_end
	has_status 0
	nothing_is_left
}

test_a_link_to_the_program_finds_its_vdevs() {
	need_kvm
	conf_defaults
	guest=hello
	conf
	ln -s "$qvm" "$dir/link"
	qvm=$dir/link
	run_to_end
	has_status 0
}

test_the_environment_names_the_vdev_path() {
	conf_defaults
	guest=hello
	conf
	mkdir "$dir/none"
	status=0
	QVM_VDEV_PATH=$dir/none "$qvm" --check "$dir/vm.qvmconf" 2>"$dir/err" || status=$?
	has_status 65
	logs "none"
	QVM_VDEV_PATH=$dir/none "$qvm" --vdev-path "$work/prefix/lib/qvm/vdev" --check "$dir/vm.qvmconf" ||
		complain "the option does not win"
}

test_nothing_is_written_outside_of_the_run_directory() {
	need_kvm
	conf_defaults
	guest=process-echo
	conf
	mkdir "$dir/home" "$dir/here"
	find "$work/prefix" "$dir" -path "$dir/said" -prune -o -printf '%p %s %T@\n' |
		grep -vE "^$dir(/(run|out|err|mark))? " | sort >"$work/before"
	(cd "$dir/here" && HOME=$dir/home TMPDIR=$dir/home exec "$qvm" --run-dir "$dir/run" "$dir/vm.qvmconf") \
		</dev/null >"$dir/out" 2>"$dir/err" &
	guard=$!
	says ready
	send QUIT
	ends 3
	find "$work/prefix" "$dir" -path "$dir/said" -prune -o -printf '%p %s %T@\n' |
		grep -vE "^$dir(/(run|out|err|mark))? " | sort >"$work/after"
	diff "$work/before" "$work/after" >>"$dir/complaints" || true
}

test_examples_that_ship_are_good() {
	local example
	for example in "$QVM_PREFIX"/share/qvm/examples/*.qvmconf; do
		"$qvm" --check "$example" 2>>"$dir/err" || complain "$example is refused"
	done
}

# ---- another user -----------------------------------------------------------

# as_user COMMAND...: as nobody, in a group that may use /dev/kvm.
as_user() {
	exec unshare -m sh -c 'mount -t tmpfs -o dev none "$1" && mknod -m 660 "$1/kvm" c 10 232 &&
		chgrp 65533 "$1/kvm" && mount --bind "$1/kvm" /dev/kvm && shift &&
		exec setpriv --reuid 65534 --regid 65534 --groups 65533 "$@"' sh "$dir/dev" "$@"
}

# The guest's file and run directory are the user's.
prepare_user() {
	need_root
	need_kvm
	need setpriv unshare
	[[ $(stat -c %t:%T /dev/kvm) == a:e8 ]] || skip "/dev/kvm has other numbers here"
	mkdir "$dir/dev"
	unshare -m true 2>/dev/null || skip "no mount namespaces here"
	conf
	chown -R 65534 "$dir/run" "$dir/vm.qvmconf"
}

test_a_user_in_the_group_of_kvm_needs_no_root() {
	conf_defaults
	guest=hello
	prepare_user
	mkdir -m 700 "$dir/runtime"
	chown 65534 "$dir/runtime"
	export XDG_RUNTIME_DIR=$dir/runtime
	vm_command() {
		printf '%s\n' "$qvm" "$dir/vm.qvmconf"
	}
	run_to_end as_user
	has_status 0
	grep -q hello "$dir/out" || complain "the guest did not run"
	[[ -z $(find "$dir/runtime" -mindepth 2) ]] || complain "left: $(find "$dir/runtime" -mindepth 2)"
}

test_a_users_run_directory_is_in_his_runtime_directory() {
	conf_defaults
	prepare_user
	mkdir -m 700 "$dir/runtime"
	chown 65534 "$dir/runtime"
	export XDG_RUNTIME_DIR=$dir/runtime
	vm_command() {
		printf '%s\n' "$qvm" "$dir/vm.qvmconf"
	}
	start as_user
	says ready
	[[ -d $dir/runtime/qvm/test ]] || complain "there is no $dir/runtime/qvm/test"
	send QUIT
	ends 3
	[[ ! -e $dir/runtime/qvm/test ]] || complain "it is left"
}

# ---- what the host gives to whom --------------------------------------------

test_locked_memory_beyond_the_users_limit_is_refused() {
	need prlimit
	conf_defaults
	ram='{ at: 0x0, size: 4M, locked: true }'
	prepare_user
	run_to_end as_user prlimit --memlock=0:0
	refused 69 "can't lock 4 MiB of guest memory \(LimitMEMLOCK"
}

test_locked_memory_within_the_users_limit_is_had() {
	[[ $(ulimit -l) == unlimited || $(ulimit -l) -ge 5000 ]] || skip "the limit here is $(ulimit -l) KiB"
	conf_defaults
	guest=hello
	ram='{ at: 0x0, size: 4M, locked: true }'
	prepare_user
	run_to_end as_user
	has_status 0
}

test_a_priority_beyond_the_users_limit_is_refused() {
	need prlimit
	conf_defaults
	cpus='[ { sched: { policy: fifo, priority: 10 } } ]'
	more='threads: { guard: { sched: { policy: fifo, priority: 20 } } }'
	prepare_user
	run_to_end as_user prlimit --rtprio=0:0
	refused 69 'real-time priority [12]0 \(LimitRTPRIO= or CAP_SYS_NICE\)'
}
