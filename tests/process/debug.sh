# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154,SC2119,SC2120,SC2317,SC2016
# debug: whole lives of a machine under the address and undefined-behaviour
# sanitizers: what unit tests can't reach.

with_sanitizers() {
	need_kvm
	[[ -x ${QVM_BUILD_DEBUG:-/nonexistent}/qvm/qvm ]] || skip "there is no sanitizer build"
	qvm=$QVM_BUILD_DEBUG/qvm/qvm
	vm_command() {
		printf '%s\n' "$qvm" --vdev-path "$QVM_BUILD_DEBUG/lib/qvm/vdev" \
			--run-dir "$dir/run" "$dir/vm.qvmconf"
	}
	export ASAN_OPTIONS=log_path=$dir/report:abort_on_error=1
	export UBSAN_OPTIONS=log_path=$dir/report:halt_on_error=1:print_stacktrace=1
	conf_defaults
}

no_report() {
	compgen -G "$dir/report.*" >/dev/null || return 0
	complain "a sanitizer spoke"
	grep -ahE -A 8 'ERROR|runtime error|leak of' "$dir"/report.* | head -n 30 >>"$dir/complaints"
}

test_a_life_without_findings() {
	with_sanitizers
	guest=hello
	conf
	run_to_end
	has_status 0
	nothing_is_left
	no_report
}

test_input_output_and_a_cut_without_findings() {
	with_sanitizers
	guest=process-flood
	conf
	start
	sleep 1
	send USR1
	send TERM
	send QUIT
	ends 3
	no_report
}

test_two_processors_without_findings() {
	with_sanitizers
	guest=smp
	cpus='[ {}, {} ]'
	conf
	run_to_end
	has_status 0
	no_report
}

test_a_start_that_fails_early_without_findings() {
	with_sanitizers
	guest=hello
	conf
	: >"$dir/hello.bzimage"
	run_to_end
	has_status 65
	no_report
}

test_a_start_that_fails_late_without_findings() {
	with_sanitizers
	cpus='[ {}, { affinity: [ 511 ] } ]'
	conf
	run_to_end
	has_status 69
	no_report
}

test_words_without_findings() {
	with_sanitizers
	for word in --help --ends --vdevs --schema --manual --version; do
		"$qvm" --vdev-path "$QVM_BUILD_DEBUG/lib/qvm/vdev" "$word" >"$dir/out" 2>"$dir/err" ||
			complain "$word: status $?"
	done
	no_report
}
