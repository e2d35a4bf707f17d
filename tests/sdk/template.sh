# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# template: the template, copied out of the tree and built against an installed
# qvm. Must never find anything by a path of the source tree.

# A copy to work in: $dir/copy. A prefix is $1.
copy_template() {
	cp -r "${1:-$prefix}/share/qvm/template" "$dir/copy"
	cd "$dir/copy"
}

by_cmake() {
	need cmake
	cmake -B build -DCMAKE_PREFIX_PATH="$1" -DCMAKE_C_FLAGS="-Wall -Wextra -Wconversion -Wshadow -Werror" \
		>"$dir/out" 2>"$dir/err"
	cmake --build build >>"$dir/out" 2>>"$dir/err"
	(cd build && ctest --output-on-failure >>"$dir/out" 2>>"$dir/err")
}

by_make() {
	local from=$1
	shift
	need make pkg-config
	PKG_CONFIG_PATH=$from/lib/pkgconfig make "$@" >"$dir/out" 2>"$dir/err"
}

# What lies beside each other, and is not the original's.
is_a_vdev() {
	[[ -s $1/vdev-watchdog.so && -s $1/vdev-watchdog.json ]] || complain "nothing was built in $1"
	"$qvm" --describe "$1/vdev-watchdog.so" >"$dir/described"
	cmp -s "$dir/described" "$1/vdev-watchdog.json" || complain "the description is another"
}

# Built once for the tests that use it: $work/built.
built() {
	[[ ! -e $work/built ]] || return 0
	copy_template
	by_make "$prefix" all
	mkdir "$work/built"
	cp -p vdev-watchdog.so vdev-watchdog.json "$work/built"
}

test_it_builds_by_find_package() {
	copy_template
	by_cmake "$prefix"
	is_a_vdev build
	grep -q '100% tests passed, 0 tests failed out of 2' "$dir/out" || complain "its tests did not run"
}

test_it_builds_by_pkg_config() {
	copy_template
	by_make "$prefix" all check CFLAGS="-O2 -Wall -Wextra -Wconversion -Wshadow -pedantic -Werror"
	is_a_vdev .
	[[ $(grep -c '^ok ' "$dir/out") -ge 7 ]] || complain "its tests did not run"
}

test_it_builds_by_clang() {
	need clang
	copy_template
	by_make "$prefix" all check CC=clang CFLAGS="-O1 -Wall -Wextra -Werror"
	is_a_vdev .
}

test_it_builds_for_an_open_umask() {
	umask 0002
	copy_template
	by_cmake "$prefix"
	is_a_vdev build
}

test_a_moved_prefix_serves() {
	local moved="$dir/a place with blanks"
	cp -a "$prefix" "$moved"
	copy_template "$moved"
	by_cmake "$moved"
	is_a_vdev build
	by_make "$moved" all check
	is_a_vdev .
	! grep -rIl -F "$prefix/" "$moved/lib/cmake" "$moved/lib/pkgconfig" build --include='*.cmake' --include='*.pc' --include='*.txt' >"$dir/found" ||
		complain "the old prefix is named in $(head -1 "$dir/found")"
}

test_it_installs_beside_the_others() {
	cp -a "$prefix" "$dir/prefix"
	copy_template
	by_make "$dir/prefix" all install
	"$dir/prefix/bin/qvm" --vdevs >"$dir/out"
	grep -q '^watchdog ' "$dir/out" || complain "the vdev path does not have it"
}

test_it_is_listed() {
	built
	"$qvm" --vdev-path "$work/built" --vdevs >"$dir/out" 2>"$dir/err"
	grep -q '^watchdog .*watchdog that the guest must feed' "$dir/out" || complain "it is not listed"
	grep -q 'timeout .*LOAD at power-on' "$dir/out" || complain "its option is not listed"
}

watchdog_conf() {
	conf_defaults
	guest=sdk-watchdog
	devices="  - { vdev: watchdog, name: wdt, at: { io: 0x500 }, irq: 5, options: { timeout: $1 } }"
	conf
	vm_command() {
		printf '%s\n' "$qvm" --vdev-path "$work/built:$prefix/lib/qvm/vdev" --run-dir "$dir/run" "$dir/vm.qvmconf"
	}
}

test_a_file_may_use_it() {
	built
	watchdog_conf 200ms
	"$qvm" --vdev-path "$work/built:$prefix/lib/qvm/vdev" --check "$dir/vm.qvmconf" 2>"$dir/err" ||
		complain "it is refused"
}

test_a_file_is_told_what_it_does_not_have() {
	built
	watchdog_conf 2h
	! "$qvm" --vdev-path "$work/built:$prefix/lib/qvm/vdev" --check "$dir/vm.qvmconf" 2>"$dir/err" ||
		complain "2h is taken"
	logs 'timeout|duration'
}

test_a_guest_that_starves_it_ends_with_4() {
	need_kvm
	built
	watchdog_conf 200ms
	run_to_end
	has_status 4
	grep -qx 'load 0xc8' "$dir/out" || complain "LOAD is not the option's"
	grep -qx 'state 0x1' "$dir/out" || complain "it does not run"
	logs 'wdt: the guest did not feed it'
}
