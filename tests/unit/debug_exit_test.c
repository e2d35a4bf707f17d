/* SPDX-License-Identifier: Apache-2.0 */
/*
 * debug-exit through the calls that its host makes: a guest chooses among its
 * own statuses and none of qvm's.
 */
#include <criterion/criterion.h>

#include "qvm/vdev-test.h"

static struct vdev_test *host;

static void setup(void)
{
	host = vdev_test_open(&vdev_plugin, NULL);
	cr_assert_null(vdev_test_why(host));
	vdev_test_start(host);
}

static void teardown(void)
{
	cr_assert_null(vdev_test_fault(host), "%s", vdev_test_fault(host));
	vdev_test_close(host);
}

TestSuite(debug_exit, .init = setup, .fini = teardown);

Test(debug_exit, each_value_has_a_status_of_its_own)
{
	for (uint32_t value = 0; value < 32; value++) {
		cr_assert_eq(vdev_test_write(host, 0, 0, 1, value), VDEV_DONE);
		cr_assert_eq(vdev_test_end(host), VDEV_END_STATUS);
		cr_assert_eq(vdev_test_end_status(host), 32 + value);
		teardown();
		setup();
	}
}

Test(debug_exit, a_larger_value_is_refused_and_ends_nothing)
{
	for (uint32_t value = 32; value < 256; value++)
		cr_assert_eq(vdev_test_write(host, 0, 0, 1, value),
			     VDEV_REFUSED);
	cr_assert_eq(vdev_test_end(host), VDEV_END_NONE);
}

Test(debug_exit, there_is_nothing_to_read)
{
	uint64_t calls = vdev_test_calls(host);
	uint64_t value;

	cr_assert_eq(vdev_test_read(host, 0, 0, 1, &value), VDEV_REFUSED);
	cr_assert_eq(vdev_test_calls(host), calls);
}

Test(debug_exit, a_wider_write_is_refused)
{
	for (uint32_t width = 2; width <= 8; width *= 2)
		cr_assert_eq(vdev_test_write(host, 0, 0, width, 8),
			     VDEV_REFUSED);
	cr_assert_eq(vdev_test_end(host), VDEV_END_NONE);
}

Test(debug_exit, a_reset_ends_nothing)
{
	vdev_test_reset(host);
	cr_assert_eq(vdev_test_end(host), VDEV_END_NONE);
}
