/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bytes of the clock as a calendar, and as a time that an alarm waits for.
 *
 * The bytes are the guest's to write, so they may hold anything. Must never
 * take a number from them as an index or a bound before it is in its range.
 */
#include "mc146818.h"

enum {
	MINUTE_S = 60,
	HOUR_S = 60 * MINUTE_S,
	DAY_S = 24 * HOUR_S,

	CYCLE_YEARS = 400, /* after which leap years and weekdays recur */
	CYCLE_DAYS = 146097,
};

static uint64_t at_most(uint64_t value, uint64_t most)
{
	return value < most ? value : most;
}

/* ---- one byte [MC146818A, table 3] -------------------------------------- */

static uint8_t encode(const struct mc146818 *m, uint64_t value)
{
	if ((m->byte[MC146818_B] & B_BINARY) != 0)
		return (uint8_t)value;
	return (uint8_t)(value / 10 << 4 | value % 10);
}

static uint64_t decode(const struct mc146818 *m, uint8_t byte)
{
	if ((m->byte[MC146818_B] & B_BINARY) != 0)
		return byte;
	return (byte >> 4) * 10u + (byte & 0xfu);
}

/* Of twelve hours, the one after midnight and after noon is the twelfth. */
static uint8_t encode_hour(const struct mc146818 *m, uint64_t hour)
{
	uint8_t pm = hour >= 12 ? HOUR_PM : 0;

	if ((m->byte[MC146818_B] & B_24_HOURS) != 0)
		return encode(m, hour);
	return encode(m, (hour + 11) % 12 + 1) | pm;
}

static uint64_t decode_hour(const struct mc146818 *m, uint8_t byte)
{
	uint64_t noon = (byte & HOUR_PM) != 0 ? 12 : 0;

	if ((m->byte[MC146818_B] & B_24_HOURS) != 0)
		return decode(m, byte);
	return decode(m, byte & (HOUR_PM - 1)) % 12 + noon;
}

/* ---- the time of day ---------------------------------------------------- */

static uint64_t time_of_day(const struct mc146818 *m)
{
	return at_most(decode_hour(m, m->byte[MC146818_HOUR]), 23) * HOUR_S +
	       at_most(decode(m, m->byte[MC146818_MINUTE]), 59) * MINUTE_S +
	       at_most(decode(m, m->byte[MC146818_SECOND]), 59);
}

static void set_time_of_day(struct mc146818 *m, uint64_t seconds)
{
	m->byte[MC146818_HOUR] = encode_hour(m, seconds / HOUR_S);
	m->byte[MC146818_MINUTE] = encode(m, seconds / MINUTE_S % 60);
	m->byte[MC146818_SECOND] = encode(m, seconds % 60);
}

/* ---- the date ----------------------------------------------------------- */

static uint64_t days_of(uint64_t month, uint64_t year)
{
	static const uint8_t days[] = { 31, 28, 31, 30, 31, 30,
					31, 31, 30, 31, 30, 31 };
	bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return month == 2 && is_leap ? 29u : days[month - 1];
}

static void set_date(struct mc146818 *m, uint64_t day, uint64_t month,
		     uint64_t year)
{
	m->byte[MC146818_DAY] = encode(m, day);
	m->byte[MC146818_MONTH] = encode(m, month);
	m->byte[MC146818_YEAR] = encode(m, year % 100);
	m->byte[MC146818_CENTURY] = encode(m, year / 100 % 100);
}

/*
 * A month per round, so at most some 4800 of them. The day of the week is a
 * counter of its own, as in the chip: it is as right or wrong as the guest has
 * set it.
 */
static void pass_days(struct mc146818 *m, uint64_t days)
{
	uint64_t weekday = decode(m, m->byte[MC146818_WEEKDAY]) + 6;
	uint64_t day = decode(m, m->byte[MC146818_DAY]) + days % CYCLE_DAYS;
	uint64_t month = at_most(decode(m, m->byte[MC146818_MONTH]), 12);
	uint64_t year = decode(m, m->byte[MC146818_CENTURY]) * 100 +
			decode(m, m->byte[MC146818_YEAR]) +
			days / CYCLE_DAYS * CYCLE_YEARS;

	month = month == 0 ? 1 : month;
	while (day > days_of(month, year)) {
		day -= days_of(month, year);
		month = month % 12 + 1;
		year += month == 1;
	}
	set_date(m, day, month, year);
	m->byte[MC146818_WEEKDAY] = encode(m, (weekday + days % 7) % 7 + 1);
}

void mc146818_add(struct mc146818 *m, uint64_t seconds)
{
	uint64_t sum = time_of_day(m) + seconds;

	set_time_of_day(m, sum % DAY_S);
	if (sum >= DAY_S)
		pass_days(m, sum / DAY_S);
}

void mc146818_set(struct mc146818 *m, uint64_t seconds)
{
	set_time_of_day(m, 0);
	set_date(m, 1, 1, 1970);
	m->byte[MC146818_WEEKDAY] = encode(m, 5); /* a Thursday */
	mc146818_add(m, seconds);
}

/* ---- the alarm ---------------------------------------------------------- */

/* The chip compares bytes, so an alarm in another mode than the time's never
 * comes. [MC146818A, "Time, calendar, and alarm locations"] */
static bool fits(const struct mc146818 *m, enum mc146818_address alarm,
		 uint64_t value)
{
	uint8_t wanted = m->byte[alarm];

	if (wanted >= ALARM_ANY)
		return true;
	return wanted == (alarm == MC146818_HOUR_ALARM ?
				  encode_hour(m, value) :
				  encode(m, value));
}

static bool fits_below(const struct mc146818 *m, enum mc146818_address alarm,
		       uint64_t limit)
{
	for (uint64_t value = 0; value < limit; value++)
		if (fits(m, alarm, value))
			return true;
	return false;
}

static bool alarm_is_a_time(const struct mc146818 *m)
{
	return fits_below(m, MC146818_HOUR_ALARM, 24) &&
	       fits_below(m, MC146818_MINUTE_ALARM, 60) &&
	       fits_below(m, MC146818_SECOND_ALARM, 60);
}

/* How far to go on from a time of day that is not the alarm's; 0: it is. */
static uint64_t step_from(const struct mc146818 *m, uint64_t time)
{
	if (!fits(m, MC146818_HOUR_ALARM, time / HOUR_S))
		return HOUR_S - time % HOUR_S;
	if (!fits(m, MC146818_MINUTE_ALARM, time / MINUTE_S % 60))
		return MINUTE_S - time % MINUTE_S;
	return fits(m, MC146818_SECOND_ALARM, time % 60) ? 0 : 1;
}

/* Ends, since some time of the day fits: within 24 + 60 + 60 steps and those
 * out of the hour and minute in which it begins. */
uint64_t mc146818_until_alarm(const struct mc146818 *m)
{
	uint64_t now = time_of_day(m), wait = 1, step;

	if (!alarm_is_a_time(m))
		return MC146818_NEVER;
	while ((step = step_from(m, (now + wait) % DAY_S)) != 0)
		wait += step;
	return wait;
}
