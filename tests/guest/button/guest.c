/* SPDX-License-Identifier: Apache-2.0 */
/* Waits for the power button's event, and powers off. */
#include "guest.h"

enum { EVENT = 0x602 };

static volatile bool pressed;

static void on_event(void)
{
	tell("event", in8(EVENT));
	tell("event again", in8(EVENT)); /* reading has cleared it */
	pressed = true;
}

void guest_main(void)
{
	on_interrupt(VECTOR_FIRST, on_event);
	interrupts_on();
	route_line(9, VECTOR_FIRST);
	say("ready");
	wait_for(&pressed);
}
