# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154,SC2120
# vm: one machine under test, seen from outside.
#
#   conf -> start -> says, send -> ends STATUS
#
# Needs suite.sh. $qvm is the program, $guests the directory of the images:
# NAME/NAME.bzimage. All files of a test's machine lie in $dir; its run
# directory is made in $dir/run, where nothing may be left.

# Words of the file that tests change, before they call `conf`.
conf_defaults() {
	system=test guest=endless kernel='' cpus='[ {} ]' ram='{ at: 0x0, size: 4M }'
	console='{ output: stdio }' more='' devices='' linux='' memory='' input=/dev/null
}

# Writes $dir/vm.qvmconf, and puts the guest's image beside it.
conf() {
	if [[ -z $kernel ]]; then
		kernel=$guest.bzimage
		[[ -e $guests/$guest/$kernel ]] || skip "there is no image of the guest $guest"
		cp "$guests/$guest/$kernel" "$dir/$kernel"
	fi
	mkdir -p "$dir/run"
	cat >"$dir/vm.qvmconf" <<-END
		qvm: 1
		system: $system
		cpus: $cpus
		memory:
		  - ram: $ram
		  - reserve: { at: 0xa0000, size: 384K }
		$memory
		boot:
		  linux: { kernel: { file: "$kernel" }$linux }
		tables: { acpi: reduced, at: { io: 0x600 }, irq: 9 }
		irqchip: { kind: kernel }
		devices:
		  - vdev: ser8250
		    name: console
		    at: { io: 0x3f8 }
		    irq: 4
		    options: $console
		$devices
		$more
	END
}

# The command line of a machine; tests may put something in front of it.
vm_command() {
	printf '%s\n' "$qvm" --run-dir "$dir/run" "$@" "$dir/vm.qvmconf"
}

# start [WORD...]: a machine in the background; the words are a command, or a
# function that execs one, in front of its own. Its process is $guard.
start() {
	local -a command
	mapfile -t command < <(vm_command)
	(
		cd "$dir" || exit
		[[ $(type -t "${1-}") != function ]] || "$@" "${command[@]}"
		exec "$@" "${command[@]}"
	) <"$input" >"$dir/out" 2>"$dir/err" &
	guard=$!
}

# A machine in the foreground, to its end; for those that end by themselves.
run_to_end() {
	start "$@"
	wait_for_end 20
}

machine_of() {
	local children
	children=$(</proc/"$1"/task/"$1"/children) 2>/dev/null || return 1
	[[ -n $children ]] || return 1
	printf '%s\n' "${children%% *}"
}

is_gone() {
	! kill -0 "$1" 2>/dev/null
}

has_line() {
	grep -aqxF -e "$2" "$dir/$1" 2>/dev/null || ended
}

ended() {
	is_gone "$guard"
}

# says LINE: the guest says it, within 10 seconds.
says() {
	within 10 has_line out "$1" || true
	grep -aqxF -e "$1" "$dir/out" || complain "the guest never said \"$1\""
}

send() {
	kill -s "$1" "$guard" || complain "nobody is there to get $1"
}

# Sets $status; ends what does not end.
wait_for_end() {
	within "$1" ended || {
		complain "did not end within $1 s"
		kill -KILL "$guard" || true
	}
	status=0
	wait "$guard" || status=$?
}

# ends STATUS [SECONDS]: it ends so, in that time, and nothing is left.
ends() {
	wait_for_end "${2:-5}"
	has_status "$1"
	nothing_is_left
}

has_status() {
	[[ $status == "$1" ]] || complain "status $status, not $1"
}

nothing_is_left() {
	local pid
	within 1 no_process || for pid in $(processes_of "$dir/"); do
		complain "process $pid is left: $(tr '\0' ' ' <"/proc/$pid/cmdline")"
	done
	[[ -z $(ls -A "$dir/run") ]] || complain "the run directory holds $(ls -A "$dir/run")"
}

no_process() {
	[[ -z $(processes_of "$dir/") ]]
}

# What stderr says, with the lines that were wrapped in one piece.
told() {
	sed -e ':next' -e '$!{N;s/\n  */ /;t next' -e 'P;D' -e '}' "$dir/err" | tr -d '\000'
}

# logs PATTERN: stderr has such a line (extended regular expression).
logs() {
	told | grep -aE -e "$1" >/dev/null || complain "stderr has nothing like \"$1\""
}

count_lines() {
	grep -acE -e "$1" || true
}

# One line says it, and nothing else is said.
one_line() {
	local n
	n=$(told | count_lines .)
	[[ $n == 1 ]] || complain "$n lines on stderr, not one"
	logs "$1"
}

# refused STATUS PATTERN: one error says why nothing was started.
refused() {
	local n
	has_status "$1"
	nothing_is_left
	logs "$2"
	n=$(told | grep -avE 'nothing was started$' | count_lines 'error')
	[[ $n == 1 ]] || complain "$n errors are told, not one"
	is_sound
}

# No claim of its own was broken, and no sanitizer had to speak.
is_sound() {
	! told | grep -aE 'Sanitizer|runtime error|broken claim' >>"$dir/complaints" ||
		complain "it broke"
}
