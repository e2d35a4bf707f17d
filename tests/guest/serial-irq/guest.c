/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Speaks by the interrupt "transmitter holding register empty": enabling it
 * raises it, each byte written raises it again.
 */
#include "guest.h"

enum { DATA = 0x3f8, ENABLE = 0x3f9, IDENTIFY = 0x3fa, MODEM = 0x3fc };
enum { ENABLE_EMPTY = 1 << 1, IDENTIFY_EMPTY = 2, MODEM_OUT2 = 1 << 3 };

static const char text[] = "by interrupt\n";
static volatile uint64_t interrupts;
static volatile bool done;

static void on_empty(void)
{
	size_t at = interrupts;

	if ((in8(IDENTIFY) & 0xf) != IDENTIFY_EMPTY)
		return;
	interrupts = at + 1;
	if (text[at] != '\0') {
		out8(DATA, (uint8_t)text[at]);
		return;
	}
	out8(ENABLE, 0);
	done = true;
}

void guest_main(void)
{
	on_interrupt(VECTOR_FIRST, on_empty);
	interrupts_on();
	route_line(4, VECTOR_FIRST);
	out8(MODEM, MODEM_OUT2); /* a PC's gate in front of the line */
	out8(ENABLE, ENABLE_EMPTY);
	wait_for(&done);
	tell("interrupts", interrupts);
}
