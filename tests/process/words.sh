# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154,SC2119,SC2120,SC2317,SC2016
# words: the command line, and what is printed without a machine.

# say WORD...: runs qvm with these words; $status, $dir/out, $dir/err.
say() {
	status=0
	(cd "$dir" && exec timeout 10 "$qvm" "$@") >"$dir/out" 2>"$dir/err" </dev/null || status=$?
}

# Wrong words: 64, one line, nothing on stdout.
wrong() {
	local pattern=$1
	shift
	say "$@"
	[[ $status == 64 ]] || complain "qvm $*: status $status, not 64"
	[[ ! -s $dir/out ]] || complain "qvm $*: it said something on stdout"
	one_line "$pattern"
}

test_no_file_is_a_usage_error() {
	wrong 'which FILE'
	wrong 'which FILE' --check
	wrong 'which FILE' --plan
	wrong 'which FILE' --dry-run
}

test_an_unknown_option_is_a_usage_error() {
	wrong 'wrong|none.*--wrong' --wrong
	wrong '-x' -x
	wrong 'ch-eck' --ch-eck a.qvmconf
}

test_an_option_that_is_cut_short_is_a_usage_error() {
	wrong 'cut short.*--chec' --chec a.qvmconf
	wrong 'cut short.*--vers' --vers
	wrong 'cut short.*--run=' --run=x a.qvmconf
}

test_an_option_that_lacks_its_value_is_a_usage_error() {
	wrong 'run-dir' --run-dir
	wrong 'explain' --explain
	wrong 'diagnostics' --diagnostics
}

test_a_value_where_none_belongs_is_a_usage_error() {
	wrong 'check' --check=yes a.qvmconf
	wrong 'version' --version=1
}

test_a_value_that_is_none_is_a_usage_error() {
	wrong 'svg' --plan=svg a.qvmconf
	wrong 'xml' --diagnostics=xml --check a.qvmconf
}

test_two_things_to_do_are_a_usage_error() {
	wrong 'more than one' --check --plan a.qvmconf
	wrong 'more than one' --version --help
}

test_two_files_to_run_are_a_usage_error() {
	wrong 'b.qvmconf' a.qvmconf b.qvmconf
	wrong 'b.qvmconf' --plan a.qvmconf b.qvmconf
	wrong 'a.qvmconf' --version a.qvmconf
}

test_images_without_check_is_a_usage_error() {
	wrong 'images' --images a.qvmconf
}

test_an_option_behind_the_file_is_a_usage_error() {
	wrong '--check' a.qvmconf --check
}

test_a_file_may_begin_with_a_dash() {
	say --check -- --wrong
	[[ $status == 65 ]] || complain "status $status, not 65"
}

test_help_names_every_option_and_status() {
	local word
	say --help
	has_status 0
	[[ ! -s $dir/err ]] || complain "it said something on stderr"
	for word in --check --images --plan --dry-run --explain --schema --vdevs --describe \
		--ends --version --help --vdev-path --run-dir --diagnostics 'usage: qvm' \
		'3 power cut' '69 host cannot'; do
		grep -qF -e "$word" "$dir/out" || complain "--help does not say $word"
	done
	[[ $(awk 'length > 120' "$dir/out") == '' ]] || complain "a line is longer than 120"
}

test_version_is_one_line() {
	say --version
	has_status 0
	grep -qxE 'qvm [0-9]+\.[0-9]+\.[0-9]+' "$dir/out" || complain "it is $(<"$dir/out")"
}

test_ends_are_the_documented_ones() {
	local status
	say --ends
	has_status 0
	for status in 0 3 5 6 7 8 9 10 65 69; do
		grep -qE "^ *$status  " "$dir/out" || complain "no end has status $status"
	done
	! grep -vE '^ *(0|3|4|5|6|7|8|9|10|32|65|69)  [a-z-]+ +[A-Z].*\.$' "$dir/out" ||
		complain "a row is not like the others"
}

test_vdevs_are_those_of_the_path() {
	say --vdevs
	has_status 0
	grep -q '^ser8250 ' "$dir/out" || complain "ser8250 is not listed"
	mkdir "$dir/empty"
	say --vdev-path "$dir/empty" --vdevs
	has_status 0
	[[ ! -s $dir/out ]] || complain "an empty path has vdevs"
}

test_a_description_is_what_was_installed() {
	say --describe "$work/prefix/lib/qvm/vdev/vdev-ser8250.so"
	has_status 0
	cmp "$dir/out" "$work/prefix/lib/qvm/vdev/vdev-ser8250.json" >>"$dir/complaints" || true
}

test_a_key_is_explained() {
	say --explain memory.ram
	has_status 0
	grep -q 'memory.ram' "$dir/out" || complain "it does not name the key"
	say --explain memory.rma
	[[ $status == 64 || $status == 65 ]] || complain "a key that is none: status $status"
	grep -q 'memory.ram' "$dir/out" "$dir/err" || complain "it does not say which key was meant"
}

test_the_schema_is_json() {
	say --schema
	has_status 0
	need python3
	python3 -m json.tool <"$dir/out" >/dev/null 2>&1 || complain "it is not JSON"
}

test_output_that_can_not_be_written_is_a_failure() {
	local word
	[[ -e /dev/full ]] || skip "there is no /dev/full"
	for word in --help --version --ends --vdevs --schema; do
		status=0
		"$qvm" "$word" >/dev/full 2>"$dir/err" || status=$?
		((status != 0)) || complain "$word: status 0"
		one_line 'output'
	done
}

test_stdout_that_is_closed_is_a_failure() {
	status=0
	"$qvm" --version >&- 2>"$dir/err" || status=$?
	((status != 0)) || complain "status 0"
}

test_an_empty_name_is_no_file() {
	say --check ''
	has_status 65
	say ''
	has_status 65
}

test_a_check_of_many_files_tells_of_each() {
	conf_defaults
	kernel=vmlinuz
	conf
	say --check vm.qvmconf absent1.qvmconf vm.qvmconf absent2.qvmconf
	has_status 65
	logs 'absent1'
	logs 'absent2'
	say --check vm.qvmconf vm.qvmconf
	has_status 0
	[[ ! -s $dir/err && ! -s $dir/out ]] || complain "a good file is not silent"
}

test_a_configuration_that_is_no_file_is_refused() {
	mkdir "$dir/directory"
	mkfifo "$dir/fifo"
	: >"$dir/empty"
	for file in directory fifo empty absent /dev/null; do
		say "$file"
		[[ $status == 65 ]] || complain "$file: status $status, not 65"
		logs "$file"
	done
}
