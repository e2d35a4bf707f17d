# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154,SC2119,SC2120,SC2317,SC2016
# linux: a stock Debian kernel as the guest, by the example that ships.

boot_seconds=40

# linux WORDS [SED]...: the example, with these words on the command line and
# these changes. Less memory than there: an emulated processor is slow to clear
# it.
linux() {
	local words=$1 change
	shift
	mkdir -p "$dir/run"
	input=/dev/null
	sed -e "s|\"vmlinuz\"|\"/suite/kernel/vmlinuz\"|; s|\"initrd.img\"|\"/suite/kernel/initrd.img\"|" \
		-e "s|\"console=ttyS0\"|\"console=ttyS0 quiet${words:+ $words}\"|" \
		/suite/prefix/share/qvm/examples/linux.qvmconf >"$dir/vm.qvmconf"
	for change in 's|size: 256M|size: 96M|' "$@"; do
		sed -i "$change" "$dir/vm.qvmconf"
	done
}

hears() {
	within "$boot_seconds" has_text "$1" || true
	grep -aqF -e "$1" "$dir/out" || complain "the guest never said \"$1\""
}

has_text() {
	grep -aqF -e "$1" "$dir/out" || ended
}

test_a_guest_powers_itself_off() {
	linux qvm.do=poweroff
	start
	ends 0 $boot_seconds
	grep -aq 'init reached' "$dir/out" || complain "init was not reached"
	logs 'end: off'
}

test_a_reboot_is_a_reset() {
	linux qvm.do=reboot
	start
	ends 8 $boot_seconds
	logs 'end: reset \(8\)'
}

test_a_panic_that_reboots_is_a_reset() {
	linux 'panic=1 qvm.do=panic'
	start
	ends 8 $boot_seconds
	grep -aq 'Kernel panic' "$dir/out" || complain "there was no panic"
}

test_a_reboot_by_triple_fault_is_a_crash() {
	linux 'reboot=t qvm.do=reboot'
	start
	ends 9 $boot_seconds
	logs 'end: triple-fault \(9\)'
}

test_the_power_button_shuts_down_who_listens() {
	linux qvm.do=wait
	start
	hears 'listening for the power button'
	send TERM
	ends 0 15
	grep -aq 'qvm-guest: power button' "$dir/out" || complain "the guest did not hear the button"
}

test_who_does_not_listen_is_cut_when_his_time_is_over() {
	linux 'rdinit=/bin/sh'
	sed -i 's|^limits:.*|limits: { start: 60s, shutdown: 1500ms }|' "$dir/vm.qvmconf"
	start
	hears '# '
	send TERM
	sleep 0.7
	! ended || complain "it ended before its time was over"
	ends 3 5
	logs 'end: button-ignored \(3\)'
}

test_quit_cuts_the_power_of_a_running_linux() {
	linux qvm.do=wait
	start
	hears 'init reached'
	send QUIT
	ends 3 2
}

test_term_while_the_kernel_starts_is_answered() {
	linux qvm.do=wait 's|^stop: button.*|stop: cut|'
	start
	within 10 machine_of "$guard" >/dev/null || true
	sleep 1
	send TERM
	wait_for_end 5
	[[ $status == 0 || $status == 3 ]] || complain "status $status"
	nothing_is_left
}

# ---- a shell in the guest ---------------------------------------------------

# A guest with a shell on its console; its keys come from $keys.
start_shell() {
	mkfifo "$dir/keys"
	exec 9<>"$dir/keys"
	input=$dir/keys
	start
	hears 'a shell; leave it with exit'
}

# asks COMMAND: its output, between two marks that the echo does not have.
asks() {
	local n=$((++asked))
	printf '%s\n' "echo be''gin-$n; $1; echo e''nd-$n" >&9
	hears "end-$n"
	tr -d '\r' <"$dir/out" | sed -n "/^begin-$n\$/,/^end-$n\$/p" | sed '1d;$d' >"$dir/answer"
}

asked=0

test_a_shell_on_the_console() {
	local before after
	linux '' 's|size: 96M|size: 256M|'
	start_shell
	asks 'nproc'
	[[ $(<"$dir/answer") == 2 ]] || complain "nproc says $(<"$dir/answer")"
	asks 'cat /sys/devices/system/cpu/online'
	[[ $(<"$dir/answer") == 0-1 ]] || complain "online: $(<"$dir/answer")"
	asks 'cat /proc/cmdline'
	grep -qF 'console=ttyS0 quiet' "$dir/answer" || complain "cmdline: $(<"$dir/answer")"

	# The serial port is found for what it is, and driven by interrupts.
	asks 'dmesg | grep ttyS'
	grep -qE 'ttyS0 at I/O 0x3f8 \(irq = [0-9]+, .*\) is a 16550A' "$dir/answer" ||
		complain "dmesg of ttyS0: $(<"$dir/answer")"
	asks 'grep -w ttyS0 /proc/interrupts'
	before=$(awk '{ print $2 + $3 }' "$dir/answer")
	asks 'grep -w ttyS0 /proc/interrupts'
	after=$(awk '{ print $2 + $3 }' "$dir/answer")
	((after > before)) || complain "ttyS0 had $before interrupts, then $after"

	asks 'dmesg | grep -E -i "acpi.*(error|warning|exception)|acpi bios|firmware bug|nobody cared|rcu.*stall"'
	[[ ! -s $dir/answer ]] || complain "dmesg: $(<"$dir/answer")"
	# The emulated processor does not let KVM see XSETBV, which Linux notices.
	asks 'dmesg | grep -E "WARNING:|BUG:|Oops" | grep -v fpu__init_system_xstate'
	[[ ! -s $dir/answer ]] || complain "dmesg: $(<"$dir/answer")"
	asks 'cat /proc/interrupts | grep -E "ERR|MIS"'
	! grep -qE '(ERR|MIS): +[1-9]' "$dir/answer" || complain "$(<"$dir/answer")"
	asks 'cat /sys/devices/system/clocksource/clocksource0/current_clocksource'
	grep -qE 'kvm-clock|tsc' "$dir/answer" || complain "clock: $(<"$dir/answer")"
	asks 'grep MemTotal /proc/meminfo'
	(($(awk '{ print $2 }' "$dir/answer") > 200000)) || complain "memory: $(<"$dir/answer")"

	asks 'seq 1 2000'
	[[ $(wc -l <"$dir/answer") == 2000 && $(tail -n 1 "$dir/answer") == 2000 ]] ||
		complain "$(wc -l <"$dir/answer") of 2000 lines came"
	few_faults
	printf 'exit\n' >&9
	ends 0 10
}

# Second-level faults of the running machine: its memory is there beforehand.
few_faults() {
	local file faults
	file=$(echo /sys/kernel/debug/kvm/"$(machine_of "$guard")"-*/pf_fixed)
	[[ -e $file ]] || file=/sys/kernel/debug/kvm/pf_fixed
	[[ -e $file ]] || return 0
	faults=$(<"$file")
	((faults < 2000)) || complain "$faults second-level faults"
}

test_four_cpus() {
	linux '' 's|^  - {}$|  - {}\n  - {}|'
	start_shell
	asks 'nproc'
	[[ $(<"$dir/answer") == 4 ]] || complain "nproc says $(<"$dir/answer")"
	printf 'exit\n' >&9
	ends 0 10
}

# boots_as MODEL WITH WITHOUT: a flag that it must have, and one it must not.
boots_as() {
	linux '' 's|^  - {}$||; s|^cpus:.*|cpus: [ {} ]|' "s|^irqchip:|cpuid: { model: $1 }\n&|"
	start_shell
	asks 'grep -m 1 flags /proc/cpuinfo'
	[[ -z $2 ]] || grep -qw "$2" "$dir/answer" || complain "it has no $2"
	[[ -z $3 ]] || ! grep -qw "$3" "$dir/answer" || complain "it has $3"
	printf 'exit\n' >&9
	ends 0 10
}

test_a_processor_of_the_first_level() {
	boots_as x86-64-v1 sse2 sse4_2
}

test_a_processor_of_the_second_level() {
	boots_as x86-64-v2 sse4_2 bmi2
}

# Not by AVX: without a working XSETBV, see above, Linux does not use it.
test_a_processor_of_the_third_level() {
	boots_as x86-64-v3 bmi2 avx512f
}

test_a_second_linux_beside_the_first() {
	local first
	linux qvm.do=wait 's|^  - {}$||; s|^cpus:.*|cpus: [ {} ]|'
	start
	first=$guard
	sed 's/^system: linux/system: second/; s/qvm.do=wait/qvm.do=poweroff/' "$dir/vm.qvmconf" >"$dir/second.qvmconf"
	"$qvm" --run-dir "$dir/run" "$dir/second.qvmconf" </dev/null >"$dir/out2" 2>"$dir/err2" &
	guard=$!
	wait_for_end $boot_seconds
	has_status 0
	grep -aq 'init reached' "$dir/out2" || complain "the second did not reach its init"
	guard=$first
	hears 'listening for the power button'
	! ended || complain "the first has ended too"
	send TERM
	ends 0 15
}
