/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the date, then counts the periodic interrupt of 64 Hz from one second
 * of the clock to the next, which an interrupt tells too.
 */
#include "guest.h"

enum { INDEX = 0x70, DATA = 0x71 };
enum { MONTH = 0x08, A = 0x0a, B = 0x0b, C = 0x0c, CENTURY = 0x32 };
enum { A_64_HZ = 0x2a, B_24_HOURS = 0x02, UPDATE_ENDED = 0x10, PERIODIC = 0x40 };

static volatile uint64_t seconds, interrupts;
static volatile bool done;

static uint8_t cmos(uint8_t address)
{
	out8(INDEX, address);
	return in8(DATA);
}

static void set_cmos(uint8_t address, uint8_t value)
{
	out8(INDEX, address);
	out8(DATA, value);
}

static void on_clock(void)
{
	uint8_t flags = cmos(C);

	if (seconds == 1 && (flags & PERIODIC) != 0)
		interrupts++;
	if ((flags & UPDATE_ENDED) != 0)
		seconds++;
	done = seconds == 2;
}

void guest_main(void)
{
	uint8_t month = cmos(MONTH);

	tell("century", cmos(CENTURY));
	tell("a month", month >= 0x01 && month <= 0x12);
	on_interrupt(VECTOR_FIRST, on_clock);
	interrupts_on();
	route_line(8, VECTOR_FIRST);
	set_cmos(A, A_64_HZ);
	set_cmos(B, PERIODIC | UPDATE_ENDED | B_24_HOURS);
	wait_for(&done);
	set_cmos(B, B_24_HOURS);
	tell("about 64 in a second", interrupts >= 32 && interrupts <= 65);
}
