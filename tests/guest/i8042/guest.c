/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asks the keyboard controller for its self test, and its keyboard, by
 * interrupt, who it is.
 */
#include "guest.h"

enum { DATA = 0x60, COMMAND = 0x64 };
enum { FULL = 1 << 0, SELF_TEST = 0xaa, TEST_KBD = 0xab, IDENTIFY = 0xf2 };
enum { ANSWER = 3, KBD_LINE = 1 };

static volatile uint64_t bytes, interrupts;
static volatile bool done;

static uint8_t ask(uint8_t code)
{
	out8(COMMAND, code);
	while ((in8(COMMAND) & FULL) == 0)
		relax();
	return in8(DATA);
}

/* One byte for each interrupt: the next one must bring its own. */
static void on_byte(void)
{
	interrupts++;
	if ((in8(COMMAND) & FULL) != 0)
		bytes = bytes << 8 | in8(DATA);
	done = interrupts == ANSWER;
}

void guest_main(void)
{
	tell("self test", ask(SELF_TEST));
	tell("keyboard test", ask(TEST_KBD));
	on_interrupt(VECTOR_FIRST, on_byte);
	interrupts_on();
	route_line(KBD_LINE, VECTOR_FIRST);
	out8(DATA, IDENTIFY);
	wait_for(&done);
	tell("identity", bytes);
}
