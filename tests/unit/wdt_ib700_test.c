/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The watchdog through the calls that its host makes: it ends a VM that starves
 * it, and no other.
 */
#include <criterion/criterion.h>

#include "qvm/vdev-test.h"
#include "vdev/wdt-ib700/wdt-ib700.h"

/* Offsets of the ports; what lies between is none. */
enum { STOP = 0, GAP = 1, START = 2, MS = 1000000 };

#define SECOND WDT_IB700_SECOND_NS

static struct vdev_test *t;

static void power_on(const char *boot)
{
	const char *const options[] = { boot, NULL };

	vdev_test_close(t);
	t = vdev_test_open(&vdev_plugin, options);
	cr_assert_null(vdev_test_why(t), "%s", vdev_test_why(t));
	vdev_test_start(t);
}

static void setup(void)
{
	power_on("boot=0s");
}

static void teardown(void)
{
	cr_assert_null(vdev_test_fault(t), "%s", vdev_test_fault(t));
	cr_assert_not(vdev_test_broken(t));
	vdev_test_close(t);
}

TestSuite(wdt_ib700, .init = setup, .fini = teardown);

static void out(uint32_t port, uint8_t value)
{
	cr_assert_eq(vdev_test_write(t, 0, port, 1, value), VDEV_DONE);
}

static bool has_ended(void)
{
	return vdev_test_end(t) != VDEV_END_NONE;
}

/* It lives until then, and not a moment longer. */
static void ends_after(uint64_t ns)
{
	if (ns != 0)
		vdev_test_advance(t, ns - 1);
	cr_assert_not(has_ended());
	vdev_test_advance(t, ns == 0 ? 0 : 1);
	cr_assert_eq(vdev_test_end(t), VDEV_END_WATCHDOG);
	cr_assert_eq(vdev_test_end_status(t), 0);
	cr_assert_eq(vdev_test_timer(t, 0), UINT64_MAX);
}

Test(wdt_ib700, it_is_off_until_the_guest_starts_it)
{
	cr_assert_eq(vdev_test_timer(t, 0), UINT64_MAX);
	vdev_test_advance(t, 3600 * SECOND);
	cr_assert_not(has_ended());
}

Test(wdt_ib700, each_value_has_its_time)
{
	for (uint8_t i = 0; i < 16; i++) {
		power_on("boot=0s");
		out(START, i);
		ends_after((30 - 2u * i) * SECOND);
	}
}

Test(wdt_ib700, only_four_bits_are_the_time)
{
	out(START, 0xfe);
	ends_after(2 * SECOND);
}

Test(wdt_ib700, a_guest_that_feeds_it_lives)
{
	for (int i = 0; i < 1000; i++) {
		out(START, 0xe);
		vdev_test_advance(t, 2 * SECOND - 1);
	}
	cr_assert_not(has_ended());
	cr_assert_eq(vdev_test_counter(t, WDT_IB700_FEEDS), 1000);
	ends_after(1);
}

Test(wdt_ib700, any_write_to_its_stop_switches_it_off)
{
	for (unsigned value = 0; value < 256; value++) {
		out(START, 0xe);
		out(STOP, (uint8_t)value);
		cr_assert_eq(vdev_test_timer(t, 0), UINT64_MAX);
	}
	vdev_test_advance(t, 60 * SECOND);
	cr_assert_not(has_ended());
}

Test(wdt_ib700, an_expiry_on_its_way_does_not_bite_a_guest_that_fed)
{
	const struct vdev_event expiry = { .size = sizeof(expiry), .count = 1,
					   .kind = VDEV_EVENT_TIMER };

	out(START, 0xe);
	vdev_test_advance(t, 2 * SECOND - 1);
	out(START, 0xd);
	cr_assert_eq(vdev_test_event(t, &expiry), VDEV_DONE);
	cr_assert_not(has_ended());
	ends_after(4 * SECOND);
}

Test(wdt_ib700, an_expiry_on_its_way_does_not_bite_a_guest_that_stopped)
{
	const struct vdev_event expiry = { .size = sizeof(expiry), .count = 1,
					   .kind = VDEV_EVENT_TIMER };

	out(START, 0xe);
	out(STOP, 0);
	vdev_test_advance(t, 3 * SECOND);
	cr_assert_eq(vdev_test_event(t, &expiry), VDEV_DONE);
	cr_assert_not(has_ended());
}

Test(wdt_ib700, a_late_host_finds_the_guest_starved)
{
	out(START, 0xe);
	vdev_test_stall(t, 60 * SECOND);
	cr_assert_eq(vdev_test_end(t), VDEV_END_WATCHDOG);
}

/* As if the time had passed and its timer were not heard yet. */
Test(wdt_ib700, a_write_that_comes_too_late_does_not_help)
{
	for (uint32_t port = STOP; port <= START; port += START - STOP) {
		power_on("boot=0s");
		out(START, 0);
		wdt_ib700_of(vdev_test_vdev(t))->deadline_ns = vdev_test_now(t);
		out(port, 0);
		cr_assert_eq(vdev_test_end(t), VDEV_END_WATCHDOG);
	}
}

/* ---- the boot ----------------------------------------------------------- */

Test(wdt_ib700, a_guest_that_does_not_boot_is_bitten)
{
	power_on("boot=1500ms");
	ends_after(1500 * MS);
}

Test(wdt_ib700, the_first_feed_ends_the_time_for_booting)
{
	power_on("boot=10s");
	vdev_test_advance(t, 9 * SECOND);
	out(START, 0);
	ends_after(30 * SECOND);
}

Test(wdt_ib700, a_reset_brings_back_the_state_of_the_start)
{
	out(START, 0xe);
	vdev_test_reset(t);
	cr_assert_eq(vdev_test_timer(t, 0), UINT64_MAX);

	power_on("boot=10s");
	out(STOP, 0);
	vdev_test_reset(t);
	ends_after(10 * SECOND);
}

/* ---- hosts and guests that misbehave ------------------------------------ */

Test(wdt_ib700, reads_and_the_port_between_are_refused)
{
	uint64_t value;

	for (uint32_t port = STOP; port <= START; port++)
		cr_assert_eq(vdev_test_read(t, 0, port, 1, &value),
			     VDEV_REFUSED);
	cr_assert_eq(vdev_test_write(t, 0, GAP, 1, 0), VDEV_REFUSED);
	cr_assert_eq(vdev_test_write(t, 0, STOP, 2, 0), VDEV_REFUSED);
}

Test(wdt_ib700, an_unknown_event_is_ignored)
{
	const struct vdev_event e = { .size = sizeof(e), .kind = 77 };

	out(START, 0xf);
	cr_assert_eq(vdev_test_event(t, &e), VDEV_DONE);
	cr_assert_not(has_ended());
}

static uint32_t next(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* It ends exactly when the time of the last write is up. */
Test(wdt_ib700, any_accesses_end_in_time_or_not_at_all)
{
	uint32_t seed = 700;
	uint64_t left = UINT64_MAX;

	for (int i = 0; i < 200000; i++) {
		uint8_t value = (uint8_t)next(&seed);
		uint64_t pause = next(&seed) * UINT64_C(200);

		if (next(&seed) % 4 == 0) {
			out(STOP, value);
			left = UINT64_MAX;
		} else {
			out(START, value);
			left = (30 - 2u * (value & 0xf)) * SECOND;
		}
		vdev_test_advance(t, pause);
		cr_assert_eq(has_ended(), pause >= left);
		if (has_ended())
			power_on("boot=0s");
	}
}
