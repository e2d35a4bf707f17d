/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The clock through the calls that its host makes: what the data sheet says,
 * what Linux's driver does, and what must hold after any access at all.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "qvm/vdev-test.h"
#include "vdev/mc146818/mc146818.h"

enum { MS = 1000000, UIP_NS = 244141 };

#define SECOND MC146818_SECOND_NS

/* A Thursday, two seconds before the first of March. */
#define LEAP_EVE "2024-02-29 23:59:58"

static struct vdev_test *t;

static struct mc146818 *state(void)
{
	return mc146818_of(vdev_test_vdev(t));
}

static uint64_t wall_of(const char *text)
{
	struct tm tm = { 0 };

	cr_assert_not_null(strptime(text, "%Y-%m-%d %H:%M:%S", &tm));
	return (uint64_t)timegm(&tm) * SECOND;
}

static void check(void)
{
	uint64_t wait = vdev_test_timer(t, 0);

	cr_assert_null(vdev_test_fault(t), "%s", vdev_test_fault(t));
	cr_assert(mc146818_valid(state()));
	cr_assert_eq(vdev_test_irq(t, 0), state()->line);
	cr_assert_eq(state()->due_ns, wait == UINT64_MAX ?
					      MC146818_NEVER :
					      vdev_test_now(t) + wait);
}

static void start(const char *base, uint64_t wall_ns)
{
	const char *const options[] = { base, NULL };

	vdev_test_close(t);
	t = vdev_test_open(&vdev_plugin, options);
	cr_assert_null(vdev_test_why(t), "%s", vdev_test_why(t));
	vdev_test_set_wall_clock(t, wall_ns);
	vdev_test_start(t);
	check();
}

static void start_at(const char *text)
{
	start("base=utc", wall_of(text));
}

static void setup(void)
{
	start_at(LEAP_EVE);
}

static void teardown(void)
{
	check();
	vdev_test_close(t);
}

TestSuite(mc146818, .init = setup, .fini = teardown);

static void out(uint32_t port, uint8_t value)
{
	cr_assert_eq(vdev_test_write(t, 0, port, 1, value), VDEV_DONE);
	check();
}

static uint8_t in(uint32_t port)
{
	uint64_t value = 0;

	cr_assert_eq(vdev_test_read(t, 0, port, 1, &value), VDEV_DONE);
	check();
	return (uint8_t)value;
}

static uint8_t get(uint8_t address)
{
	out(MC146818_INDEX, address);
	return in(MC146818_DATA);
}

static void put(uint8_t address, uint8_t value)
{
	out(MC146818_INDEX, address);
	out(MC146818_DATA, value);
}

static void shows(const char *date_and_time, uint8_t weekday)
{
	static const uint8_t places[] = {
		MC146818_CENTURY, MC146818_YEAR,   MC146818_MONTH,
		MC146818_DAY,	  MC146818_HOUR,   MC146818_MINUTE,
		MC146818_SECOND,
	};
	char seen[32];
	uint8_t v[7];

	for (size_t i = 0; i < 7; i++)
		v[i] = get(places[i]);
	snprintf(seen, sizeof(seen), "%02x%02x-%02x-%02x %02x:%02x:%02x", v[0],
		 v[1], v[2], v[3], v[4], v[5], v[6]);
	cr_assert_str_eq(seen, date_and_time);
	cr_assert_eq(get(MC146818_WEEKDAY), weekday);
}

static void put_time(uint8_t hour, uint8_t minute, uint8_t second)
{
	put(MC146818_HOUR, hour);
	put(MC146818_MINUTE, minute);
	put(MC146818_SECOND, second);
}

static void put_alarm(uint8_t hour, uint8_t minute, uint8_t second)
{
	put(MC146818_HOUR_ALARM, hour);
	put(MC146818_MINUTE_ALARM, minute);
	put(MC146818_SECOND_ALARM, second);
}

/* In the bits of B that are given, and otherwise with 24 hours, BCD. */
static void enable(uint8_t bits)
{
	put(MC146818_B, bits | B_24_HOURS);
}

/* Lets the armed timer fire, which must bring the line up. */
static uint64_t wait_for_line(void)
{
	uint64_t wait = vdev_test_timer(t, 0);

	cr_assert_not(vdev_test_irq(t, 0));
	cr_assert_neq(wait, UINT64_MAX, "a timer is armed");
	vdev_test_advance(t, wait);
	cr_assert(vdev_test_irq(t, 0));
	check();
	return wait;
}

/* ---- the start ---------------------------------------------------------- */

Test(mc146818, it_starts_with_the_wall_clock_of_the_host)
{
	shows("2024-02-29 23:59:58", 5);
}

Test(mc146818, it_goes_on_with_the_life_of_the_guest)
{
	vdev_test_set_wall_clock(t, wall_of("1999-01-01 00:00:00"));
	vdev_test_advance(t, 2 * SECOND);
	shows("2024-03-01 00:00:00", 6);
}

Test(mc146818, local_time_is_the_hosts_zone)
{
	setenv("TZ", "EAST-5:30", 1);
	start("base=local", wall_of("2023-12-31 20:00:00"));
	shows("2024-01-01 01:30:00", 2);
}

Test(mc146818, its_seconds_begin_with_those_of_the_host)
{
	start("base=utc", wall_of(LEAP_EVE) + 250 * MS);
	vdev_test_advance(t, 750 * MS - 1);
	shows("2024-02-29 23:59:58", 5);
	vdev_test_advance(t, 1);
	shows("2024-02-29 23:59:59", 5);
}

Test(mc146818, registers_are_as_a_pc_leaves_them)
{
	cr_assert_eq(get(MC146818_A), 0x26);
	cr_assert_eq(get(MC146818_B), B_24_HOURS);
	cr_assert_eq(get(MC146818_C), 0);
	cr_assert_eq(get(MC146818_D), D_VALID);
	for (uint8_t i = MC146818_RAM; i < MC146818_BYTES; i++)
		cr_assert_eq(get(i), i == MC146818_CENTURY ? 0x20 : 0);
}

Test(mc146818, a_clock_that_nobody_asks_costs_nothing)
{
	uint64_t calls = vdev_test_calls(t);

	cr_assert_eq(vdev_test_timer(t, 0), UINT64_MAX);
	vdev_test_advance(t, 3600 * SECOND);
	cr_assert_eq(vdev_test_calls(t), calls);
	shows("2024-03-01 00:59:58", 6);
}

/* ---- the calendar ------------------------------------------------------- */

Test(mc146818, each_month_and_leap_year_ends_on_its_day)
{
	static const struct { const char *before, *after; uint8_t weekday; } ends[] = {
		{ "2023-02-28 23:59:59", "2023-03-01 00:00:00", 4 },
		{ "2024-02-28 23:59:59", "2024-02-29 00:00:00", 5 },
		{ "2000-02-28 23:59:59", "2000-02-29 00:00:00", 3 },
		{ "2100-02-28 23:59:59", "2100-03-01 00:00:00", 2 },
		{ "2024-04-30 23:59:59", "2024-05-01 00:00:00", 4 },
		{ "2024-08-31 23:59:59", "2024-09-01 00:00:00", 1 },
		{ "1999-12-31 23:59:59", "2000-01-01 00:00:00", 7 },
		{ "1970-01-01 00:00:00", "1970-01-01 00:00:01", 5 },
	};

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		start_at(ends[i].before);
		vdev_test_advance(t, SECOND);
		shows(ends[i].after, ends[i].weekday);
	}
}

static uint32_t next(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

Test(mc146818, the_calendar_is_that_of_libc)
{
	uint32_t seed = 146818;

	for (int i = 0; i < 20000; i++) {
		struct mc146818 m = { .byte[MC146818_B] = B_24_HOURS | B_BINARY };
		uint64_t first = next(&seed) * UINT64_C(400), n = next(&seed);
		time_t time = (time_t)(first + n);
		struct tm tm;

		gmtime_r(&time, &tm);
		mc146818_set(&m, first);
		mc146818_add(&m, n);
		cr_assert_eq(m.byte[MC146818_CENTURY] * 100 +
				     m.byte[MC146818_YEAR], tm.tm_year + 1900);
		cr_assert_eq(m.byte[MC146818_MONTH], tm.tm_mon + 1);
		cr_assert_eq(m.byte[MC146818_DAY], tm.tm_mday);
		cr_assert_eq(m.byte[MC146818_WEEKDAY], tm.tm_wday + 1);
		cr_assert_eq(m.byte[MC146818_HOUR], tm.tm_hour);
		cr_assert_eq(m.byte[MC146818_MINUTE], tm.tm_min);
		cr_assert_eq(m.byte[MC146818_SECOND], tm.tm_sec);
	}
}

Test(mc146818, after_9999_the_century_begins_anew)
{
	put(MC146818_CENTURY, 0x99);
	put(MC146818_YEAR, 0x99);
	put(MC146818_MONTH, 0x12);
	put(MC146818_DAY, 0x31);
	vdev_test_advance(t, 2 * SECOND);
	shows("0000-01-01 00:00:00", 6);
}

Test(mc146818, binary_bytes_count_in_binary)
{
	put(MC146818_B, B_SET | B_BINARY | B_24_HOURS);
	put_time(19, 59, 59);
	put(MC146818_CENTURY, 20);
	put(MC146818_B, B_BINARY | B_24_HOURS);
	vdev_test_advance(t, SECOND);
	cr_assert_eq(get(MC146818_HOUR), 20);
	cr_assert_eq(get(MC146818_MINUTE), 0);
	cr_assert_eq(get(MC146818_SECOND), 0);
}

Test(mc146818, twelve_hours_go_round_by_noon_and_midnight)
{
	static const uint8_t hours[][2] = {
		{ 0x11, 0x92 }, { 0x92, 0x81 }, { 0x81, 0x82 }, { 0x89, 0x90 },
		{ 0x91, 0x12 }, { 0x12, 0x01 }, { 0x01, 0x02 }, { 0x09, 0x10 },
	};

	for (size_t i = 0; i < 8; i++) {
		start_at(LEAP_EVE);
		put(MC146818_B, B_SET);
		put_time(hours[i][0], 0x59, 0x59);
		put(MC146818_B, 0);
		vdev_test_advance(t, SECOND);
		cr_assert_eq(get(MC146818_HOUR), hours[i][1]);
		cr_assert_eq(get(MC146818_DAY), hours[i][0] == 0x91 ? 1 : 0x29);
	}
}

Test(mc146818, the_day_of_the_week_is_the_guests_to_set)
{
	put(MC146818_WEEKDAY, 7);
	vdev_test_advance(t, 2 * SECOND);
	shows("2024-03-01 00:00:00", 1);
}

/* ---- setting the clock -------------------------------------------------- */

Test(mc146818, set_stops_the_updates_and_not_the_divider)
{
	enable(B_SET);
	vdev_test_advance(t, 5 * SECOND + 300 * MS);
	shows("2024-02-29 23:59:58", 5);
	enable(0);
	vdev_test_advance(t, 700 * MS - 1);
	shows("2024-02-29 23:59:58", 5);
	vdev_test_advance(t, 1);
	shows("2024-02-29 23:59:59", 5);
}

Test(mc146818, what_is_set_stays_until_the_next_update)
{
	put_time(0x7f, 0xff, 0x61);
	cr_assert_eq(get(MC146818_HOUR), 0x7f);
	cr_assert_eq(get(MC146818_MINUTE), 0xff);
	cr_assert_eq(get(MC146818_SECOND), 0x61);
	vdev_test_advance(t, SECOND);
	shows("2024-03-01 00:00:00", 6);
}

Test(mc146818, a_divider_that_is_let_go_updates_after_half_a_second)
{
	vdev_test_advance(t, 123 * MS);
	put(MC146818_A, 0x70);
	vdev_test_advance(t, 5 * SECOND);
	shows("2024-02-29 23:59:58", 5);
	put(MC146818_A, 0x26);
	vdev_test_advance(t, 500 * MS - 1);
	shows("2024-02-29 23:59:58", 5);
	vdev_test_advance(t, 1);
	shows("2024-02-29 23:59:59", 5);
}

/* In the order of its driver, which does it half a second early. */
Test(mc146818, linux_sets_the_time)
{
	uint8_t control = get(MC146818_B), select = get(MC146818_A);

	vdev_test_advance(t, 777 * MS);
	put(MC146818_B, control | B_SET);
	put(MC146818_A, select | 0x70);
	put(MC146818_YEAR, 0x37);
	put(MC146818_MONTH, 0x11);
	put(MC146818_DAY, 0x30);
	put_time(0x12, 0x34, 0x55);
	put(MC146818_CENTURY, 0x20);
	put(MC146818_B, control);
	put(MC146818_A, select);
	shows("2037-11-30 12:34:55", 5);
	vdev_test_advance(t, 500 * MS);
	shows("2037-11-30 12:34:56", 5);
}

/* ---- update in progress ------------------------------------------------- */

Test(mc146818, an_update_is_announced_244_us_before)
{
	vdev_test_advance(t, SECOND - UIP_NS - 1);
	cr_assert_eq(get(MC146818_A), 0x26);
	vdev_test_advance(t, 1);
	cr_assert_eq(get(MC146818_A), 0x26 | A_UPDATING);
	shows("2024-02-29 23:59:58", 5);
	vdev_test_advance(t, UIP_NS - 1);
	cr_assert_eq(get(MC146818_A), 0x26 | A_UPDATING);
	vdev_test_advance(t, 1);
	cr_assert_eq(get(MC146818_A), 0x26);
	shows("2024-02-29 23:59:59", 5);
}

Test(mc146818, no_update_is_announced_where_none_will_come)
{
	vdev_test_advance(t, SECOND - 1);
	enable(B_SET);
	cr_assert_eq(get(MC146818_A), 0x26);
	enable(0);
	put(MC146818_A, 0x76);
	cr_assert_eq(get(MC146818_A), 0x76);
}

/* Its driver reads the seconds, looks for an update, reads, and looks again;
 * what it finds it waits out by milliseconds. */
Test(mc146818, linux_waits_at_most_a_millisecond_for_the_time)
{
	for (unsigned i = 0; i < 10; i++) {
		unsigned waits = 0;

		vdev_test_advance(t, SECOND - 100000 * i);
		while ((get(MC146818_A) & A_UPDATING) != 0 && waits++ < 10)
			vdev_test_advance(t, MS);
		cr_assert_leq(waits, 1);
		cr_assert_eq(get(MC146818_D) & 0x40, 0);
	}
}

/* ---- interrupts --------------------------------------------------------- */

Test(mc146818, reading_c_takes_the_interrupt_away)
{
	enable(UPDATE_ENDED);
	cr_assert_eq(wait_for_line(), SECOND);
	cr_assert_eq(get(MC146818_C) & ~PERIODIC, C_INTERRUPT | UPDATE_ENDED);
	cr_assert_not(vdev_test_irq(t, 0));
	cr_assert_eq(get(MC146818_C), 0);
	cr_assert_eq(vdev_test_counter(t, MC146818_INTERRUPTS), 1);
}

Test(mc146818, a_guest_that_does_not_read_c_is_told_once)
{
	enable(INTERRUPTS);
	vdev_test_advance(t, 10 * SECOND);
	cr_assert_eq(vdev_test_rises(t, 0), 1);
	cr_assert_eq(vdev_test_timer(t, 0), UINT64_MAX);
}

Test(mc146818, flags_are_set_for_a_guest_that_polls)
{
	put_alarm(0x23, 0x59, 0x59);
	cr_assert_eq(get(MC146818_C), 0);
	vdev_test_advance(t, SECOND);
	cr_assert_eq(get(MC146818_C), PERIODIC | ALARM | UPDATE_ENDED);
	cr_assert_eq(get(MC146818_C), 0);
	vdev_test_advance(t, SECOND);
	cr_assert_eq(get(MC146818_C), PERIODIC | UPDATE_ENDED);
	cr_assert_eq(vdev_test_rises(t, 0), 0);
}

Test(mc146818, enabling_an_interrupt_that_is_due_raises_it)
{
	vdev_test_advance(t, SECOND);
	cr_assert_not(vdev_test_irq(t, 0));
	enable(UPDATE_ENDED);
	cr_assert(vdev_test_irq(t, 0));
	enable(0);
	cr_assert_not(vdev_test_irq(t, 0));
}

Test(mc146818, set_disables_the_update_interrupt)
{
	enable(UPDATE_ENDED | ALARM | B_SET);
	cr_assert_eq(get(MC146818_B), B_SET | ALARM | B_24_HOURS);
	cr_assert_eq(vdev_test_timer(t, 0), UINT64_MAX);
}

Test(mc146818, each_rate_has_its_frequency)
{
	static const unsigned hertz[] = { 0,	256,  128,  8192, 4096, 2048,
					  1024, 512,  256,  128,  64,	32,
					  16,	8,    4,    2 };

	for (uint8_t i = 1; i < 16; i++) {
		start("base=utc", wall_of(LEAP_EVE) + 1);
		put(MC146818_A, 0x20 | i);
		get(MC146818_C);
		enable(PERIODIC);
		for (unsigned n = 0; n < hertz[i]; n++) {
			wait_for_line();
			cr_assert_eq(get(MC146818_C) & ~UPDATE_ENDED,
				     C_INTERRUPT | PERIODIC);
		}
		cr_assert_eq(vdev_test_now(t), SECOND - 1);
	}
}

Test(mc146818, without_a_rate_there_is_no_periodic_interrupt)
{
	put(MC146818_A, 0x20);
	enable(PERIODIC);
	cr_assert_eq(vdev_test_timer(t, 0), UINT64_MAX);
	vdev_test_advance(t, SECOND);
	cr_assert_eq(get(MC146818_C), UPDATE_ENDED);
}

Test(mc146818, a_new_rate_makes_no_interrupt_by_itself)
{
	for (uint8_t i = 0; i < 16; i++) {
		vdev_test_advance(t, 17 * MS);
		get(MC146818_C);
		put(MC146818_A, 0x20 | (uint8_t)(i * 7 % 16));
		cr_assert_eq(get(MC146818_C), 0);
	}
}

Test(mc146818, a_held_divider_makes_no_interrupts)
{
	enable(PERIODIC | UPDATE_ENDED | ALARM);
	put_alarm(0xff, 0xff, 0xff);
	put(MC146818_A, 0x66);
	cr_assert_eq(vdev_test_timer(t, 0), UINT64_MAX);
	vdev_test_advance(t, 2 * SECOND);
	cr_assert_eq(get(MC146818_C), 0);
	put(MC146818_A, 0x2f);
	cr_assert_eq(wait_for_line(), 500 * MS);
}

Test(mc146818, a_late_host_loses_no_time)
{
	enable(PERIODIC);
	vdev_test_stall(t, 1000 * SECOND);
	cr_assert_eq(vdev_test_rises(t, 0), 1);
	shows("2024-03-01 00:16:38", 6);
	cr_assert_eq(get(MC146818_C), C_INTERRUPT | INTERRUPTS,
		     "the alarm was midnight");
	cr_assert_leq(vdev_test_timer(t, 0), 976563);
}

Test(mc146818, an_early_timer_waits_for_the_rest)
{
	const struct vdev_event early = { .size = sizeof(early), .count = 1,
					  .kind = VDEV_EVENT_TIMER };

	enable(UPDATE_ENDED);
	vdev_test_advance(t, SECOND - 1);
	cr_assert_eq(vdev_test_event(t, &early), VDEV_DONE);
	cr_assert_not(vdev_test_irq(t, 0));
	cr_assert_eq(wait_for_line(), 1);
}

/* ---- the alarm ---------------------------------------------------------- */

Test(mc146818, an_alarm_comes_at_its_time_each_day)
{
	put_alarm(0x06, 0x30, 0x15);
	enable(ALARM);
	cr_assert_eq(wait_for_line(), (2 + 6 * 3600 + 30 * 60 + 15) * SECOND);
	shows("2024-03-01 06:30:15", 6);
	get(MC146818_C);
	cr_assert_eq(wait_for_line(), 86400 * SECOND);
	shows("2024-03-02 06:30:15", 7);
}

Test(mc146818, an_alarm_does_not_care_for_some_of_its_bytes)
{
	static const struct { uint8_t h, m, s; uint32_t first, then; } alarms[] = {
		{ 0xff, 0xff, 0xff, 1, 1 },
		{ 0xc0, 0xff, 0x10, 12, 60 },
		{ 0xc0, 0x05, 0x00, 302, 3600 },
		{ 0x23, 0xc7, 0x59, 1, 82860 },
		{ 0x23, 0x59, 0xc0, 1, 86341 },
		{ 0x00, 0xff, 0xff, 2, 1 },
		{ 0xff, 0x00, 0xff, 2, 1 },
	};

	for (size_t i = 0; i < sizeof(alarms) / sizeof(alarms[0]); i++) {
		start_at(LEAP_EVE);
		put_alarm(alarms[i].h, alarms[i].m, alarms[i].s);
		enable(ALARM);
		cr_assert_eq(wait_for_line(), alarms[i].first * SECOND);
		get(MC146818_C);
		cr_assert_eq(vdev_test_timer(t, 0), alarms[i].then * SECOND);
	}
}

Test(mc146818, an_alarm_that_is_no_time_never_comes)
{
	static const uint8_t alarms[][3] = {
		{ 0x24, 0xff, 0xff }, { 0xff, 0x60, 0xff }, { 0xff, 0xff, 0x5a },
		{ 0x81, 0xff, 0xff },
	};

	enable(ALARM);
	for (size_t i = 0; i < 4; i++) {
		put_alarm(alarms[i][0], alarms[i][1], alarms[i][2]);
		get(MC146818_C);
		cr_assert_eq(vdev_test_timer(t, 0), UINT64_MAX);
	}
}

Test(mc146818, an_alarm_knows_the_afternoon)
{
	put(MC146818_B, B_SET);
	put_time(0x11, 0x00, 0x00);
	put_alarm(0x83, 0x00, 0x00);
	put(MC146818_B, ALARM);
	cr_assert_eq(wait_for_line(), 4 * 3600 * SECOND);
}

Test(mc146818, an_alarm_follows_the_time_that_is_set)
{
	put_alarm(0x12, 0x00, 0x00);
	enable(ALARM);
	put_time(0x11, 0x59, 0x50);
	cr_assert_eq(wait_for_line(), 10 * SECOND);
}

/* ---- bytes, reset ------------------------------------------------------- */

Test(mc146818, memory_keeps_what_is_written)
{
	for (uint8_t i = MC146818_RAM; i < MC146818_BYTES; i++)
		put(i, (uint8_t)(i * 37));
	vdev_test_reset(t);
	for (uint8_t i = MC146818_RAM; i < MC146818_BYTES; i++)
		cr_assert_eq(get(i), (uint8_t)(i * 37));
}

Test(mc146818, the_gate_for_nmi_does_not_choose_a_byte)
{
	put(0x8f, 0x0a);
	cr_assert_eq(get(0x0f), 0x0a);
	cr_assert_eq(get(0x8f), 0x0a);
	cr_assert_eq(in(MC146818_INDEX), 0xff);
	cr_assert_eq(in(MC146818_DATA), 0x0a);
}

Test(mc146818, c_and_d_are_read_only)
{
	put(MC146818_C, 0xff);
	put(MC146818_D, 0xff);
	cr_assert_eq(get(MC146818_C), 0);
	cr_assert_eq(get(MC146818_D), D_VALID);
	put(MC146818_A, 0xff);
	cr_assert_eq(get(MC146818_A), 0x7f);
}

Test(mc146818, a_reset_stops_the_interrupts_and_not_the_clock)
{
	enable(INTERRUPTS | B_SQUARE_WAVE);
	vdev_test_advance(t, SECOND);
	cr_assert(vdev_test_irq(t, 0));
	vdev_test_reset(t);
	cr_assert_not(vdev_test_irq(t, 0));
	cr_assert_eq(get(MC146818_B), B_24_HOURS);
	cr_assert_eq(get(MC146818_C), 0);
	cr_assert_eq(vdev_test_timer(t, 0), UINT64_MAX);
	vdev_test_advance(t, SECOND);
	shows("2024-03-01 00:00:00", 6);
}

/* ---- hosts and guests that misbehave ------------------------------------ */

Test(mc146818, both_ports_at_once_are_refused)
{
	uint64_t value;

	cr_assert_eq(vdev_test_read(t, 0, 0, 2, &value), VDEV_REFUSED);
	cr_assert_eq(vdev_test_write(t, 0, 0, 2, 0x1234), VDEV_REFUSED);
}

Test(mc146818, an_unknown_event_is_ignored)
{
	const struct vdev_event e = { .size = sizeof(e), .kind = 77 };

	cr_assert_eq(vdev_test_event(t, &e), VDEV_DONE);
}

/* A pause of so long that nothing but bounded work may follow from it. */
Test(mc146818, centuries_pass_within_a_callback)
{
	put_alarm(0xff, 0xff, 0x61);
	put(MC146818_CENTURY, 0);
	put(MC146818_YEAR, 0);
	vdev_test_advance(t, UINT64_MAX / 2);
	get(MC146818_C);
	cr_assert_lt(vdev_test_spent(t), 10 * MS);
}

Test(mc146818, any_accesses_keep_the_invariants)
{
	static const uint64_t pauses[] = { 0,	  1,	    30 * 1000,
					   MS,	  123 * MS, 999999999,
					   86399 * SECOND, 40 * 86400 * SECOND };
	uint32_t seed = 146818;

	for (int i = 0; i < 200000; i++) {
		uint8_t value = (uint8_t)next(&seed);
		uint8_t address = (uint8_t)(next(&seed) % (MC146818_RAM + 2));

		if (address >= MC146818_RAM)
			address = MC146818_CENTURY;
		if (next(&seed) % 3 == 0)
			put(address, value);
		else
			get(address);
		if (next(&seed) % 8 == 0)
			vdev_test_stall(t, pauses[next(&seed) % 8]);
		if (next(&seed) % 4096 == 0)
			vdev_test_reset(t);
		cr_assert_leq(vdev_test_timer(t, 0) + 1, 86400 * SECOND + 1);
		check();
	}
	cr_assert_gt(vdev_test_rises(t, 0), 1000,
		     "the stream reaches interrupts");
}
