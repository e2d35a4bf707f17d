/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pvpanic through the calls that its host makes: what Linux's driver does with
 * it, and that only a panic ends the guest.
 */
#include <criterion/criterion.h>

#include "qvm/vdev-test.h"

enum { PANICKED = 1, CRASH_LOADED = 2 };
enum { CRASHES };

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

TestSuite(pvpanic, .init = setup, .fini = teardown);

Test(pvpanic, a_driver_reads_the_events_that_are_understood)
{
	uint64_t events = 0;

	cr_assert_eq(vdev_test_read(host, 0, 0, 1, &events), VDEV_DONE);
	cr_assert_eq(events, PANICKED | CRASH_LOADED);
}

Test(pvpanic, a_panic_ends_the_guest_as_crashed)
{
	cr_assert_eq(vdev_test_write(host, 0, 0, 1, PANICKED), VDEV_DONE);
	cr_assert_eq(vdev_test_end(host), VDEV_END_CRASH);
	cr_assert_eq(vdev_test_counter(host, CRASHES), 0);
}

Test(pvpanic, a_guest_with_a_crash_kernel_goes_on)
{
	cr_assert_eq(vdev_test_write(host, 0, 0, 1, CRASH_LOADED), VDEV_DONE);
	cr_assert_eq(vdev_test_end(host), VDEV_END_NONE);
	cr_assert_eq(vdev_test_counter(host, CRASHES), 1);
	cr_assert_eq(vdev_test_logged(host), 1);
}

Test(pvpanic, a_panic_counts_whatever_comes_with_it)
{
	cr_assert_eq(vdev_test_write(host, 0, 0, 1, PANICKED | CRASH_LOADED),
		     VDEV_DONE);
	cr_assert_eq(vdev_test_end(host), VDEV_END_CRASH);
	cr_assert_eq(vdev_test_counter(host, CRASHES), 1);
}

Test(pvpanic, no_event_is_no_event)
{
	cr_assert_eq(vdev_test_write(host, 0, 0, 1, 0), VDEV_DONE);
	cr_assert_eq(vdev_test_end(host), VDEV_END_NONE);
	cr_assert_eq(vdev_test_logged(host), 0);
}

Test(pvpanic, an_unknown_event_is_refused_with_all_that_comes_with_it)
{
	for (uint32_t events = 4; events < 256; events++)
		cr_assert_eq(vdev_test_write(host, 0, 0, 1, events),
			     VDEV_REFUSED);
	cr_assert_eq(vdev_test_end(host), VDEV_END_NONE);
	cr_assert_eq(vdev_test_logged(host), 0);
}

Test(pvpanic, a_wider_access_is_refused)
{
	uint64_t value;

	for (uint32_t width = 2; width <= 8; width *= 2) {
		cr_assert_eq(vdev_test_read(host, 0, 0, width, &value),
			     VDEV_REFUSED);
		cr_assert_eq(vdev_test_write(host, 0, 0, width, PANICKED),
			     VDEV_REFUSED);
	}
	cr_assert_eq(vdev_test_end(host), VDEV_END_NONE);
}
