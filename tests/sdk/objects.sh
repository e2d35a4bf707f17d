# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# objects: every installed vdev passes vdev-check; every bad one of bad/table
# fails the check that is expected, for the reason that is expected.

passes() {
	tool "$object"
	has_status 0
	prints ' 0 failed, 0 skipped$'
}

# What stands behind `not ok CHECK`, to the next check.
reason_of() {
	awk -v name="$1" '/^(ok|not ok|skip) /{ inside = $0 == "not ok " name; next } inside' "$dir/out"
}

fails() {
	tool "$object"
	has_status 1
	reason_of "$expected_check" >"$dir/reason"
	[[ -s $dir/reason ]] || complain "$expected_check did not fail"
	grep -qE -e "$expected_reason" "$dir/reason" || complain "not for this reason: $expected_reason"
}

bad_or_good() {
	need cc
	compile_bad "$bad_source"
	if [[ -z $expected_check ]]; then
		passes
	else
		fails
	fi
}

run_ours() {
	local name
	for object in "$prefix"/lib/qvm/vdev/*.so; do
		name=ours/$(basename "${object%.so}")
		! is_wanted "$name" || run_test passes "$name"
	done
}

run_bad() {
	local name
	while IFS='|' read -r name bad_source expected_check expected_reason; do
		[[ $name != '#'* && -n $bad_source ]] || continue
		read -r name <<<"$name"
		read -r expected_check <<<"$expected_check"
		expected_reason=${expected_reason# }
		! is_wanted "bad/$name" || run_test bad_or_good "bad/$name"
	done <"$here/bad/table"
}

run_objects() {
	run_ours
	run_bad
}
